"""The words by which a content shows what it is: a deed of the own side, a denial, a threat, an accusation, ...

Each constant is one pattern made of phrases, one a line. They look at contents in which actors are signs
(:mod:`counterclaim.finding.claims_side`), so that who does what can be asked of the words.
"""

from __future__ import annotations

import re

from counterclaim.finding.claims_side import OTHER, OWN


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE)


# -- what the own side did

_NOT = r"(?:not\b|never\b|no\b|will\b|would\b|could\b|may\b|might\b|if\b|to\b|n['’]t\b)"
_GAP = rf"(?:(?!{_NOT})[\w'’-]+,? ){{0,5}}?"
_UNIT = (
    r"(?:forces?|troops|fighters|soldiers|army|air force|navy|military|air defen[cs]es?|planes|warplanes|jets|aircraft|"
    r"pilots|gunners|men|units?|police|heroes|mujahideen|coalition|helicopters?|drones?|artillery|side)"
)
_ATTACK = (
    r"(?:air ?strikes?|strikes?|air raids?|raids?|attacks?|operations?|assaults?|bombings?|bombardments?|shelling|"
    r"engagements?|ambush(?:es)?|salvos?|rockets?|missiles?|drones?|shells?|bombs?)"
)
_HARMED = (
    r"(?:struck|hit|attacked|targeted|shelled|bombed|bombarded|raided|killed|destroyed|downed|shot down|captured|"
    r"eliminated|neutrali[sz]ed|crushed|repelled|foiled|injured|wounded|ambushed|blew up|seized)"
)
_HARMS = r"(?:kills|strikes|hits|destroys|targets|downs|attacks|bombs|shells|eliminates|seizes|captures)"
_DONE = r"(?:conducted|carried out|launched|executed|fired|staged|mounted|made)"
_MADE = rf"{_DONE} (?:[\w'’\"“”-]+ ){{0,4}}?{_ATTACK}"
_SIDE = rf"(?:{OWN}(?:['’]s?)?(?: (?:[\w-]+ ){{0,2}}?{_UNIT})?|(?:our|its|their) (?:[\w-]+ ){{0,2}}?{_UNIT}|we)"
_SUBJECT = rf"(?<!by )(?<!on )(?<!against )(?:\b|(?={OWN})){_SIDE}"

OWN_DEED = _any(
    r"\bclaim\w* (?:full )?responsibility\b",
    rf"{_SUBJECT} (?:and [^.;,]{{0,50}} )?{_GAP}(?:{_HARMED}|{_MADE})\b",
    rf"{_SUBJECT} [^.;,]{{0,50}}?(?:was|were) able to (?:crush|repel|kill|destroy|strike|hit|foil)\b",
    rf"{OWN}(?:['’]s?)? (?:[\w-]+ )?{_ATTACK} {_GAP}{_HARMED}\b",
    rf"\A[^{OTHER}]*\bin (?:its|our) (?:[\w-]+ )?{_ATTACK}\b",
    rf"\b{_ATTACK} (?:that )?we (?:have )?{_DONE}\b",
)
# "It had struck", "they were behind it", "kills seven" in a headline: the speaker is the subject.
SAME_SUBJECT = _any(
    rf"\W*(?:it|they) {_GAP}(?:{_HARMED}|{_MADE}|(?:was|were) behind)\b",
    rf"\W*{_HARMS} (?=\d|(?:the|an?|at least|over|dozens|more) |(?-i:[A-Z])|{OTHER})",
)
# "The raids were a response": who fights speaks of an attack as its own.
TO_ACCOUNT = _any(
    rf"\W*(?:(?-i:[A-Z])\w+day )?(?:their|the|these|this|our|its)\b (?:[\w-]+ ){{0,3}}?{_ATTACK} "
    rf"(?:on [\w'’ {OTHER}-]{{1,40}}? )?(?:[\w-]+ )?"
    r"(?:was|were|came) "
    r"(?:an? |the |in |as )*(?:response|retaliation|reprisal|revenge|answer|executed|carried out|conducted|launched)\b"
)
SIGNED = re.compile(r"\b(?:responsibility|credit) for\b", re.IGNORECASE)

# -- what is not so

DENIAL = _any(
    r"\b(?:ha[ds] no|have no) (?:role|hand|involvement|links?|knowledge|part|plans?)\b",
    r"\b(?:was|were|is|are) not (?:involved|responsible|behind|the target|targeted|discussed|used)\b",
    r"\bdid not (?:carry out|attack|target|fire|strike|use|take part|happen|order|occur)\b",
    r"\bbaseless\b|\bunfounded\b|\bfabricat\w+|\bfairy tales?\b|\bno truth\b|\bimpossible that\b",
    r"\b(?:is|are|was|were) (?:completely |totally |absolutely )?(?:false|untrue|a lie|lies)\b",
    r"\bnever (?:attacked|used|targeted)\b",
    r"\bthere (?:is|was|were|are) no such\b",
    r"\A\W*(?:not one|not a single|none) of\b",
    r"\A\W*no (?:bombs?|shells?|rockets?|missiles?|planes?|such|attack|strike)\b",
)

