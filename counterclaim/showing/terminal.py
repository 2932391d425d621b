"""Lines for the terminal: the rows of a ledger with their words and where they stand (file:line)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger, LogEntry
from counterclaim.records import Account, Article, Dispute, Event, Stance, days, figure
from counterclaim.showing import entity
from counterclaim.showing.lines import Look, claim_lines, one_line
from counterclaim.text import slug


@dataclass(frozen=True, slots=True)
class Question:
    """What ``show`` was asked: names match an entity's id, name or alias; days are ISO; ``limit`` 0 is no limit.

    ``name`` and ``as_of`` are for one entity; ``as_of`` is a year, month or day.
    """

    name: str | None = None
    about: str | None = None
    by: str | None = None
    stance: Stance | None = None
    outlet: str | None = None
    as_of: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 50

    @property
    def most(self) -> int | None:
        """The limit, None for no limit."""
        return self.limit or None


def show(ledger: Ledger, what: str, asked: Question) -> Iterator[str]:
    """Lines for one kind of row. Raises UsageError for a filter that the kind does not know."""
    kind = KINDS[what]
    if asked.name is not None and not kind.named:
        raise UsageError(f"show {what} takes no name; {asked.name!r} goes with --about or --by")
    for option in ("about", "by", "stance", "outlet", "since", "until", "as_of"):
        if getattr(asked, option) is not None and option not in kind.filters:
            known = ", ".join(map(_option, kind.filters)) or "no filter"
            raise UsageError(f"show {what} has no {_option(option)}; it has {known}")
    shown = 0
    for block in kind.lines(Look(ledger), asked):
        shown += 1
        yield from block
    if not shown:
        yield f"no {what} found"
    elif asked.most and shown >= asked.most and not kind.named:
        yield f"(the first {shown}; --limit 0 shows all)"


def _option(name: str) -> str:
    return f"--{name.replace('_', '-')}"


Blocks = Iterator[list[str]]


def _claims(look: Look, asked: Question) -> Blocks:
    found = look.ledger.claims(about=asked.about, by=asked.by, since=asked.since, until=asked.until)
    kept = (
        c
        for c in found
        if asked.stance in (None, c.stance) and _published_by(look.articles[c.article_id].outlet, asked.outlet)
    )
    for c in islice(kept, asked.most):
        yield claim_lines(look, c)


def _published_by(outlet: str | None, asked: str | None) -> bool:
    """The outlet is called so, upper and lower case, marks and an article before it aside."""
    return asked is None or (outlet is not None and _bare(outlet) == _bare(asked))


def _bare(outlet: str) -> str:
    return slug(outlet).removeprefix("the-")


def _entity(look: Look, asked: Question) -> Blocks:
    if asked.name is None:
        raise UsageError("show entity wants a name: counterclaim show LEDGER entity NAME")
    yield from entity.blocks(look, asked.name, as_of=asked.as_of, most=asked.most)


def _events(look: Look, asked: Question) -> Blocks:
    for e in look.ledger.events(about=asked.about, since=asked.since, until=asked.until, limit=asked.most):
        yield event_lines(look, e)


def event_lines(look: Look, e: Event) -> list[str]:
    """An event: what, who, where and when, how it is supported, then its accounts."""
    mode = f"/{e.mode}" if e.mode else ""
    parties = f"{look.several(e.actor_ids) or '?'} -> {look.several(e.recipient_ids) or '?'}"
    place = look.several(e.place_ids) or "place not stated"
    lines = [
        f"{e.type}{mode}: {parties} · {place} · {days(e.date_earliest, e.date_latest) or 'undated'} · {e.level}, "
        f"{e.witness_count} witness{'es' if e.witness_count != 1 else ''}, {e.account_count} accounts · {e.event_id}"
        + look.seen(e.event_id)
    ]
    return lines + [line for a in look.ledger.accounts(event_id=e.event_id) for line in _account(look, a)]


def _account(look: Look, a: Account) -> list[str]:
    article = look.articles[a.article_id]
    toll = "".join(
        f", {harm} {figure(low, high)}"
        for harm, low, high in (
            ("killed", a.killed_low, a.killed_high),
            ("injured", a.injured_low, a.injured_high),
        )
        if low is not None or high is not None
    )
    return [
        f"  {article.outlet or 'outlet not stated'} ({a.status}{toll}): {one_line(a.text)}",
        f"    {look.where(a.document_id, a.start)} · {a.account_id}{look.seen(a.account_id)}",
    ]


def _entities(look: Look, asked: Question) -> Blocks:
    for e in look.ledger.entities(about=asked.about, limit=asked.most):
        role = f" · {e.public_role}" if e.public_role else ""
        also = f"  also: {'; '.join(e.aliases[:8])}" if e.aliases else ""
        yield [
            f"{e.name} [{e.type}{'' if e.known else ', not in the catalogue'}]{role} · {e.entity_id}{look.seen(e.entity_id)}",
            *([also] if also else []),
        ]


def _disputes(look: Look, asked: Question) -> Blocks:
    for d in look.ledger.disputes(about=asked.about, limit=asked.most):
        yield dispute_lines(d)


def dispute_lines(d: Dispute) -> list[str]:
    """A dispute: what about, then the positions with those who hold them."""
    sides: dict[str, list[str]] = {}
    for p in d.positions:
        sides.setdefault(p.position, []).append(p.by)
    lines = [f"{d.slot} ({d.kind}): {one_line(d.about)} · {d.dispute_id}"]
    return lines + [f"  {side}: {', '.join(dict.fromkeys(by))}" for side, by in sides.items()]


def _documents(look: Look, asked: Question) -> Blocks:
    articles: dict[str, list[Article]] = {}
    for a in look.articles.values():
        articles.setdefault(a.document_id, []).append(a)
    for n, d in enumerate(look.ledger.documents()):
        if asked.most and n >= asked.most:
            return
        lines = [f"{d.path} · {d.media_type} · {d.char_count} characters · {d.document_id[:16]}"]
        for a in sorted(articles.get(d.document_id, []), key=lambda a: a.start):
            lines.append(
                f"  {a.outlet or 'outlet not stated'} · {a.published or 'undated'} · {one_line(a.title or 'untitled')}"
            )
        yield lines


def _rejects(look: Look, asked: Question) -> Blocks:
    for n, r in enumerate(look.ledger.rejects()):
        if asked.most and n >= asked.most:
            return
        yield [f"{r.path} · {r.stage}: {r.reason}"]


@dataclass(frozen=True)
class Kind:
    """One kind of rows: the filters it knows, how it is told, and whether it is of one name."""

    filters: tuple[str, ...]
    lines: Callable[[Look, Question], Blocks]
    named: bool = False


KINDS: dict[str, Kind] = {
    "claims": Kind(("about", "by", "stance", "outlet", "since", "until"), _claims),
    "entity": Kind(("as_of",), _entity, named=True),
    "events": Kind(("about", "since", "until"), _events),
    "entities": Kind(("about",), _entities),
    "disputes": Kind(("about",), _disputes),
    "documents": Kind((), _documents),
    "rejects": Kind((), _rejects),
}


def log_line(entry: LogEntry) -> str:
    """One entry of the ledger's log."""
    return f"{entry.seq:>6}  {entry.at}  {entry.kind:<10} {entry.summary}  {entry.hash[:16]}"
