"""The words by which texts state relations, as a table of small rules.

Patterns are written in the notation of :mod:`counterclaim.finding.relations_words`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from counterclaim.finding.relations_words import compiled
from counterclaim.records import Predicate

_IS = r"(?:(?:,? which|,? that|,? who)? (?:is|are|was|were|has been|have been|had been) |,? )"
_HAS = r"(?:has |have |had )?"
_WING = (
    r"(?:part|offshoot|off-shoot|branch|wing|arm|affiliate|faction|component|unit|brigade|division|subsidiary|"
    r"subsidiaries|subdivisions?|chapters?|splinter group|franchise|constituent|member group)"
)
_BACKED = (
    r"(?:backed|sponsored|supported|funded|financed|armed|trained|equipped|bankrolled|aided|assisted|controlled|"
    r"run|directed)"
)
_BACKED_BY = r"(?:backed|sponsored|supported|funded|financed|armed|trained|equipped|bankrolled|aided) by"
_BACKING = r"(?:backing|supporting|funding|arming|sponsoring|financing|training|aiding)"
_BACKS = (
    rf"(?:backs?|backed|supports?|supported|funds?|funded|finances|financed|arms?|armed|trains|trained|sponsors?|"
    rf"sponsored|props up|propped up|bankrolls|bankrolled|(?:(?:is|are|was|were) )?{_BACKING})"
)
_HELP = r"(?:support|backing|funding|sponsorship|patronage|assistance|military aid|weapons|arms)"
_BACKERS = r"(?:backers?|sponsors?|patrons?|supporters?)"
_FIGHT = r"(?:war|fight|campaign|battle|struggle|offensive|insurgency|crusade|jihad|operations?|defen[cs]es?)"
_FIGHTS = (
    r"(?:fights?|fought|fighting|battles|battled|battling|combats|combating|combatting|confronting|opposes|opposed|"
    r"opposing|opposed to|at war with|hostile to|arrayed against)"
)
_DEFEAT = (
    r"(?:degrade|defeat|destroy|counter|combat|fight|oust|overthrow|topple|eliminate|eradicate|resist|confront|oppose)"
)
_FOE = r"(?:enemy|foe|arch-foe|arch-enemy|archenemy|rival)"
_BODY = r"(?:group|movement|militia|organi[sz]ation|faction|party|alliance|coalition|front|network)"
_RANK = (
    r"(?:lieutenant general|major general|brigadier general|general|gen\.?|lieutenant colonel|lt\.? col\.?|colonel|"
    r"col\.?|major|maj\.?|captain|capt\.?|lieutenant|lt\.?|admiral|adm\.?|brigadier|brig\.?|sergeant|sgt\.?|commander)"
)
_STYLED = rf"(?:(?:{_RANK}|president|prime minister|sheikh|sayyed|mullah|ayatollah|imam|dr\.?|mr\.?) )*"
_ROLE = (
    r"(?:members?|officials?|fighters?|militants?|commanders?|operatives?|lawmakers?|figures?|photographers?|"
    r"journalists?|reporters?|correspondents?|analysts?|advis[eo]rs?|officers?|soldiers?|activists?|employees?|"
    r"workers?|leaders?)"
)
_SENIOR = r"(?:(?:senior|top|former|ex-?|veteran|leading|prominent) )*"
_KINDLY = r"(?:(?!not |never |no )(?-i:[a-z][\w-]*) ){0,3}"  # adjectives between an article and a noun
_LEADING = r"(?:leads|led|leading|heads|headed|heading|commands|commanded|commanding|chairs|chaired|runs|running)"
_SANCTIONED = r"(?:designated|sanctioned|blacklisted|proscribed|outlawed|banned)"
_LIST = r"(?:sanctions list|terror list|terrorist list|blacklist|list of terror)"


@dataclass(frozen=True)
class Rule:
    """One way to state a relation. ``says`` explains it; ``taken`` for granted: a denial around it leaves it as it is."""

    name: str
    predicate: Predicate
    says: str
    patterns: tuple[re.Pattern[str], ...]
    taken: bool


def _rule(name: str, predicate: Predicate, says: str, patterns: tuple[str, ...], *, taken: bool = False) -> Rule:
    return Rule(name, predicate, says, tuple(p for pattern in patterns for p in compiled(pattern)), taken)


_FOUNDED = (
    r"<S:PLO>,? (?:who |which )?(?:has |had )?(?:co-)?(?:founded|established|created|set up) <the><o:O>",
    rf"<o:O>{_IS}(?:founded|established|created|set up|formed) (?:in \d{{4}} )?by <the>{_STYLED}<s:PLO+>",
    r"<o:O>(?:[^.;\ue000]{0,40} as)?,? (?:is |was )?an? (?:creation|invention) of <the><s:PLO+>",
)
_LEADS = (
    rf"<S:PLO>,? (?:who |which )?(?:has |had |is |are )?(?:currently |also |once )?<denied>{_LEADING} <the><o:O>",
    rf"<o:O>(?: (?:[\w-]+ )?{_BODY})?{_IS}(?:led|headed|commanded|chaired|run) by <the>~{_STYLED}<s:PLO>",
    r"<S:PO> ~to (?:head|lead|command) <the><o:O>",
    rf"<o:O>{_IS}under the (?:command|leadership) of <the>{_STYLED}<s:PLO>",
)
_MEMBER = (
    rf"<s:P>(?:,? (?:who )?(?:is |was )|,? (?:and )?)(?:(?:an? |the |one of the ){_KINDLY}|{_SENIOR}){_ROLE} "
    r"(?:of|in|from|with|at|for) <the>(?:<LON><'s> )?<o:O>",
    rf"<s:P>,? (?:who )?(?:is |was )?(?:an? |the )(?:<N> )?(?:<o:O>)<'s> {_KINDLY}{_ROLE}\b",
    rf"<o:O> (?:(?:senior|top|field|military|political|gang) )*{_ROLE},? <s:P>",
    rf"\b{_ROLE} of <the><o:O>,? {_STYLED}<s:P>",
    r"<s:P>,? (?:who )?(?:has |had )?(?:joined|joins|belongs to|belonged to) <the><o:O>(?! in )",
)
_PART = (
    rf"<s:OM+>(?: {_BODY})?(?: [–—-])?{_IS}(?:(?:both|all|also|now|itself|considered) )?"
    rf"(?:(?:members|followers) of )?(?:the same |the |an? |one of the )?~{_WING} of <the>(?:<L><'s> )?<o:OMN>",
    r"<o:O><'s> (?:<LN><'s> )?~(?:affiliate|branch|wing|arm|offshoot|off-shoot|franchise|subsidiary)(?: in <LN>)?,? "
    r"(?:the )?<s:O>",
    r"\b(?:affiliate|branch|wing|arm|offshoot|off-shoot) of <the><o:O>,? (?:the )?<s:O>",
    r"<s:O> is (?:an? |the |one of the )~(?:group|faction|force|member|party)s? in <the><o:O>",
    r"<o:O> (?:breakaway|offshoot|off-shoot|splinter|spin-off)(?: (?:group|faction))?,? (?:the )?<s:O>",
    r"<o:O>-affiliated ~<s:O>",
    rf"<s:O>{_IS}(?:also )?affiliated (?:to|with) <the><o:O>",
    r"<o:O> (?:faction|organism|brigade|branch|division|arm),? (?:the )?<s:O>",
    r"<s:O>,? (?:which )?(?:also )?(?:operates?|operating|fights?|fighting|serves?|serving) "
    r"(?:under the command of|as part of|within) <the><o:O>",
    r"<s:OL> (?:is|are|was|were) ~(?:as )?(?:a )?(?:part|member) of <the><o:O>",
    r"<s:OL>,? which (?:[\w-]+ ){1,5}as part of <the><o:O>",
    r"<s:OL> and all other ~(?:chapters|units|factions|parts) of <the>(?:<N> )?<o:O>",
    rf"<s:O> {_HAS}(?:joined|merged into|merged with) <the><o:O>(?! in )",
)
_MADE_UP = (
    r"<o:O>[^.;]{0,90}? (?:composed of|made up of|consisting of|consists of|comprising|comprises|which groups|"
    r"(?:which|that) (?:includes?|included)),?(?: but not limited to,?)? <the><s:OL+>",
    r"<o:OM> (?:agencies|factions|groups|units|members|brigades|bodies),? (?:including|such as|like) <the><s:O+>",
)
_IS_BACKED = (
    rf"<s:PLNO>-{_BACKED} ~<o:O>",
    r"<s:LN><'s> ~(?:proxy|proxies)(?: (?:group|militia|force)s?)?,? (?:the )?<o:O>",
    r"<o:O>,? <s:LN><'s> ~(?:proxy|proxies)\b",
)
_SUPPORTS = (
    r"<o:O>(?: \w+)?,? (?:an? (?:[\w-]+ ){1,3})?(?:(?:which|that) (?:<PLON> (?:say|says|said) )?)?"
    rf"(?:is |are |was |were )?(?:also )?{_BACKED_BY} <the>{_STYLED}<s:PLNO+>",
    rf"<S:PLO> {_HAS}(?:also |reportedly |openly |strongly )*<denied>{_BACKS} <the>(?:<L><'s> )?<o:OP>",
    rf"\b(?:accus|suspect|blam)\w+ <the><s:PLNO> of ~{_BACKING} <the>(?:<L><'s> )?<o:O>",
    r"<s:LO> (?:strongly |fully |firmly )?supports <the><o:NL><'s> (?:unity|sovereignty|independence|territorial)",
    r"<S:LO> [^.;\ue000]{0,70}\bin support of (?:its ally )?<the><o:OPL>",
    rf"<T:OL> (?:receives?|received|enjoys?|enjoyed|gets?|has|had|won) (?:the )?~{_HELP} (?:of|from) <the><s:LNO>",
    rf"<s:LNO><'s> ~{_HELP} (?:for|to) <the><o:O>",
    rf"<o:LO>(?: \w+)? and (?:its|their) ~{_BACKERS},? ?(?:notably|such as|including|chiefly)?,? <s:LO>",
    rf"\A(?:is |are )?{_BACKED_BY} <the><s:LO>,? (?:the )?<o:LO>",
)
_ALLIED = (
    r"<S:OLP>,? (?:(?:which|who) )?(?:is |are |was |were |has been |have been )?(?:an? |the |its |<LNO><'s> )?"
    r"~all(?:y|ies) of <the><o:OLP>",
    rf"<s:OL>{_IS}allied (?:with|to) <the><o:OLN>",
    r"<s:OL>(?: \w+)? and (?:its|their) ~all(?:y|ies),?(?: (?:including|notably|such as))? (?:the )?<o:OL>",
    r"<o:OL>(?: \w+)? and (?:its|their) ~allies,? (?:who|which) include (?:members of )?<the>(?:\w+ )?<s:OL>",
    r"<S:OL> (?:is |are )?(?:cooperates?|cooperating|collaborates?|collaborating|coordinates) with <the><o:OL>",
    r"<s:LO><'s> ~ally,? (?:the )?<o:LO>",
    r"<S:OL> (?:is |are |was |were )?(?:fights|fought|fighting) alongside <the><o:O>",
)
_OPPOSES = (
    r"<S:OLN>(?: (?:forces|troops|fighters|militants|government))?,? (?:which |who |that )?"
    rf"(?:is |are |was |were |(?:has|have|had) (?:long )?been )?(?:currently |also |now )?{_FIGHTS} (?:against )?"
    r"<the><o:OP>",
    rf"<s:OLN><'s> (?:(?!in |the |of |for |on |by )[\w-]+ ){{0,2}}?{_FIGHT} (?:against|on|with) <the><o:O>",
    r"<s:O> against <the><o:O>",
    r"<s:OL> (?:[\w]+ )?(?:joins?|joined|joining|leads?|led|wages?|waged|is waging|launched) "
    rf"<the>~{_FIGHT} (?:against|on) <the><o:O>",
    rf"<s:O>['’]?s? (?:[\w-]+ )?to {_DEFEAT}(?: and {_DEFEAT})? {_STYLED}<the>{_STYLED}<o:OP>",
    r"\bpitted ~(?:<O><'s> \w+ (?:the )?)?<s:O> against <the>(?:<O> \w+ )?<o:O>",
    r"<s:O>[^.;\ue000]{0,60}\banti-<o:OLN>",
    r"<s:O>[^.;\ue000]{0,60}\banti-<OLN>/anti-<o:OLN>",
    rf"<o:OL><'s> ~{_FOE},? (?:the )?<s:OL>",
    rf"<s:OL>,? <o:OL>['’]s ~{_FOE}\b",
)
_SUCCESSOR = (
    r"<s:O>,? (?:is |was )?(?:the |a )?(?:successor (?:of|to)|which (?:has )?(?:replaced|succeeded)|formerly|"
    r"previously|once called) <the><o:O>",
    r"<o:O>,? (?:has |had |was )?(?:since |later )?(?:rebranded|renamed)(?: itself)? (?:as |to )?<the><s:O>",
)
_ALIAS = (
    r"<s:P>,? (?:also|better) known as <the><o:P>",
    r"<s:O>,? (?:also|better|formerly|previously) known as <the><o:O>",
)
_SANCTIONS = (
    rf"<s:OP+>,? (?:which |who )?(?:is |was |were |(?:has|have|had) been )?{_SANCTIONED}"
    r"(?: as an? (?:[\w-]+ ){1,4})? by <the><o:LNO>",
    r"<o:LNO><'s> (?:[\w-]+ ){0,3}sanctions (?:on|against|targeting) <the>(?:<LN><'s> )?<s:OP+>",
    r"<o:LO>(?:,? [\w-]+){0,5}? (?:imposed|imposes|imposing|slapped|announced|placed) (?:new |fresh |further )?"
    r"sanctions (?:on|against) <the><s:OP+>",
    rf"<o:LNO> {_HAS}(?:{_SANCTIONED}|sanctions|designates|blacklists) <the>(?:<LN><'s> )?<s:OP+>",
    r"<o:LNO> targets <the>(?:<LN><'s> )?<s:OP+>[^.;]{0,60} with (?:new |fresh )?sanctions",
    r"<s:OP+>[^.;]{0,20}? (?:is|are|was|were|been|being)(?: also)?(?: (?:included|placed|put|added|listed))? "
    rf"(?:in|on|to) <the><o:LNO><'s> (?:[\w-]+ )?{_LIST}",
    rf"<o:LNO>-{_SANCTIONED} ~<s:OP>",
)

RULES: tuple[Rule, ...] = (
    _rule("founded", Predicate.FOUNDED, 'somebody "founded" or "created" a body, or it is their "creation"', _FOUNDED),
    _rule("leads", Predicate.LEADS, 'somebody "leads", "heads" or "commands" a body', _LEADS),
    _rule("led by", Predicate.LEADS, 'a body is "X-led"', (r"<s:PLNO>-led ~<o:O>",), taken=True),
    _rule(
        "office between commas", Predicate.LEADS, 'name, office and body stand together ("Maren, commander, Coast Guard")',
        (r"<s:P>, (?:commander|chief|head|director|chairman|president|secretary-general), (?:the )?<o:O>",), taken=True,
    ),
    _rule(
        "ranked", Predicate.MEMBER_OF, 'somebody has a rank in a body ("Ostreli Navy Colonel Maren")',
        (rf"<o:O> {_RANK} <s:P>", rf"\b{_RANK} <s:P>,? of <the><o:O>"), taken=True,
    ),
    _rule(
        "member", Predicate.MEMBER_OF, "somebody is called a member, official, fighter or reporter of a body", _MEMBER, taken=True
    ),
    _rule("part", Predicate.PART_OF, "a body is called an affiliate, wing, offshoot or part of another", _PART),
    _rule(
        "body of a body", Predicate.PART_OF, 'a body stands as another\'s ("the Front\'s War Council")',
        (r"<o:O>['’]s (?:own )?<s:O>",), taken=True,
    ),
    _rule("made up", Predicate.PART_OF, 'a body consists of others, or its groups are "including" them', _MADE_UP, taken=True),
    _rule("backed", Predicate.SUPPORTS, 'a body is "X-backed" or X\'s proxy', _IS_BACKED, taken=True),
    _rule("supports", Predicate.SUPPORTS, 'somebody backs, funds or arms a body, or acts "in support of" it', _SUPPORTS),
    _rule("allied", Predicate.ALLIED_WITH, "two are called allies, or one cooperates with the other", _ALLIED),
    _rule("opposes", Predicate.OPPOSES, "somebody fights or opposes a body, or is there to defeat it", _OPPOSES),
    _rule("successor", Predicate.SUCCESSOR_OF, "a body is the successor or the new name of another", _SUCCESSOR, taken=True),
    _rule("also known as", Predicate.ALIAS_OF, 'somebody is "also known as" another name', _ALIAS, taken=True),
    _rule("sanctioned", Predicate.SANCTIONED_BY, "somebody is sanctioned or designated by a state", _SANCTIONS, taken=True),
)  # fmt: skip
