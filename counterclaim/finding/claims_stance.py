"""What a speaker does with a content: the ordered list of the ledger, as a table of small rules."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from counterclaim.records import Stance

_DENIAL = re.compile(
    r"\b(?:had no (?:role|hand|involvement|links?|knowledge|part|plans?)|have no (?:role|hand|involvement|links?|plans?)|"
    r"has no (?:role|hand|involvement|links?|plans?)|(?:was|were|is|are) not (?:involved|responsible|behind)|"
    r"did not (?:carry out|attack|target|fire|strike|use|take part|happen|order)|baseless|unfounded|fabricat\w+|"
    r"(?:is|are|was|were) (?:completely |totally |absolutely )?(?:false|untrue|a lie|lies)|no truth|"
    r"never (?:attacked|used|targeted))\b",
    re.IGNORECASE,
)
_HARM = (
    r"(?:retaliat\w*|respond\w*|response|strike\w*|attack\w*|pay|crush\w*|destroy\w*|hit|target\w*|regret\w*|consequences?|price|"
    r"reveng\w*|aveng\w*|punish\w*|burn\w*|war|bomb\w*|kill\w*|expel\w*|hell|graveyard|retribution|unpunished|unanswered)"
)
_THREAT = re.compile(
    rf"\b(?:will|shall|would|'ll)\b(?:(?! not )[^.;]){{0,60}}\b{_HARM}\b|\bawait (?:the|our)\b|\bnot go unpunished\b",
    re.IGNORECASE,
)
_WARNED = re.compile(
    rf"\b(?:will|would|shall|against|consequences)\b[^.;]{{0,80}}\b{_HARM}\b|\bconsequences\b", re.IGNORECASE
)
# "If they do not withdraw, we will ...": own action made to hang on what another does. What is good for the other is a pledge.
_CONDITION = re.compile(
    r"(?:\b(?:if|unless)\b[^.;]{0,120}\b(?:we|our \w+|they|it)\b(?:'ll| will| shall| would)|"
    r"\b(?:we|our \w+)\b(?:'ll| will| shall)[^.;]{0,120}\b(?:if|unless)\b)",
    re.IGNORECASE,
)
_KIND = re.compile(
    r"\b(?:will|shall|would|'ll)\b[^.;]{0,40}\b(?:help|support|negotiat\w*|talk|release|free|withdraw|stop|halt|cease|welcome|"
    r"protect|accept|agree|consider|respect|abide|commit\w*|provide|assist|cooperate|return)\b",
    re.IGNORECASE,
)
_PLEDGE = re.compile(
    r"\b(?:we|i)(?:'ll| will| shall)\b(?! not be able)|\b(?:stands?|is|are|was|were) (?:ready|committed|determined) to\b|"
    r"\bwill continue to (?:support|stand|fight|work|help|back|provide)\b|\bits commitment to\b|\bremains? committed\b",
    re.IGNORECASE,
)
_DEMAND = re.compile(r"\b(?:must|should|has to|have to|needs? to|ought to)\b(?! not have)", re.IGNORECASE)
_ACCUSED = re.compile(
    r"\b(?:violat\w+|war crimes?|massacre\w*|aggressi\w+|genocid\w*|crimes?|responsible for|(?:was|is|were|are) behind|"
    r"sponsor\w* (?:of )?terror\w*|support\w* terror\w*|deliberately (?:target|attack|bomb|kill)\w*|provok\w+|sabotag\w+)\b",
    re.IGNORECASE,
)
_CONDEMNED = re.compile(
    r"\b(?:cowardly|heinous|barbaric|unacceptable|shameful|deplorable|despicable|disgusting|outrageous|abhorrent|appalling|"
    r"criminal act|savage|vile|treacherous|condemn\w*|atrocit\w+|illegal)\b",
    re.IGNORECASE,
)
_PRAISED = re.compile(
    r"\b(?:heroic\w*|brave\w*|courag\w+|proud of|thank\w*|grateful|salut\w+|welcom\w+|"
    r"congratulat\w+|applaud\w*|commend\w*|blessed)\b",
    re.IGNORECASE,
)
_OWN_DEED = re.compile(
    r"\bclaim\w* (?:full )?responsibility\b|\b(?:we|our (?:fighters|forces|mujahideen|men|heroes)|its (?:fighters|forces)) "
    r"(?:had |have |has )?(?:carried out|attacked|targeted|struck|bombed|shelled|fired|destroyed|hit|killed|downed|launched)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(r"\b(?:responsibility|credit) for\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Saying:
    """What a stance is read from: the cue's lemma and default stance, negation, and the words of the content."""

    lemma: str
    default: Stance
    negated: bool
    content: str


