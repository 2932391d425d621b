"""The command line: arguments to settings to calls. The only place that prints, and where errors become one line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

import counterclaim
from counterclaim import knowledge
from counterclaim import settings as settings_module
from counterclaim.build import Progress as BuildProgress
from counterclaim.build import Scales, Step, Summary, build, reweigh
from counterclaim.cli_audit import audit
from counterclaim.cli_decide import decide_app, decisions_app
from counterclaim.cli_say import complain as _complain
from counterclaim.cli_say import err, out
from counterclaim.cli_say import say as _say
from counterclaim.errors import CounterclaimError, UsageError
from counterclaim.knowledge import places_file
from counterclaim.knowledge import places_import as places_import_room
from counterclaim.ledger import Ledger
from counterclaim.ledger import verify as verify_ledger
from counterclaim.records import MentionType, Stance
from counterclaim.showing import actors as actors_room
from counterclaim.showing import codebook as codebook_room
from counterclaim.showing import coded as coded_room
from counterclaim.showing import explain as explain_room
from counterclaim.showing import export as export_room
from counterclaim.showing import report as report_room
from counterclaim.showing import serving as serve_room
from counterclaim.showing import terminal
from counterclaim.showing.gate import Addresses

app = typer.Typer(
    name="counterclaim",
    help="Build a ledger of who said what from conflict reporting, every claim anchored to its exact words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
places_app = typer.Typer(help="Places of your own.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(places_app, name="places")
codebook_app = typer.Typer(help="A team's own codebook.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(codebook_app, name="codebook")
app.add_typer(decide_app, name="decide")
app.add_typer(decisions_app, name="decisions")
app.command("audit")(audit)

EXIT_FAULT, EXIT_ERROR, EXIT_STOPPED = 1, 2, 130
_STOPPED = "stopped; what was read is kept, run the same command again to go on"


class Table(StrEnum):
    """What ``show`` can show."""

    CLAIMS = "claims"
    ENTITY = "entity"
    EVENTS = "events"
    ENTITIES = "entities"
    DISPUTES = "disputes"
    DOCUMENTS = "documents"
    REJECTS = "rejects"


class Listing(StrEnum):
    """Formats of ``actors``."""

    TABLE = "table"
    CSV = "csv"
    TOML = "toml"


class Format(StrEnum):
    """Formats of ``export``."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


LedgerPath = Annotated[Path, typer.Argument(metavar="NAME.ledger", help="the ledger file")]
SettingsPath = Annotated[Path | None, typer.Option("--settings", help="TOML file that changes settings")]
CataloguePaths = Annotated[
    list[Path] | None,
    typer.Option(
        "--catalogue",
        help="own actors, merged over the shipped ones: TOML, CSV, or FollowTheMoney (OpenSanctions) JSON lines",
    ),
]

PlacesPaths = Annotated[
    list[Path] | None,
    typer.Option("--places", help="own places, merged over the shipped ones (what `places import` writes)"),
]


@app.command("build")
def build_command(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="files and folders to read")],
    to: Annotated[Path, typer.Option("--out", metavar="NAME.ledger", help="the ledger: made, or added to")],
    meta: Annotated[Path | None, typer.Option("--meta", help="CSV of what you know of each file, by path")] = None,
    settings: SettingsPath = None,
    catalogue: CataloguePaths = None,
    places: PlacesPaths = None,
    strict: Annotated[bool, typer.Option("--strict", help="exit with 1 when anything was rejected")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="no progress bar and no summary")] = False,
) -> None:
    """Read files and folders into a ledger. Run again with more files, it adds what is new."""
    with _bar(quiet) as progress:
        summary = build(
            paths,
            to,
            settings=settings_module.load(settings) if settings else None,
            meta=meta,
            catalogue=catalogue or (),
            places=places or (),
            progress=progress,
        )
    if not quiet:
        _print_summary(summary, to)
    if summary.documents == 0:
        raise UsageError("nothing could be read; `counterclaim show LEDGER rejects` says why")
    if strict and summary.rejects:
        raise typer.Exit(EXIT_FAULT)


