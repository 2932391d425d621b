"""Claims that answer one another: a denial, or a claim that calls something false, and the statements that it is about.

Inside one article a denial is tied to a statement by what the two share, by whom the statement accuses, or by a word that
points back ("those accusations"); across articles by most of its telling words. Each tie is a small function whose docstring says
why the two are set against each other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sys import intern

from counterclaim.records import UNNAMED, Article, Claim, Dispute, DisputeKind, Found, Position, Stance, identify
from counterclaim.weighing.events import names
from counterclaim.weighing.features import WEEK
from counterclaim.weighing.lineage import join, words
from counterclaim.weighing.parties import NOBODY, Parties

DENIED, STATED = "denied", "stated"
# Letters of a word that are compared: its stem, in most English words.
_STEM = 6
_STOP = frozenset(
    [
        "that",
        "this",
        "with",
        "from",
        "have",
        "been",
        "were",
        "will",
        "would",
        "their",
        "there",
        "which",
        "what",
        "when",
        "where",
        "while",
        "they",
        "them",
        "than",
        "then",
        "said",
        "says",
        "after",
        "before",
        "about",
        "against",
        "into",
        "over",
        "under",
        "also",
        "only",
        "more",
        "most",
        "such",
        "some",
        "other",
        "being",
        "because",
        "between",
        "during",
        "could",
        "should",
        "does",
        "these",
        "those",
        "very",
        "just",
        "here",
        "many",
        "much",
        "each",
        "both",
        "even",
        "still",
        "since",
        "until",
        "upon",
        "used",
        "using",
    ]
)
# Words about talking and answering: they tell nothing of what is talked about.
_TALK = frozenset(
    w[:_STEM]
    for w in [
        "accusation",
        "accuse",
        "accused",
        "allegation",
        "alleged",
        "charge",
        "claim",
        "claimed",
        "claims",
        "report",
        "reported",
        "reports",
        "rumour",
        "rumor",
        "responsibility",
        "responsible",
        "involvement",
        "involved",
        "statement",
        "denied",
        "denial",
        "false",
        "untrue",
        "baseless",
        "unfounded",
        "fabricated",
        "lies",
        "invented",
        "hoax",
        "totally",
        "completely",
        "categorically",
    ]
)
# A claim that calls what another says false, whatever verb brings it in.
_FALSE = re.compile(
    r"\b(?:fabricat\w+|untrue|not true|baseless|unfounded|groundless|hoax|lies|false(?:ly|hoods?)?(?! flag)|made up|staged|"
    r"invented|false[ -]flag|no truth|nothing to do with|impossible that|did not happen|never happened)\b",
    re.IGNORECASE,
)
# A claim that says that something is not so; read so only where it stands just after what it would answer.
_NOT = re.compile(
    r"(?<!would )(?<!could )(?<!if )(?<!it )(?<!while )\b(?:not|never)\b(?! (?:only|just|yet|been for))"
    r"|\b(?:none of|no such|not one)\b"
    r"|(?:is|are|was|were|do|does|did|has|have)n['’]t\b",
    re.IGNORECASE,
)
_FAILED = re.compile(r"\bfail|\bunable\b|\brefus|\bno\b", re.IGNORECASE)
# What can be denied: a demand or a threat is refused or feared, not denied.
_DENIABLE = frozenset(
    {Stance.ASSERTS, Stance.ACCUSES, Stance.CONFIRMS, Stance.CONDEMNS, Stance.PRAISES, Stance.CLAIMS_RESPONSIBILITY}
)
# What stands for a statement that was told before.
_BACK = re.compile(
    r"^\W*(?:(?:the|those|these|such|this|that|any|all|its|his|her|their)\s+)?(?:\w+\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|reports?|rumou?rs|responsibility|involvement|connection|role|part|this|it)\b",
    re.IGNORECASE,
)
_CHARGED = re.compile(r"\b(?:accus|alleg|charge|responsib|involve|role)", re.IGNORECASE)
_HIGHER = re.compile(
    r"\b(?:toll|number|count|figure|losses|casualties)\b[^.]{0,40}\b(?:higher|lower|exaggerated|inflated|bigger|greater|smaller)\b",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\d+\D{0,60}\b(?:killed|dead|deaths?|died|casualties|injured|wounded)\b"
    r"|\b(?:killed|dead|deaths?|died|casualties|injured|wounded|toll)\b\D{0,60}\d+",
    re.IGNORECASE,
)
# Characters before a denial in which it answers what it does not name.
_NEAR = 700
# Characters before a denial within which one name and one telling word tie a statement to it.
_NEXT = 300
# Words of this many claims and more find no statement by themselves; and the most statements that one denial is compared with.
_COMMON, _MOST = 400, 1000


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim with its article, its telling stems and the parties named in it."""

    claim: Claim
    article: Article
    stems: frozenset[str]
    named: frozenset[str]

    @property
    def sides(self) -> tuple[str, ...]:
        """Who says it, and for whom."""
        claim = self.claim
        return (claim.speaker_id, *([claim.on_behalf_of] if claim.on_behalf_of else []))

    @property
    def negates(self) -> bool:
        """It says that something is not so, without being told as a denial."""
        return self.claim.stance is Stance.ASSERTS and _NOT.search(self.claim.text) is not None

    @property
    def denies(self) -> bool:
        """It is a denial, or calls something false."""
        if self.claim.stance is Stance.DENIES:
            return True
        return self.claim.stance is not Stance.CLAIMS_RESPONSIBILITY and _FALSE.search(self.claim.text) is not None


