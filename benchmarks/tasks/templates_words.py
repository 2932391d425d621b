"""Words of the task ``templates``: who can be hit, what can be hit, who does it, with what. Ordinary English nouns
and the kinds into which the task sorts them.
"""

from __future__ import annotations

import re

from counterclaim.text import bag


def _heads(**kinds: str) -> dict[str, str]:
    return {word: kind for kind, words in kinds.items() for word in words.split()}


# Head nouns of people, and their kind.
HUMANS = _heads(
    civilian="""
        people person persons peasant peasants civilian civilians citizen citizens man men woman women child
        children boy girl boys girls youth youths student students teacher teachers professor professors
        worker workers employee employees priest priests jesuit jesuits nun nuns missionary missionaries
        bishop archbishop father monsignor msgr rector doctor nurse nurses lawyer lawyers journalist
        journalists reporter reporters newsman newsmen cameraman correspondent photographer driver drivers
        engineer engineers businessman businessmen farmer farmers rancher cattleman villager villagers
        resident residents passenger passengers pedestrian pedestrians passerby passersby family families wife
        husband son sons daughter daughters brother brothers sister mother maid maids cook housekeeper vendor
        fisherman miner miners technician technicians tourist tourists banker industrialist activist activists
        unionist unionists adviser advisers seaman seamen minor minors baby individual individuals foreigner
        foreigners others spaniard spaniards american americans salvadorans colombians victims victim hostages
        hostage neighbor neighbors refugees population anthropologist merchant trader secretary manager
        executive
    """,
    politician="""
        leader leaders candidate candidates politician politicians hopeful militant militants
    """,
    official="""
        minister ministers president senator senators deputy deputies mayor mayors governor official officials
        congressman congressmen councilman councilmen representative legislator vice-president commissioner
    """,
    judge="""
        judge judges magistrate magistrates attorney prosecutor prosecutors justice justices
    """,
    police="""
        policeman policemen police patrolman inspector detective detectives agent agents
    """,
    soldier="""
        soldier soldiers troops officer officers colonel general major lieutenant captain sergeant marine
        marines commander paratroopers conscripts
    """,
    guard="""
        guard guards bodyguard bodyguards escort escorts watchman watchmen
    """,
    diplomat="""
        ambassador consul diplomat diplomats attache
    """,
)
VICTIM_TYPES = {
    "civilian": "CIVILIAN",
    "politician": "POLITICAL FIGURE",
    "official": "GOVERNMENT OFFICIAL",
    "judge": "LEGAL OR JUDICIAL",
    "police": "LAW ENFORCEMENT",
    "soldier": "ACTIVE MILITARY",
    "guard": "SECURITY GUARD",
    "diplomat": "DIPLOMAT",
}
_THINGS = _heads(
    transport="""
        car cars bus buses truck trucks vehicle vehicles plane planes aircraft airplane airliner helicopter
        helicopters ambulance ambulances train trains jeep boat boats ship taxi taxis transportation
        motorcycle van minibus minibuses pickup trailer locomotive
    """,
    energy="""
        tower towers pylon pylons pole poles pipeline pipelines substation substations transformer
        transformers plant powerlines lines dam well wells system
    """,
    commercial="""
        store stores restaurant restaurants hotel hotels shop shops market supermarket dealership factory
        establishment establishments business businesses cinema theater theaters warehouse firm firms company
        companies brothel brothels pharmacy pharmacies stands kiosk
    """,
    residence="""
        house houses home homes residences apartment apartments dwelling dwellings
    """,
    government="""
        residence ministry palace hall
    """,
    organization="""
        headquarters office offices
    """,
    finance="""
        bank banks branch branches
    """,
    diplomacy="""
        embassy embassies consulate
    """,
    police="""
        barracks checkpoint garrison post
    """,
    media="""
        newspaper exchange antenna antennas booth booths station stations
    """,
    route="""
        bridge bridges highway highways railroad
    """,
    other="""
        building buildings facilities installation installations property school schools church farm farms
        center centers club university structures camp base towns
    """,
)
_TARGET_TYPES = {
    "transport": "TRANSPORT VEHICLE",
    "energy": "ENERGY",
    "commercial": "COMMERCIAL",
    "residence": "CIVILIAN RESIDENCE",
    "government": "GOVERNMENT OFFICE OR RESIDENCE",
    "organization": "ORGANIZATION OFFICE",
    "finance": "FINANCIAL",
    "diplomacy": "DIPLOMAT OFFICE OR RESIDENCE",
    "police": "LAW ENFORCEMENT FACILITY",
    "media": "COMMUNICATIONS",
    "route": "TRANSPORTATION ROUTE",
    "other": "OTHER",
}
# Head nouns of things that are attacked, and the type that the task gives them.
TARGETS = {word: _TARGET_TYPES[kind] for word, kind in _THINGS.items()}
# Head nouns of those who attack.
DOERS = bag(
    "guerrilla guerrillas terrorist terrorists rebel rebels gunman gunmen commando commandos assailant assailants",
    "attacker attackers assassin assassins murderers subversives subversive extremists extremist insurgents",
    "trafficker traffickers narcotraffickers members group groups squad squads unit units column columns soldiers",
    "soldier troops forces police policemen army individuals men persons narcoterrorists mercenaries delinquents",
    "bandits gang gangs youths hoodlums paramilitaries people criminals killers hitmen sicarios contras militia",
    "militias patrol fighters kidnappers bombers mobs mafia mafias",
)
STATE = bag("soldier soldiers army troops police policemen military government officers squad patrol")
_NUMBERS = (
    ("a", "an", "one"), ("two", "both"), ("three",), ("four",), ("five",), ("six",), ("seven",), ("eight",), ("nine",),
    ("ten",), ("eleven",), ("twelve",), ("thirteen",), ("fourteen",), ("fifteen",), ("sixteen",),
)  # fmt: skip
NUMBERS = {word: number for number, words in enumerate(_NUMBERS, 1) for word in words}
# Words that stand before a noun without belonging to its phrase.
MODIFIER_STOPS = bag(
    "the this that these those his her its their our your my some any each every no several many few all both",
    "more most such other another in on at by for from to with without into onto over under after before during",
    "since until near against between among of off outside inside within along beside behind about as like and or",
    "but who whom which whose when where while because if was were is are be been being has have had will would",
    "may might could can also not than then there here today yesterday kill kills murder attack toward towards",
    "least said including killed wounded injured took place up down out they he she it we i you around",
    "approximately nearly almost only left leaving leaves leave",
)

