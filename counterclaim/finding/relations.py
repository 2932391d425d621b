"""What one entity is to another, where the article says so: titles, appositions, "backed by", "offshoot of".

Offices come from :mod:`counterclaim.finding.offices`, all else from the table of :mod:`counterclaim.finding.relations_rules`. A
relation that a claim states carries that claim's stance where it denies or accuses; what the claim takes for granted ("Maren,
the leader of the Front") stays asserted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from counterclaim.finding import offices
from counterclaim.finding.mentions import Named, government_of
from counterclaim.finding.relations_rules import RULES, Rule
from counterclaim.finding.relations_words import Skeleton, Slot, held, skeleton, slot_of
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.records import Claim, DateExpression, How, Mention, Predicate, Relation, Stance
from counterclaim.text import Span, overlaps

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
# "Syrian regime", "Varda's army": a body of the state that the name before it means.
_STATE_BODY = re.compile(
    r"(?:['’]s?)? (?P<body>regime|government|army|military|armed forces|navy|air force|police|parliament|opposition|forces|"
    r"troops)(?:['’]?s?\b)(?: (?:forces|troops|soldiers))?",
    re.IGNORECASE,
)
_LED = re.compile(r"(?P<leader>[\w. ]+)-led\b", re.IGNORECASE)
_STATE_MEDIA = re.compile(
    r"\bstate(?:-run|-owned|-controlled)? (?:news agency|television|tv|radio|media|broadcaster|newspaper)(?: channel)?,? "
    r"(?:the )?\Z",
    re.IGNORECASE,
)
_COALITION = re.compile(r"\b(?:coalition|alliance) led by (?:the )?\Z", re.IGNORECASE)
_HEADS_COALITION = re.compile(
    r" (?:is leading|leads|led|heads|is heading) (?:an?|the) (?:\w+ )?(?:coalition|alliance)\b", re.IGNORECASE
)
_DATED = 40  # characters after the words of a relation in which "since 2013" still belongs to it
_FROM = re.compile(r"\b(?:since|from|as of|starting) (?:the )?\Z", re.IGNORECASE)
_UNTIL = re.compile(r"\b(?:until|till|to|up to) (?:the )?\Z", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|on) \Z", re.IGNORECASE)
_ADMINISTRATION = re.compile(r"(?:['’]s)? administration\b")
_OBLIQUE = frozenset({"his", "her", "him", "himself", "herself", "hers"})
_GROUP = re.compile(r"\b(?:group|movement|faction|militia|front|organi[sz]ation)\Z", re.IGNORECASE)
_NO_GROUPS = frozenset(
    {"army", "army-branch", "ministry", "government", "police", "intelligence", "parliament", "outlet", "agency", "court"}
)  # fmt: skip
# What only holds between two that are not one the part of the other.
_APART = (Predicate.SUPPORTS, Predicate.OPPOSES, Predicate.ALLIED_WITH)
_ACCUSING = re.compile(r"accus|alleg|blam|charg", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Tie:
    """One stated relation. ``taken`` for granted; ``denied`` by the subject itself."""

    subject: str
    predicate: Predicate
    object: str
    span: Span
    title: str | None = None
    taken: bool = False
    denied: bool = False


def find(
    view: View,
    knowledge: Knowledge,
    named: Named,
    said: tuple[Claim, ...],
    days: tuple[DateExpression, ...],
) -> tuple[Relation, ...]:
    """Every stated relation, in text order; ``since`` and ``until`` beside it date it."""
    finder = _Finder(view, knowledge, named)
    found: list[_Tie] = []
    for office in offices.find(view, knowledge, named):
        found.append(_Tie(office.person.entity_id, office.role, office.body, office.span, office.title, taken=True))
    for tie in finder.ties():
        if finder.holds(tie) and not _told(found, tie):
            found.append(tie)
    rows = [_dated(_relation(view, tie, said), tie, view, days) for tie in found]
    unique: dict[tuple[object, ...], Relation] = {}
    for row in sorted(rows, key=lambda r: (r.start, r.end, r.predicate)):
        unique.setdefault((row.start, row.subject_id, row.predicate, row.object_id), row)
    return tuple(replace(r, relation_id=f"r{i}") for i, r in enumerate(unique.values()))


def _told(found: list[_Tie], tie: _Tie) -> bool:
    """An office says more than a membership read off the same words."""
    return any(
        t.subject == tie.subject and t.object == tie.object and overlaps(t.span, tie.span)
        and (t.predicate is tie.predicate or tie.predicate is Predicate.MEMBER_OF)
        for t in found
    )  # fmt: skip


@dataclass(frozen=True)
class _Finder:
    view: View
    knowledge: Knowledge
    named: Named
    slots: list[Slot] = field(init=False)

    def __post_init__(self) -> None:
        names = [m for m in self.named.mentions if m.how in _NAMING]
        spans = [(m.start, m.end) for m in names]
        spoken = [m for m in self.named.mentions if m.how not in _NAMING and self._stands(m)]
        kept = [m for m in spoken if not any(overlaps((m.start, m.end), span) for span in spans)]
        slots = [slot for m in (*names, *kept) if (slot := slot_of(m)) is not None]
        object.__setattr__(self, "slots", [self._body(s) for s in sorted(slots, key=lambda s: (s.start, s.end))])

    def _stands(self, m: Mention) -> bool:
        """Whether a pronoun or description can be an end of a relation; "the group" is no army, ministry or outlet."""
        if m.how is not How.DESCRIPTION:
            return m.text.lower() not in _OBLIQUE
        actor = self.knowledge.catalogue.get(m.entity_id)
        return actor is None or actor.kind not in _NO_GROUPS or not _GROUP.search(m.text)

    def ties(self) -> Iterator[_Tie]:
        """The relations of all sentences, in text order of their sentences."""
        yield from self._in_names()
        starts = [s.start for s in self.slots]
        for start, end in self.view.sentences:
            inside = self.slots[bisect_right(starts, start - 1) : bisect_right(starts, end)]
            if not inside:
                continue
            yield from self._alone((start, end), inside)
            if len(inside) > 1:
                found = skeleton(self.view.text, (start, end), inside)
                for rule in RULES:
                    yield from self._by(rule, found)

    def holds(self, tie: _Tie) -> bool:
        """Nothing is related to itself, and no part supports or fights its whole."""
        if tie.subject == tie.object:
            return False
        parents = self.knowledge.catalogue.parents_of
        return tie.predicate not in _APART or (
            tie.object not in parents(tie.subject) and tie.subject not in parents(tie.object)
        )

    def _by(self, rule: Rule, found: Skeleton) -> Iterator[_Tie]:
        for pattern in rule.patterns:
            for match in pattern.finditer(found.words):
                denied = bool(match.groupdict().get("no"))
                for subject in held(found, *match.span("s")):
                    for thing in held(found, *match.span("o")):
                        yield _Tie(
                            self._key(subject), rule.predicate, self._key(thing), found.span(*match.span()),
                            taken=rule.taken and not denied, denied=denied,
                        )  # fmt: skip

    def _key(self, slot: Slot) -> str:
        """A capital stands for its government."""
        return government_of(slot.key, self.knowledge) if slot.key in self.knowledge.catalogue.capitals else slot.key

    # -- what stands behind a name

    def _body(self, slot: Slot) -> Slot:
        """A state's body whose state alone is named: "Syrian regime forces", "the Vardan opposition"."""
        match = _STATE_BODY.match(self.view.text, slot.end)
        if match is None or slot.letter not in ("L", "N", "P"):
            return slot
        key = self._state_body(slot, match["body"].lower())
        return replace(slot, key=key, letter="O", end=match.end()) if key else slot

    def _state_body(self, slot: Slot, word: str) -> str | None:
        catalogue = self.knowledge.catalogue
        actor = catalogue.get(slot.key)
        if slot.letter == "P":
            post = next((p for p in actor.posts if p.role == "leads"), None) if actor and word == "regime" else None
            return government_of(post.of, self.knowledge) if post else None
        if word in ("regime", "government", "forces", "troops"):
            return government_of(slot.key, self.knowledge) if actor is not None else None
        country = actor.country if actor is not None else None
        state = catalogue.states.get(country) if country else None
        if state is None or country is None:
            return None
        body = catalogue.body(country, word)
        called = next((a for form in state.demonyms for a in catalogue.find(f"{form} {word}")), None)
        return body.id if body else called.id if called else None

    # -- relations that one name is enough for

    def _in_names(self) -> Iterator[_Tie]:
        """ "the US-led coalition" where that is a name: who leads it."""
        for slot in self.slots:
            match = _LED.match(self.view.text, slot.start, slot.end)
            leader = self._state(match["leader"]) if match and slot.letter == "O" else None
            if leader is not None:
                yield _Tie(leader, Predicate.LEADS, slot.key, (slot.start, slot.end), taken=True)
            governs = _ADMINISTRATION.match(self.view.text, slot.end) if slot.letter == "P" else None
            body = self._state_body(slot, "regime") if governs else None
            if governs is not None and body is not None:
                yield _Tie(slot.key, Predicate.LEADS, body, (slot.start, governs.end()), taken=True)

    def _state(self, words: str) -> str | None:
        found = next(iter(self.knowledge.catalogue.find(words)), None)
        if found is not None and found.kind == "state":
            return found.id
        return next((s.id for s in self.knowledge.catalogue.states.values() if words in s.demonyms), None)

    def _alone(self, sentence: Span, slots: Sequence[Slot]) -> Iterator[_Tie]:
        text = self.view.text
        for slot in slots:
            before = text[sentence[0] : slot.start]
            media = _STATE_MEDIA.search(before) if slot.letter == "O" else None
            actor = self.knowledge.catalogue.get(slot.key)
            if media is not None and actor is not None and actor.country:
                state = self.knowledge.catalogue.states.get(actor.country)
                if state is not None and state.government:
                    yield _Tie(
                        slot.key,
                        Predicate.PART_OF,
                        state.government,
                        (sentence[0] + media.start(), slot.end),
                        taken=True,
                    )
            yield from self._coalition(slot, before, sentence)

    def _coalition(self, slot: Slot, before: str, sentence: Span) -> Iterator[_Tie]:
        """ "a coalition led by Varda", "Varda leads a coalition", where the catalogue has a "Vardan-led coalition"."""
        if slot.letter not in ("L", "N"):
            return
        led = _COALITION.search(before)
        leads = _HEADS_COALITION.match(self.view.text, slot.end, sentence[1])
        span = (sentence[0] + led.start(), slot.end) if led else (slot.start, leads.end()) if leads else None
        if span is None:
            return
        catalogue = self.knowledge.catalogue
        state = catalogue.capitals.get(slot.key) or catalogue.get(slot.key)
        if state is None:
            return
        forms = (state.name, *state.acronyms, *state.demonyms)
        coalition = next((a for form in forms for a in catalogue.find(f"{form}-led coalition")), None)
        if coalition is not None:
            yield _Tie(state.id, Predicate.LEADS, coalition.id, span, taken=True)


