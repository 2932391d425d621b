"""The command line's part for decisions: ``counterclaim decide …`` and ``counterclaim decisions …``."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from counterclaim import settings as settings_module
from counterclaim.build import reweigh
from counterclaim.cli_say import complain, say
from counterclaim.decisions import Exhibit, typed_days, typed_figure, typed_type
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger, deciding
from counterclaim.ledger.deciding import Said
from counterclaim.records import UNNAMED, Decision, Outcome, Stance, State, Status
from counterclaim.showing import agreement
from counterclaim.showing.lines import one_line

decide_app = typer.Typer(help="Decide something about the ledger.", no_args_is_help=True, rich_markup_mode=None)
decisions_app = typer.Typer(help="Decisions: list, exchange, apply.", no_args_is_help=True, rich_markup_mode=None)

LedgerPath = Annotated[Path, typer.Argument(metavar="NAME.ledger", help="the ledger file")]
By = Annotated[str, typer.Option("--by", help="who decides")]
Why = Annotated[str | None, typer.Option("--why", help="the reason, which is kept")]
At = Annotated[
    str | None, typer.Option("--at", help="when, UTC: YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ; now where not given")
]
Later = Annotated[bool, typer.Option("--later", help="only note it; `decisions apply` or the next build applies it")]
Catalogues = Annotated[list[Path] | None, typer.Option("--catalogue", help="as the ledger was built with")]
PlacesFiles = Annotated[list[Path] | None, typer.Option("--places", help="as the ledger was built with")]
SettingsFile = Annotated[Path | None, typer.Option("--settings", help="as the ledger was built with")]
RowId = Annotated[str, typer.Argument(metavar="ID", help="a claim's or account's id, or its start")]
Names = Annotated[
    list[str],
    typer.Argument(metavar="NAME...", help="entities (id, name, NAME@DOCUMENT), or ids of events and accounts"),
]
Speaker = Annotated[
    str | None, typer.Option("--speaker", help="claim: id or name, TYPE:NAME for a new one, or unnamed:…")
]
Behalf = Annotated[str | None, typer.Option("--on-behalf-of", help="claim: id or name; none for nobody")]
StanceOption = Annotated[Stance | None, typer.Option("--stance", metavar="STANCE", help=f"claim: {', '.join(Stance)}")]
Type = Annotated[str | None, typer.Option("--type", help="account: a PLOVER type, or TYPE/mode")]
StatusOption = Annotated[
    Status | None, typer.Option("--status", metavar="STATUS", help=f"account: {', '.join(Status)}")
]
Date = Annotated[str | None, typer.Option("--date", help="account: YYYY-MM-DD, 'DAY to DAY', or none")]
PlaceNames = Annotated[list[str] | None, typer.Option("--place", help="account: id or name; none for no place")]
Actors = Annotated[list[str] | None, typer.Option("--actor", help="account: who did it; none for not stated")]
Recipients = Annotated[list[str] | None, typer.Option("--recipient", help="account: to whom; none for not stated")]
Killed = Annotated[
    str | None, typer.Option("--killed", help="account: 18, 'at least 16', 'up to 40', '20 to 30', none")
]
Injured = Annotated[str | None, typer.Option("--injured", help="account: as --killed")]
Document = Annotated[
    str | None,
    typer.Argument(metavar="[DOCUMENT]", help="id, start of it, or path; leave it out for an exhibit (--link, --file)"),
]
Words = Annotated[str, typer.Option("--words", help="the words, exactly as they stand there")]
NewWords = Annotated[str | None, typer.Option("--words", help="the words of its document that it should have been")]
Start = Annotated[
    int | None, typer.Option("--start", help="offset of the first character, where they stand several times")
]
Link = Annotated[str | None, typer.Option("--link", help="exhibit: where it was found")]
File = Annotated[Path | None, typer.Option("--file", help="exhibit: the file; its SHA-256 is kept, not the file")]
Translator = Annotated[str | None, typer.Option("--translator", help="exhibit: who translated the words")]
Outlet = Annotated[str | None, typer.Option("--outlet", help="exhibit: who published it")]
Published = Annotated[str | None, typer.Option("--published", help="exhibit: the day, YYYY-MM-DD")]

EXIT_UNAPPLIED = 1


class _Given:
    """How to weigh again afterwards: what the ledger was built with."""

    def __init__(
        self, later: bool, catalogue: list[Path] | None, places: list[Path] | None, settings: Path | None
    ) -> None:
        self.later = later
        self.catalogue = catalogue or []
        self.places = places or []
        self.settings = settings_module.load(settings) if settings else None


def _decide(ledger: Path, given: _Given, decide: Callable[[Ledger], Decision]) -> None:
    """Note a decision, weigh again, and say what became of it."""
    with Ledger.open(ledger, write=True) as opened:
        decision = decide(opened)
    if given.later:
        say(f"{decision.decision_id} {_what(decision)}: noted")
        return
    _apply(ledger, given)
    with Ledger.open(ledger) as opened:
        outcome = next(o for o in opened.outcomes() if o.decision_id == decision.decision_id)
    say(_line(decision, outcome))
    if outcome.state is State.UNAPPLIED:
        raise typer.Exit(EXIT_UNAPPLIED)


def _apply(ledger: Path, given: _Given) -> None:
    fits = reweigh(ledger, settings=given.settings, catalogue=given.catalogue, places=given.places)
    if not fits:
        complain(
            "NOTE the ledger was built with other knowledge: give the --catalogue and --places of the build, or build again"
        )


def _what(d: Decision) -> str:
    return f"{d.action} {d.target_table}" + (f" {d.target_id}" if d.target_id else "")


def _line(d: Decision, outcome: Outcome | None) -> str:
    """A decision in a line: what, what became of it, and the rows it bears on."""
    if outcome is None:
        return f"{d.decision_id} {_what(d)}: not weighed yet"
    reason = f" ({outcome.reason})" if outcome.reason else ""
    rows = [row.partition(" ")[2] for row in outcome.rows if row.partition(" ")[2] != d.target_id]
    now = f" -> {', '.join(rows)}" if rows and outcome.state is State.APPLIED else ""
    return f"{d.decision_id} {_what(d)}: {outcome.state}{reason}{now}"


# ---------------------------------------------------------------- one or several


@decide_app.command()
def same(
    ledger: LedgerPath, names: Names, by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """These entities are one; or these events and accounts are one event."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.same(opened.store, names, Said(by, at, why)))


