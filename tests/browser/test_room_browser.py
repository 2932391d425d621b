"""The reading room in a real browser: from a cell to its words, search by keyboard, filters, phones, paper; nothing leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from tests.browser.serving import served
from tests.showing.sites import COPY, FRONT, HOSTILE, HOSTILE_NAME, WIRE, make

pytest.importorskip("playwright.sync_api", reason="wants playwright: make test-browser")
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, HOSTILE_NAME: HOSTILE}
    return make(tmp_path_factory.mktemp("room"), files)


@pytest.fixture(scope="module")
def address(ledger: Path) -> Iterator[str]:
    """The address of a room that is open while the tests run."""
    from counterclaim.showing.gate import Gate
    from counterclaim.showing.web import application

    with served(application(ledger, Gate("127.0.0.1"))) as found:
        yield found


@pytest.fixture
def view(browser: Any, address: str) -> Iterator[Any]:
    """Opens a page of the room. Whatever the console says, and every request to elsewhere, is a fault."""
    faults: list[str] = []
    contexts = []

    def opened(name: str, *, width: int = 1280, media: str = "screen") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844})
        contexts.append(context)
        page = context.new_page()
        page.emulate_media(media=media)
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda r: None if r.url.startswith(address) else faults.append(f"asked {r.url}"))
        page.goto(f"{address}/{name}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def kinds(ledger: Path) -> list[str]:
    with counterclaim.open(ledger) as opened:
        event = max(opened.events(), key=lambda e: (e.account_count, e.event_id)).event_id
        documents = [d.document_id[:16] for d in opened.documents()]
    lists = ("index", "documents", "events", "timeline", "disputes", "entities", "outlets", "search", "about")
    asked = (
        "search.html?q=strait",
        "search.html?q=strait&kind=texts",
        "events.html?about=dunmere",
        "timeline.html?disputed=yes",
    )
    return [*(f"{n}.html" for n in lists), *asked, f"events/{event}.html", *(f"documents/{i}.html" for i in documents)]


def test_a_cell_of_an_event_opens_its_words(view: Any, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        event = max(opened.events(), key=lambda e: (e.account_count, e.event_id))
        texts = {a.account_id: a.text for a in opened.accounts(event.event_id)}
    page = view(f"events/{event.event_id}.html")
    page.locator("tr.in-words, .matrix tbody tr").first.locator("a.ref-to").first.click()
    account_id = page.url.partition("#")[2]
    runs = page.locator(f'[id="{account_id}"] ~ .run').all_text_contents()
    assert "".join(runs).startswith(texts[account_id][:20])


def test_a_claim_is_found_by_keyboard_alone(view: Any) -> None:
    page = view("index.html")
    page.keyboard.press("/")
    page.keyboard.type("bombing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=bombing")
    assert page.locator("mark").all_text_contents() == ["bombing"]
    assert page.get_by_role("status").text_content().startswith("1 claim")


def test_a_facet_narrows_and_the_file_holds_what_is_left(view: Any) -> None:
    page = view("search.html?q=Dunmere")
    before = page.locator(".results .card").count()
    page.locator(".facets a").last.click()
    after = page.locator(".results .card").count()
    assert 0 < after <= before
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("claim_id,")


def test_a_filter_of_the_timeline_is_kept_in_the_address(view: Any) -> None:
    page = view("timeline.html")
    page.get_by_label("Who or where").fill("dunmere")
    page.get_by_role("button", name="Filter").click()
    assert "about=dunmere" in page.url
    assert page.get_by_label("Who or where").input_value() == "dunmere"


def test_no_page_scrolls_sideways_on_a_phone(view: Any, ledger: Path) -> None:
    for name in kinds(ledger):
        assert view(name, width=360).evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


def test_paper_carries_no_forms(view: Any) -> None:
    page = view("search.html?q=strait", media="print")
    assert not page.locator("form").first.is_visible()
    assert page.locator(".card").first.is_visible()