@dataclass(frozen=True, slots=True)
class _Two:
    """A denial and a statement that it may be about."""

    denial: _Said
    said: _Said
    parties: Parties

    @property
    def shared(self) -> int:
        return len(self.denial.stems & self.said.stems)

    @property
    def before(self) -> bool:
        """The statement ends in the characters before the denial."""
        return -20 <= self.denial.claim.start - self.said.claim.end <= _NEAR

    @property
    def just_before(self) -> bool:
        """The statement ends in the few characters before the denial."""
        return 0 <= self.denial.claim.start - self.said.claim.end <= _NEXT

    @property
    def accused(self) -> bool:
        """The statement accuses, and names the side that denies."""
        return self.said.claim.stance in (Stance.ACCUSES, Stance.CONDEMNS) and any(
            self.parties.akin(side, one) for side in self.denial.sides for one in self.said.named
        )


def one_passage(two: _Two) -> bool:
    """One passage is told as said by the one and denied by the other."""
    a, b = two.denial.claim, two.said.claim
    return (a.start, a.end) == (b.start, b.end) and a.cue_start != b.cue_start and a.stance is Stance.DENIES


def same_matter(two: _Two) -> bool:
    """Half of the telling words of the denial stand in the statement, two at least."""
    return two.shared >= max(2, 0.5 * len(two.denial.stems))


def answers_its_accuser(two: _Two) -> bool:
    """The statement accuses the side that denies, of a matter that both name or that the denial points back to."""
    return two.accused and (two.shared >= 1 or (two.before and _BACK.match(two.denial.claim.text) is not None))


def answers_what_was_just_said(two: _Two) -> bool:
    """The statement stands just before the denial; they share a telling word, and name one party or half of the denial's words."""
    if not two.just_before or two.shared < 1:
        return False
    return bool(two.denial.named & two.said.named) or two.shared >= 0.5 * len(two.denial.stems)


def says_no_to_what_was_just_said(two: _Two) -> bool:
    """A plain no, just after a statement that itself says yes."""
    return (
        answers_what_was_just_said(two)
        and not _NOT.search(two.said.claim.text)
        and not _FAILED.search(two.said.claim.text)
    )


WITHIN: tuple[Callable[[_Two], bool], ...] = (
    one_passage,
    same_matter,
    answers_its_accuser,
    answers_what_was_just_said,
)


def between_claims(
    found: Sequence[Found], known: Mapping[str, str], parties: Parties | None = None
) -> tuple[Dispute, ...]:
    """Denials and the statements that they deny, by whomever and wherever they were made.

    Denials of one side that are about one statement are one dispute.
    """
    sides = parties or Parties()
    said = [one for f in found for one in _told(f)]
    by_id = {one.claim.claim_id: one for one in said}
    answered: dict[str, set[str]] = {}
    elsewhere = _Elsewhere(said, sides)
    for article in _by_article(said):
        for denial in article:
            if denial.denies or denial.negates:
                within = _within(denial, article, sides)
                across = elsewhere.answered(denial) if denial.claim.stance is Stance.DENIES else []
                if within or across:
                    answered[denial.claim.claim_id] = {one.claim.claim_id for one in (*within, *across)}
    disputes = [_dispute(group, answered, by_id, known) for group in _grouped(answered, by_id, sides)]
    disputes += [
        _counts(one, other, known) for article in _by_article(said) for one, other in _other_counts(article, sides)
    ]
    return tuple(sorted(disputes, key=lambda d: d.dispute_id))


