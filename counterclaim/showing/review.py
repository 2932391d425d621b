"""The review pages: the queue, rows, articles, events, entities, exhibits, decisions, agreement. They read; :mod:`acting` writes.

The words come first: what the program made of them is shown on demand, so that it does not lead. Names of private persons are
shown here, to those who review, and nowhere else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import Account, Article, Claim, Decision, Mention
from counterclaim.showing import agreement, review_parties, review_rows
from counterclaim.showing.asked import Given
from counterclaim.showing.forms import Form
from counterclaim.showing.ranked import Ranked, ranked
from counterclaim.showing.ruled import Ruled, names, reason, was_blind
from counterclaim.showing.site import Site, grouped, one_line

Values = dict[str, Any]
Page = tuple[str, Values]

KINDS = {"claims": "Claims", "accounts": "Accounts", "events": "Events"}
STATES = {
    "open": "reviewed by nobody",
    "second": "reviewed by others, not by you",
    "mine": "reviewed by you",
    "all": "all",
}
_PAGE = 40
_DECISIONS = 60


@dataclass(frozen=True, slots=True)
class Pending:
    """Where the weighing stands: how many decisions wait, whether one is going on, whether each is weighed at once, what is
    in the way."""

    waiting: int = 0
    running: bool = False
    at_once: bool = True
    trouble: str = ""
    fits: bool = True


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at a page, and what there is to say: ``word`` is the forms' own; ``kept`` is a form that could not be used,
    ``trouble`` why, ``stale`` the decision that came before it."""

    by: str
    word: str
    given: Given = field(default_factory=dict)
    kept: Form | None = None
    trouble: str = ""
    stale: Decision | None = None
    pending: Pending = Pending()

    def asked(self, name: str, allowed: Sequence[str] | Mapping[str, str], default: str = "") -> str:
        """A field of the address. Raises UsageError for a value that it cannot have."""
        value = self.given.get(name, "") or default
        if value and value not in allowed:
            raise UsageError(f"{name}: no {value[:40]!r} here")
        return value

    @property
    def seen(self) -> bool:
        """True where the program's answer is to be shown."""
        return self.given.get("show") == "1"

    @property
    def page(self) -> int:
        """The page of a list."""
        words = self.given.get("page", "1")
        if not (words.isascii() and words.isdigit() and 1 <= int(words[:7]) <= 100_000):
            raise UsageError("page: a number from 1")
        return int(words)


