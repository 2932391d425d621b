"""Drawing a sample for an audit: sentences to be coded by people who do not see what the program made of them.

For every group of outlets and every kind of row the sentences of the ledger are parted into strata: those in which the program
found such a row, those in which it found none, and those of articles in which it found none at all. From each a random sample
is drawn. The sheet asks of a sentence whether there is such a row in it, and which; the key, kept apart, says what the program
found and how many sentences each one stands for.
"""

from __future__ import annotations

import csv
import hashlib
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from importlib.resources import files
from pathlib import Path

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.records import UNNAMED, Account, Article, Claim, EventType, Predicate, Relation, Stance, Status
from counterclaim.showing.export import harmless
from counterclaim.showing.mask import Mask
from counterclaim.showing.site import one_line
from counterclaim.text import Span, sentences

_LEAST_SHARE = 0.1  # of the articles that an outlet needs to be a group of its own
_MOST_GROUPS = 6
_REST = "other outlets"
_LEAST = 2  # sentences from a stratum, where it has so many
_SHORTEST = 20  # letters: what is shorter is no sentence to code
NOT_STATED = "outlet not stated"
_SEPARATOR = "; "


class Kind(StrEnum):
    """The kinds of rows that can be audited."""

    CLAIMS = "claims"
    ACCOUNTS = "accounts"
    RELATIONS = "relations"


class Stratum(StrEnum):
    """Where a sentence comes from."""

    FOUND = "found"
    BESIDE = "none in the sentence"
    EMPTY = "none in the article"