# -- harm that is announced

HARM = (
    r"(?:retaliat\w*|respond\w*|response|strike\w*|attack\w*|pay|crush\w*|destroy\w*|hit|target\w*|regret\w*|"
    r"consequences?|price|reveng\w*|aveng\w*|punish\w*|burn\w*|war|bomb\w*|kill\w*|expel\w*|hell|graveyard|retribution|"
    r"unpunished|unanswered)"
)
THREAT = _any(
    rf"\b(?:will|shall|would|'ll)\b(?:(?! not )[^.;]){{0,60}}\b{HARM}\b",
    r"\bawait (?:the|our)\b",
    r"\bnot go unpunished\b",
)
# Whoever the subject is: an answer that will come, a last warning, a war that will follow.
ANNOUNCED = _any(
    r"\b(?:response|reply|answer|retaliation|revenge|reaction)\b[^.;]{0,60}\b(?:will|would|shall) (?:be|come|follow)\b",
    r"\bwill be (?:responded|answered|met|punished|avenged|crushed|targeted|treated as)\b",
    r"\b(?:shall|will) not (?:go|pass)\b",
    r"\b(?:final|last) (?:opportunity|chance|warning|ultimatum)\b",
    r"\bwill (?:trigger|spark|ignite|start|lead to|mean) (?:[\w-]+ ){0,3}war\b",
    r"\bnot wait for ?ever\b",
    r"\bwill (?:find|have) no (?:harbour|harbor|refuge|shelter|safe haven|mercy)\b",
    r"\bno (?:[\w-]+ ){1,3}will (?:pass|be safe|leave alive|be spared)\b|\bnot a single [\w-]+ will\b",
    r"\bpay (?:a|the) (?:\w+ )?price\b",
)
WARNED = _any(rf"\b(?:will|would|shall|against|consequences)\b[^.;]{{0,80}}\b{HARM}\b", r"\bconsequences\b")
# "If they do not withdraw, we will ...": own action made to hang on what another does. What is good for the other is a pledge.
CONDITION = _any(
    rf"\b(?:if|unless)\b[^.;]{{0,120}}(?:\b(?:we|our \w+|they|it)\b|{OWN})(?:'ll| will| shall)",
    rf"(?:\b(?:we|our \w+)\b|{OWN})(?:'ll| will| shall)[^.;]{{0,120}}\b(?:if|unless)\b",
)
KIND = _any(
    r"\b(?:will|shall|would|'ll)\b[^.;]{0,40}\b(?:help|support|negotiat\w*|talk|release|free|withdraw|stop|halt|cease|"
    r"welcome|protect|accept|agree|consider|respect|abide|commit\w*|provide|assist|cooperate|return)\b"
)

# -- what the own side will do, and what others shall do

PLEDGE = _any(
    r"\b(?:we|i)(?:'ll| will| shall)\b(?! not be able)",
    r"\b(?:stands?|is|are|was|were) (?:ready|committed|determined) to\b|\bremains? committed\b",
    r"\bwill continue to (?:support|stand|fight|work|help|back|provide)\b",
    rf"(?:\b(?:its|our|their|his|her)|{OWN}(?:['’]s?)?) (?:pledge|promise|vow|commitment) to\b",
    r"\bwe would (?:increase|continue|support|provide|send|help|defend|keep|stay|respect|abide)\b",
    r"\bno choice but to (?:fulfil|defend|protect|continue|respond)\w*",
    rf"{OWN} (?:will|would) (?:now |also |soon |always |never )?(?!be able|be\b|not|have\b|need|like)[a-z]+",
    r"\A\W*(?:it|they) (?:will|would) (?:continue|respect|abide|support|send|provide|help|release|withdraw|announce|"
    r"defend|stay|hold|keep|stop)\b",
)
DEMAND = _any(
    r"\b(?:must|should|has to|have to|needs? to|ought to)\b(?! (?:not )?have\b)",
    r"\bit is (?:vital|essential|imperative|crucial|time|high time) (?:that|for|to)\b",
    r"\A\W*(?:where|why) (?:is|are|was|were|did|have|has)\b[^?]*\?",
)
ASKED = _any(
    rf"(?:\b(?:we|i|it)|{OWN})(?: [^.;,]{{1,70}} and)? (?:[\w-]+ )?(?:calls?|called|calling|urges?|urged|demands?|demanded|"
    r"appeals?|asks?|requests?|insists?|encourages?) (?:on|upon|for|to|that|the|all|both|every|an?|them|him|her|you|proof)\b"
)

# -- a wrong that is laid to somebody

