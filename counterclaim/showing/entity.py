"""One entity in the terminal: the names it goes by, what it says, what is said of it and by whom, what it is to others.

A relation is told with everybody who states it. One that is only denied stands under its own head and is never told as held.
Of persons without a public role nothing is put together here: no page is made of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from counterclaim.errors import UsageError
from counterclaim.records import Article, Claim, Entity, How, Predicate, Relation, Stance, days
from counterclaim.showing.lines import Look, claim_lines, one_line
from counterclaim.showing.mask import is_private
from counterclaim.showing.names import HELD
from counterclaim.text import slug

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_DESCRIBING = (How.TITLE, How.DESCRIPTION)
_POSTS = (Predicate.LEADS, Predicate.SPOKESPERSON_OF, Predicate.MEMBER_OF, Predicate.FOUNDED)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_NEAR = 5  # entities of a like name that are offered where none is called so
NO_OUTLET = "outlet not stated"


def named(look: Look, words: str) -> Entity:
    """The entity with this id, name or alias; marks and case count for nothing. Raises UsageError for none or several."""
    entities = look.ledger.entities()
    wanted = slug(words)
    for test in (_has_id(words.strip()), _is_called(wanted), _is_also_called(wanted)):
        found = [e for e in entities if test(e)]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(e.entity_id for e in found)
            raise UsageError(f"{words!r} may be any of {ids}; give one of these ids")
    near = look.ledger.entities(about=words, limit=_NEAR) if wanted else ()
    offered = f"; do you mean {', '.join(e.entity_id for e in near)}?" if near else ""
    raise UsageError(f"no entity {words!r} in {look.ledger.path}{offered}")


def _has_id(words: str) -> Callable[[Entity], bool]:
    return lambda e: e.entity_id == words


def _is_called(wanted: str) -> Callable[[Entity], bool]:
    return lambda e: slug(e.name) == wanted


def _is_also_called(wanted: str) -> Callable[[Entity], bool]:
    return lambda e: any(slug(alias) == wanted for alias in e.aliases)


def blocks(look: Look, words: str, *, as_of: str | None, most: int | None) -> Iterator[list[str]]:
    """Lines for one entity, section by section, each with at most ``most`` rows.

    ``as_of`` (a year, month or day) gives the posts alone, as articles of up to then tell them. Raises UsageError where the
    words name no one entity and for a day that is none.
    """
    if as_of is not None and not _DAY.fullmatch(as_of):
        raise UsageError(f"{as_of!r} is no day; write YYYY-MM-DD, YYYY-MM or YYYY")
    entity = named(look, words)
    if is_private(entity):
        yield [
            f"{entity.entity_id} [PERSON] has no public role in the catalogue, so nothing is put together about this person.",
            "  Where an office makes the person public, say so as public_role in a catalogue file (build --catalogue).",
        ]
        return
    yield _head(entity)
    if as_of is not None:
        yield from _posts(look, entity, as_of, most)
        return
    yield from _names(look, entity, most)
    yield from _said(look, entity, most)
    yield from _said_of(look, entity, most)
    yield from _relations(look, entity, most)


def _head(e: Entity) -> list[str]:
    role = f" · {e.public_role}" if e.public_role else ""
    wikidata = f" · {e.wikidata}" if e.wikidata else ""
    return [f"{e.name} [{e.type}{'' if e.known else ', not in the catalogue'}]{role}{wikidata} · {e.entity_id}"]


def _cut(rows: Sequence[list[str]], most: int | None) -> list[str]:
    """The lines of the rows, and how many are left out."""
    shown = rows if most is None else rows[:most]
    lines = [line for row in shown for line in row]
    return [*lines, f"  ({len(rows) - len(shown)} more; --limit 0 shows all)"] if len(shown) < len(rows) else lines


# ---------------------------------------------------------------- names


def _names(look: Look, e: Entity, most: int | None) -> Iterator[list[str]]:
    """Every spelling with its count by outlet; titles and descriptions, and loaded terms, under heads of their own."""
    called: dict[str, Counter[str]] = defaultdict(Counter)
    described: dict[str, Counter[str]] = defaultdict(Counter)
    for m in look.ledger.mentions(entity_id=e.entity_id):
        outlet = look.articles[m.article_id].outlet or NO_OUTLET
        if m.how in _NAMING:
            called[one_line(m.text)][outlet] += 1
        elif m.how in _DESCRIBING:
            described[one_line(m.text).lower()][outlet] += 1
    loaded: dict[str, Counter[str]] = defaultdict(Counter)
    for w in look.ledger.wording():
        if w.referent_id == e.entity_id:
            loaded[one_line(w.text).lower()][look.articles[w.article_id].outlet or NO_OUTLET] += 1
    for head, found in (
        ("names", called),
        ("titles and descriptions", described),
        ("loaded terms for it, in the outlets' own voice", loaded),
    ):
        if found:
            yield [f"{head}:", *_cut(_counted(found), most)]


def _counted(found: dict[str, Counter[str]]) -> list[list[str]]:
    ordered = sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
    return [[f"  {words}  {counts.total()}: {_tally(counts)}"] for words, counts in ordered]


def _tally(counts: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


# ---------------------------------------------------------------- what it says, what is said of it


def _said(look: Look, e: Entity, most: int | None) -> Iterator[list[str]]:
    """The claims that it makes, or that are made on its behalf."""
    claims = [c for c in look.ledger.claims() if e.entity_id in (c.speaker_id, c.on_behalf_of)]
    if claims:
        head = f"says ({len(claims)}; {_stances(claims)}):"
        yield [head, *_cut([_inset(claim_lines(look, c)) for c in claims], most)]


def _said_of(look: Look, e: Entity, most: int | None) -> Iterator[list[str]]:
    """The claims of others that name it or mean it, speaker by speaker."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for m in look.ledger.mentions(entity_id=e.entity_id):
        spans[m.article_id].append((m.start, m.end))
    by: dict[str, list[Claim]] = defaultdict(list)
    for c in look.ledger.claims():
        own = e.entity_id in (c.speaker_id, c.on_behalf_of)
        if not own and any(c.start <= start and end <= c.end for start, end in spans.get(c.article_id, ())):
            by[c.speaker_id].append(c)
    if not by:
        return
    speakers = sorted(by.items(), key=lambda item: (-len(item[1]), item[0]))
    yield [
        f"is said of it ({sum(map(len, by.values()))}):",
        *_cut([[f"  {look.name(who)}: {_stances(claims)}"] for who, claims in speakers], most),
        *_cut([_inset(claim_lines(look, c)) for _, claims in speakers for c in claims], most),
    ]


