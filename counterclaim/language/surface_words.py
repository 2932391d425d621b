"""Word lists of the surface backend: facts of English that names give themselves away by.

Plain lines of words, so that they can be read and changed.
"""

from __future__ import annotations


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


FUNCTION = _words(
    "the of and to in a is that for it was on with as by at be this have from or had not are but which",
    "were an they their has been its his he said who will one would there all we her more when if out so",
    "no can about after into than up she our what also some other them only over new such because these",
    "may any those you between before him where most during being under while against through both then",
    "how could do did i us my",
)

# Words that are written with a capital only because they begin a sentence, a line or a headline.
COMMON_STARTS = _words(
    "activists medics doctors analysts experts diplomats lawmakers critics observers protesters supporters",
    "opponents insurgents commanders ministers leaders demonstrators journalists reporters villagers locals",
    "survivors rescuers prosecutors investigators authorities militiamen jihadists extremists airstrikes",
    "warplanes helicopters clashes fighting shelling explosions gunmen strikes attacks raids missiles rockets",
    "citizens workers families students teachers farmers lawyers politicians neighbours neighbors relatives",
    "the a an this that these those it its he she they we you i his her their our my your him them us me",
    "one two three four five six seven eight nine ten many several some most more much few all both each",
    "every no none any other another such and but or nor so yet for as if when while where although",
    "though because since until unless after before once during in on at by to from with without within",
    "into of off over under about above across against along amid among around behind below beneath",
    "beside besides between beyond despite down except following given including inside like near outside",
    "past per regarding through throughout toward towards upon up via what which who whom whose why how",
    "there here then now today yesterday tomorrow tonight also however meanwhile moreover furthermore",
    "nevertheless therefore thus still again even just only not never always often sometimes perhaps",
    "maybe indeed instead later earlier soon finally recently currently previously according is are was",
    "were be been being do does did has have had will would can could may might must shall should let yes",
    "first second third last next new old former late early young great good bad same own certain high",
    "low large small long short whether either neither rather quite very too almost nearly hundreds",
    "thousands dozens millions scores people police officials sources witnesses residents local reports",
    "government troops forces fighters militants rebels soldiers civilians asked speaking addressing",
    "referring responding citing quoting commenting adding saying calling noting speakers read photo",
    "image video source share print email tweet comments related click watch editor staff additional",
    "reporting statement meantime elsewhere nonetheless otherwise overall together likewise similarly",
    "consequently accordingly hence everyone everybody someone somebody anyone anybody nobody nothing",
    "something everything anything women men children unfortunately fortunately clearly obviously",
    "apparently reportedly allegedly initially eventually suddenly considering concerning depending",
    "provided providing assuming regardless apart aside ahead back far further half part parts least less",
    "enough plus minus plenty lots well ever already nowhere everywhere somewhere thanks please sorry",
    "hello ok okay say says said tell told make made take took get got give gave go went come came see",
    "saw know knew think thought want wanted use used find found ask work seem feel try leave call keep",
    "put mean become show begin help talk turn start run move live believe hold bring happen write sit",
    "stand lose pay meet include continue set learn change lead understand follow stop create speak spend",
    "grow open walk win teach offer remember consider appear buy serve die send build stay fall cut reach",
    "kill raise pass sell decide return explain hope develop carry break receive agree support hit",
    "produce eat analysis opinion editorial breaking exclusive update report interview question answer",
    "q&a january february march april june july august september october november december monday tuesday",
    "wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue",
    "wed thu fri sat sun",
)
DAYS_MONTHS = _words(
    "january february march april may june july august september october november december monday tuesday",
    "wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec mon tue",
    "tues wed thu thur thurs fri sat sun ramadan muharram rajab",
)
NO_NAMES = _words(
    "i am pm gmt est edt utc ad bc ceo cto cfo tv dvd id pdf url http https www html q a ii iii iv vi vii",
    "ok faq covid covid-19 sars hiv aids dna pr ngo ngos ied ieds mp mps pow pows vip gps uav uavs",
)

_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_ONES = _words("one two three four five six seven eight nine")
NUMBERS = (
    _ONES
    | _TENS
    | _words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
    | {f"{tens}-{ones}" for tens in _TENS for ones in _ONES}
)
# What a ship's name stands behind.
VESSELS = _words("boat ship vessel tanker freighter trawler frigate ferry yacht steamer schooner flotilla")

