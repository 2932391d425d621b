"""How far two sets of labels of the same articles agree: two readers, or the program's export and the resolved labels.

    python benchmarks/own_agreement.py READER_A READER_B --list FILE --corpus FOLDER

The two are called *right* (a reader, or the resolved labels) and *given*. Every figure is a pair of shares: recall of what is
right, precision of what is given; F1 is their harmonic mean. All are summed over the articles before they are divided.

Which ids mean the same (:func:`same_ids`): ids are names that a reader chose, so they are compared through what they are used
for. Within one article the ids of both sides are matched one to one so that the most named mentions (places that both mark as
a name, with the same start and end) agree; two equal ids are matched before all else, unless both sides use them at names and
never at one and the same. Unnamed speakers are equal when the head words of their roles are: the last word before a
preposition, in the singular ("unnamed:us-military-officials-in-iraq": "official"; the "of" of a ministry or department is none).
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.own_labels import OUTLET, Labels, Row, all_compiled, ids_of, listed

Pair = tuple[Row, Row]
Score = Callable[[Row, Row], float]

_PREPOSITIONS = re.compile(
    r"-(?:in|(?<!ministry-)(?<!department-)of|from|at|for|on|near|with|within|close|inside|who|by|to|under)-.*$"
)
_SYMMETRIC = frozenset({"allied-with", "alias-of"})
_CERTAIN = 10_000.0


@dataclass(frozen=True)
class Tally:
    """``found`` of the ``right`` rows were found, ``held`` of the ``given`` ones hold; a share of pairs has both alike."""

    found: float = 0
    right: int = 0
    held: float = 0
    given: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found + other.found, self.right + other.right, self.held + other.held, self.given + other.given
        )

    @property
    def recall(self) -> float:
        """The share of what is right that was found; 0 where nothing is right."""
        return self.found / self.right if self.right else 0.0

    @property
    def precision(self) -> float:
        """The share of what was given that holds; 0 where nothing was given."""
        return self.held / self.given if self.given else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of recall and precision."""
        both = self.recall + self.precision
        return 2 * self.recall * self.precision / both if both else 0.0


def of_pairs(pairs: int, right: int, given: int) -> Tally:
    """A tally of rows that were paired one to one."""
    return Tally(pairs, right, pairs, given)


def share(truths: Iterable[bool]) -> Tally:
    """A tally of what holds of some pairs."""
    listed_ = list(truths)
    return of_pairs(sum(listed_), len(listed_), len(listed_))


def shared(one: Row, other: Row) -> float:
    """The characters two spans share, by those that either has."""
    both: int = min(one["end"], other["end"]) - max(one["start"], other["start"])
    either: int = max(one["end"], other["end"]) - min(one["start"], other["start"])
    return max(0, both) / either if either else 0.0


def half(one: Row, other: Row) -> float:
    """:func:`shared`, 0 below one half."""
    return value if (value := shared(one, other)) >= 0.5 else 0.0


def same_span(one: Row, other: Row) -> float:
    """1 for the same start and end."""
    return float((one["start"], one["end"]) == (other["start"], other["end"]))


def paired(right: Sequence[Row], given: Sequence[Row], score: Score) -> list[Pair]:
    """Rows paired one to one where ``score`` is above 0, the best first, in the order of ``right``."""
    scored = [(score(r, g), i, k) for i, r in enumerate(right) for k, g in enumerate(given)]
    taken: dict[int, int] = {}
    for value, i, k in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if value > 0 and i not in taken and k not in taken.values():
            taken[i] = k
    return [(right[i], given[k]) for i, k in sorted(taken.items())]


def head_word(unnamed: str) -> str:
    """The head word of an unnamed speaker's role, in the singular."""
    role = _PREPOSITIONS.sub("", unnamed.removeprefix("unnamed:"))
    word = role.rpartition("-")[2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-3] + "man" if word.endswith("men") else word.removesuffix("s")


def same_ids(right: Labels, given: Labels) -> dict[str, str]:
    """The id of ``right`` for each id of ``given`` that means the same in this article."""
    at: dict[tuple[int, int], str] = {(m["start"], m["end"]): m["entity_id"] for m in right.table("mentions")}
    together = Counter(
        (at[m["start"], m["end"]], m["entity_id"]) for m in given.table("mentions") if (m["start"], m["end"]) in at
    )
    named = [{m["entity_id"] for m in side.table("mentions")} for side in (right, given)]
    weights = {pair: float(count) for pair, count in together.items()}
    for one in _ids(right) & _ids(given):
        if together[one, one] or not (one in named[0] and one in named[1]):
            weights[one, one] = _CERTAIN + together[one, one]
    return {b: a for a, b in assigned(weights)}