# What is asked of each kind: the question, and the codes that the answer may have by column.
QUESTIONS: Mapping[Kind, str] = {
    Kind.CLAIMS: "Does this sentence hold a claim, wholly or in part: something that somebody (not the outlet itself) is told to "
    "say, think, ask or demand?",
    Kind.ACCOUNTS: "Does this sentence tell an act or event: somebody did, does, will do or did not do something to or with "
    "others?",
    Kind.RELATIONS: "Does this sentence say what one is to another: who leads, speaks for, belongs to, supports or opposes whom?",
}
CODES: Mapping[Kind, Mapping[str, tuple[str, ...]]] = {
    Kind.CLAIMS: {"stance": tuple(map(str, Stance))},
    Kind.ACCOUNTS: {"type": tuple(map(str, EventType)), "status": tuple(map(str, Status))},
    Kind.RELATIONS: {"predicate": tuple(map(str, Predicate))},
}
ANSWERS = ("yes", "no", "unsure")
SHEET = (
    "unit",
    "asks",
    "before",
    "sentence",
    "after",
    "there",
    "speaker",
    "stance",
    "type",
    "status",
    "predicate",
    "note",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence of the sample with one question. ``population`` of ``sampled`` sentences: how many each stands for.

    The last four are what the program found there: the codes of its rows, and the names of its speakers.
    """

    unit: str
    kind: str
    group: str
    stratum: str
    population: int
    sampled: int
    document_id: str
    start: int
    end: int
    stance: str
    type: str
    status: str
    predicate: str
    speaker: str

    def codes(self, column: str) -> frozenset[str]:
        """The program's codes of a column."""
        return frozenset(part for part in str(getattr(self, column)).split(_SEPARATOR) if part)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sheet: a sentence between its neighbours."""

    unit: str
    asks: str
    before: str
    sentence: str
    after: str


@dataclass(frozen=True, slots=True)
class Sample:
    """The sheet and its key, in the same order, which says nothing of either."""

    lines: tuple[Line, ...]
    units: tuple[Unit, ...]


Row = Claim | Account | Relation
_Place = tuple[str, int, int]  # document, start, end


# ---------------------------------------------------------------- drawing


def draw(
    ledger: Ledger,
    *,
    size: int,
    seed: int,
    kinds: Sequence[Kind] = tuple(Kind),
    groups: Mapping[str, str] | None = None,
    public: bool = False,
) -> Sample:
    """A sample of about ``size`` sentences. The same ledger and seed give the same sample.

    ``groups`` says to which group an outlet belongs; without it, the largest outlets are groups of their own. ``public``
    withholds persons without a public role. Raises UsageError for a ledger without sentences.
    """
    drawing = _Drawing(ledger, seed, groups, public)
    if not drawing.sentences:
        raise UsageError(f"{ledger.path}: there is no sentence to draw")
    cells = [(kind, group) for kind in kinds for group in drawing.group_names]
    units = [unit for kind, group in cells for unit in drawing.cell(kind, group, max(_LEAST, size // len(cells)))]
    units.sort(key=lambda u: _chance(seed, "order", u.unit))
    return Sample(tuple(drawing.line(u) for u in units), tuple(units))


class _Drawing:
    """All sentences of a ledger by article, and what the program found in each."""

    def __init__(self, ledger: Ledger, seed: int, groups: Mapping[str, str] | None, public: bool) -> None:
        self._ledger, self._seed = ledger, seed
        self._mask = Mask.of(ledger) if public else Mask.none()
        self._articles = ledger.articles()
        self._group = _grouped(self._articles, groups)
        self._names = {e.entity_id: (e.name, *e.aliases) for e in ledger.entities()}
        self.sentences: dict[str, list[Span]] = {}
        self._texts: dict[str, str] = {}
        furniture: dict[str, list[Span]] = defaultdict(list)
        for f in ledger.furniture():
            furniture[f.document_id].append((f.start, f.end))
        for a in self._articles:
            found = list(_prose(self._text(a.document_id), a, furniture[a.document_id]))
            if found:
                self.sentences[a.article_id] = found
        self.group_names = sorted({self._group[i] for i in self.sentences})
        self._rows = {kind: self._found(kind) for kind in Kind}

    def _text(self, document_id: str) -> str:
        if document_id not in self._texts:
            self._texts = {document_id: self._ledger.text(document_id)}
        return self._texts[document_id]

    def _found(self, kind: Kind) -> dict[tuple[str, int], list[Row]]:
        """(article, number of its sentence) -> the rows of a kind that lie in it, wholly or in part."""
        tables: Mapping[Kind, Sequence[Row]] = {
            Kind.CLAIMS: self._ledger.claims(), Kind.ACCOUNTS: self._ledger.accounts(), Kind.RELATIONS: self._ledger.relations(),
        }  # fmt: skip
        found: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in tables[kind]:
            spans = self.sentences.get(row.article_id, [])
            at = max(0, bisect_left(spans, (row.start, row.start)) - 1)
            while at < len(spans) and spans[at][0] < row.end:
                if spans[at][1] > row.start:
                    found[row.article_id, at].append(row)
                at += 1
        return found

    def cell(self, kind: Kind, group: str, size: int) -> Iterator[Unit]:
        """The sample of one kind in one group: half from where the program found something, a quarter from each of the rest."""
        rows = self._rows[kind]
        full = {article_id for article_id, _ in rows}
        strata: dict[Stratum, list[tuple[str, int]]] = {stratum: [] for stratum in Stratum}
        for article_id in sorted(i for i in self.sentences if self._group[i] == group):
            for at in range(len(self.sentences[article_id])):
                there = (article_id, at) in rows
                stratum = Stratum.FOUND if there else (Stratum.BESIDE if article_id in full else Stratum.EMPTY)
                strata[stratum].append((article_id, at))
        for stratum, wanted in _shared(size, {s: len(held) for s, held in strata.items()}).items():
            held = sorted(strata[stratum], key=lambda place: _chance(self._seed, kind, *place))[:wanted]
            for article_id, at in held:
                document_id, start, end = self._where(article_id, at)
                unit = hashlib.sha256(f"{kind}|{document_id}|{start}".encode()).hexdigest()[:12]
                yield Unit(
                    unit, kind, group, stratum, len(strata[stratum]), len(held), document_id, start, end,
                    **self._codes(kind, rows.get((article_id, at), ())),
                )  # fmt: skip

    def _where(self, article_id: str, at: int) -> _Place:
        document_id = next(a.document_id for a in self._articles if a.article_id == article_id)
        return document_id, *self.sentences[article_id][at]

    def _codes(self, kind: Kind, rows: Iterable[Row]) -> dict[str, str]:
        """What the program found, by the columns of the key."""
        held: dict[str, set[str]] = {
            "stance": set(),
            "type": set(),
            "status": set(),
            "predicate": set(),
            "speaker": set(),
        }
        for row in rows:
            for column in CODES[kind]:
                held[column].add(str(getattr(row, column)))
            if isinstance(row, Claim):
                held["speaker"] |= {one_line(name) for name in self._called(row)}
        return {column: _SEPARATOR.join(sorted(values)) for column, values in held.items()}

    def _called(self, claim: Claim) -> Iterator[str]:
        if claim.speaker:
            yield claim.speaker
        if claim.speaker_id.startswith(UNNAMED):
            yield claim.speaker_id.removeprefix(UNNAMED).replace("-", " ")
        yield from self._names.get(claim.speaker_id, ())

    def line(self, unit: Unit) -> Line:
        """The sentence of a unit between its neighbours."""
        article = next(
            a
            for a in self._articles
            if a.document_id == unit.document_id and (unit.start, unit.end) in self.sentences.get(a.article_id, ())
        )
        spans = self.sentences[article.article_id]
        at = spans.index((unit.start, unit.end))

        def words(n: int) -> str:
            if not 0 <= n < len(spans):
                return ""
            start, end = spans[n]
            return one_line(self._mask.words(self._text(article.document_id)[start:end], article.document_id, start))

        return Line(unit.unit, unit.kind, words(at - 1), words(at), words(at + 1))


def _prose(text: str, article: Article, furniture: Sequence[Span]) -> Iterator[Span]:
    """The sentences of an article that are no furniture."""
    for start, end in sentences(text[article.start : article.end]):
        span = (start + article.start, end + article.start)
        covered = sum(max(0, min(span[1], f[1]) - max(span[0], f[0])) for f in furniture)
        if end - start >= _SHORTEST and covered * 2 < end - start:
            yield span


def _grouped(articles: Sequence[Article], groups: Mapping[str, str] | None) -> dict[str, str]:
    """Article id -> its group."""
    outlets = {a.article_id: one_line(a.outlet or "") or NOT_STATED for a in articles}
    if groups is not None:
        return {i: groups.get(outlet, _REST) for i, outlet in outlets.items()}
    counts = Counter(outlets.values())
    large = sorted((o for o, n in counts.items() if n >= _LEAST_SHARE * len(articles)), key=lambda o: (-counts[o], o))
    own = frozenset(large[:_MOST_GROUPS])
    return {i: outlet if outlet in own else _REST for i, outlet in outlets.items()}


def _shared(size: int, held: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """How many of each stratum: half found, a quarter each of the others; what one lacks goes to the others."""
    shares = {Stratum.FOUND: size - size // 2, Stratum.BESIDE: size // 4, Stratum.EMPTY: size // 2 - size // 4}
    taken = {s: min(n, max(_LEAST, shares[s])) for s, n in held.items()}
    for stratum, n in held.items():
        spare = size - sum(taken.values())
        if spare > 0:
            taken[stratum] = min(n, taken[stratum] + spare)
    return taken


def _chance(seed: int, *what: object) -> str:
    """A number by chance that only the seed and the thing decide: the same on every machine and in every version."""
    return hashlib.sha256("|".join(map(str, (seed, *what))).encode()).hexdigest()


def read_groups(path: Path) -> dict[str, str]:
    """Outlet -> group, from a CSV with these two columns. Raises UsageError for a file that cannot be used."""
    rows = read_table(path, ("outlet", "group"))
    return {
        one_line(row["outlet"]): one_line(row["group"])
        for row in rows
        if row["outlet"].strip() and row["group"].strip()
    }


def read_table(path: Path, needed: Sequence[str]) -> list[dict[str, str]]:
    """The rows of a CSV with the columns needed. Raises UsageError where it cannot be read or lacks one."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.DictReader(opened)
            missing = [name for name in needed if name not in (reader.fieldnames or ())]
            if missing:
                raise UsageError(f"{path}: no column {missing[0]!r}")
            return [{key: value or "" for key, value in row.items() if key is not None} for row in reader]
    except (OSError, UnicodeError, csv.Error) as error:
        raise UsageError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


# ---------------------------------------------------------------- writing

_README = """How to code this sample

Each line of sheet.csv is one sentence with one question; sheet.html asks the same in a browser and saves a file of your answers.
Read the sentence; the ones before and after it are there for the sense alone. Write into "there":
  yes     there is such a row in the sentence
  no      there is none
  unsure  you cannot tell; such lines are counted and left out
Where you say yes, add what the columns of that question ask; where the sentence holds several, take the first.

{questions}
key.csv says what the program found. Do not open it before you have coded, and do not give it to those who code.
Two people who code the same sheet show how far people agree. Then:

  counterclaim audit LEDGER --coded sheet-one.csv --coded sheet-two.csv --key key.csv --out RESULTS
"""


def write(sample: Sample, folder: Path) -> None:
    """Write sheet.csv, sheet.html, key.csv and README.txt. Raises UsageError for a folder that holds files already."""
    from counterclaim.showing.pages import Pages

    try:
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(f"{folder} holds other files; give an empty or a new folder")
        folder.mkdir(parents=True, exist_ok=True)
        write_table(
            folder / "sheet.csv",
            SHEET,
            ({f.name: getattr(line, f.name) for f in fields(line)} for line in sample.lines),
        )
        write_table(
            folder / "key.csv", [f.name for f in fields(Unit)],
            ({f.name: getattr(unit, f.name) for f in fields(unit)} for unit in sample.units),
        )  # fmt: skip
        kinds = [kind for kind in Kind if any(line.asks == kind for line in sample.lines)]
        page = Pages.alone(
            "audit_sheet.html",
            lines=sample.lines,
            questions=QUESTIONS,
            codes=CODES,
            answers=ANSWERS,
            columns=SHEET,
            kinds=kinds,
        )
        (folder / "sheet.html").write_text(page, encoding="utf-8", newline="\n")
        asked = "\n".join(f"{kind}: {QUESTIONS[kind]}\n{_columns(kind)}" for kind in kinds)
        (folder / "README.txt").write_text(_README.format(questions=asked), encoding="utf-8", newline="\n")
        for name in ("style.css", "audit.js"):
            body = files("counterclaim.showing").joinpath("static", name).read_bytes()
            (folder / name).write_bytes(body)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error


def _columns(kind: Kind) -> str:
    codes = "".join(f"  {column}: one of {', '.join(values)}\n" for column, values in CODES[kind].items())
    return ("  speaker: who says it, as the text names them\n" if kind is Kind.CLAIMS else "") + codes


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """A CSV; a cell that a spreadsheet would run is made harmless."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([harmless(str(row.get(column, ""))) for column in columns])
