"""Settings from a file: what is given is changed, what is wrong is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from counterclaim import settings
from counterclaim.errors import SettingsError


def written(folder: Path, text: str) -> Path:
    path = folder / "s.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_given_is_changed_and_the_rest_stays(tmp_path: Path) -> None:
    loaded = settings.load(written(tmp_path, "[reading]\nmax_pdf_pages = 5\n[weighing]\nevent_day_window = 2\n"))
    assert (loaded.reading.max_pdf_pages, loaded.weighing.event_day_window) == (5, 2)
    assert loaded.ledger == settings.Settings().ledger


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[reeding]\nx = 1\n", "no section [reeding]"),
        ("[reading]\nmax_pages = 1\n", "has no 'max_pages'"),
        ('[reading]\nmax_pdf_pages = "many"\n', "wants int"),
        ("[reading]\nmax_pdf_pages = true\n", "wants int"),
        ("reading = 1\n", "no section [reading]"),
        ("[reading\n", "s.toml"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings.load(written(tmp_path, text))
    assert words in str(raised.value)


def test_the_digest_changes_with_a_setting(tmp_path: Path) -> None:
    changed = settings.load(written(tmp_path, "[reading]\nmax_pdf_pages = 5\n"))
    assert changed.digest != settings.Settings().digest == settings.Settings().digest


def test_every_setting_is_documented() -> None:
    """A setting that nobody reads about does not exist."""
    from dataclasses import fields

    page = (Path(__file__).resolve().parent.parent / "docs" / "cli.md").read_text(encoding="utf-8")
    for section in fields(settings.Settings):
        for key in fields(getattr(settings.Settings(), section.name)):
            assert f"`{key.name}`" in page, f"{section.name}.{key.name}"