def _ids(labels: Labels) -> set[str]:
    return set().union(*(ids_of(rows) for rows in labels.tables.values())) if labels.tables else set()


def assigned(weights: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """The one-to-one pairs of the greatest total weight (the Hungarian method, in the form with potentials)."""
    rows, columns = sorted({a for a, _ in weights}), sorted({b for _, b in weights})
    size = max(len(rows), len(columns))
    cost = [[0.0] * size for _ in range(size)]
    for (a, b), weight in weights.items():
        cost[rows.index(a)][columns.index(b)] = -weight
    row_of = _least(cost)
    pairs = ((rows[i], columns[k]) for k, i in enumerate(row_of) if i < len(rows) and k < len(columns))
    return sorted(pair for pair in pairs if weights.get(pair, 0) > 0)


def _least(cost: list[list[float]]) -> list[int]:
    """For each column of a square matrix its row in the assignment of least cost."""
    size = len(cost)
    u, v, row_at, way = [0.0] * (size + 1), [0.0] * (size + 1), [0] * (size + 1), [0] * (size + 1)
    for i in range(1, size + 1):
        row_at[0], k0 = i, 0
        least, used = [float("inf")] * (size + 1), [False] * (size + 1)
        while row_at[k0]:
            used[k0], i0, delta, k1 = True, row_at[k0], float("inf"), 0
            for k in range(1, size + 1):
                if used[k]:
                    continue
                reduced = cost[i0 - 1][k - 1] - u[i0] - v[k]
                if reduced < least[k]:
                    least[k], way[k] = reduced, k0
                if least[k] < delta:
                    delta, k1 = least[k], k
            for k in range(size + 1):
                if used[k]:
                    u[row_at[k]] += delta
                    v[k] -= delta
                else:
                    least[k] -= delta
            k0 = k1
        while k0:
            row_at[k0], k0 = row_at[way[k0]], way[k0]
    return [row_at[k] - 1 for k in range(1, size + 1)]


@dataclass(frozen=True)
class Event:
    """The accounts of one event and type in one article."""

    accounts: tuple[Row, ...]

    def ids(self, name: str) -> frozenset[str]:
        """All ids in a column of its accounts."""
        return frozenset(one for account in self.accounts for one in account[name])

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The days that its dated accounts share; None where there are none."""
        first = max((a["date_earliest"] for a in self.accounts if a["date_earliest"]), default=None)
        last = min((a["date_latest"] for a in self.accounts if a["date_latest"]), default=None)
        return (None, None) if first and last and first > last else (first, last)

    @property
    def killed(self) -> frozenset[tuple[int | None, int | None]]:
        """Every range of killed that its accounts give."""
        ranges = ((a["killed_low"], a["killed_high"]) for a in self.accounts)
        return frozenset(r for r in ranges if r != (None, None))

    def overlap(self, other: Event) -> float:
        """How well the best two clauses of the events overlap, 0 to 1."""
        return max(shared(a, b) for a in self.accounts for b in other.accounts)


def events(rows: Sequence[Row]) -> list[tuple[str, Event]]:
    """The events that some accounts tell, each with its type, in the order in which they are first told."""
    groups: dict[tuple[Hashable, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row["event"], row["type"]].append(row)
    return [(type_, Event(tuple(found))) for (_, type_), found in groups.items()]


class Comparison:
    """Two sets of labels of one article. ``tallies`` has every figure by its name."""

    def __init__(self, right: Labels, given: Labels) -> None:
        self.right, self.given = right, given
        self.known = same_ids(right, given)

    def id(self, one: str | None, *, given: bool) -> str | None:
        """An id in the words of ``right``; of an unnamed speaker the head word."""
        if one is None or one == OUTLET:
            return one
        if one.startswith("unnamed:"):
            return f"unnamed:{head_word(one)}"
        return self.known.get(one, f"given {one}") if given else one

    def same(self, name: str) -> Callable[[Pair], bool]:
        """Whether two rows hold the same id in a column."""
        return lambda pair: self.id(pair[0][name], given=False) == self.id(pair[1][name], given=True)

    def equal(self, *names: str) -> Callable[[Pair], bool]:
        """Whether two rows hold the same values."""
        return lambda pair: all(pair[0][name] == pair[1][name] for name in names)

    def pairs(self, table: str, score: Score) -> list[Pair]:
        """The rows of a table paired by ``score``."""
        return paired(self.right.table(table), self.given.table(table), score)

    def count(self, table: str, pairs: int) -> Tally:
        """A tally of paired rows among all of a table."""
        return of_pairs(pairs, len(self.right.table(table)), len(self.given.table(table)))

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """Every figure by its name."""
        return {
            **self._mentions(),
            **self._claims(),
            **self._accounts(),
            **self._relations(),
            **self._spans(),
            "disputes": self.count("disputes", len(self.disputes)),
        }

    def _mentions(self) -> dict[str, Tally]:
        pairs = self.pairs("mentions", same_span)
        typed = [pair for pair in pairs if self.equal("type")(pair)]
        return {
            "mentions: span and type": self.count("mentions", len(typed)),
            "mentions: span": self.count("mentions", len(pairs)),
            "entities: B-cubed": _b_cubed([(r["entity_id"], g["entity_id"]) for r, g in pairs]),
            "entities: id": share(map(self.same("entity_id"), pairs)),
        }

    @cached_property
    def claims(self) -> list[Pair]:
        """Claims whose contents overlap by half; of several alike, those of one speaker."""
        same = self.same("speaker_id")
        return self.pairs("claims", lambda r, g: value + 0.001 * same((r, g)) if (value := half(r, g)) else 0.0)

    def _claims(self) -> dict[str, Tally]:
        pairs = self.claims
        speaker = list(map(self.same("speaker_id"), pairs))
        return {
            "claims: found": self.count("claims", len(pairs)),
            "claims: credited": self.count("claims", sum(speaker)),
            "claims: speaker": share(speaker),
            "claims: on behalf of": share(map(self.same("on_behalf_of"), pairs)),
            "claims: stance": share(map(self.equal("stance"), pairs)),
            "claims: direct": share(map(self.equal("direct"), pairs)),
            "claims: chain edges": self._chains(pairs),
        }

    def _chains(self, pairs: Sequence[Pair]) -> Tally:
        edges = [(self._edges(r["chain"], given=False), self._edges(g["chain"], given=True)) for r, g in pairs]
        return of_pairs(sum(len(r & g) for r, g in edges), sum(len(r) for r, _ in edges), sum(len(g) for _, g in edges))

    def _edges(self, chain: Sequence[str], *, given: bool) -> set[tuple[str | None, str | None]]:
        links = [self.id(one, given=given) for one in chain]
        return set(zip(links, links[1:], strict=False))

    def _accounts(self) -> dict[str, Tally]:
        tellings = self.pairs("accounts", lambda r, g: shared(r, g) if r["type"] == g["type"] else 0.0)
        right, given = events(self.right.table("accounts")), events(self.given.table("accounts"))
        found = self._events(right, given)
        deadly = [(r, g) for r, g in found if r.killed or g.killed]
        harm = self.pairs("casualties", lambda r, g: _shared_if(r, g, ("harm", "low", "high")))
        return {
            "events: by type": of_pairs(len(found), len(right), len(given)),
            "events: actor": share(self._same_set("actor_ids", r, g) for r, g in found),
            "events: recipient": share(self._same_set("recipient_ids", r, g) for r, g in found),
            "events: date": share(r.days == g.days for r, g in found),
            "events: place": share(self._same_set("place_ids", r, g) for r, g in found),
            "events: killed, where told": share(bool(r.killed & g.killed) for r, g in deadly),
            "accounts: by type": self.count("accounts", len(tellings)),
            "accounts: status": share(map(self.equal("status"), tellings)),
            "casualties: harm and figure": self.count("casualties", len(harm)),
        }

    def _events(
        self, right: Sequence[tuple[str, Event]], given: Sequence[tuple[str, Event]]
    ) -> list[tuple[Event, Event]]:
        """Events of one type whose clauses overlap, the best first."""
        rights = [{"type": type_, "event": event} for type_, event in right]
        givens = [{"type": type_, "event": event} for type_, event in given]
        pairs = paired(rights, givens, lambda r, g: r["event"].overlap(g["event"]) if r["type"] == g["type"] else 0.0)
        return [(r["event"], g["event"]) for r, g in pairs]

    def _same_set(self, name: str, right: Event, given: Event) -> bool:
        return {self.id(one, given=False) for one in right.ids(name)} == {
            self.id(one, given=True) for one in given.ids(name)
        }

    def _relations(self) -> dict[str, Tally]:
        """Over what is stated, each once an article."""
        right = {self._stated(row, given=False) for row in self.right.table("relations")}
        given = {self._stated(row, given=True) for row in self.given.table("relations")}
        return {"relations": of_pairs(len(right & given), len(right), len(given))}

    def _stated(self, row: Row, *, given: bool) -> tuple[str, ...]:
        ends = [str(self.id(row[name], given=given)) for name in ("subject_id", "object_id")]
        return (row["predicate"], *(sorted(ends) if row["predicate"] in _SYMMETRIC else ends))

    def _spans(self) -> dict[str, Tally]:
        dates, figures = self.pairs("dates", half), self.pairs("quantities", half)
        wording = self.pairs("wording", shared)
        return {
            "dates: span": self.count("dates", len(dates)),
            "dates: span and value": self.count("dates", sum(map(self.equal("value"), dates))),
            "figures: span": self.count("quantities", len(figures)),
            "figures: span and value": self.count("quantities", sum(map(self.equal("low", "high"), figures))),
            "wording: any overlap": self.count("wording", len(wording)),
            "wording: for whom": share(map(self.same("referent_id"), wording)),
        }

    @cached_property
    def disputes(self) -> list[Pair]:
        """Disputes that set the same two claims against each other."""
        number = {g["n"]: r["n"] for r, g in self.claims}
        return self.pairs("disputes", lambda r, g: float(bool(_opposed(r) & _opposed(g, number))))


def _opposed(dispute: Row, number: Mapping[int, int] | None = None) -> set[frozenset[int]]:
    """The pairs of claims on different sides of a dispute, by the numbers that the other side gives the claims."""
    held = [(p["side"], n) for p in dispute["positions"] for n in p["claims"]]
    if number is not None:
        held = [(side, number[n]) for side, n in held if n in number]
    return {frozenset((n, m)) for side, n in held for other, m in held if side != other and n != m}


def _shared_if(one: Row, other: Row, names: Sequence[str]) -> float:
    return shared(one, other) if all(one[name] == other[name] for name in names) else 0.0


def _b_cubed(pairs: Sequence[tuple[str, str]]) -> Tally:
    """B-cubed (Bagga and Baldwin 1998) over the mentions that both sides have."""
    rights, givens, both = Counter(r for r, _ in pairs), Counter(g for _, g in pairs), Counter(pairs)
    found = sum(count * count / rights[r] for (r, _), count in both.items())
    held = sum(count * count / givens[g] for (_, g), count in both.items())
    return Tally(found, len(pairs), held, len(pairs))


def compared(right: Iterable[Labels], given: Mapping[str, Labels]) -> dict[str, Tally]:
    """The tallies of all articles of ``right``, summed; an article that ``given`` lacks counts as empty."""
    total: dict[str, Tally] = {}
    for one in right:
        for name, tally in Comparison(one, given.get(one.key, Labels(one.article))).tallies.items():
            total[name] = total.get(name, Tally()) + tally
    return total


def table(columns: Mapping[str, Mapping[str, Tally]], *, full: bool = True) -> str:
    """A Markdown table: a row a figure, for each column F1 and, where ``full``, precision, recall and what is right."""
    names = list(next(iter(columns.values()), {}))
    each = ("F1", "P", "R", "n") if full else ("F1", "n")
    head = ["figure", *(f"{column} {part}".strip() for column in columns for part in each)]
    lines = [f"| {' | '.join(head)} |", "| --- |" + " ---: |" * (len(head) - 1)]
    for name in names:
        cells = [cell for column in columns.values() for cell in _cells(column.get(name, Tally()), full=full)]
        lines.append(f"| {' | '.join([name, *cells])} |")
    return "\n".join(lines) + "\n"


def _cells(tally: Tally, *, full: bool) -> list[str]:
    if not (tally.right or tally.given):
        return ["-"] * (4 if full else 2)
    figures = [tally.f1, tally.precision, tally.recall] if full else [tally.f1]
    return [*(f"{100 * figure:.1f}" for figure in figures), str(tally.right)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how far two readers agree."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("right", type=Path, metavar="READER_A")
    parser.add_argument("given", type=Path, metavar="READER_B")
    parser.add_argument("--list", type=Path, required=True)
    parser.add_argument("--corpus", type=Path, required=True)
    args = parser.parse_args(arguments)
    of = listed(args.list)
    right, given = (all_compiled(folder, args.corpus, of) for folder in (args.right, args.given))
    both = [right[key] for key in sorted(right.keys() & given.keys())]
    print(f"{len(both)} articles\n")
    print(table({"": compared(both, given)}), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