@contextmanager
def _bar(quiet: bool) -> Iterator[BuildProgress]:
    """A progress bar over bytes read; the estimate is what the bytes so far took."""
    if quiet or not err.is_terminal:
        yield lambda _: None
        return
    columns = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(), TextColumn("left"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=err, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def step(at: Step) -> None:
            if at.stage not in tasks:
                tasks[at.stage] = bar.add_task(at.stage, total=max(at.total, 1))
            words = f"{at.stage} {escape(at.path[-40:])}" if at.path else at.stage
            bar.update(tasks[at.stage], completed=at.done, total=max(at.total, 1), description=words)

        yield step


def _print_summary(summary: Summary, to: Path) -> None:
    pace = f", {summary.words / summary.seconds:,.0f} words/s" if summary.words and summary.seconds else ""
    _say(
        f"{to}: {summary.documents} documents ({summary.new_documents} new), {summary.articles} articles, "
        f"{summary.claims} claims, {summary.accounts} accounts of {summary.events} events, "
        f"{summary.disputes} disputes, {summary.rejects} rejects ({summary.seconds:.1f} s{pace})",
    )
    if summary.rejects:
        _say(f"Rejects and their reasons: counterclaim show {to} rejects")
    if summary.unapplied:
        _say(f"{summary.unapplied} decisions not applied: counterclaim decisions list {to} --state unapplied")


@app.command()
def verify(
    ledger: LedgerPath,
    every: Annotated[bool, typer.Option("--all", help="list every fault, not the first alone")] = False,
) -> None:
    """Recompute every hash and every anchor; exit with 1 at the first lie."""
    with Ledger.open(ledger) as opened:
        checked = verify_ledger(opened, first_only=not every)
    for fault in checked.faults:
        _complain(f"FAULT {fault}")
    if checked.faults:
        raise typer.Exit(EXIT_FAULT)
    _say(f"{ledger}: verified, {checked.summary}")


@app.command()
def export(
    ledger: LedgerPath,
    to: Annotated[Path, typer.Option("--out", metavar="DIR", help="folder for one file a table")],
    format: Annotated[Format, typer.Option("--format", help="jsonl, csv or parquet")] = Format.JSONL,
    public: Annotated[bool, typer.Option("--public", help="withhold persons without a public role")] = False,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="TOML file: adds the events coded by it, and what it leaves out")
    ] = None,
) -> None:
    """Write the ledger's tables, one file each."""
    book = codebook_room.load(codebook) if codebook else None
    with Ledger.open(ledger) as opened:
        counts = export_room.export(opened, to, format=format.value, public=public)
        made = export_room.export_coded(opened, to, book, format=format.value, public=public) if book else None
    _say(f"{to}: {sum(counts.values())} rows in {len(counts)} tables ({format.value})")
    if made is not None:
        _say(f"{to / f'coded.{format.value}'}: {coded_room.told(made)}")


@app.command()
def report(
    ledger: LedgerPath,
    to: Annotated[Path, typer.Option("--out", metavar="SITE", help="folder for the site")],
) -> None:
    """Write a static site that opens from disk: start at its index.html."""
    with Ledger.open(ledger) as opened:
        pages = report_room.write(opened, to)
    _say(f"{to / 'index.html'}: {pages} pages")


