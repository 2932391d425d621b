"""What an audit shows: precision and recall of the program by group of outlets and kind of row, and how far people agree.

Precision is the share of the sentences in which the program found a row and people find one, too. Recall is the share of the
sentences in which people find one that the program found, too: estimated from all strata, each sentence by how many it stands
for. Shares have Wilson's intervals; sums and ratios of them have intervals recovered from these.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path

from counterclaim.errors import UsageError
from counterclaim.showing.agreement import alpha
from counterclaim.showing.audit import ANSWERS, CODES, Kind, Stratum, Unit, read_table, write_table
from counterclaim.showing.find import folded
from counterclaim.showing.intervals import Estimate, added, share_of, wilson

ALL = "all outlets"
_UNIT_NUMBERS = frozenset(("population", "sampled", "start", "end"))
_DASH = "–"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person's answers: unit -> column -> code."""

    name: str
    answers: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures of one kind of row in one group. ``found`` and ``others`` are coded sentences, ``unsure`` those left out."""

    kind: str
    group: str
    found: int
    others: int
    unsure: int
    precision: Estimate | None
    recall: Estimate | None


@dataclass(frozen=True, slots=True)
class Fit:
    """How often two give the same answer: over ``count`` sentences, and beyond chance (Krippendorff's alpha)."""

    kind: str
    what: str
    count: int
    same: Estimate | None
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Result:
    """All that an audit shows."""

    measures: tuple[Measure, ...]
    fits: tuple[Fit, ...]
    coders: tuple[Fit, ...]
    missing: int
    methods: str


# ---------------------------------------------------------------- reading


def read_key(path: Path) -> dict[str, Unit]:
    """Unit -> what the program found. Raises UsageError for a file that is no key."""
    names = [f.name for f in fields(Unit)]
    units = {}
    for row in read_table(path, names):
        try:
            given = {n: int(row[n]) if n in _UNIT_NUMBERS else row[n].removeprefix("'") for n in names}
        except ValueError as error:
            raise UsageError(f"{path}: unit {row['unit']!r}: {error}") from error
        units[row["unit"]] = Unit(**given)  # type: ignore[arg-type]
    if not units:
        raise UsageError(f"{path}: no unit in it")
    return units


def read_sheet(path: Path, key: Mapping[str, Unit]) -> Sheet:
    """One person's answers. Raises UsageError for an answer that is none of the codes, and for a sheet of another key."""
    columns = ("stance", "type", "status", "predicate", "speaker")
    answers: dict[str, Mapping[str, str]] = {}
    for number, row in enumerate(read_table(path, ("unit", "there")), start=2):
        unit = row["unit"].strip()
        if unit not in key:
            raise UsageError(f"{path}, line {number}: unit {unit!r} is not in the key; is it the key of this sheet?")
        there = row["there"].strip().casefold()
        if there and there not in ANSWERS:
            raise UsageError(f"{path}, line {number}: there is {there!r}; write {', '.join(ANSWERS)} or nothing")
        held = {"there": there}
        for column in columns:
            word = row.get(column, "").strip().removeprefix("'")
            codes = CODES[Kind(key[unit].kind)].get(column)
            if codes and word:
                word = next((c for c in codes if c.casefold() == word.casefold()), "")
                if not word:
                    raise UsageError(f"{path}, line {number}: {column} is {row[column]!r}; one of {', '.join(codes)}")
            held[column] = word
        answers[unit] = held
    return Sheet(path.name, answers)


# ---------------------------------------------------------------- figures


def result(key: Mapping[str, Unit], sheets: Sequence[Sheet], *, ledger: str, articles: int) -> Result:
    """The figures by the first sheet, and how far the sheets agree. Raises UsageError where nothing was coded."""
    first = sheets[0]
    coded = [u for u in key.values() if first.answers.get(u.unit, {}).get("there")]
    if not coded:
        raise UsageError(f"{first.name}: no line is coded")
    measures = []
    for kind in Kind:
        of_kind = [u for u in coded if u.kind == kind]
        groups = sorted({u.group for u in of_kind})
        for group in groups:
            measures.append(_measure(kind, group, [u for u in of_kind if u.group == group], first, key))
        if len(groups) > 1:
            measures.append(_measure(kind, ALL, of_kind, first, key))
    fits = [fit for kind in Kind for fit in _fits(kind, [u for u in coded if u.kind == kind], first)]
    coders = [fit for kind in Kind for fit in _between(kind, key, sheets)] if len(sheets) > 1 else []
    found = Result(tuple(measures), tuple(fits), tuple(coders), len(key) - len(coded), "")
    return Result(
        found.measures, found.fits, found.coders, found.missing, methods(found, key, sheets, ledger, articles)
    )


def _measure(kind: str, group: str, units: Sequence[Unit], sheet: Sheet, key: Mapping[str, Unit]) -> Measure:
    decided = [u for u in units if sheet.answers[u.unit]["there"] != "unsure"]
    strata: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    for u in decided:
        strata[u.group, u.stratum].append(u)
    found: list[tuple[float, Estimate]] = []
    missed: list[tuple[float, Estimate]] = []
    for (_, stratum), held in sorted(strata.items()):
        share = wilson(sum(sheet.answers[u.unit]["there"] == "yes" for u in held), len(held))
        if share is not None:
            (found if stratum == Stratum.FOUND else missed).append((held[0].population, share))
    whole = sum(weight for weight, _ in found)
    precision = _scaled(added(found), whole) if whole else None
    # A stratum of which nothing was coded may hold anything: then nobody can tell the recall.
    drawn = {(u.group, u.stratum) for u in key.values() if u.kind == kind and group in (u.group, ALL)}
    recall = share_of(added(found), added(missed)) if found and drawn <= strata.keys() else None
    count = sum(u.stratum == Stratum.FOUND for u in decided)
    return Measure(str(kind), group, count, len(decided) - count, len(units) - len(decided), precision, recall)


def _scaled(total: Estimate, whole: float) -> Estimate:
    return Estimate(total.value / whole, total.low / whole, min(1.0, total.high / whole))


def _fits(kind: Kind, units: Sequence[Unit], sheet: Sheet) -> Iterable[Fit]:
    """How often the person's code is one of the program's, where both find a row."""
    both = [u for u in units if u.stratum == Stratum.FOUND and sheet.answers[u.unit]["there"] == "yes"]
    for column in CODES[kind]:
        given = [(u.codes(column), sheet.answers[u.unit][column]) for u in both if sheet.answers[u.unit][column]]
        single = [(next(iter(codes)), code) for codes, code in given if len(codes) == 1]
        yield _fit(kind, column, [code in codes for codes, code in given], single)
    if kind is Kind.CLAIMS:
        named = [
            (u.codes("speaker"), sheet.answers[u.unit]["speaker"]) for u in both if sheet.answers[u.unit]["speaker"]
        ]
        yield _fit(kind, "speaker", [_is_called(words, names) for names, words in named], [])


def _is_called(words: str, names: Iterable[str]) -> bool:
    """True where the words hold one of the names, or one of the names holds them, word by word."""
    wanted = folded(words)
    return any(folded(name) in wanted or wanted in folded(name) for name in names) if wanted.strip() else False


def _fit(kind: Kind, what: str, same: Sequence[bool], pairs: Sequence[tuple[str, str]]) -> Fit:
    return Fit(str(kind), what, len(same), wilson(sum(same), len(same)), alpha(pairs) if pairs else None)


def _between(kind: Kind, key: Mapping[str, Unit], sheets: Sequence[Sheet]) -> Iterable[Fit]:
    """How far people agree: every pair of sheets."""
    units = [u.unit for u in key.values() if u.kind == kind]
    columns: dict[str, Callable[[Mapping[str, str]], str]] = {
        "there": lambda a: a["there"] if a["there"] != "unsure" else "",
        **{column: (lambda a, c=column: a[c] if a["there"] == "yes" else "") for column in CODES[kind]},  # type: ignore[misc]
    }
    for what, code in columns.items():
        given = [
            [word for sheet in sheets if unit in sheet.answers and (word := code(sheet.answers[unit]))]
            for unit in units
        ]
        several = [codes for codes in given if len(codes) > 1]
        pairs = [(one, other) for codes in several for n, one in enumerate(codes) for other in codes[n + 1 :]]
        if pairs:
            same = wilson(sum(one == other for one, other in pairs), len(pairs))
            yield Fit(str(kind), what, len(several), same, alpha(several))


# ---------------------------------------------------------------- words


def methods(found: Result, key: Mapping[str, Unit], sheets: Sequence[Sheet], ledger: str, articles: int) -> str:
    """A paragraph for the methods section of a paper."""
    kinds = [kind for kind in Kind if any(u.kind == kind for u in key.values())]
    groups = sorted({u.group for u in key.values()})
    strata = Counter(u.stratum for u in key.values())
    people = "One person" if len(sheets) == 1 else f"{len(sheets)} people, independently of one another,"
    parts = [
        f"We audited the ledger {ledger} ({articles:,} articles) on a random sample of {len(key):,} sentences, stratified by "
        f"group of outlets ({len(groups)}: {', '.join(groups)}) and kind of row ({', '.join(kinds)}): {strata[Stratum.FOUND]:,} in "
        f"which the program had found such a row, {strata[Stratum.BESIDE]:,} in which it had found none, and "
        f"{strata[Stratum.EMPTY]:,} from articles in which it had found none at all. {people} coded each sentence without seeing "
        "what the program had found, or whether it had found anything.",
        "Precision is the share of sentences with a row of the program in which the coder found one; recall is the share of "
        "sentences with a row by the coder in which the program found one, each sentence weighted by the inverse of its "
        "probability to be drawn. Intervals are 95 % Wilson score intervals; for weighted sums and for recall they are obtained "
        "by recovering variances from these limits (Zou and Donner 2008; Donner and Zou 2012).",
    ]
    for kind in kinds:
        rows = [m for m in found.measures if m.kind == kind]
        if rows:
            told = rows[-1]
            parts.append(
                f"For {kind}, precision was {_percent(told.precision)} and recall {_percent(told.recall)} "
                f"({told.found} sentences with and {told.others} without a row of the program)."
            )
    for fit in found.fits:
        if fit.same is not None:
            beyond = "" if fit.alpha is None else f", Krippendorff's alpha {fit.alpha:.2f}"
            parts.append(
                f"Where both found one of the {fit.kind}, the {fit.what} was the same in {_percent(fit.same)}{beyond}."
            )
    for fit in found.coders:
        beyond = "" if fit.alpha is None else f" (Krippendorff's alpha {fit.alpha:.2f})"
        what = "whether there is one" if fit.what == "there" else fit.what
        parts.append(f"Coders of {fit.kind} agreed on {what} in {_percent(fit.same)}{beyond}.")
    if len(sheets) > 1:
        parts.append("Figures of the program are by the first coder's sheet.")
    if found.missing:
        parts.append(f"{found.missing:,} sentences of the sample were not coded and are left out.")
    return " ".join(parts)


def _percent(value: Estimate | None) -> str:
    return value.percent() if value else "not measured"


def lines(found: Result) -> list[str]:
    """The figures for the terminal."""
    made = [f"{'kind':<10} {'group':<28} {'coded':>11}  {'precision':<18} {'recall':<18}"]
    for m in found.measures:
        coded = f"{m.found} + {m.others}"
        made.append(
            f"{m.kind:<10} {m.group[:28]:<28} {coded:>11}  {_cell(m.precision):<18} {_cell(m.recall):<18}".rstrip()
        )
    for head, rows in (("person and program", found.fits), ("coder and coder", found.coders)):
        if rows:
            made += ["", f"{head}: the same"]
            for f in rows:
                beyond = "" if f.alpha is None else f"alpha {f.alpha:.2f}"
                made.append(f"{f.kind:<10} {f.what:<28} {f.count:>11}  {_cell(f.same):<18} {beyond}".rstrip())
    return made


def _cell(value: Estimate | None) -> str:
    return value.percent() if value else _DASH


def write(found: Result, folder: Path) -> None:
    """Write results.html, results.csv and methods.txt. Raises UsageError for a folder that cannot be written to."""
    from counterclaim.showing.pages import Pages

    try:
        folder.mkdir(parents=True, exist_ok=True)
        columns = ("measure", "kind", "group", "count", "value", "low", "high", "alpha")
        write_table(folder / "results.csv", columns, _rows(found))
        (folder / "methods.txt").write_text(found.methods + "\n", encoding="utf-8", newline="\n")
        page = Pages.alone("audit_results.html", found=found)
        (folder / "results.html").write_text(page, encoding="utf-8", newline="\n")
        (folder / "style.css").write_bytes(files("counterclaim.showing").joinpath("static", "style.css").read_bytes())
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error


def _rows(found: Result) -> Iterable[Mapping[str, object]]:
    for m in found.measures:
        for name, value, count in (("precision", m.precision, m.found), ("recall", m.recall, m.found + m.others)):
            yield {"measure": name, "kind": m.kind, "group": m.group, "count": count, **_limits(value)}
    for name, rows in (("agreement with the program", found.fits), ("agreement of coders", found.coders)):
        for f in rows:
            beyond = "" if f.alpha is None else f"{f.alpha:.4f}"
            yield {
                "measure": f"{name}: {f.what}",
                "kind": f.kind,
                "group": ALL,
                "count": f.count,
                **_limits(f.same),
                "alpha": beyond,
            }


def _limits(value: Estimate | None) -> dict[str, str]:
    if value is None:
        return {}
    return {"value": f"{value.value:.4f}", "low": f"{value.low:.4f}", "high": f"{value.high:.4f}"}
