"""What a speaker does with a content: the ordered list of the ledger, as a table of small rules.

The words that a rule looks for are in :mod:`counterclaim.finding.claims_evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from counterclaim.finding import claims_evidence as evidence
from counterclaim.finding.claims_side import Told
from counterclaim.records import Stance

_HARM = re.compile(evidence.HARM, re.IGNORECASE)
_VOWED = ("warn", "vow", "swear", "threaten", "pledge")
# Verbs that give an act or actor its name: "called the raid a crime" judges it.
_NAMING = ("call", "describe", "label", "brand", "term", "dub", "deem", "denounce", "characterize", "characterise")


@dataclass(frozen=True)
class Saying:
    """What a stance is read from: the cue's lemma and default stance, negation, the words of the content and its frame.

    ``told`` has the content with its actors told apart.
    """

    lemma: str
    default: Stance
    negated: bool
    content: str
    frame: str = ""
    told: Told | None = None

    @cached_property
    def words(self) -> str:
        """The content with signs for actors."""
        return self.told.words if self.told is not None else self.content

    @property
    def plain(self) -> bool:
        """The cue alone says no more than that something is said."""
        return self.default is Stance.ASSERTS and not self.negated

    @property
    def watches(self) -> bool:
        """The speaker watches and counts, or happened to be there."""
        return self.told is not None and self.told.watches

    @property
    def names(self) -> bool:
        """The cue gives something its name, and the name is a bad one."""
        return (self.frame == "as" or self.lemma in _NAMING) and bool(evidence.BAD.search(self.content))

    @cached_property
    def asks(self) -> bool:
        """The content itself asks: "we call on all sides to stop"."""
        return bool(evidence.ASKED.search(self.words))


def claims_responsibility(s: Saying) -> bool:
    """The content says that the speaker's own side did it, or the verb is "claim" with "responsibility"."""
    if s.default is Stance.CLAIMS_RESPONSIBILITY:
        return not s.negated
    if s.lemma == "claim" and evidence.SIGNED.match(s.content):
        return not s.negated
    if not s.plain or s.watches:
        return False
    if evidence.OWN_DEED.search(s.words) or evidence.SAME_SUBJECT.match(s.words):
        return True
    speaks_as_one = s.content.lower().startswith("their ") or (s.told is not None and s.told.armed)
    return speaks_as_one and bool(evidence.TO_ACCOUNT.match(s.words))


def denies(s: Saying) -> bool:
    """A verb of denying, or a content that says that something is not so."""
    if s.default is Stance.DENIES:
        return not s.negated
    return s.plain and not s.asks and bool(evidence.DENIAL.search(s.content[:160]))


def confirms(s: Saying) -> bool:
    """A verb of confirming that is not negated and lays no wrong to anybody; a denial that is negated."""
    if s.default is Stance.CONFIRMS:
        return not s.negated and not evidence.ACCUSED.search(s.words[:200])
    return s.default is Stance.DENIES and s.negated


def threatens(s: Saying) -> bool:
    """A verb of threatening, harm announced with "will" or after a warning, own action that hangs on another's."""
    if s.default is Stance.THREATENS:
        return not s.negated
    if s.watches:
        return False
    if (evidence.CONDITION.search(s.words) and not evidence.KIND.search(s.content)) or evidence.ANNOUNCED.search(
        s.content
    ):
        return True
    if s.lemma in _VOWED:
        warned = bool(evidence.WARNED.search(s.content))
        return warned or (s.lemma != "warn" and bool(_HARM.search(s.content.split(".")[0])))
    first_person = re.match(r"(?:we|our|i)\b|.*\bwe will\b", s.content, re.IGNORECASE)
    return bool(first_person and evidence.THREAT.search(s.content))


def pledges(s: Saying) -> bool:
    """A verb of promising, or an own action announced in the first person or for the own side."""
    if s.default is Stance.PLEDGES:
        return not s.negated
    return s.plain and not s.watches and not s.asks and bool(evidence.PLEDGE.search(s.words[:400]))


def demands(s: Saying) -> bool:
    """A verb of asking to act, or a content that asks or says what somebody must do."""
    if s.default is Stance.DEMANDS:
        return not s.negated
    return s.plain and (s.asks or bool(evidence.DEMAND.search(s.content[:160])))


def accuses(s: Saying) -> bool:
    """A verb of accusing, or a content that lays a wrong to somebody; who only watches and counts accuses with few words."""
    if s.default is Stance.ACCUSES:
        return not s.negated
    if s.default is Stance.CONFIRMS and not s.negated:
        return bool(evidence.ACCUSED.search(s.words[:200]))
    if not s.plain or (s.names and not evidence.DOER.search(s.words)):
        return False
    return bool(evidence.ACCUSED.search(s.words[:300])) or (
        not s.watches and bool(evidence.VICTIMS.search(s.words[:300]))
    )


def condemns(s: Saying) -> bool:
    """A verb of condemning, or words that judge an act as bad."""
    if s.default is Stance.CONDEMNS:
        return not s.negated
    return s.plain and (s.names or bool(evidence.CONDEMNED.search(s.content[:200])))


def praises(s: Saying) -> bool:
    """A verb of praising, or words of praise."""
    if s.default is Stance.PRAISES:
        return not s.negated
    return s.plain and bool(evidence.PRAISED.search(s.content[:160]))


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
