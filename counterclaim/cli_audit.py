"""The command ``audit``: draws a sample to be coded by people, and reads what they coded."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from counterclaim.cli_say import say
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing import audit as drawing
from counterclaim.showing import audited


def audit(
    ledger: Annotated[Path, typer.Argument(metavar="NAME.ledger", help="the ledger file")],
    to: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="new folder for the sheet and its key; with --coded, for the results"
        ),
    ],
    size: Annotated[int, typer.Option("--size", min=6, help="sentences to draw, about")] = 240,
    seed: Annotated[int, typer.Option("--seed", help="another number draws another sample")] = 1,
    rows: Annotated[
        list[drawing.Kind] | None,
        typer.Option("--rows", help="what to ask for: claims, accounts, relations; all by default"),
    ] = None,
    groups: Annotated[
        Path | None,
        typer.Option("--groups", help="CSV with the columns outlet and group; else large outlets are groups"),
    ] = None,
    public: Annotated[
        bool, typer.Option("--public", help="withhold persons without a public role in the sheet")
    ] = False,
    coded: Annotated[
        list[Path] | None,
        typer.Option("--coded", metavar="SHEET.csv", help="a coded sheet; several for several coders"),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--key", metavar="KEY.csv", help="the sample's key; else key.csv beside the first sheet"),
    ] = None,
) -> None:
    """Measure the program on your own texts: draw sentences to be coded blind, then read precision, recall and agreement.

    First without --coded: it writes sheet.csv (or fill sheet.html in a browser), key.csv and README.txt. Then with --coded.
    """
    with Ledger.open(ledger) as opened:
        if coded:
            _read(opened, coded, key, to)
            return
        found = drawing.draw(
            opened, size=size, seed=seed, kinds=tuple(dict.fromkeys(rows or drawing.Kind)),
            groups=drawing.read_groups(groups) if groups else None, public=public,
        )  # fmt: skip
    drawing.write(found, to)
    strata = len({(u.kind, u.group, u.stratum) for u in found.units})
    say(
        f"{to / 'sheet.csv'}: {len(found.units)} sentences of {strata} strata; code it, or {to / 'sheet.html'} in a browser"
    )
    say(f"{to / 'key.csv'}: what the program found; not to be opened before coding")


def _read(ledger: Ledger, coded: list[Path], key: Path | None, to: Path) -> None:
    units = audited.read_key(key or coded[0].parent / "key.csv")
    names = [path.name for path in coded]
    if len(set(coded)) != len(coded):
        raise UsageError(f"--coded: one sheet twice among {', '.join(names)}")
    sheets = [audited.read_sheet(path, units) for path in coded]
    found = audited.result(units, sheets, ledger=ledger.path.name, articles=len(ledger.articles()))
    audited.write(found, to)
    for line in audited.lines(found):
        say(line)
    say("")
    say(f"{to / 'results.html'}: the figures with their intervals, and a paragraph for the methods section")