# -- stance and dates


def _relation(view: View, tie: _Tie, said: tuple[Claim, ...]) -> Relation:
    start, end = tie.span
    around = [c for c in said if c.start < end and end <= c.end and (c.start <= start or not tie.taken)]
    claim = min(around, key=lambda c: (c.end - c.start, c.claim_id), default=None)
    stance = _carried(claim) if claim is not None and not tie.taken else Stance.ASSERTS
    article = view.article
    return Relation(
        relation_id="", subject_id=tie.subject, predicate=tie.predicate, object_id=tie.object, title=tie.title,
        stance=Stance.DENIES if tie.denied else stance, article_id=article.article_id, document_id=article.document_id,
        start=start, end=end, text=view.text[start:end], claim_id=claim.claim_id if claim else None,
        date_earliest=None, date_latest=None,
    )  # fmt: skip


def _carried(claim: Claim) -> Stance:
    """What a claim does with the relation that it states: denies it, accuses somebody of it, or says that it is so."""
    accused = claim.stance is Stance.ACCUSES and _ACCUSING.search(claim.cue or "")
    return claim.stance if claim.stance is Stance.DENIES or accused else Stance.ASSERTS


def _dated(relation: Relation, tie: _Tie, view: View, days: tuple[DateExpression, ...]) -> Relation:
    """The days of "since 2013" and "until last year" in the words of the relation or right behind them."""
    sentence = view.sentence_of(tie.span[0])
    for day in days:
        if sentence is None or not tie.span[0] <= day.start < min(sentence[1], tie.span[1] + _DATED):
            continue
        before = view.text[tie.span[0] : day.start]
        if _FROM.search(before):
            relation = replace(relation, date_earliest=day.earliest)
        elif _UNTIL.search(before):
            relation = replace(relation, date_latest=day.latest)
        elif tie.predicate is Predicate.FOUNDED and _IN.search(before):
            relation = replace(relation, date_earliest=day.earliest, date_latest=day.latest)
    return relation
