"""Reviewing in a real browser: decisions by keyboard and by selecting text, that outlive a rebuild; two browsers; hostile words."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

import counterclaim
from counterclaim import knowledge
from counterclaim.build import Scales, reweigh
from counterclaim.ledger import Ledger, faults
from tests.browser.serving import served
from tests.showing.sites import FRONT, HOSTILE, HOSTILE_NAME, make

pytest.importorskip("playwright.sync_api", reason="wants playwright: make test-browser")
pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "examples" / "strait"
META, CATALOGUE = ROOT / "examples" / "strait.meta.csv", ROOT / "examples" / "strait.catalogue.toml"
# The file axe.min.js of the npm package axe-core, where it is at hand.
AXE = os.environ.get("AXE")
TOKEN = "a-token-for-reviewers-alone"

# Selects words in the text as a pointer would, over the runs that they stand in.
_SELECT = """(words) => {
  const source = document.getElementById("source");
  const nodes = [];
  const walker = document.createTreeWalker(source, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const whole = nodes.map((n) => n.data).join("");
  const at = whole.indexOf(words);
  const place = (offset) => {
    for (const node of nodes) {
      if (offset <= node.data.length) return [node, offset];
      offset -= node.data.length;
    }
  };
  const range = document.createRange();
  range.setStart(...place(at));
  range.setEnd(...place(at + words.length));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


@pytest.fixture(scope="module")
def known() -> Any:
    return knowledge.load((CATALOGUE,))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample ledger, built once."""
    out = tmp_path_factory.mktemp("sample") / "strait.ledger"
    counterclaim.build([SAMPLE], out, meta=META, catalogue=[CATALOGUE])
    return out


@pytest.fixture
def ledger(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "a.ledger"))


@pytest.fixture
def opened(known: Any) -> Iterator[Callable[[Path], str]]:
    """Opens a room on a ledger; gives its address."""
    from counterclaim.showing.gate import Gate, Writing
    from counterclaim.showing.web import application

    with ExitStack() as running:

        def start(path: Path) -> str:
            app = application(path, Gate("127.0.0.1", writing=Writing(TOKEN)), scales=Scales(known=known))
            return running.enter_context(served(app))

        yield start


@pytest.fixture
def person(browser: Any) -> Iterator[Callable[..., Any]]:
    """A browser of its own in which somebody reviews. What the console says, and every request to elsewhere, is a fault."""
    faults_: list[str] = []
    contexts = []

    def begin(address: str, name: str, **options: Any) -> Any:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: None if "409" in m.text or "400" in m.text else faults_.append(m.text))
        page.on("pageerror", lambda error: faults_.append(str(error)))
        page.on("dialog", lambda dialog: (faults_.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda r: None if r.url.startswith(address) else faults_.append(f"asked {r.url}"))
        page.goto(f"/review.html?review={TOKEN}")
        page.get_by_label("Your name").fill(name)
        page.get_by_role("button", name="Begin").click()
        assert TOKEN not in page.url
        return page

    yield begin
    for context in contexts:
        context.close()
    assert faults_ == []


def row(path: Path, words: str) -> Any:
    with Ledger.open(path) as held:
        assert not list(faults(held))
        return next(c for c in held.claims() if words in c.text)


SPOKEN = "the League of Coasts to send"
MISSED = "dozens of civilians killed and wounded"


def test_decisions_by_keyboard_and_selection_outlive_a_rebuild(
    ledger: Path, opened: Any, person: Any, tmp_path: Path
) -> None:
    claim = row(ledger, SPOKEN)
    page = person(opened(ledger), "Ilse Maren")
    # A speaker is corrected, and nothing but keys is used.
    page.goto(f"/review/claims/{claim.claim_id}.html")
    page.keyboard.press("s")
    page.keyboard.type("Tomas Wick")
    page.keyboard.press("Escape")
    page.keyboard.press("2")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Saved.").wait_for()
    assert page.get_by_text("reviewed by Ilse Maren").count() == 1
    # A claim that was missed is added by selecting its words.
    page.goto(f"/review/articles/{claim.article_id}.html")
    page.keyboard.press("c")
    page.evaluate(_SELECT, MISSED)
    box = page.locator("details.add[open]")
    box.get_by_label("Who says it", exact=False).first.fill("Kell Monitoring Centre")
    box.get_by_text("asserts").click()
    box.get_by_role("button", name="Add it").click()
    page.get_by_text("Saved.").wait_for()
    # Two that only share a name so far are said to be one.
    page.goto("/review/pairs.html")
    one, other = page.locator("form.pair").first.locator("input[name=name]").all()
    with Ledger.open(ledger) as held:
        ids = {one.get_attribute("value"), other.get_attribute("value")}
        named = {m.article_id for m in held.mentions() if m.entity_id in ids}
    page.keyboard.press("y")
    page.get_by_text("Saved.").wait_for()
    stands(ledger, claim, named)
    # The same after a build that adds to the ledger, and in a ledger that is built anew and takes the decisions over.
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "later.txt").write_text(FRONT, encoding="utf-8")
    counterclaim.build([tmp_path / "in"], ledger, catalogue=[CATALOGUE])
    stands(ledger, claim, named)
    anew = tmp_path / "anew.ledger"
    counterclaim.build([SAMPLE], anew, meta=META, catalogue=[CATALOGUE])
    with Ledger.open(ledger) as held, Ledger.open(anew, write=True) as other_ledger:
        held.export_decisions(tmp_path / "decisions.jsonl")
        assert other_ledger.import_decisions(tmp_path / "decisions.jsonl").added == 3
    reweigh(anew, catalogue=[CATALOGUE])
    stands(anew, claim, named)


def stands(path: Path, claim: Any, named: set[str]) -> None:
    """The three decisions are applied, and their rows are marked as reviewed."""
    with Ledger.open(path) as held:
        assert [(d.action, d.words) for d in held.decisions()] == [
            ("correct", claim.text), ("add", MISSED), ("merge", None),
        ]  # fmt: skip
        assert {str(o.state) for o in held.outcomes()} == {"applied"}
        claims = {c.claim_id: c for c in held.claims()}
        now = claims[claim.claim_id]
        assert (now.speaker_id, now.stance) == ("tomas-wick", "denies")
        added = [c for c in claims.values() if c.rule == "added by a person"]
        assert [(c.text, c.speaker_id) for c in added] == [(MISSED, "kell-monitoring-centre")]
        (merged,) = [o.rows for o in held.outcomes() if o.rows[0].startswith("entities ")]
        naming = {m.article_id for m in held.mentions() if f"entities {m.entity_id}" in merged}
        assert len(merged) == 1 and named <= naming
        assert {now.claim_id, added[0].claim_id} <= held.reviewed()["claims"]


def test_a_span_is_corrected_by_selecting_it(ledger: Path, opened: Any, person: Any) -> None:
    claim = row(ledger, SPOKEN)
    page = person(opened(ledger), "Ilse Maren")
    page.goto(f"/review/claims/{claim.claim_id}.html")
    page.evaluate(_SELECT, "urged the League of Coasts")
    page.keyboard.press("w")
    page.get_by_role("button", name="Save my answer").click()
    page.get_by_text("Saved.").wait_for()
    assert page.locator(".picked-row").all_text_contents() == ["urged the League of Coasts"]
    with Ledger.open(ledger) as held:
        assert not list(faults(held))


def test_what_is_saved_is_undone_by_a_key(ledger: Path, opened: Any, person: Any) -> None:
    claim = row(ledger, SPOKEN)
    page = person(opened(ledger), "Ilse Maren")
    page.goto(f"/review/claims/{claim.claim_id}.html")
    page.keyboard.press("v")
    page.get_by_text("What the ledger says now").wait_for()
    page.keyboard.press("a")
    page.get_by_text("Saved.").wait_for()
    page.keyboard.press("u")
    page.get_by_text("took back").wait_for()
    assert page.get_by_text("not reviewed by a person").count() >= 1
    page.keyboard.press("?")
    assert page.locator("#help dl").is_visible()


def test_two_browsers_on_one_row_lose_nothing(ledger: Path, opened: Any, person: Any) -> None:
    claim = row(ledger, SPOKEN)
    address = opened(ledger)
    ilse, karl = person(address, "Ilse Maren"), person(address, "Karl Oster")
    for page in (ilse, karl):
        page.goto(f"/review/claims/{claim.claim_id}.html")
    ilse.keyboard.press("2")
    ilse.keyboard.press("Control+Enter")
    ilse.get_by_text("Saved.").wait_for()
    karl.keyboard.press("7")
    karl.keyboard.press("Control+Enter")
    karl.get_by_text("Ilse Maren decided on this row while the page was open").wait_for()
    assert karl.locator("input[name=stance]:checked").get_attribute("value") == "accuses"
    karl.get_by_role("button", name="Save my answer").click()
    karl.get_by_text("Saved.").wait_for()
    with Ledger.open(ledger) as held:
        assert {(d.by, d.after) for d in held.decisions()} == {
            ("Ilse Maren", '{"stance":"denies"}'),
            ("Karl Oster", '{"stance":"accuses"}'),
        }
    ilse.goto("/review/agreement.html")
    assert ilse.get_by_role("row", name="claims stance nominal 0.000").count() == 1


def test_without_scripts_a_row_is_decided_on_too(ledger: Path, opened: Any, person: Any) -> None:
    claim = row(ledger, SPOKEN)
    page = person(opened(ledger), "Ilse Maren", java_script_enabled=False)
    page.goto(f"/review/claims/{claim.claim_id}.html")
    page.get_by_label("denies").check()
    page.get_by_role("button", name="Save my answer").click()
    assert page.get_by_text("Saved.").count() == 1
    assert str(row(ledger, SPOKEN).stance) == "denies"


def test_the_hash_of_a_file_is_computed_here(ledger: Path, opened: Any, person: Any, tmp_path: Path) -> None:
    from hashlib import sha256

    (tmp_path / "image.png").write_bytes(b"an image")
    page = person(opened(ledger), "Ilse Maren")
    page.goto("/review/exhibit.html")
    page.locator("#f-file").set_input_files(tmp_path / "image.png")
    page.wait_for_function("document.getElementById('f-sha256').value.length === 64")
    assert page.locator("#f-sha256").input_value() == sha256(b"an image").hexdigest()


def test_hostile_titles_and_texts_do_nothing(opened: Any, person: Any, tmp_path: Path) -> None:
    path = make(tmp_path, {HOSTILE_NAME: HOSTILE, "front.txt": FRONT})
    page = person(opened(path), '<b onmouseover="alert(9)">Eve</b>')
    with Ledger.open(path) as held:
        pages = [f"/review/claims/{c.claim_id}.html?show=1" for c in held.claims()]
        pages += [f"/review/articles/{a.article_id}.html?show=1" for a in held.articles()]
        pages += [f"/review/events/{e.event_id}.html?show=1" for e in held.events()]
    for name in [*pages, "/review.html", "/review/pairs.html", "/review/decisions.html"]:
        page.goto(name)
        assert page.locator("h1").count() == 1, name
        assert page.locator("main img, main script, b[onmouseover]").count() == 0, name


def kinds(path: Path) -> list[str]:
    with Ledger.open(path) as held:
        claim, account = held.claims()[0], held.accounts()[0]
        event = max(held.events(), key=lambda e: (e.account_count, e.event_id))
    rows = [
        f"claims/{claim.claim_id}", f"accounts/{account.account_id}", f"events/{event.event_id}",
        f"articles/{claim.article_id}", "entities/berin-tolk",
    ]  # fmt: skip
    names = ("articles", "pairs", "exhibit", "decisions", "agreement")
    return [
        "/review.html",
        *(f"/review/{n}.html" for n in (*names, *rows)),
        *(f"/review/{n}.html?show=1" for n in rows[:4]),
    ]


def test_no_review_page_scrolls_sideways_on_a_phone(ledger: Path, opened: Any, person: Any) -> None:
    page = person(opened(ledger), "Ilse Maren")
    page.set_viewport_size({"width": 360, "height": 800})
    for name in kinds(ledger):
        page.goto(name)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.skipif(not AXE, reason="wants the file axe.min.js of the npm package axe-core, named by AXE")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault(ledger: Path, opened: Any, person: Any, scheme: str) -> None:
    page = person(opened(ledger), "Ilse Maren", color_scheme=scheme, bypass_csp=True)
    found = []
    for name in kinds(ledger):
        page.goto(name)
        page.add_script_tag(path=str(AXE))
        result = page.evaluate("axe.run()")
        found += [f"{name}: {v['impact']} {v['id']}" for v in result["violations"] if v["impact"] != "minor"]
    assert found == []