# Words of headlines about war that are no names and part of none.
NEWS_WORDS = _words(
    "killed kills kill injured injures wounded wounds dead dies attack attacks attacked terrorist terrorists civilian civilians",
    "militant militants bomb bombs bombing bombings blast blasts airstrike airstrikes raids shelling clashes clash rocket rockets",
    "martyred martyrs victims destroys destroyed frustrates repels captures seizes beheads beheaded targets pounds pound hits",
    "advances breaks escalating ambush gunmen explosion explosions rebels insurgents jihadists casualties scores dozens hundreds",
)
# Words that stand alone with a capital on web pages and in headlines, though they are part of names too.
LONE_WORDS = _words(
    "published world region state stories story comment comments image images slideshow agencies agency country twitter facebook",
    "monitor report reports army death offensive force hostilities resolution division photo tags related latest episode offline",
    "regime arabic youtube instagram subscribe follow community opposition continued airstrikes air operations power plant talks",
    "category share discussion coalitions warplanes troops tribes city village province countryside governorate tower base",
)

TITLES = _words(
    "secretary-general",
    "mr mrs ms miss dr prof president vice premier prime minister chancellor king queen prince princess",
    "emir sultan sheikh shaikh shaykh sayyed sayyid sayed hajj haji ayatollah hojatoleslam imam grand",
    "mullah pope bishop archbishop patriarch rabbi reverend rev general gen lieutenant lt colonel col",
    "major maj captain capt commander cmdr brigadier brig sergeant sgt staff corporal cpl private pfc",
    "admiral adm marshal field officer secretary undersecretary senator sen representative rep",
    "congressman congresswoman governor gov mayor ambassador amb envoy spokesman spokeswoman spokesperson",
    "chairman chairwoman director deputy chief leader judge justice professor sir lord lady dame foreign",
    "defense defence interior attorney speaker martyr comrade sayyeda caliph lawmaker analyst journalist",
    "activist author actor former ex-president special inspector detective constable airman specialist",
)

ORG_HEADS = _words(
    "army forces force navy brigade brigades battalion battalions division corps guard guards militia",
    "front party movement group council committee commission ministry department agency authority command",
    "coalition alliance league union university institute college school foundation association",
    "organization organisation federation company corporation corp inc ltd bank court parliament congress",
    "senate assembly knesset office bureau centre center network news times post tribune herald journal",
    "gazette press television tv radio channel society club fund board service services police",
    "observatory watch administration government cabinet resistance regiment regiments squadron fleet",
    "legion faction factions units unit project programme program initiative tribunal secretariat",
    "presidency embassy consulate hospital airlines airways industries groups institution mission summit",
    "house hezbollah brotherhood cartel gang mosque church museum archive media magazine daily online co",
    "mobilization mobilisation staff",
)
ORG_STARTS = _words(
    "ministry department university bank institute council committee court harakat kataib kata'ib hezb",
    "hizb jabhat jaysh jaish liwa ansar saraya hay'at hayat asaib organisation organization office bureau",
    "association federation union league party movement front army forces brigades school college chamber",
    "academy center centre society islamic-resistance",
)
PLACE_HEADS = _words(
    "city town village province governorate district region county state states republic kingdom emirates",
    "island islands sea ocean gulf river lake mountain mountains mount valley desert airport airbase base",
    "camp square street road avenue bridge border crossing peninsula strait bay coast heights plateau",
    "suburb suburbs countryside area zone neighborhood neighbourhood dam port territory territories strip",
    "bank canal highway prison palace stadium park hills hill forest cape hotel kurdistan",
)
# "the town of X", and what a place's name stands before.
PLACE_OF = _words(
    "town village city province governorate district neighborhood neighbourhood neighborhoods neighbourhoods outskirts countryside",
    "suburb suburbs region area north south east west northeast northwest southeast southwest towns villages port capital vicinity",
)
GROUP_AFTER = _words("fighters militants militiamen gunmen rebels insurgents terrorists brigades jihadists")
PLACE_BEFORE = _words(
    "in near outside inside across throughout around from at to toward towards via into over of",
)
WEAPON_HEADS = _words(
    "missile missiles rocket rockets drone drones tank tanks jet jets bomber bombers fighter helicopter",
    "helicopters rifle rifles howitzer launcher launchers warplane warplanes aircraft torpedo frigate",
    "destroyer submarine gun system systems mortar mortars",
)
WORK_HEADS = _words(
    "act treaty agreement accord accords prize award cup games war day deal resolution protocol",
    "convention",
)