@app.command()
def serve(
    ledger: LedgerPath,
    host: Annotated[str, typer.Option("--host", help="address to bind; beyond this machine, readers need a token")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any free one")] = 8077,
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="HOST", help="a further host name that the room goes by")
    ] = None,
    token: Annotated[bool, typer.Option("--token", help="ask readers on this machine for a token, too")] = False,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="without the review pages: nothing can be decided")
    ] = False,
    catalogue: CataloguePaths = None,
    places: PlacesPaths = None,
    settings: Annotated[Path | None, typer.Option("--settings", help="as the ledger was built with")] = None,
) -> None:
    """Open the reading room: the report's pages with search and filters, in your browser. Nothing leaves the machine.

    Who opens the second address that it prints can review, too: decide, add what was missed, undo. Decisions are weighed with
    the --catalogue, --places and --settings that the ledger was built with. Tokens are made anew at every start;
    COUNTERCLAIM_TOKEN and COUNTERCLAIM_REVIEW_TOKEN in the environment set ones that stay.
    """
    Ledger.open(ledger).close()
    chosen = settings_module.load(settings) if settings else None
    scales = None if read_only else Scales(settings=chosen, catalogue=catalogue or (), places=places or ())

    def tell(addresses: Addresses) -> None:
        out.print(f"{ledger}: reading room at {addresses.reading} (stop with Ctrl+C)", markup=False, soft_wrap=True)
        if addresses.reviewing:
            out.print(f"{ledger}: to review, open {addresses.reviewing}", markup=False, soft_wrap=True)

    serve_room.serve(
        ledger,
        host=host,
        port=port,
        names=tuple(names or ()),
        token=os.environ.get("COUNTERCLAIM_TOKEN"),
        ask=token,
        scales=scales,
        write_token=os.environ.get("COUNTERCLAIM_REVIEW_TOKEN"),
        ready=tell,
    )


@app.command()
def show(
    ledger: LedgerPath,
    what: Annotated[Table, typer.Argument(help="claims, events, entities, disputes, documents, rejects; or entity")],
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="with entity: its name, alias or id")] = None,
    about: Annotated[str | None, typer.Option("--about", help="name, alias or id of what the rows are about")] = None,
    by: Annotated[str | None, typer.Option("--by", help="name, alias or id of who says it")] = None,
    stance: Annotated[
        Stance | None, typer.Option("--stance", metavar="STANCE", help=f"claims: {', '.join(Stance)}")
    ] = None,
    outlet: Annotated[str | None, typer.Option("--outlet", help="claims: name of the outlet that published it")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="entity: its posts as told by then; YYYY, YYYY-MM or YYYY-MM-DD")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", help="first day, YYYY-MM-DD")] = None,
    until: Annotated[str | None, typer.Option("--until", help="last day, YYYY-MM-DD")] = None,
    limit: Annotated[int, typer.Option("--limit", help="rows at most (entity: a section); 0 for all")] = 50,
) -> None:
    """Show rows, or one entity, in the terminal, with their words and where they stand (file:line)."""
    asked = terminal.Question(
        name=name, about=about, by=by, stance=stance, outlet=outlet, as_of=as_of, since=since, until=until, limit=limit
    )
    with Ledger.open(ledger) as opened:
        for line in terminal.show(opened, what.value, asked):
            _say(line)


@app.command()
def explain(
    ledger: LedgerPath,
    id: Annotated[str, typer.Argument(metavar="ID", help="an account's, claim's or event's id, or its start")],
    catalogue: CataloguePaths = None,
    places: PlacesPaths = None,
) -> None:
    """Say why an account, a claim or an event stands as it does: words, rule, arguments, what joined it to its event.

    Give the --catalogue and --places that the ledger was built with: they decide which accounts can be one event.
    """
    known = knowledge.load(tuple(catalogue or ()), tuple(places or ()))
    with Ledger.open(ledger) as opened:
        for line in explain_room.explain(opened, id, known):
            _say(line)


@app.command()
def actors(
    ledger: LedgerPath,
    least: Annotated[int, typer.Option("--min", help="mentions at least")] = 2,
    type: Annotated[
        MentionType | None, typer.Option("--type", metavar="TYPE", help=f"only {', '.join(MentionType)}")
    ] = None,
    format: Annotated[
        Listing, typer.Option("--format", help="table, csv or toml (a start for your own catalogue)")
    ] = Listing.TABLE,
    names: Annotated[
        bool, typer.Option("--names", help="name persons without a public role, for your own eyes")
    ] = False,
) -> None:
    """List the entities that no catalogue knows, the most frequent first."""
    with Ledger.open(ledger) as opened:
        found = actors_room.unknown(opened, at_least=least, type=type, named=names)
    for line in actors_room.FORMATS[format.value](found):
        _say(line)


