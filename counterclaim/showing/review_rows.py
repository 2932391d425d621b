"""Review pages of one claim or account, and of one article: the words, then a form, then, on demand, what the program found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from counterclaim.decisions import typed_type
from counterclaim.records import (
    UNNAMED,
    UNSPECIFIED,
    Account,
    Article,
    Claim,
    Entity,
    EventType,
    MentionType,
    Stance,
    Status,
    days,
    figure,
)
from counterclaim.showing.forms import Form
from counterclaim.showing.marks import mark
from counterclaim.showing.site import one_line, shown
from counterclaim.text import Span

if TYPE_CHECKING:
    from counterclaim.showing.review import Page, Review, Values, Visit

Row = Claim | Account
_AROUND = 700  # characters of an article shown before and after a row
_STANCES = {
    Stance.CLAIMS_RESPONSIBILITY: "says its own side did it",
    Stance.DENIES: "says that something is not so",
    Stance.CONFIRMS: "affirms what another said",
    Stance.THREATENS: "announces harm, conditional or not",
    Stance.PLEDGES: "announces support or action of its own",
    Stance.DEMANDS: "asks another to act",
    Stance.ACCUSES: "lays a wrong to somebody",
    Stance.CONDEMNS: "judges an act or actor as bad",
    Stance.PRAISES: "judges an act or actor as good",
    Stance.ASSERTS: "all else",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of an article's text: its offset in the document, its characters, and what marks it."""

    at: int
    text: str
    marks: str = ""
    anchors: tuple[str, ...] = ()


def pieces(text: str, around: Span, marked: Sequence[tuple[int, int, str]] = ()) -> Iterator[Piece]:
    """The characters ``around`` as runs. A run ends where a mark does, and behind every carriage return: browsers make one
    character of a return and a new line, and offsets are counted from the start of a run."""
    cuts = {around[0], around[1]}
    for start, end, _ in marked:
        cuts.update(min(max(at, around[0]), around[1]) for at in (start, end))
    cuts.update(_after_returns(text, around))
    ordered = sorted(cuts)
    for low, high in zip(ordered, ordered[1:], strict=False):
        names = sorted({name for start, end, name in marked if start <= low and high <= end})
        yield Piece(low, shown(text[low:high]), " ".join(names))


def _after_returns(text: str, around: Span) -> Iterator[int]:
    at = text.find("\r", *around)
    while at >= 0:
        after = at + (2 if text[at + 1 : at + 2] == "\n" else 1)
        yield min(after, around[1])
        at = text.find("\r", after, around[1])


def _window(text: str, article: Article, row: Span) -> Span:
    """The lines around a row, within its article."""
    low, high = max(article.start, row[0] - _AROUND), min(article.end, row[1] + _AROUND)
    if low > article.start:
        low = max(article.start, text.find("\n", low, row[0]) + 1 or text.find(" ", low, row[0]) + 1 or low)
    if high < article.end:
        ends = [at for at in (text.rfind("\n", row[1], high), text.rfind(" ", row[1], high)) if at >= 0]
        high = ends[0] if ends else high
    return low, high


# ---------------------------------------------------------------- one row


def row(review: Review, table: str, row_id: str, visit: Visit) -> Page | None:
    """The page of a claim or an account."""
    site = review.site
    found: Row | None = (site.claim if table == "claims" else site.account).get(row_id)
    if found is None:
        return None
    article = site.article[found.article_id]
    text = site.text(found.document_id)
    marked = [(found.start, found.end, "picked-row")]
    if visit.seen and isinstance(found, Claim):
        marked += [(a, b, name) for a, b, name in _parts(found)]
    ordered = _ordered(review, table, row_id, visit)
    at = ordered.index(row_id) if row_id in ordered else -1
    ruled = review.ruled
    return "review_row.html", {
        "sub": "queue",
        "table": table,
        "row": found,
        "row_id": row_id,
        "article": article,
        "facts": review.facts(article),
        "pieces": list(pieces(text, _window(text, article, (found.start, found.end)), marked)),
        "last": ruled.last_on(row_id),
        "reviewers": ruled.reviewers(table, row_id),
        "made": [review._decided(d) for d in ruled.on.get(f"{table} {row_id}", ())],
        "machine": list(_machine(review, found)) if visit.seen else [],
        "before": ordered[at - 1] if at > 0 else "",
        "after": ordered[at + 1] if 0 <= at < len(ordered) - 1 else "",
        "walk": "article" if visit.given.get("walk") == "article" else "",
        "reasons": next((r.reasons for r in review.ranked[table] if r.row_id == row_id), ()),
        **fields_of(review, visit, found),
    }


