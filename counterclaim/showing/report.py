"""The report: a static site that opens from disk. Pages are Jinja templates; the words come from the ledger alone.

Private persons are withheld everywhere. No page, map or list of places is made of any person.
"""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing.pages import Pages
from counterclaim.showing.site import shown

STATIC = ("style.css", "site.js", "search.js", "map.js", "keys.js", "icon.svg")
_SIGN = "counterclaim-report"


def write(ledger: Ledger, folder: Path) -> int:
    """Write the site and return the number of pages. A folder that holds something else is refused."""
    _prepare(folder)
    pages = Pages(ledger)
    try:
        for name in pages.makers:
            _write(folder / name, pages.page(name) or "")
        for number, chunk in enumerate(pages.search_chunks()):
            _write(folder / "search" / f"claims-{number}.js", chunk)
        events = pages.map_script()
        if events is not None:
            _write(folder / "map" / "events.js", events)
        _copy_static(folder)
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error
    return len(pages.makers)


def _write(target: Path, text: str) -> None:
    """Write a file; characters that cannot be shown are replaced here, so that no page or script can hold one."""
    target.parent.mkdir(exist_ok=True)
    target.write_text(shown(text), encoding="utf-8", newline="\n")


def _prepare(folder: Path) -> None:
    """Empty a folder that holds an earlier report; refuse one that holds anything else."""
    try:
        if folder.exists() and any(folder.iterdir()):
            if not (folder / _SIGN).exists():
                raise UsageError(f"{folder} holds other files; give an empty or a new folder")
            shutil.rmtree(folder)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _SIGN).write_text("written by counterclaim report; replaced as a whole\n", encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{folder}: {error.strerror}") from error


def _copy_static(folder: Path) -> None:
    source = files("counterclaim.showing").joinpath("static")
    (folder / "static").mkdir(exist_ok=True)
    for name in STATIC:
        (folder / "static" / name).write_bytes(source.joinpath(name).read_bytes())