@app.command()
def withdraw(
    ledger: LedgerPath,
    document: Annotated[str, typer.Argument(help="a document's id, the start of it, or its path")],
    why: Annotated[str, typer.Option("--why", help="the reason, which is kept")],
    by: Annotated[str, typer.Option("--by", help="who decides")] = "unstated",
    catalogue: CataloguePaths = None,
    places: PlacesPaths = None,
) -> None:
    """Delete a document's bytes, text and derived words; keep its hash, the day and the reason.

    The rest is weighed again: give the --catalogue and --places that the ledger was built with.
    """
    with Ledger.open(ledger, write=True) as opened:
        gone = opened.withdraw(document, why=why, by=by)
    reweigh(ledger, catalogue=catalogue or (), places=places or ())
    _say(f"{ledger}: withdrawn {', '.join(gone)}")


@app.command()
def log(ledger: LedgerPath) -> None:
    """Show the ledger's own log: builds, additions, withdrawals, decisions; each line seals the one before."""
    with Ledger.open(ledger) as opened:
        for entry in opened.log():
            _say(terminal.log_line(entry))


@codebook_app.command("check")
def codebook_check(file: Annotated[Path, typer.Argument(metavar="FILE.toml", help="the codebook")]) -> None:
    """Check a codebook: every fault is one line; exit with 1 where there is any."""
    book, faults = codebook_room.check(file)
    for fault in faults:
        _complain(f"FAULT {fault}")
    if book is None:
        raise typer.Exit(EXIT_FAULT)
    split = f"split by {' and '.join(book.split)}" if book.split else "one row an event"
    counts = f"{len(book.categories)} categories, {len(book.fields)} fields"
    _say(f"{file}: {book.name}, {counts}, {split}")


@places_app.command("import")
def places_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="a GeoNames dump (tab-separated) or GeoJSON")],
    to: Annotated[Path, typer.Argument(metavar="OUT.csv", help="the places file to write")],
    classes: Annotated[
        str, typer.Option("--classes", help="GeoNames feature classes to keep, as letters; bases and camps always are")
    ] = places_import_room.DEFAULT_CLASSES,
) -> None:
    """Turn a gazetteer into a places file that `build --places` reads; what cannot be used is named, line by line."""
    if to.exists():
        raise UsageError(f"{to} exists already; give another name")
    given = places_import_room.import_places(file, classes=classes.upper())
    count = places_file.write(given.places, to)
    for reject in given.rejects:
        _complain(f"REJECT {reject.path}, {reject.reason}")
    passed = f", {given.passed_over} passed over for their class" if given.passed_over else ""
    _say(f"{to}: {count} places, {len(given.rejects)} rejects{passed}")


def _version(asked: bool) -> None:
    if asked:
        _say(f"counterclaim {counterclaim.__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="show the version")
    ] = False,
) -> None:
    pass


def main() -> None:
    """The entry point: runs the program and turns every error of ours into one line."""
    try:
        code = app(standalone_mode=False)
    except CounterclaimError as error:
        _fail(str(error), EXIT_ERROR)
    except typer.Abort:
        _fail(_STOPPED, EXIT_STOPPED)
    except KeyboardInterrupt:
        _fail(_STOPPED, EXIT_STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'input/output'}: {error.strerror or error}", EXIT_ERROR)
    except Exception as error:
        if hasattr(error, "format_message") and hasattr(error, "exit_code"):  # the command line parser's own errors
            _fail(error.format_message(), int(error.exit_code))
        raise
    if code == EXIT_STOPPED:  # the command line parser makes this of a key pressed to stop
        _fail(_STOPPED, EXIT_STOPPED)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(message: str, code: int) -> None:
    line = " ".join(message.split())
    _complain(f"counterclaim: {line}")
    sys.exit(code)