# Participles that stand before a noun like adjectives.
PARTICIPLES = bag("armed united unidentified hooded masked uniformed retired alleged combined so-called self-styled")

KILLED = re.compile(r"\b(?:kill|murder|assassinat|massacre|dead|die|dying|death|slain|slay|execut|shot|gun)\w*")
WOUNDED = re.compile(r"\b(?:wound|injur|hurt)\w*")
KIDNAPPED = re.compile(r"\b(?:kidnap|abduct|hostage)\w*")
BURNED = re.compile(r"\b(?:burn|set fire|torch|arson|set .. on fire|set .. ablaze|ablaze)")
BOMBED = re.compile(r"\b(?:bomb|dynamit|explo|blew up|blow up|blown up|blast|detonat)\w*")
ROBBED = re.compile(r"\b(?:rob|robbed|robbery|loot|hijack)\w*\b")
DESTROYED = re.compile(r"(?i)\b(?:destroy\w*|blew up|blown up)\b")
DAMAGED = re.compile(r"(?i)\b(?:damag\w+|destroy\w*|blew up|sabotag\w+)\b")
GUNS = re.compile(r"(?i)\b(?:shot|gunned|gunfire|bullets?|gunshots?|shooting)\b")
OLD = re.compile(r"\b(?:FORMER|RETIRED|EX)\b")
WEAPONS = (
    ("VEHICLE BOMB", r"(?:car|truck|vehicle)[ -]bombs?"), ("DYNAMITE", r"dynamite(?: sticks?| charges?)?"),
    ("GRENADE", r"(?:hand )?grenades?"), ("MACHINE GUN", r"(?:sub)?machine-?\s?guns?"), ("ROCKET", r"rockets?"),
    ("MORTAR", r"mortars?"), ("MINE", r"(?:land)?mines?"), ("RIFLE", r"rifles?"), ("BOMB", r"bombs?"),
    ("EXPLOSIVE", r"explosives?(?: devices?| charges?)?"), ("GUN", r"(?:pistols?|revolvers?|firearms?|guns?)"),
)  # fmt: skip
