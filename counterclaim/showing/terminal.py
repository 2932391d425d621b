"""Lines for the terminal: the rows of a ledger with their words and where they stand (file:line)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger, LogEntry
from counterclaim.records import UNNAMED, Account, Article, Claim, Dispute, Event, days, figure
from counterclaim.text import line_of


@dataclass(frozen=True, slots=True)
class Question:
    """What ``show`` was asked: names match an entity's id, name or alias; days are ISO; ``limit`` 0 is no limit."""

    about: str | None = None
    by: str | None = None
    since: str | None = None
    until: str | None = None
    limit: int = 50

    @property
    def most(self) -> int | None:
        """The limit, None for no limit."""
        return self.limit or None


class _Look:
    """Look-ups that several kinds of rows share, each read once."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._texts: dict[str, str] = {}

    @cached_property
    def names(self) -> dict[str, str]:
        return {e.entity_id: e.name for e in self.ledger.entities()}

    @cached_property
    def paths(self) -> dict[str, str]:
        return {d.document_id: d.path for d in self.ledger.documents()}

    @cached_property
    def articles(self) -> dict[str, Article]:
        return {a.article_id: a for a in self.ledger.articles()}

    def name(self, entity_id: str) -> str:
        """An entity's name; an unnamed speaker in words."""
        if entity_id.startswith(UNNAMED):
            return f"unnamed ({entity_id.removeprefix(UNNAMED).replace('-', ' ')})"
        return self.names.get(entity_id, entity_id)

    def several(self, entity_ids: Iterable[str]) -> str:
        return ", ".join(self.name(i) for i in entity_ids)

    def where(self, document_id: str, start: int) -> str:
        """``path:line`` of an offset."""
        if document_id not in self._texts:
            self._texts[document_id] = self.ledger.text(document_id)
        return f"{self.paths[document_id]}:{line_of(self._texts[document_id], start)}"


def show(ledger: Ledger, what: str, asked: Question) -> Iterator[str]:
    """Lines for one kind of row. Raises UsageError for a filter that the kind does not know."""
    kind = KINDS[what]
    for option in ("about", "by", "since", "until"):
        if getattr(asked, option) is not None and option not in kind.filters:
            known = ", ".join(f"--{f}" for f in kind.filters) or "no filter"
            raise UsageError(f"show {what} has no --{option}; it has {known}")
    shown = 0
    for block in kind.lines(_Look(ledger), asked):
        shown += 1
        yield from block
    if not shown:
        yield f"no {what} found"
    elif asked.most and shown >= asked.most:
        yield f"(the first {shown}; --limit 0 shows all)"


Blocks = Iterator[list[str]]


def _claims(look: _Look, asked: Question) -> Blocks:
    for c in look.ledger.claims(about=asked.about, by=asked.by, since=asked.since, until=asked.until, limit=asked.most):
        yield claim_lines(look, c)


def claim_lines(look: _Look, c: Claim) -> list[str]:
    """A claim: who and how, the words, where they stand and through whom they came."""
    article = look.articles[c.article_id]
    behalf = f" for {look.name(c.on_behalf_of)}" if c.on_behalf_of else ""
    manner = f"{c.stance}, in their words" if c.direct else str(c.stance)
    mark = ('"', '"') if c.direct else ("", "")
    told = " > ".join(look.name(link) for link in c.chain)
    return [
        f"{look.name(c.speaker_id)}{behalf} [{manner}]",
        f"  {mark[0]}{_one_line(c.text)}{mark[1]}",
        f"  {look.where(c.document_id, c.start)} · {article.published or 'undated'} · {told} · {c.claim_id}",
    ]


def _events(look: _Look, asked: Question) -> Blocks:
    for e in look.ledger.events(about=asked.about, since=asked.since, until=asked.until, limit=asked.most):
        yield event_lines(look, e)


def event_lines(look: _Look, e: Event) -> list[str]:
    """An event: what, who, where and when, how it is supported, then its accounts."""
    mode = f"/{e.mode}" if e.mode else ""
    parties = f"{look.several(e.actor_ids) or '?'} -> {look.several(e.recipient_ids) or '?'}"
    place = look.several(e.place_ids) or "place not stated"
    lines = [
        f"{e.type}{mode}: {parties} · {place} · {days(e.date_earliest, e.date_latest) or 'undated'} · {e.level}, "
        f"{e.witness_count} witness{'es' if e.witness_count != 1 else ''}, {e.account_count} accounts · {e.event_id}"
    ]
    return lines + [line for a in look.ledger.accounts(event_id=e.event_id) for line in _account(look, a)]


def _account(look: _Look, a: Account) -> list[str]:
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
        f"  {article.outlet or 'outlet not stated'} ({a.status}{toll}): {_one_line(a.text)}",
        f"    {look.where(a.document_id, a.start)} · {a.account_id}",
    ]


def _entities(look: _Look, asked: Question) -> Blocks:
    for e in look.ledger.entities(about=asked.about, limit=asked.most):
        role = f" · {e.public_role}" if e.public_role else ""
        also = f"  also: {'; '.join(e.aliases[:8])}" if e.aliases else ""
        yield [
            f"{e.name} [{e.type}{'' if e.known else ', not in the catalogue'}]{role} · {e.entity_id}",
            *([also] if also else []),
        ]


def _disputes(look: _Look, asked: Question) -> Blocks:
    for d in look.ledger.disputes(about=asked.about, limit=asked.most):
        yield dispute_lines(d)


def dispute_lines(d: Dispute) -> list[str]:
    """A dispute: what about, then the positions with those who hold them."""
    sides: dict[str, list[str]] = {}
    for p in d.positions:
        sides.setdefault(p.position, []).append(p.by)
    lines = [f"{d.slot} ({d.kind}): {_one_line(d.about)} · {d.dispute_id}"]
    return lines + [f"  {side}: {', '.join(dict.fromkeys(by))}" for side, by in sides.items()]


def _documents(look: _Look, asked: Question) -> Blocks:
    articles: dict[str, list[Article]] = {}
    for a in look.articles.values():
        articles.setdefault(a.document_id, []).append(a)
    for n, d in enumerate(look.ledger.documents()):
        if asked.most and n >= asked.most:
            return
        lines = [f"{d.path} · {d.media_type} · {d.char_count} characters · {d.document_id[:16]}"]
        for a in sorted(articles.get(d.document_id, []), key=lambda a: a.start):
            lines.append(
                f"  {a.outlet or 'outlet not stated'} · {a.published or 'undated'} · {_one_line(a.title or 'untitled')}"
            )
        yield lines


def _rejects(look: _Look, asked: Question) -> Blocks:
    for n, r in enumerate(look.ledger.rejects()):
        if asked.most and n >= asked.most:
            return
        yield [f"{r.path} · {r.stage}: {r.reason}"]


@dataclass(frozen=True)
class Kind:
    """One kind of rows: the filters it knows and how it is told."""

    filters: tuple[str, ...]
    lines: Callable[[_Look, Question], Blocks]


KINDS: dict[str, Kind] = {
    "claims": Kind(("about", "by", "since", "until"), _claims),
    "events": Kind(("about", "since", "until"), _events),
    "entities": Kind(("about",), _entities),
    "disputes": Kind(("about",), _disputes),
    "documents": Kind((), _documents),
    "rejects": Kind((), _rejects),
}


def log_line(entry: LogEntry) -> str:
    """One entry of the ledger's log."""
    return f"{entry.seq:>6}  {entry.at}  {entry.kind:<10} {entry.summary}  {entry.hash[:16]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