class Review:
    """The review pages of a ledger as it was read; decisions are read again as soon as one was made."""

    def __init__(self, site: Site) -> None:
        self.site = site.unmasked()
        self._ruled: Ruled | None = None

    @property
    def ledger(self) -> Ledger:
        return self.site.ledger

    @property
    def ruled(self) -> Ruled:
        """The decisions as they stand now."""
        if self._ruled is None or self._ruled.seq != self.ledger.last_entry:
            self._ruled = Ruled(self.ledger)
        return self._ruled

    @cached_property
    def ranked(self) -> Mapping[str, list[Ranked]]:
        """Claims, accounts and events by what matters."""
        return ranked(self.site)

    def page(self, name: str, visit: Visit) -> Page | None:
        """Template and values of a page, None where there is none. Raises UsageError for what cannot be asked."""
        made = self._made(name, visit)
        if made is None:
            return None
        template, values = made
        shared = {
            "here": "review",
            "sub": values.pop("sub", ""),
            "visit": visit,
            "ruled": self.ruled,
            "done": self._done(visit),
            "address": name,
            "root": "../" * name.count("/"),
            "says": self._says,
            "reason": reason,
            "was_blind": was_blind,
            "by_whom": names,
        }
        return template, {**shared, **values}

    def _made(self, name: str, visit: Visit) -> Page | None:
        if name in _FIXED:
            return _FIXED[name](self, visit)
        folder, _, rest = name.removeprefix("review/").partition("/")
        make = _ROWS.get(folder)
        if make is None or not rest.endswith(".html") or not visit.by:
            return None
        return make(self, rest.removesuffix(".html"), visit)

    def _says(self, d: Decision) -> str:
        return one_line(self.ruled.says(d))

    def _done(self, visit: Visit) -> Values | None:
        """What the last form did, from the address that it led to."""
        d = self.ruled.by_id.get(visit.given.get("done", ""))
        if d is None:
            return None
        state, why = self.ruled.state(d)
        return {"decision": d, "says": self._says(d), "state": state, "reason": one_line(why)}

    # ------------------------------------------------------------ the queue

    def order(self, kind: str, state: str, by: str) -> list[Ranked]:
        """The rows of a kind in a state, by what matters."""
        keep = self._keep(state, by)
        return [r for r in self.ranked[kind] if keep(self.ruled.reviewers(kind, r.row_id))]

    @staticmethod
    def _keep(state: str, by: str) -> Callable[[list[str]], bool]:
        return {
            "open": lambda who: not who,
            "second": lambda who: bool(who) and by not in who,
            "mine": lambda who: by in who,
            "all": lambda _: True,
        }[state]

    def _home(self, visit: Visit) -> Page:
        kind, state = visit.asked("kind", KINDS, "claims"), visit.asked("state", STATES, "open")
        rows = self.order(kind, state, visit.by)
        leaf = _leaf(rows, visit.page, _PAGE)
        return "review.html", {
            "sub": "queue",
            "kinds": KINDS,
            "states": STATES,
            "kind": kind,
            "state": state,
            "counts": {k: self._count(k) for k in KINDS},
            "rows": [self._queued(r) for r in leaf],
            "total": len(rows),
            "pages": -(-len(rows) // _PAGE),
            "articles_read": self._count_read(),
        }

    def _count(self, kind: str) -> tuple[int, int]:
        rows = self.ranked[kind]
        return sum(r.row_id in self.ruled.reviewed for r in rows), len(rows)

    def _count_read(self) -> tuple[int, int]:
        return sum(a.article_id in self.ruled.reviewed for a in self.site.articles), len(self.site.articles)

    def _queued(self, r: Ranked) -> Values:
        site = self.site
        if r.table == "events":
            told = site.accounts_of.get(r.row_id, [])
            first: Claim | Account | None = told[0] if told else None
        else:
            first = site.claim[r.row_id] if r.table == "claims" else site.account[r.row_id]
        article = site.article.get(first.article_id) if first else None
        return {
            "row": r,
            "href": f"review/{r.table}/{r.row_id}.html",
            "words": one_line(first.text) if first else "",
            "outlet": site.outlet(article) if article else "",
            "day": (article.published if article else None) or "undated",
            "by": self.ruled.reviewers(r.table, r.row_id),
        }

    # ------------------------------------------------------------ articles

    def _articles(self, visit: Visit) -> Page:
        state = visit.asked("state", ("open", "read", "all"), "open")
        site = self.site
        done = {a.article_id: self.ruled.reviewers("articles", a.article_id) for a in site.articles}
        rows = [a for a in site.articles if state == "all" or bool(done[a.article_id]) == (state == "read")]
        claims, accounts = self.rows_of_article
        return "review_articles.html", {
            "sub": "articles",
            "state": state,
            "total": len(rows),
            "rows": [
                {
                    "article": a,
                    "by": done[a.article_id],
                    "found": len(claims.get(a.article_id, [])) + len(accounts.get(a.article_id, [])),
                    "done": sum(
                        i in self.ruled.reviewed
                        for i in (
                            *(c.claim_id for c in claims.get(a.article_id, [])),
                            *(t.account_id for t in accounts.get(a.article_id, [])),
                        )
                    ),
                }
                for a in _leaf(rows, visit.page, _PAGE)
            ],
            "pages": -(-len(rows) // _PAGE),
        }

    @cached_property
    def rows_of_article(self) -> tuple[Mapping[str, list[Any]], Mapping[str, list[Any]]]:
        """Article id -> its claims, and its accounts."""
        return grouped(self.site.claims, lambda c: c.article_id), grouped(self.site.accounts, lambda a: a.article_id)

    # ------------------------------------------------------------ decisions, agreement

    def _decisions(self, visit: Visit) -> Page:
        by = visit.given.get("by", "")
        state = visit.asked("state", ("waits", "applied", "overruled", "undone", "unapplied"))
        rows = [
            d
            for d in reversed(self.ruled.decisions)
            if (not by or d.by == by) and (not state or self.ruled.state(d)[0] == state)
        ]
        return "review_decisions.html", {
            "sub": "decisions",
            "state": state,
            "by": by,
            "reviewers": sorted({d.by for d in self.ruled.decisions}),
            "total": len(rows),
            "rows": [self._decided(d) for d in _leaf(rows, visit.page, _DECISIONS)],
            "pages": -(-len(rows) // _DECISIONS),
        }

    def _decided(self, d: Decision) -> Values:
        state, why = self.ruled.state(d)
        return {
            "decision": d,
            "says": self._says(d),
            "state": state,
            "why_state": one_line(why),
            "words": one_line(d.words or "")[:160],
            "why": one_line(reason(d)),
            "blind": was_blind(d),
            "href": self.address_of(d),
            "undo": self.ruled.can_undo(d),
        }

    def address_of(self, d: Decision) -> str:
        """The review page of the row that a decision is about; empty where it has none."""
        site = self.site
        there: Mapping[str, Mapping[str, Any]] = {
            "claims": site.claim, "accounts": site.account, "events": site.event, "articles": site.article,
            "entities": site.entity,
        }  # fmt: skip
        for row in self.ruled.rows(d):
            table, _, row_id = row.partition(" ")
            if table == d.target_table and row_id in there.get(table, {}):
                return f"review/{table}/{row_id}.html"
        return ""

    def _agreement(self, _: Visit) -> Page:
        found = agreement.reading(self.ledger)
        return "review_agreement.html", {"sub": "agreement", "found": found, "words_of": agreement.words}

    def _exhibit(self, visit: Visit) -> Page:
        return "review_exhibit.html", {"sub": "exhibit", **review_rows.fields_of(self, visit, None)}

    # ------------------------------------------------------------ what the pages of rows look up

    @cached_property
    def mentions_in(self) -> Mapping[str, list[Mention]]:
        """Article id -> its mentions, in text order."""
        every = [m for rows in self.site.mentions_of.values() for m in rows]
        return grouped(sorted(every, key=lambda m: (m.start, m.end)), lambda m: m.article_id)

    @cached_property
    def names_taken(self) -> Mapping[str, int]:
        """Name, alias or id, case aside -> how many entities it means."""
        return Counter(
            name for e in self.site.entities for name in {n.casefold() for n in (e.name, *e.aliases, e.entity_id)}
        )

    def facts(self, article: Article) -> str:
        """Outlet, day and place of an article in a line."""
        site = self.site
        where = site.path(site.document[article.document_id])
        return f"{site.outlet(article)} · {article.published or 'undated'} · {where}"


def _leaf(rows: Sequence[Any], page: int, size: int) -> Sequence[Any]:
    if page > max(1, -(-len(rows) // size)):
        raise UsageError(f"page {page}: there are {max(1, -(-len(rows) // size))}")
    return rows[(page - 1) * size : page * size]


_FIXED: Mapping[str, Callable[[Review, Visit], Page]] = {
    "review.html": Review._home,
    "review/articles.html": Review._articles,
    "review/pairs.html": review_parties.pairs,
    "review/exhibit.html": Review._exhibit,
    "review/decisions.html": Review._decisions,
    "review/agreement.html": Review._agreement,
}
_ROWS: Mapping[str, Callable[[Review, str, Visit], Page | None]] = {
    "claims": lambda review, row_id, visit: review_rows.row(review, "claims", row_id, visit),
    "accounts": lambda review, row_id, visit: review_rows.row(review, "accounts", row_id, visit),
    "articles": review_rows.article,
    "events": review_parties.event,
    "entities": review_parties.entity,
}
