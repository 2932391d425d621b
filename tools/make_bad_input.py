"""Write docs/bad-input.md: what the program says of broken, endless and malicious input, in its own words.

    python tools/make_bad_input.py

Every row is made by building the case with the program as it is; the cases are those of the tests.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import counterclaim  # noqa: E402
from counterclaim import cli  # noqa: E402
from counterclaim.settings import Settings  # noqa: E402
from tests.nasty import CALLS, MAKERS, Call, article  # noqa: E402
from tests.reading.hostile import CASES, Case  # noqa: E402

PAGE = ROOT / "docs" / "bad-input.md"
SIZE = 20_000
HEAD = """# Bad input

What becomes of files that are broken, endless or malicious, and of calls that cannot be answered. Every answer below is
the program's own words, written by `tools/make_bad_input.py` from the cases that the tests build. No case ends in a traceback,
none changes what a ledger already holds, and `counterclaim verify` passes on every ledger built from them.

A file that cannot be read is a *reject*: its path and the reason stand in the ledger (`counterclaim show LEDGER rejects`), and the
build goes on. A sentence of more than 1,500 characters is parted between words, and an article of more than 60,000
characters is searched in windows, so that the time for a text stays in proportion to its length.
"""


def main() -> None:
    """Write the page."""
    with tempfile.TemporaryDirectory() as room:
        parts = [HEAD, *_table("Files", "file", _files(Path(room) / "files"))]
        parts += _table(f"Endless texts (here of about {SIZE:,} characters)", "text", _texts(Path(room) / "texts"))
        parts += _table("Calls", "call", _calls(Path(room) / "calls"))
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _table(title: str, what: str, rows: Iterator[tuple[str, str]]) -> list[str]:
    lines = [f"## {title}", "", f"| {what} | what the program says |", "| --- | --- |"]
    return [*lines, *(f"| {_cell(left)} | {_cell(right)} |" for left, right in rows), ""]


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")


def _files(room: Path) -> Iterator[tuple[str, str]]:
    for number, case in enumerate(CASES):
        if case.name == "unreadable" and os.geteuid() == 0:
            continue  # the superuser may read everything
        folder = room / str(number)
        (folder / "in").mkdir(parents=True)
        try:
            case.build(folder / "in")
        except OSError:
            continue  # a name that this file system refuses
        yield case.what, _outcome(folder, case)


def _outcome(folder: Path, case: Case) -> str:
    summary, rejects = _built(folder, Settings(reading=case.settings))
    return "; ".join([*_read(summary), *rejects]) or "passed over"


def _built(folder: Path, settings: Settings) -> tuple[counterclaim.Summary, list[str]]:
    """What a build of ``folder/in`` gives, and its rejects; the ledger must verify."""
    summary = counterclaim.build([folder / "in"], folder / "a.ledger", settings=settings)
    with counterclaim.open(folder / "a.ledger") as ledger:
        faults = counterclaim.verify(ledger).faults
        if faults:
            raise SystemExit(f"{folder.name}: {faults[0]}")
        return summary, list(dict.fromkeys(f"rejected: {reject.reason}" for reject in ledger.rejects()))


def _read(summary: counterclaim.Summary) -> list[str]:
    if not summary.documents:
        return []
    return [f"read: {_many(summary.documents, 'document')}, {_many(summary.articles, 'article')}"]


def _many(number: int, word: str) -> str:
    return f"{number} {word}" + "s" * (number != 1)


def _texts(room: Path) -> Iterator[tuple[str, str]]:
    for name, what, make in MAKERS:
        folder = room / name
        (folder / "in").mkdir(parents=True)
        (folder / "in" / "a.txt").write_bytes(make(SIZE).encode("utf-8"))
        summary, rejects = _built(folder, Settings())
        found = [_many(summary.claims, "claim")] if summary.claims else []
        yield what, "; ".join([", ".join([*_read(summary), *found]), *rejects]).strip("; ")


def _calls(room: Path) -> Iterator[tuple[str, str]]:
    for number, call in enumerate(CALLS):
        folder = room / str(number)
        (folder / "in").mkdir(parents=True)
        for n in (1, 2):
            (folder / "in" / f"{n}.txt").write_text(article(dead=n), encoding="utf-8")
        counterclaim.build([folder / "in"], folder / "good.ledger")
        call.prepare(folder)
        yield call.what, _said(call, folder)


def _said(call: Call, folder: Path) -> str:
    """What the command line answers, run in the folder, with its exit code."""
    before, argv = Path.cwd(), sys.argv
    os.chdir(folder)
    sys.argv = ["counterclaim", *call.args]
    said = io.StringIO()
    cli.err.file = said
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            cli.main()
    except SystemExit as end:
        return f"`{' '.join(said.getvalue().split())}` (exit code {end.code})"
    finally:
        os.chdir(before)
        sys.argv = argv
    return "nothing"


if __name__ == "__main__":
    main()
