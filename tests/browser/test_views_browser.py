"""Map, network and the sheet of an audit in a real browser, from disk: marks lead to lists, filters count, answers are saved."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from counterclaim.showing import audit
from tests.showing.sites import FRONT, WIRE
from tests.showing.sites import site as write_site
from tests.showing.test_mapped import PLACES, TEXTS
from tests.showing.test_network import RULER

pytest.importorskip("playwright.sync_api", reason="wants playwright: make test-browser")
pytestmark = pytest.mark.browser

ARABIC = "\u0628\u064a\u0627\u0646 \u0627\u0644\u062c\u0628\u0647\u0629"  # the name of a file, written from the right


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report in ``site`` and a sheet in ``audit``."""
    made = tmp_path_factory.mktemp("views")
    source = made / "in"
    source.mkdir()
    for name, text in {
        **TEXTS,
        "ruler.txt": RULER,
        "wire.txt": WIRE,
        "front.txt": FRONT,
        f"{ARABIC}.txt": FRONT.replace("Tuesday", "Monday"),
    }.items():
        (source / name).write_text(text, encoding="utf-8")
    (made / "places.csv").write_text(PLACES, encoding="utf-8")
    counterclaim.build([source], made / "a.ledger", places=[made / "places.csv"])
    write_site(made / "a.ledger", made / "site")
    with counterclaim.open(made / "a.ledger") as opened:
        audit.write(audit.draw(opened, size=24, seed=1), made / "audit")
    return made


@pytest.fixture
def view(browser: Any, folder: Path) -> Iterator[Any]:
    """Opens a file without a network. Whatever the console says, and every request to elsewhere, is a fault."""
    faults: list[str] = []
    contexts = []

    def opened(name: str, *, width: int = 1280) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844}, offline=True, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith(("file:", "blob:")) else faults.append(f"asked {r.url}"))
        page.goto((folder / name).as_uri())
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def test_a_mark_of_the_map_opens_its_place_in_the_list(view: Any) -> None:
    page = view("site/map.html")
    mark = page.locator("svg a[data-spot='dunmere']")
    mark.click()
    assert page.locator("li[data-spot='dunmere'] details").get_attribute("open") is not None
    assert page.locator("li[data-spot='dunmere'] .sub a").first.is_visible()


def test_the_filters_of_a_report_count_anew_and_can_be_cleared(view: Any) -> None:
    page = view("site/map.html")
    before = page.locator("#map-status").text_content()
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("From").fill("2032")
    page.get_by_label("From").press("Tab")
    assert page.locator("#map-status").text_content() == "0 events found, at 0 places."
    assert not page.locator("svg a[data-spot='dunmere']").is_visible()
    page.get_by_role("button", name="Clear").click()
    assert page.locator("#map-status").text_content() == before
    assert page.locator("svg a[data-spot='dunmere']").is_visible()


def test_a_line_of_the_network_leads_to_its_words(view: Any) -> None:
    page = view("site/network.html")
    page.locator("svg a[href^='#tie-']").first.focus()
    page.keyboard.press("Enter")
    row = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert row.locator("q").first.is_visible()


def test_no_view_scrolls_sideways_on_a_phone(view: Any) -> None:
    for name in ("site/map.html", "site/network.html", "site/outlets.html", "audit/sheet.html"):
        assert view(name, width=360).evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


def test_a_name_written_from_the_right_stays_in_its_own_direction(view: Any) -> None:
    page = view("site/documents.html")
    name = page.locator("bdi", has_text=ARABIC).first
    assert name.evaluate("element => getComputedStyle(element).unicodeBidi") == "isolate"
    assert page.evaluate("document.dir || 'ltr'") == "ltr"


def test_the_sheet_is_filled_by_keyboard_and_saved(view: Any) -> None:
    page = view("audit/sheet.html")
    page.locator("#coder").fill("Ana Reader")
    page.locator("body").click(position={"x": 5, "y": 300})
    page.keyboard.press("n")
    page.keyboard.press("y")
    assert page.locator("#progress").text_content().startswith("2 of ")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as CSV").click()
    assert download.value.suggested_filename == "sheet-ana-reader.csv"
    with Path(download.value.path()).open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["there"] for row in rows[:3]] == ["no", "yes", ""]
    assert rows[0]["sentence"] and set(rows[0]) == set(audit.SHEET)
    page.reload()
    assert page.locator("#progress").text_content().startswith("2 of ")