GIVEN = _words(
    "abdullah abdallah abdel abdul abdulrahman ahmad ahmed akram ali amin amir ammar anwar ayman aziz",
    "bashar bassam faisal fadi farid faruq ghassan habib hadi hafez haider hakim hamad hamid hani hasan",
    "hassan haytham hussain hussein ibrahim imad iman ismail jabar jalal jamal jamil kamal karim khaled",
    "khalid khalil laila layla mahdi mahmoud mahmud majid mariam maryam mohamed mohammad mohammed mohsen",
    "muhammad mustafa nabil nasser nasr nouri nuri omar osama qais qasem qasim rami rashid riyad saad",
    "saddam said salah saleh salim salman sami samir tariq usama walid wissam yahya yasin yasser yousef",
    "youssef yusuf zaid zainab ziad fatima aisha khadija nadia rania samira abu umm bin ibn recep binali",
    "tayyip mevlut ahmet mehmet kemal erdogan benjamin ehud ariel yitzhak shimon moshe avigdor yair yoav",
    "benny naftali david daniel michael john james robert william richard thomas charles joseph",
    "christopher paul mark donald george kenneth steven edward brian ronald anthony kevin jason jeffrey",
    "gary timothy ryan jacob nicholas eric stephen jonathan larry justin scott brandon frank gregory",
    "raymond samuel patrick alexander jack dennis jerry tyler aaron jose henry adam douglas nathan peter",
    "zachary kyle walter harold carl jeremy keith roger gerald ethan arthur terry christian sean lawrence",
    "austin joe noah jesse albert bryan billy bruce willie jordan dylan alan ralph gabriel roy juan wayne",
    "eugene logan randy louis russell vincent philip bobby johnny bradley mary patricia jennifer linda",
    "elizabeth barbara susan jessica sarah karen nancy lisa margaret betty sandra ashley dorothy kimberly",
    "emily donna michelle carol amanda melissa deborah stephanie rebecca laura helen sharon cynthia",
    "kathleen amy shirley angela anna ruth brenda pamela nicole katherine samantha christine catherine",
    "virginia debra rachel janet emma carolyn maria heather diane julie joyce victoria kelly christina",
    "joan evelyn judith andrea hannah cheryl jacqueline martha gloria teresa ann sara kathryn janice jean",
    "alice julia hillary bill barack bernie ted marco jeb ben chris mike jim tim tom dan ken ron don bob",
    "rick nick steve dave greg matt jeff tony kim ivan sergei sergey vladimir dmitry dmitri mikhail",
    "nikolai boris igor oleg andrei alexei yuri viktor pavel volodymyr oleksandr petro olga natalia irina",
    "svetlana emmanuel francois jacques nicolas pierre jean-claude philippe hans klaus wolfgang jens",
    "javier carlos luis miguel pedro pablo fernando jorge antonio manuel francisco rafael ricardo roberto",
    "eduardo alejandro diego andres sergio mario giovanni giuseppe paolo luigi silvio matteo narendra",
    "rahul rajiv sanjay amit anil sunil vijay arun ravi suresh ramesh manmohan sonia indira imran nawaz",
    "benazir pervez asif zulfikar muhammadu olusegun goodluck nelson thabo cyril uhuru raila kofi kwame",
    "sam wei li xi jinping hu jintao wang zhang chen liu yang huang zhao shinzo taro hiroshi takeshi",
    "kenji yuki moon park lee choi nguyen tran le ban ki-moon staffan de geir lakhdar tobias theresa",
    "ashton federica josep lloyd antony leon chuck jake sheikh abdulaziz abdelaziz hosni muammar nikos",
    "yannis stavros kostas massoud masoud barham nechirvan qubad haidar jawad fuad hoshyar ayad iyad",
    "hossein ebrahim akbar reza javad qassem esmail mojtaba saeed bahram ramin behrouz fereydoun mir",
    "mehdi",
)

