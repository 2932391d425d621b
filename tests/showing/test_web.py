"""The reading room: the report's pages on request, read only, for those who may, and hostile words harmless."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

import counterclaim
from counterclaim.ledger import Ledger
from counterclaim.showing.gate import COOKIE, HEADERS, Gate
from counterclaim.showing.pages import Pages
from counterclaim.showing.room import Room
from tests.showing.asks import Asker
from tests.showing.sites import COPY, FRONT, HOSTILE, HOSTILE_NAME, WIRE, make

TOKEN = "a-token-for-the-tests-alone"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, HOSTILE_NAME: HOSTILE}
    return make(tmp_path_factory.mktemp("web"), files)


@pytest.fixture(scope="module")
def ask(ledger: Path) -> Asker:
    return Asker(ledger)


@pytest.fixture(scope="module")
def names(ledger: Path) -> Iterator[list[str]]:
    with counterclaim.open(ledger) as opened:
        yield list(Pages(opened).makers)


ASKED = (
    "", "search.html?q=strait", "search.html?kind=texts&q=strait", "search.html?stance=denies", "search.html?q=%22%3E%3Cscript",
    "search.html?q=nothingatall", "events.html?about=dunmere", "events.html?about=%3Cscript%3E", "timeline.html?disputed=yes",
    "timeline.html?since=2031-03-04",
)  # fmt: skip


def test_every_page_answers_and_every_link_leads_to_one(ask: Asker, names: list[str]) -> None:
    seen: dict[str, int] = {}
    for name in [*names, *ASKED]:
        reply = ask(f"/{name}")
        assert reply.status == 200, name
        folder = f"/{name.partition('?')[0]}".rpartition("/")[0]
        for link in reply.tree.xpath("//@href | //@src | //form/@action"):
            address = link.partition("#")[0]
            if not address:
                continue
            target = f"{folder}/{address}".replace("/documents/../", "/")
            target = re.sub(r"/[a-z]+/\.\./", "/", target)
            if target not in seen:
                seen[target] = ask(target).status
    assert {target: status for target, status in seen.items() if status != 200} == {}


def test_the_room_shows_the_words_of_the_report(ask: Asker, names: list[str], ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        report = Pages(opened)
        for name in (n for n in names if n.startswith(("documents/", "outlets/"))):
            written = html.document_fromstring(report.page(name) or "")
            (there,), (here,) = ask(f"/{name}").tree.xpath("//main"), written.xpath("//main")
            assert there.text_content() == here.text_content(), name


def test_every_answer_bears_the_headers_that_keep_it_harmless(ask: Asker, names: list[str]) -> None:
    for address in (*names[:3], "static/style.css", "search.csv?q=strait", "missing.html", "search.html?page=0"):
        headers = ask(f"/{address}").headers
        assert {name: headers.get(name.lower()) for name in HEADERS} == dict(HEADERS), address
    refused = Asker(ask.path, Gate("0.0.0.0", TOKEN))
    for reply in (ask("/", bare=True), refused("/"), ask("/", method="POST")):
        assert reply.headers["content-security-policy"] == HEADERS["Content-Security-Policy"]


def test_what_was_read_or_asked_is_never_markup(ask: Asker, names: list[str]) -> None:
    for name in [
        *names,
        *ASKED,
        "search.html?q=<img src=x onerror=alert(1)>",
        "search.html?by=%22onfocus=alert(1)%20x=%22",
    ]:
        tree = ask(f"/{name}").tree
        assert not tree.xpath("//img | //b[@onmouseover] | //script[not(@src)] | //iframe | //style | //object"), name
        assert not [
            a for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on") or a == "style"
        ], name
        assert not [h for h in tree.xpath("//@href") if ":" in h.partition("/")[0].partition("?")[0]], name


@pytest.mark.parametrize("character", ["\u202e", "\x00", "\x1b"])
def test_characters_that_turn_or_end_text_are_not_sent(ask: Asker, names: list[str], character: str) -> None:
    assert [n for n in [*names, "search.html?q=strait", "search.csv?q=strait"] if character in ask(f"/{n}").text] == []


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml", "/static/../templates/base.html", "/static/%2e%2e/report.py", "/%2e%2e/%2e%2e/etc/passwd",
        "/documents/%00.html", "/documents/..%2f..%2fa.ledger", "/events/' OR 1=1 --.html", "//evil.example/", "/%ff%fe",
        "/docs", "/redoc", "/openapi.json", "/entities/" + "a" * 4000 + ".html",
    ],
)  # fmt: skip
def test_an_address_reaches_pages_and_nothing_else(ask: Asker, path: str) -> None:
    reply = ask(path)
    assert reply.status == 404
    assert "Nothing in this ledger has this address" in reply.text


@pytest.mark.parametrize(
    "address", ["/search.html?page=99", "/search.html?since=soon", "/search.csv?stance=lies", "/events.html?level=true"]
)
def test_what_cannot_be_asked_is_told_in_one_page(ask: Asker, address: str) -> None:
    reply = ask(address)
    assert reply.status == 400
    assert reply.tree.xpath("//h1/text()") == ["That cannot be asked"]


def test_another_host_is_refused(ask: Asker) -> None:
    for headers in ([("host", "evil.example")], [("host", "127.0.0.1:8077"), ("host", "evil.example")], []):
        reply = ask("/", headers=headers, bare=True)
        assert reply.status == 421
        assert "Dunmere" not in reply.text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(ask: Asker, ledger: Path, method: str) -> None:
    before = ledger.read_bytes()
    assert ask("/index.html", method=method).status == 405
    assert ledger.read_bytes() == before


def test_beyond_this_machine_reading_needs_the_token(ledger: Path) -> None:
    ask = Asker(ledger, Gate("0.0.0.0", TOKEN), host="192.0.2.7:8077")
    for address in ("/", "/search.csv?q=strait", "/?token=wrong", "/index.html?token="):
        reply = ask(address)
        assert reply.status == 401, address
        assert "Dunmere" not in reply.text
    assert ask("/", headers=[("authorization", f"Bearer {TOKEN}")]).status == 200
    assert ask("/", headers=[("cookie", f"{COOKIE}={TOKEN}")]).status == 200
    assert ask("/", headers=[("cookie", f"{COOKIE}=wrong")]).status == 401
    assert ask("/static/style.css").status == 200


def test_the_token_leaves_the_address_for_a_cookie_no_script_can_read(ledger: Path) -> None:
    ask = Asker(ledger, Gate("0.0.0.0", TOKEN), host="192.0.2.7:8077")
    reply = ask(f"/search.html?q=strait&token={TOKEN}")
    assert (reply.status, reply.headers["location"]) == (303, "/search.html?q=strait")
    cookie = reply.headers["set-cookie"]
    assert f"{COOKIE}={TOKEN}" in cookie
    assert "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert ask(f"//evil.example/?token={TOKEN}").headers["location"] == "/evil.example/"


def test_an_unchanged_page_is_not_sent_again_and_a_large_one_is_packed(
    ask: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask("/index.html")
    again = ask("/index.html", headers=[("if-none-match", first.headers["etag"])])
    assert (again.status, again.body) == (304, b"")
    monkeypatch.setattr("counterclaim.showing.web._PACKED_FROM", 100)
    packed = ask("/index.html", headers=[("accept-encoding", "gzip")])
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == first.body


def test_the_file_of_results_is_a_download(ask: Asker) -> None:
    reply = ask("/search.csv?q=strait")
    assert reply.headers["content-type"].startswith("text/csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="claims.csv"'
    assert "close the strait" in reply.text


def test_a_document_opens_by_its_whole_hash_too(ask: Asker, ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        document_id = opened.documents()[0].document_id
    reply = ask(f"/documents/{document_id}.html")
    assert (reply.status, reply.headers["location"]) == (308, f"/documents/{document_id[:16]}.html")


def test_a_page_of_an_id_that_was_merged_leads_to_where_it_is_now(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counterclaim.open(ledger) as opened:
        event_id = opened.events()[0].event_id
    monkeypatch.setattr(
        Ledger, "resolve", lambda _, table, old: event_id if (table, old) == ("events", "evt-gone") else None
    )
    room = Room(ledger)
    answer = room.answer("events/evt-gone.html", {})
    room.close()
    assert (answer.status, answer.headers) == (308, (("Location", f"/events/{event_id}.html"),))


def test_a_ledger_that_grows_is_read_again_when_its_build_has_settled(tmp_path: Path) -> None:
    made = make(tmp_path, {"wire.txt": WIRE})
    room, waiting = Room(made, settled_s=0), Room(made, settled_s=1e6)
    assert b"outlets/tide-voice.html" not in waiting.answer("", {}).body
    assert b"outlets/tide-voice.html" not in room.answer("", {}).body
    (tmp_path / "front.txt").write_text(FRONT, encoding="utf-8")
    counterclaim.build([tmp_path / "front.txt"], made)
    assert b"outlets/tide-voice.html" in room.answer("", {}).body
    assert b"outlets/tide-voice.html" not in waiting.answer("", {}).body
    room.close()
    waiting.close()


def test_a_file_that_is_no_ledger_is_told_on_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger"
    path.write_bytes(b"not a ledger at all, but long enough to be read as a file of some kind" * 40)
    ask = Asker(path)
    reply = ask("/")
    assert reply.status == 503
    assert "not a ledger" in reply.text


def test_an_empty_ledger_says_what_to_do_on_every_page(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "a.ledger").close()
    ask = Asker(tmp_path / "a.ledger")
    assert "counterclaim build" in ask("/").text
    for name in ("events", "timeline", "disputes", "entities", "outlets", "documents", "search", "search.html?q=x"):
        reply = ask(f"/{name}" if "?" in name else f"/{name}.html")
        assert reply.status == 200
        assert reply.tree.xpath("//*[contains(@class, 'empty')]"), name