def claims_responsibility(s: Saying) -> bool:
    """The content says that the speaker's own side did it, or the verb is "claim" with "responsibility"."""
    if s.default is Stance.CLAIMS_RESPONSIBILITY:
        return not s.negated
    return (s.lemma == "claim" and bool(_SIGNED.match(s.content))) or (
        s.default is Stance.ASSERTS and bool(_OWN_DEED.search(s.content))
    )


def denies(s: Saying) -> bool:
    """A verb of denying, or a content that says that something is not so."""
    if s.default is Stance.DENIES:
        return not s.negated
    return s.default is Stance.ASSERTS and not s.negated and bool(_DENIAL.search(s.content[:160]))


def confirms(s: Saying) -> bool:
    """A verb of confirming that is not negated; a denial that is negated."""
    return (s.default is Stance.CONFIRMS and not s.negated) or (s.default is Stance.DENIES and s.negated)


def threatens(s: Saying) -> bool:
    """A verb of threatening, harm announced with "will" or after a warning, own action that hangs on another's."""
    if s.default is Stance.THREATENS:
        return not s.negated
    if _CONDITION.search(s.content) and not _KIND.search(s.content):
        return True
    if s.lemma in ("warn", "vow", "swear", "threaten", "pledge"):
        return bool(_WARNED.search(s.content) or re.search(_HARM, s.content.split(".")[0], re.IGNORECASE)) and (
            s.lemma != "warn" or bool(_WARNED.search(s.content))
        )
    return bool(re.match(r"(?:we|our|i)\b|.*\bwe will\b", s.content, re.IGNORECASE) and _THREAT.search(s.content))


def pledges(s: Saying) -> bool:
    """A verb of promising, or an own action announced in the first person."""
    if s.default is Stance.PLEDGES:
        return not s.negated
    return s.default is Stance.ASSERTS and bool(_PLEDGE.search(s.content[:200]))


def demands(s: Saying) -> bool:
    """A verb of asking to act, or a content that says what somebody must do."""
    if s.default is Stance.DEMANDS:
        return not s.negated
    return s.default is Stance.ASSERTS and bool(_DEMAND.search(s.content[:120]))


def accuses(s: Saying) -> bool:
    """A verb of accusing, or a content that lays a wrong to somebody."""
    if s.default is Stance.ACCUSES:
        return not s.negated
    return s.default is Stance.ASSERTS and bool(_ACCUSED.search(s.content[:200]))


def condemns(s: Saying) -> bool:
    """A verb of condemning, or words that judge an act as bad."""
    if s.default is Stance.CONDEMNS:
        return not s.negated
    return s.default is Stance.ASSERTS and bool(_CONDEMNED.search(s.content[:200]))


def praises(s: Saying) -> bool:
    """A verb of praising, or words of praise."""
    if s.default is Stance.PRAISES:
        return not s.negated
    return s.default is Stance.ASSERTS and bool(_PRAISED.search(s.content[:160]))


RULES: tuple[tuple[Stance, Callable[[Saying], bool]], ...] = (
    (Stance.CLAIMS_RESPONSIBILITY, claims_responsibility),
    (Stance.DENIES, denies),
    (Stance.CONFIRMS, confirms),
    (Stance.THREATENS, threatens),
    (Stance.PLEDGES, pledges),
    (Stance.DEMANDS, demands),
    (Stance.ACCUSES, accuses),
    (Stance.CONDEMNS, condemns),
    (Stance.PRAISES, praises),
)


def stance(saying: Saying) -> Stance:
    """The first stance of the list whose rule fits; *asserts* where none does."""
    return next((found for found, rule in RULES if rule(saying)), Stance.ASSERTS)