# Demonym -> ISO 3166-1 alpha-2 of its state; "" for peoples, faiths and regions.
_DEMONYM_LINES = """
AF Afghan Afghani|AL Albanian|DZ Algerian|AO Angolan|AR Argentine Argentinian Argentinean|AM Armenian
AU Australian Aussie|AT Austrian|AZ Azerbaijani Azeri|BH Bahraini|BD Bangladeshi|BY Belarusian Belarussian
BE Belgian|BJ Beninese|BO Bolivian|BA Bosnian|BR Brazilian|BG Bulgarian|BF Burkinabe|MM Burmese|BI Burundian
KH Cambodian|CM Cameroonian|CA Canadian|TD Chadian|CL Chilean|CN Chinese|CO Colombian|CD Congolese
CR Costa-Rican|HR Croatian Croat|CU Cuban|CY Cypriot|CZ Czech|DK Danish Dane|DJ Djiboutian|DO Dominican
NL Dutch|EC Ecuadorian Ecuadorean|EG Egyptian|GB British Briton English Englishman Scottish Scots Welsh
ER Eritrean|EE Estonian|ET Ethiopian|FJ Fijian|FI Finnish Finn|FR French Frenchman|GA Gabonese|GM Gambian
GE Georgian|DE German|GH Ghanaian|GR Greek|GT Guatemalan|GN Guinean|GY Guyanese|HT Haitian|HN Honduran
HU Hungarian|IS Icelandic|IN Indian|ID Indonesian|IR Iranian|IQ Iraqi|IE Irish|IL Israeli|IT Italian
CI Ivorian|JM Jamaican|JP Japanese|JO Jordanian|KZ Kazakh Kazakhstani|KE Kenyan|XK Kosovar Kosovan
KW Kuwaiti|KG Kyrgyz|LA Laotian Lao|LV Latvian|LB Lebanese|LR Liberian|LY Libyan|LT Lithuanian|MK Macedonian
MG Malagasy|MW Malawian|MY Malaysian|MV Maldivian|ML Malian|MT Maltese|MR Mauritanian|MU Mauritian
MX Mexican|MD Moldovan|MN Mongolian|ME Montenegrin|MA Moroccan|MZ Mozambican|NA Namibian|NP Nepali Nepalese
NZ New-Zealander|NI Nicaraguan|NE Nigerien|NG Nigerian|KP North-Korean|NO Norwegian|OM Omani|PK Pakistani
PS Palestinian|PA Panamanian|PY Paraguayan|PE Peruvian|PH Filipino Philippine|PL Polish Pole|PT Portuguese
QA Qatari|RO Romanian|RU Russian|RW Rwandan|SA Saudi|SN Senegalese|RS Serbian Serb|SL Sierra-Leonean
SG Singaporean|SK Slovak Slovakian|SI Slovenian Slovene|SO Somali Somalian|ZA South-African|KR South-Korean
SS South-Sudanese|ES Spanish Spaniard|LK Sri-Lankan|SD Sudanese|SR Surinamese|SE Swedish Swede|CH Swiss
SY Syrian|TW Taiwanese|TJ Tajik|TZ Tanzanian|TH Thai|TG Togolese|TN Tunisian|TR Turkish Turk|TM Turkmen
UG Ugandan|UA Ukrainian|AE Emirati|US American|UY Uruguayan|UZ Uzbek|VE Venezuelan|VN Vietnamese
YE Yemeni Yemenite|ZM Zambian|ZW Zimbabwean|CF Central-African|PG Papuan|SC Seychellois|BB Barbadian
TT Trinidadian|BS Bahamian|BT Bhutanese|BN Bruneian|CV Cape-Verdean|KM Comorian|GQ Equatoguinean|LS Basotho
WS Samoan|TO Tongan
"" Arab Arabian Kurdish Kurd Muslim Moslem Christian Jewish Jew Sunni Shia
"" Shiite Shi'ite Shi'a Alawite Alawi Druze Yazidi Yezidi Catholic
"" Protestant Orthodox Buddhist Hindu Sikh Islamic Islamist Salafi Salafist Wahhabi Takfiri
"" Zionist Assyrian Chechen Uyghur Uighur Tamil
"" Hutu Tutsi Hausa Fulani Igbo Yoruba Pashtun Hazara Baloch Balochi Bedouin
"" Berber Tuareg European African Asian Latin-American
"" Western Westerner Persian Communist Republican Democrat Democratic Conservative Liberal Socialist Islamists
"" Hispanic Latino Maori
"" Rohingya Tibetan Basque Catalan Soviet Ottoman Marxist Maoist Baathist Ba'athist Houthi
"" Turkoman Turcoman Circassian Maronite Coptic
"" Copt Ismaili Sufi Mandaean Chaldean Scandinavian Caribbean Eurasian Nordic Semitic Anglican
"" Evangelical Mormon Peronist
"""


def _demonyms() -> dict[str, str]:
    entries = (entry.split() for entry in _DEMONYM_LINES.replace("\n", "|").split("|") if entry.strip())
    return {name.replace("-", " "): iso.strip('"') for iso, *names in entries for name in names}


DEMONYMS = _demonyms()