def _ordered(review: Review, table: str, row_id: str, visit: Visit) -> list[str]:
    """The rows among which this one stands: of its kind in the queue that this reader has not reviewed, or of its article."""
    site = review.site
    if visit.given.get("walk") == "article":
        own = (site.claim if table == "claims" else site.account)[row_id].article_id
        rows = review.rows_of_article[0 if table == "claims" else 1].get(own, [])
        return [getattr(r, f"{table.removesuffix('s')}_id") for r in sorted(rows, key=lambda r: (r.start, r.end))]
    mine = review.ruled
    return [
        r.row_id for r in review.ranked[table] if r.row_id == row_id or visit.by not in mine.reviewers(table, r.row_id)
    ]


def _parts(claim: Claim) -> Iterator[tuple[int, int, str]]:
    for name in ("cue", "speaker"):
        start, end = getattr(claim, f"{name}_start"), getattr(claim, f"{name}_end")
        if start is not None and end is not None:
            yield start, end, name


def _machine(review: Review, found: Row) -> Iterator[tuple[str, str]]:
    """What the ledger says of a row now, slot by slot, in words."""
    site = review.site
    if isinstance(found, Claim):
        yield "speaker", site.name(found.speaker_id) + (f" (“{one_line(found.speaker)}”)" if found.speaker else "")
        yield "on behalf of", site.name(found.on_behalf_of) if found.on_behalf_of else "nobody"
        yield "stance", str(found.stance)
        yield "in their own words", "yes" if found.direct else "no"
        yield "told by", " → ".join(site.name(i) for i in found.chain)
        yield "cue", f"“{one_line(found.cue)}”" if found.cue else "none"
    else:
        yield "type", f"{found.type}{f' / {found.mode}' if found.mode else ''}"
        yield "status", str(found.status)
        yield "who did it", site.several(found.actor_ids) or "not stated"
        yield "to whom", site.several(found.recipient_ids) or "not stated"
        yield "where", site.several(found.place_ids) or "not stated"
        yield "when", days(found.date_earliest, found.date_latest) or "undated"
        yield "killed", figure(found.killed_low, found.killed_high) or "not stated"
        yield "injured", figure(found.injured_low, found.injured_high) or "not stated"
        yield "rests on", site.several(found.informant_ids) or "the outlet's own voice"
    yield "found by", one_line(found.rule) or "not stated"
    yield "confidence", f"{found.confidence:.2f}"


# ---------------------------------------------------------------- the form


def fields_of(review: Review, visit: Visit, found: Row | None) -> Values:
    """What the form of a row shows: the values typed before, else the program's where they are to be seen, else nothing."""
    values = dict(_typed(review, found)) if found is not None and visit.seen else {}
    if visit.kept is not None:
        values = {name: visit.kept.text(name) for name in visit.kept.fields}
    near = review.site.article[found.article_id] if found is not None else None
    return {
        "values": values,
        "stances": [(str(s), words) for s, words in _STANCES.items()],
        "types": [str(t) for t in EventType],
        "statuses": [str(s) for s in Status],
        "kinds_of_entity": [str(t) for t in MentionType],
        "choices": choices(review, near),
    }


def _typed(review: Review, found: Row) -> Iterator[tuple[str, str]]:
    """A row's values as a person would type them."""
    if isinstance(found, Claim):
        yield "speaker", typed_name(review, found.speaker_id)
        yield "on_behalf_of", typed_name(review, found.on_behalf_of) if found.on_behalf_of else "none"
        yield "stance", str(found.stance)
        yield "direct", "yes" if found.direct else "no"
        return
    yield "type", str(typed_type(found.type)["type"])
    yield "mode", found.mode or "none"
    yield "status", str(found.status)
    yield "date", _day_words(found)
    yield "killed", figure(found.killed_low, found.killed_high) or "none"
    yield "injured", figure(found.injured_low, found.injured_high) or "none"
    for slot, ids in (("places", found.place_ids), ("actors", found.actor_ids), ("recipients", found.recipient_ids)):
        yield slot, "; ".join(typed_name(review, i) for i in ids) or "none"


