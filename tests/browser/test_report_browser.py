"""The report in a real browser, opened from disk with the network off: links, keys, search, narrow screens, contrast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from tests.showing.sites import COPY, FRONT, HOSTILE, HOSTILE_NAME, WIRE, make, site

pytest.importorskip("playwright.sync_api", reason="wants playwright: make test-browser")
pytestmark = pytest.mark.browser

_KINDS = ("index", "documents", "events", "entities", "disputes", "outlets", "search", "about", "rejects")

# Every visible element with words of its own whose contrast with what it stands on is below 4.5 (WCAG 2, 1.4.3).
_LOW_CONTRAST = """() => {
  const parse = (c) => { const n = c.match(/[\\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const luminance = (c) => {
    const f = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * f(c[0]) + 0.7152 * f(c[1]) + 0.0722 * f(c[2]);
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; }
    return [255, 255, 255, 1];
  };
  const low = [];
  for (const e of document.body.querySelectorAll("*")) {
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!own || e.closest(".skip, .sr, noscript")) continue;
    const [a, b] = [luminance(parse(getComputedStyle(e).color)), luminance(ground(e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${e.tagName}.${e.className}: ${ratio.toFixed(2)}`);
  }
  return low;
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    long_name = "a" * 180 + ".txt"
    files = {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, HOSTILE_NAME: HOSTILE, long_name: WIRE + "\n"}
    ledger = make(tmp_path_factory.mktemp("browser"), {**files, "pile.txt": WIRE + "\n\n" + FRONT})
    return site(ledger, ledger.parent / "site")


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def view(browser: Any, folder: Path, faults: list[str]) -> Iterator[Any]:
    """Opens a page of the report from disk; gives the browser's page. Whatever the console says is a fault."""
    contexts = []

    def opened(name: str, *, width: int = 1280, scheme: str = "light", media: str = "screen") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, offline=True)
        contexts.append(context)
        page = context.new_page()
        page.emulate_media(media=media)
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        path, mark, fragment = name.partition("#")
        page.goto((folder / path).as_uri() + mark + fragment)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def every_kind(folder: Path) -> list[str]:
    """One page of each kind, and all documents."""
    singles = [min((folder / kind).glob("*.html")) for kind in ("events", "entities", "outlets")]
    singles += sorted((folder / "documents").glob("*.html"))
    return [f"{kind}.html" for kind in _KINDS] + [str(p.relative_to(folder)) for p in singles]


def document_of(folder: Path, words: str) -> str:
    with counterclaim.open(folder.parent / "a.ledger") as opened:
        (claim,) = [c for c in opened.claims() if c.text.startswith(words) and opened_path(opened, c) == "front.txt"]
    return f"documents/{claim.document_id[:16]}.html"


def opened_path(ledger: Any, claim: Any) -> str:
    return next(d.path for d in ledger.documents() if d.document_id == claim.document_id)


def lit(page: Any) -> str:
    """The words of the claim that is lit in the text."""
    return "".join(page.locator(".source .run.on").all_text_contents())


def test_a_claims_card_leads_to_its_words(view: Any, folder: Path) -> None:
    page = view(document_of(folder, "If the bombing"))
    page.locator("aside .card", has_text="If the bombing").locator("a.to-words").click()
    page.wait_for_function("document.querySelector('.source .run.on')")
    assert lit(page) == "If the bombing goes on, we will close the strait"
    assert page.locator(".source .run.on").first.evaluate(
        "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight; }"
    )


def test_j_and_k_walk_through_the_claims(view: Any, folder: Path) -> None:
    page = view(document_of(folder, "If the bombing"))
    cards = page.locator("aside .card blockquote").all_text_contents()
    walked = []
    for key in ("j", "j", "k"):
        page.keyboard.press(key)
        walked.append(page.locator("aside .card.on blockquote").all_text_contents())
    assert walked == [[cards[0]], [cards[1]], [cards[0]]]


def test_search_finds_a_claim_and_leads_to_its_words(view: Any) -> None:
    page = view("search.html")
    page.get_by_label("Words, speaker").fill("STRAIT bombing")
    assert "claim" in page.get_by_role("status").text_content()
    page.locator("#results .card a", has_text="front.txt").first.click()
    page.wait_for_function("document.querySelector('.source .run.on')")
    assert "close the strait" in lit(page)


def test_a_search_is_kept_in_the_address_and_a_broken_one_does_no_harm(view: Any) -> None:
    assert view("search.html#strait").locator("#results .card").count() > 0
    assert view("search.html#%E0%A4%A").locator("#q").input_value() == ""


def test_hostile_claims_are_words_in_the_results(view: Any) -> None:
    page = view("search.html")
    page.get_by_label("Words, speaker").fill("strait")
    assert page.locator("#results img, #results script, #results b").count() == 0


def test_every_page_opens_without_the_network(view: Any, folder: Path) -> None:
    for name in every_kind(folder):
        assert view(name).locator("h1").count() == 1, name


def test_no_page_scrolls_sideways_on_a_phone(view: Any, folder: Path) -> None:
    for name in every_kind(folder):
        page = view(name, width=360)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(view: Any, folder: Path, scheme: str) -> None:
    low = {name: view(name, scheme=scheme).evaluate(_LOW_CONTRAST) for name in every_kind(folder)}
    assert {name: found for name, found in low.items() if found} == {}


def test_paper_carries_the_words_and_not_the_navigation(view: Any, folder: Path) -> None:
    page = view(document_of(folder, "If the bombing"), media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator(".source").first.is_visible()


def test_the_first_key_skips_to_the_content(view: Any) -> None:
    page = view("index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