@decide_app.command()
def different(
    ledger: LedgerPath, names: Names, by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """These entities, or these events and accounts, are not one; the first stays where it is."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.different(opened.store, names, Said(by, at, why)))


# ---------------------------------------------------------------- rows


@decide_app.command()
def correct(
    ledger: LedgerPath, row: RowId, by: By, speaker: Speaker = None, on_behalf_of: Behalf = None,
    stance: StanceOption = None, type: Type = None, status: StatusOption = None, date: Date = None,
    place: PlaceNames = None, actor: Actors = None, recipient: Recipients = None, killed: Killed = None,
    injured: Injured = None, words: NewWords = None, start: Start = None, why: Why = None, at: At = None,
    later: Later = False, catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """Correct a claim's speaker, stance or on whose behalf; an account's type, status, days, places, parties or figures.

    --words moves either to the words that it should have been.
    """
    given = _Given(later, catalogue, places, settings)

    def decide(opened: Ledger) -> Decision:
        values = _claim_values(opened, speaker, on_behalf_of, stance)
        if words is not None:
            values["words"] = deciding.words_for(opened.store, row, words, start)
        values |= _account_values(opened, type, status, date, place, actor, recipient, killed, injured)
        return deciding.correct(opened.store, row, values, Said(by, at, why))

    _decide(ledger, given, decide)


@decide_app.command("add-claim")
def add_claim(
    ledger: LedgerPath, words: Words, by: By, speaker: Speaker = None, stance: StanceOption = None,
    document: Document = None, start: Start = None, on_behalf_of: Behalf = None, link: Link = None, file: File = None,
    translator: Translator = None, outlet: Outlet = None, published: Published = None, why: Why = None, at: At = None,
    later: Later = False, catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """Add a claim: words that stand in a document, or an exhibit's words as you wrote them down."""
    given = _Given(later, catalogue, places, settings)
    exhibit = _exhibit(document, words, link, file, translator, outlet, published)

    def decide(opened: Ledger) -> Decision:
        values = _claim_values(opened, speaker, on_behalf_of, stance)
        return _add(opened, "claims", (document, words, start), exhibit, values, Said(by, at, why))

    _decide(ledger, given, decide)


@decide_app.command("add-account")
def add_account(
    ledger: LedgerPath, words: Words, by: By, type: Type = None, document: Document = None, start: Start = None,
    status: StatusOption = None, date: Date = None, place: PlaceNames = None, actor: Actors = None,
    recipient: Recipients = None, killed: Killed = None, injured: Injured = None, link: Link = None,
    file: File = None, translator: Translator = None, outlet: Outlet = None, published: Published = None,
    why: Why = None, at: At = None, later: Later = False, catalogue: Catalogues = None, places: PlacesFiles = None,
    settings: SettingsFile = None,
) -> None:  # fmt: skip
    """Add an account of an event: words that stand in a document, or an exhibit's words as you wrote them down."""
    given = _Given(later, catalogue, places, settings)
    exhibit = _exhibit(document, words, link, file, translator, outlet, published)

    def decide(opened: Ledger) -> Decision:
        values = _account_values(opened, type, status, date, place, actor, recipient, killed, injured)
        return _add(opened, "accounts", (document, words, start), exhibit, values, Said(by, at, why))

    _decide(ledger, given, decide)


def _add(
    opened: Ledger,
    table: str,
    at: tuple[str | None, str, int | None],
    exhibit: Exhibit | None,
    values: dict[str, Any],
    said: Said,
) -> Decision:
    document, words, start = at
    if exhibit is not None:
        return deciding.add_exhibit(opened.store, table, exhibit, values, said)
    place = deciding.place_of(opened.store, str(document), words, start)
    return deciding.add(opened.store, table, place, values, said)


def _exhibit(
    document: str | None,
    words: str,
    link: str | None,
    file: Path | None,
    translator: str | None,
    outlet: str | None,
    published: str | None,
) -> Exhibit | None:
    stated = [name for name, value in (("--link", link), ("--file", file), ("--translator", translator),
              ("--outlet", outlet), ("--published", published)) if value is not None]  # fmt: skip
    if document is not None and stated:
        raise UsageError(f"{', '.join(stated)} go with an exhibit; leave the document out")
    if document is not None:
        return None
    digest = hashlib.sha256(file.read_bytes()).hexdigest() if file else None
    return Exhibit(words, link, digest, translator, outlet, published)


def _claim_values(
    opened: Ledger, speaker: str | None, on_behalf_of: str | None, stance: Stance | None
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if speaker is not None:
        values["speaker"] = _who(opened, speaker)
    if on_behalf_of is not None:
        values["on_behalf_of"] = None if on_behalf_of == _NONE else _who(opened, on_behalf_of)
    if stance is not None:
        values["stance"] = stance
    return values


def _account_values(
    opened: Ledger,
    type: str | None,
    status: Status | None,
    date: str | None,
    place: list[str] | None,
    actor: list[str] | None,
    recipient: list[str] | None,
    killed: str | None,
    injured: str | None,
) -> dict[str, Any]:
    values: dict[str, Any] = dict(typed_type(type)) if type is not None else {}
    if status is not None:
        values["status"] = status
    if date is not None:
        values["date"] = typed_days(date)
    for slot, names in (("places", place), ("actors", actor), ("recipients", recipient)):
        if names:
            values[slot] = [] if names == [_NONE] else [_who(opened, name) for name in names]
    for slot, words in (("killed", killed), ("injured", injured)):
        if words is not None:
            values[slot] = typed_figure(words)
    return values


_NONE = "none"


def _who(opened: Ledger, name: str) -> Any:
    return name if name.startswith(UNNAMED) else deciding.name_one(opened.store, name)


@decide_app.command()
def accept(
    ledger: LedgerPath,
    row: Annotated[str, typer.Argument(metavar="ID", help="a claim's, account's or event's id, or an entity's name")],
    by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """This is right as it stands; a claim or account stays even where a later version of the program misses it."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.accept(opened.store, row, Said(by, at, why)))


@decide_app.command()
def refuse(
    ledger: LedgerPath, row: RowId, by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """There is no such claim or account at these words."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.refuse(opened.store, row, Said(by, at, why)))


@decide_app.command()
def hide(
    ledger: LedgerPath,
    row: Annotated[str, typer.Argument(metavar="ID", help="a claim's, account's or event's id, or its start")],
    by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """Leave a row out of pages and exports; it stays in the ledger and in the weighing."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.hide(opened.store, row, Said(by, at, why)))


@decide_app.command()
def read(
    ledger: LedgerPath,
    article: Annotated[str, typer.Argument(metavar="ARTICLE", help="an article's id, or its document's id or path")],
    by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """You have read this article and have nothing to add."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.read(opened.store, article, Said(by, at, why)))


@decide_app.command()
def mark(
    ledger: LedgerPath,
    name: Annotated[str, typer.Argument(metavar="NAME", help="a person: id, name or NAME@DOCUMENT")],
    role: Annotated[str, typer.Option("--role", help="the office or function that makes the person public")],
    by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """A person has a public role, and is named in reports and public exports."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.mark(opened.store, name, role, Said(by, at, why)))


@decide_app.command()
def undo(
    ledger: LedgerPath,
    decision: Annotated[str, typer.Argument(metavar="ID", help="a decision's id, or its start")],
    by: By, why: Why = None, at: At = None, later: Later = False,
    catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """Take a decision back; both stay on record. Taking the undo back brings the decision into force again."""
    given = _Given(later, catalogue, places, settings)
    _decide(ledger, given, lambda opened: deciding.undo(opened.store, decision, Said(by, at, why)))


# ---------------------------------------------------------------- decisions together


@decisions_app.command("list")
def list_command(
    ledger: LedgerPath,
    state: Annotated[
        State | None, typer.Option("--state", metavar="STATE", help=f"only {', '.join(State)}")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="only what this person decided")] = None,
) -> None:  # fmt: skip
    """List the decisions, oldest first, with what the last weighing made of each."""
    with Ledger.open(ledger) as opened:
        outcomes = {o.decision_id: o for o in opened.outcomes()}
        shown = 0
        for d in opened.decisions():
            outcome = outcomes.get(d.decision_id)
            if (by is not None and d.by != by) or (
                state is not None and (outcome is None or outcome.state is not state)
            ):
                continue
            shown += 1
            say(_line(d, outcome))
            words = f" · “{one_line(d.words)[:80]}”" if d.words else ""
            say(f"  {d.made_at} · {d.by}{f': {one_line(d.why)}' if d.why else ''}{words}")
    if not shown:
        say("no decisions found")


@decisions_app.command("agreement")
def agreement_command(ledger: LedgerPath) -> None:
    """Say how far reviewers agree: Krippendorff's alpha of each value that two of them or more gave to the same rows."""
    with Ledger.open(ledger) as opened:
        for line in agreement.lines(agreement.reading(opened)):
            say(line)


@decisions_app.command("export")
def export_command(
    ledger: LedgerPath, file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="the file to write")]
) -> None:
    """Write the decisions to a file, for another ledger of the same texts."""
    with Ledger.open(ledger) as opened:
        count = opened.export_decisions(file)
    say(f"{file}: {count} decisions")


@decisions_app.command("import")
def import_command(
    ledger: LedgerPath,
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="a file that `decisions export` wrote")],
    later: Later = False, catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None,
) -> None:  # fmt: skip
    """Take over the decisions of a file; a line that cannot be used is named, the rest goes on."""
    given = _Given(later, catalogue, places, settings)
    with Ledger.open(ledger, write=True) as opened:
        taken = opened.import_decisions(file)
    for reject in taken.rejects:
        complain(f"REJECT {reject.path}: {reject.reason}")
    here = f", {taken.known} were here already" if taken.known else ""
    say(f"{ledger}: {taken.added} decisions added{here}, {len(taken.rejects)} rejects")
    if taken.added and not later:
        _apply(ledger, given)
        _print_unapplied(ledger)


@decisions_app.command("apply")
def apply_command(
    ledger: LedgerPath, catalogue: Catalogues = None, places: PlacesFiles = None, settings: SettingsFile = None
) -> None:
    """Weigh again with all decisions, and name those that could not be applied."""
    _apply(ledger, _Given(False, catalogue, places, settings))
    _print_unapplied(ledger)


def _print_unapplied(ledger: Path) -> None:
    with Ledger.open(ledger) as opened:
        made = {d.decision_id: d for d in opened.decisions()}
        outcomes = opened.outcomes()
    for o in outcomes:
        if o.state is State.UNAPPLIED and o.decision_id in made:
            complain(f"UNAPPLIED {_line(made[o.decision_id], o)}")
    counts = [f"{n} {state}" for state in State if (n := sum(o.state is state for o in outcomes))]
    say(f"{ledger}: {len(outcomes)} decisions ({', '.join(counts) or 'none'})")