def _stances(claims: Iterable[Claim]) -> str:
    return _tally(Counter(str(c.stance) for c in claims))


def _inset(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


# ---------------------------------------------------------------- relations


@dataclass(frozen=True)
class Tie:
    """One relation with all its tellings, in the order in which they were published; the undated come last."""

    subject_id: str
    predicate: Predicate
    object_id: str
    tellings: tuple[Relation, ...]

    @property
    def is_held(self) -> bool:
        """Somebody tells it as so."""
        return any(r.stance in HELD for r in self.tellings)

    @property
    def is_denied(self) -> bool:
        """Somebody denies it."""
        return any(r.stance is Stance.DENIES for r in self.tellings)


def ties(relations: Iterable[Relation], articles: dict[str, Article]) -> list[Tie]:
    """Relations of the same two and the same predicate as one, those told most often first."""
    found: dict[tuple[str, Predicate, str], list[Relation]] = defaultdict(list)
    for r in relations:
        found[r.subject_id, r.predicate, r.object_id].append(r)
    made = [
        Tie(*key, tuple(sorted(rows, key=lambda r: (articles[r.article_id].published or "9999", r.relation_id))))
        for key, rows in found.items()
    ]
    return sorted(made, key=lambda t: (-len(t.tellings), t.predicate, t.subject_id, t.object_id))


def _relations(look: Look, e: Entity, most: int | None) -> Iterator[list[str]]:
    own = [r for r in look.ledger.relations() if e.entity_id in (r.subject_id, r.object_id)]
    found = ties(own, look.articles)
    for head, kept in (
        ("relations, as told:", [t for t in found if t.is_held]),
        ("denied, and told as held by nobody:", [t for t in found if t.is_denied and not t.is_held]),
        ("neither told as so nor denied:", [t for t in found if not t.is_denied and not t.is_held]),
    ):
        if kept:
            yield [head, *_cut([_tie(look, t) for t in kept], most)]


def _tie(look: Look, t: Tie) -> list[str]:
    """The relation, when it was first and last reported, and a line a teller and stance."""
    published = [day for r in t.tellings if (day := look.articles[r.article_id].published)]
    seen = f"first reported {min(published)}, last {max(published)}" if published else "reported without a date"
    head = f"  {look.name(t.subject_id)} {t.predicate} {look.name(t.object_id)} · {seen}"
    told: dict[tuple[str, Stance], list[Relation]] = defaultdict(list)
    claims = {c.claim_id: c for r in t.tellings if r.claim_id for c in look.ledger.claims_of(article_id=r.article_id)}
    for r in t.tellings:
        told[_teller(look, r, claims), r.stance].append(r)
    return [head, *(_told(look, who, stance, rows) for (who, stance), rows in told.items())]


def _teller(look: Look, r: Relation, claims: dict[str, Claim]) -> str:
    """Who states it: the chain of the claim that it stands in, else the outlet in its own voice."""
    claim = claims.get(r.claim_id or "")
    if claim is not None:
        return " > ".join(look.name(link) for link in claim.chain)
    return look.articles[r.article_id].outlet or NO_OUTLET


def _told(look: Look, who: str, stance: Stance, rows: Sequence[Relation]) -> str:
    published = [day for r in rows if (day := look.articles[r.article_id].published)]
    when = days(min(published), max(published)) if published else "undated"
    titles = "; ".join(dict.fromkeys(r.title for r in rows if r.title))
    span = next((days(r.date_earliest, r.date_latest) for r in rows if r.date_earliest or r.date_latest), "")
    parts = [f"    {who} [{stance}] {len(rows)}x", when, titles, f"of {span}" if span else ""]
    words = f'"{one_line(rows[0].text)}" {look.where(rows[0].document_id, rows[0].start)}'
    return " · ".join([*(p for p in parts if p), words])


def _posts(look: Look, e: Entity, as_of: str, most: int | None) -> Iterator[list[str]]:
    """The posts of a person, or in an organisation, as articles of up to a day tell them; the last told first."""
    own = [r for r in look.ledger.relations() if r.predicate in _POSTS and e.entity_id in (r.subject_id, r.object_id)]
    dated = [(r, day) for r in own if (day := look.articles[r.article_id].published)]
    by_then = [r for r, day in dated if _last_day(day) <= _last_day(as_of)]
    found = ties(by_then, look.articles)
    found.sort(key=lambda t: max(look.articles[r.article_id].published or "" for r in t.tellings), reverse=True)
    for head, kept in (
        (f"posts as told by {as_of}, the last told first:", [t for t in found if t.is_held]),
        ("denied, and told as held by nobody:", [t for t in found if t.is_denied and not t.is_held]),
    ):
        if kept:
            yield [head, *_cut([[*_tie(look, t), *_over(t, as_of)] for t in kept], most)]
    if not found:
        yield [f"no posts told by {as_of}"]
    if len(dated) < len(own):
        yield [f"({len(own) - len(dated)} tellings in undated articles are left out)"]


def _over(t: Tie, as_of: str) -> list[str]:
    """A line where every telling with days puts the post wholly before, or wholly after, the day asked for."""
    dated = [r for r in t.tellings if r.date_earliest or r.date_latest]
    if dated and all(r.date_latest is not None and r.date_latest < as_of for r in dated):
        return [f"    told as over before {as_of}"]
    if dated and all(r.date_earliest is not None and r.date_earliest > _last_day(as_of) for r in dated):
        return [f"    told as beginning after {as_of}"]
    return []


def _last_day(day: str) -> str:
    """The last day that a year, month or day can mean, for comparing: a month's is its 31st."""
    return day + "-12-31"[len(day) - 4 :] if len(day) < len("2021-06-30") else day
