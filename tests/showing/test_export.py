"""Cells that a spreadsheet would run are made harmless; the rest is untouched."""

from __future__ import annotations

import pytest

from counterclaim.showing.export import harmless


@pytest.mark.parametrize("cell", ["=1+1", "+41 22", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C calc'!A0", "＝1"])
def test_formulas_are_made_harmless(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "plain", "a=b", "2031-03-04", "“quoted”", "'=already"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == cell