def _told(found: Found) -> Iterable[_Said]:
    at = sorted((m.start, m.end, m.entity_id) for m in found.findings.mentions)
    for claim in found.findings.claims:
        named = frozenset(i for s, e, i in at if claim.start <= s and e <= claim.end)
        yield _Said(claim, found.article, stems(claim.text), named)


def stems(text: str) -> frozenset[str]:
    """The telling words of a claim, each cut to its stem's length."""
    kept = (w[:_STEM] for w in words(text) if len(w) > 3 and w not in _STOP)
    return frozenset(intern(stem) for stem in kept if stem not in _TALK)


def _by_article(said: Iterable[_Said]) -> list[list[_Said]]:
    found: dict[str, list[_Said]] = defaultdict(list)
    for one in said:
        found[one.article.article_id].append(one)
    return list(found.values())


# ---------------------------------------------------------------- inside one article


def _within(denial: _Said, article: Sequence[_Said], parties: Parties) -> list[_Said]:
    """The statements of an article that a denial in it answers; where it only points back, what was said just before it."""
    others = [_Two(denial, one, parties) for one in article if _other_side(denial, one, parties)]
    rules = WITHIN if denial.denies else (says_no_to_what_was_just_said,)
    direct = [two.said for two in others if _apart(denial, two.said) and any(rule(two) for rule in rules)]
    if direct or not denial.denies or not _BACK.match(denial.claim.text):
        return direct
    pointed = [two for two in others if _pointed_at(two)]
    pointed.sort(key=lambda two: (two.said.claim.end, two.said.claim.claim_id))
    return [two.said for two in pointed[-1:]]


def _pointed_at(two: _Two) -> bool:
    """A bare pointer means the last statement; an answer to charges the last accusation of the side that denies, or of nobody."""
    denial = two.denial
    if not denial.stems and not _CHARGED.search(denial.claim.text):
        return two.just_before
    accuses = two.before and two.said.claim.stance is Stance.ACCUSES
    return accuses and (two.accused or all(i.startswith(UNNAMED) for i in two.said.named))


def _other_side(denial: _Said, other: _Said, parties: Parties) -> bool:
    """Another claim that states something, by a speaker of another side."""
    if other is denial or other.claim.stance not in _DENIABLE or denial.claim.speaker_id in NOBODY:
        return False
    return not any(parties.akin(a, b) for a in denial.sides for b in other.sides)


def _apart(denial: _Said, other: _Said) -> bool:
    """The two are not one inside the other, unless they are the very same words."""
    a, b = denial.claim, other.claim
    return (a.start, a.end) == (b.start, b.end) or a.end <= b.start or b.end <= a.start


# ---------------------------------------------------------------- across articles


class _Elsewhere:
    """The statements of all articles, found by their telling words."""

    def __init__(self, said: Sequence[_Said], parties: Parties) -> None:
        self._parties = parties
        self._holders: dict[str, list[_Said]] = defaultdict(list)
        for one in said:
            if one.claim.stance is not Stance.DENIES:
                for stem in one.stems:
                    self._holders[stem].append(one)

    def answered(self, denial: _Said) -> list[_Said]:
        """Statements of other articles that a denial is about.

        They share most of its telling words, three at least; or two, where they name the side that denies and are of that week.
        """
        if len(denial.stems) < 2:
            return []
        # Of two words in common one at least is not the commonest.
        rarest = sorted(denial.stems, key=lambda w: (len(self._holders.get(w, ())), w))[:-1]
        near: dict[str, _Said] = {}
        for stem in rarest:
            held = self._holders.get(stem, ())
            if near and len(held) > _COMMON:
                break
            near |= {one.claim.claim_id: one for one in held[:_MOST]}
        return [near[i] for i in sorted(near) if self._is_answered(denial, near[i])]

    def _is_answered(self, denial: _Said, other: _Said) -> bool:
        shared, fewer = len(denial.stems & other.stems), min(len(denial.stems), len(other.stems))
        if denial.article.article_id == other.article.article_id or shared < max(2, 0.5 * fewer):
            return False
        near = _near_in_time(denial, other) if shared > 2 else _of_one_week(denial, other)
        if not near or (shared == 2 and not self._names_the_denier(denial, other)):
            return False
        return _other_side(denial, other, self._parties) and not _same_passage(denial, other, shared)

    def _names_the_denier(self, denial: _Said, other: _Said) -> bool:
        return any(self._parties.akin(side, one) for side in denial.sides for one in other.named)