def _day_words(found: Account) -> str:
    """Days as they are typed; empty where one end is open, which cannot be typed."""
    first, last = found.date_earliest, found.date_latest
    if first is None and last is None:
        return "none"
    return days(first, last) if first and last else ""


def typed_name(review: Review, entity_id: str) -> str:
    """The name that means this entity and no other; its id where several have the name."""
    entity = review.site.entity.get(entity_id)
    if entity is None or entity_id.startswith(UNNAMED):
        return entity_id
    names = review.names_taken
    is_plain = names.get(entity.name.casefold(), 0) == 1 and not set(entity.name) & set("@;\n")
    return entity.name if is_plain and one_line(entity.name) == entity.name else entity_id


def choices(review: Review, article: Article | None) -> list[tuple[str, str]]:
    """(what to type, what it is) for whom an article names, and for those whom the corpus names most."""
    site = review.site
    near = [m.entity_id for m in review.mentions_in.get(article.article_id, [])] if article else []
    most = sorted(site.named_times, key=lambda i: (-site.named_times[i], i))[:_OFFERED]
    ids = [i for i in dict.fromkeys((*near, *most)) if i in site.entity]
    return [*((typed_name(review, i), _what(site.entity[i])) for i in ids), (UNSPECIFIED, "nobody is named")]


_OFFERED = 60


def _what(entity: Entity) -> str:
    return f"{entity.name} · {entity.type.lower()}"


# ---------------------------------------------------------------- one article


def article(review: Review, article_id: str, visit: Visit) -> Page | None:
    """The page of an article: its text, to be read first; what was found in it on demand; what is missing can be added."""
    site = review.site
    found = site.article.get(article_id)
    if found is None:
        return None
    text = site.text(found.document_id)
    claims, accounts = (rows.get(article_id, []) for rows in review.rows_of_article)
    inside = [f for f in site.furniture_in.get(found.document_id, []) if f.start < found.end and f.end > found.start]
    if visit.seen:
        runs = mark(
            text, claims=claims, accounts=accounts, furniture=inside, withheld=(),
            cuts_at=(found.start, found.end, *_after_returns(text, (found.start, found.end))),
        )  # fmt: skip
        held = [Piece(r.start, r.text, r.classes, r.anchors) for r in runs if found.start <= r.start < found.end]
    else:
        held = list(pieces(text, (found.start, found.end), [(f.start, f.end, "furniture") for f in inside]))
    ids = [a.article_id for a in site.articles]
    open_ones = [i for i in ids if i == article_id or not review.ruled.reviewers("articles", i)]
    at = open_ones.index(article_id)
    rows: list[Any] = [*(("claims", c, c.claim_id) for c in claims), *(("accounts", a, a.account_id) for a in accounts)]
    return "review_article.html", {
        "sub": "articles",
        "article": found,
        "facts": review.facts(found),
        "pieces": held,
        "rows": [
            {"table": t, "row": r, "id": i, "by": review.ruled.reviewers(t, i), "machine": list(_machine(review, r))[:3]}
            for t, r, i in sorted(rows, key=lambda item: (item[1].start, item[1].end, item[2]))
        ],
        "numbers": {c.claim_id: n for n, c in enumerate(sorted(claims, key=lambda c: (c.start, c.end)), start=1)},
        "count": (len(claims), len(accounts)),
        "reviewers": review.ruled.reviewers("articles", article_id),
        "waiting": [
            review._decided(d)
            for d in review.ruled.waiting
            if d.action == "add" and d.document_id == found.document_id and d.decision_id not in review.ruled.gone
            and found.start <= (d.start or 0) < found.end
        ],
        "before": open_ones[at - 1] if at > 0 else "",
        "after": open_ones[at + 1] if at < len(open_ones) - 1 else "",
        "kind": "accounts" if (visit.kept or Form()).words("form") == "add-account" else "claims",
        **fields_of(review, visit, None),
        "choices": choices(review, found),
    }  # fmt: skip