_VICTIM = (
    r"(?:civilians?|hospitals?|schools?|markets?|mosques?|church(?:es)?|residential|ambulances?|refugees?|children|women|"
    r"homes?|houses?|families|funerals?|weddings?|aid workers?|journalists?|medics?|prisoners?|villagers?|fishermen|"
    r"protesters?)"
)
_POISON = (
    r"(?:chemical|toxic|poison\w*|chlorine|sarin|mustard|nerve agents?|phosph\w+|cluster (?:bombs?|munitions?)|napalm|"
    r"barrel bombs?|barrels?|banned (?:weapons?|bombs?|munitions?))"
)
_AGENT = (
    r"(?:regimes?|terrorists?|militants?|rebels?|enemy|occupation|entity|militias?|gangs?|war ?planes|gunmen|attackers|"
    r"army|forces|militiamen|mercenaries)"
)
_ENEMY = (
    rf"(?<!\bon )(?<!\bon the )(?<!\bin )(?<!\bin the )(?<!\bagainst )(?<!\bagainst the )"
    rf"(?:{OTHER}|\b(?:the|this|that) (?:[\w-]+ )?{_AGENT}\b)"
)
ACCUSED = _any(
    r"\b(?:violat\w+|war crimes?|massacre\w*|aggressi\w+|genocid\w*|crimes?|provok\w+|sabotag\w+)\b",
    r"\b(?:undermin|destabili[sz]|interfer|meddl|conspir|abett|complicit|smuggl|loot|tortur|abduct|kidnap|starv)\w*\b",
    r"\bresponsible for\b|\b(?:was|is|were|are) behind\b|\blies? behind\b|\b(?:evidence|proof)\b[^.;]{0,60}\bbehind\b",
    r"\bsponsor\w* (?:of )?terror\w*|\bsupport\w* terror\w*|\bblood\b[^.;]{0,30}\bhands\b",
    r"\bdeliberately (?:target|attack|bomb|kill)\w*",
    rf"{_ENEMY}(?:['’]s?)? [^.;]{{0,80}}?\b(?:us(?:ed|ing|es?)|dropp\w+|fir(?:ed|ing))\b[^.;]{{0,60}}\b{_POISON}",
    rf"\b(?:use|dropping|firing) of [^.;]{{0,30}}{_POISON}[^.;]{{0,30}} by {_ENEMY}",
    rf"\A\W*{_ENEMY}(?:['’]s?)? [^.;]{{0,80}}?{_HARMED}[^.;]{{0,160}} with {_POISON}",
    rf"{_ENEMY} [^.;]{{0,40}}?\bassassinat\w+|\bassassinat\w+ by {_ENEMY}",
    rf"\b(?:likely|probably|certainly|deliberately) (?:{_DONE}|committed|perpetrated) by (?:[\w-]+ )?{_ENEMY}",
    rf"{_ENEMY} [^.;]{{0,60}}?\b(?:tri(?:es|ed) to impose|seek\w* (?:a )?(?:justification|pretext))\b",
    rf"{_ENEMY} [^.;]{{0,60}}?\bfailed to (?:co-?operate|comply|abide)\b",
    rf"\A\W*(?:is|was|are|were) (?:backed|armed|funded|sheltered|trained|created|sponsored) by (?:the )?{OTHER}",
    rf"\bcreated by (?:the )?{OTHER}",
    rf"\A\W*to have the (?:support|backing) of (?:the )?{OTHER}",
    rf"\A\W*to have been (?:killed|attacked|abducted|executed|bombed) by (?:the )?{OTHER}",
)
# Harm to those who do not fight: an accusation from everybody but those who watch and count.
VICTIMS = _any(
    rf"{_ENEMY}(?:['’]s?)? (?:[\w'’-]+ ){{0,8}}?(?:{_HARMED}|{_MADE})\b[^.;]{{0,60}}\b{_VICTIM}",
)

# Who is named as having done what is given a bad name.
DOER = _any(rf"\bby (?:the )?(?:[\w-]+ )?(?:{OTHER}|{_AGENT}\b)")

# -- judgements

CONDEMNED = _any(
    r"\b(?:cowardly|cowardice|heinous|barbari\w+|unacceptable|shameful|deplorable|despicable|disgusting|outrageous|abhorrent|"
    r"appall\w+|horrific|horrif(?:ied|ying)|horrendous|brutality|criminal act|"
    r"savage\w*|vile|treacherous|condemn\w*|atrocit\w+|ridiculous)\b",
    r"\b(?:total|utter|utmost|complete) (?:disregard|contempt)\b",
    r"\bact of (?:piracy|terror\w*|barbarism|vandalism)\b|\b(?:is|are|was|were) illegal\b",
)
BAD = _any(
    r"\b(?:crimes?|massacre|terror\w*|aggression|genocide|piracy|murder\w*|violation|disgrace|provocation|outrage)\b"
)
PRAISED = _any(
    r"\b(?:heroic\w*|brave\w*|courag\w+|proud of|thank\w*|grateful|salut\w+|welcom\w+|congratulat\w+|applaud\w*|"
    r"commend\w*|blessed)\b"
)