def _of_one_week(one: _Said, other: _Said) -> bool:
    """Published on days that are a week apart at most."""
    days = [one.article.published or "", other.article.published or ""]
    if any(len(day) != len("2031-03-04") for day in days):
        return False
    first, last = sorted(date.fromisoformat(day) for day in days)
    return (last - first).days <= WEEK


def _near_in_time(one: _Said, other: _Said) -> bool:
    """Published within the same year, or one of them undated."""
    a, b = one.article.published, other.article.published
    return not a or not b or a[:4] == b[:4]


def _same_passage(one: _Said, other: _Said, shared: int) -> bool:
    """Both claims are cut from one passage and a copy of it: reading it twice is no dispute."""
    return one.article.lineage_id == other.article.lineage_id and shared >= 0.8 * min(len(one.stems), len(other.stems))


def _grouped(answered: Mapping[str, set[str]], by_id: Mapping[str, _Said], parties: Parties) -> list[list[str]]:
    """Denials of one side that are about one statement or are one text; each group in the order of ids."""
    of: dict[str, list[str]] = defaultdict(list)
    for denial in sorted(answered):
        for statement in sorted(answered[denial]):
            of[statement].append(denial)
    pairs = [
        (ids[0], other)
        for ids in of.values()
        for other in ids[1:]
        if any(parties.akin(a, b) for a in by_id[ids[0]].sides for b in by_id[other].sides)
    ]
    groups: dict[str, list[str]] = defaultdict(list)
    for denial, home in join(answered, pairs).items():
        groups[home].append(denial)
    return [sorted(group) for group in groups.values()]


def _dispute(
    group: Sequence[str], answered: Mapping[str, set[str]], by_id: Mapping[str, _Said], known: Mapping[str, str]
) -> Dispute:
    statements = sorted({i for denial in group for i in answered[denial]} - set(group))
    positions = [Position(_speaker(by_id[i].claim, known), DENIED, i) for i in group]
    positions += [Position(_speaker(by_id[i].claim, known), STATED, i) for i in statements]
    about = " ".join(_fullest(by_id, group, statements).split())[:160]
    return Dispute(identify("dis", group[0]), about, DisputeKind.CONFLICT, "statement", None, tuple(positions))


def _fullest(by_id: Mapping[str, _Said], group: Sequence[str], statements: Sequence[str]) -> str:
    """The words that say best what is denied: the denial's, or the statement's where the denial only points back."""
    denial = by_id[group[0]]
    if len(denial.stems) >= 2 or not statements:
        return denial.claim.text
    return by_id[statements[0]].claim.text


# ---------------------------------------------------------------- counts that are called too low or too high


def _other_counts(article: Sequence[_Said], parties: Parties) -> Iterable[tuple[_Said, _Said]]:
    """Claims that a toll is higher or lower, each with the last toll that another side gave before it."""
    for one in article:
        if _HIGHER.search(one.claim.text) and not re.search(r"\d", one.claim.text):
            counted = [
                other
                for other in article
                if _COUNTED.search(other.claim.text)
                and _Two(one, other, parties).before
                and not any(parties.same_teller(a, b) for a in one.sides for b in other.sides)
            ]
            if counted:
                yield one, max(counted, key=lambda other: (other.claim.end, other.claim.claim_id))


def _counts(one: _Said, other: _Said, known: Mapping[str, str]) -> Dispute:
    positions = tuple(
        Position(_speaker(said.claim, known), " ".join(said.claim.text.split())[:160], said.claim.claim_id)
        for said in (one, other)
    )
    about = " ".join(other.claim.text.split())[:160]
    return Dispute(identify("dis", one.claim.claim_id, "count"), about, DisputeKind.CONFLICT, "killed", None, positions)


def _speaker(claim: Claim, known: Mapping[str, str]) -> str:
    return names([claim.speaker_id], known)
