"""Who may write: the token, the session, the forms' own word, the origin; and that nothing else writes."""

from __future__ import annotations

import hmac
import shutil
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger
from counterclaim.showing import serving
from counterclaim.showing.forms import MOST_BYTES, Form
from counterclaim.showing.gate import REVIEWER_COOKIE, SESSION_COOKIE, Gate, Writing, is_own
from counterclaim.showing.web import application
from tests.showing.reviews import HOST, TOKEN, Reviewer, room, rows
from tests.showing.sites import FRONT, WIRE, make


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("gate"), {"wire.txt": WIRE, "front.txt": FRONT})


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "a.ledger"))


@pytest.fixture
def reviewer(path: Path) -> Reviewer:
    return Reviewer(room(path))


def count(path: Path) -> int:
    with Ledger.open(path) as opened:
        return len(opened.decisions())


def first(path: Path) -> str:
    return str(rows(path, "claims")[0]["claim_id"])


# ---------------------------------------------------------------- what a session is


def test_a_session_proves_itself_and_is_not_the_token() -> None:
    writing = Writing(TOKEN)
    session = writing.opened()
    assert TOKEN not in session and session != writing.opened()
    assert writing.holds(session) and not Writing("another-token-altogether").holds(session)
    assert not any(map(writing.holds, (None, "", ".", "x.y", TOKEN, session[:-1], "x" + session)))


def test_a_form_belongs_to_its_session() -> None:
    writing = Writing(TOKEN)
    one, other = writing.opened(), writing.opened()
    assert writing.fits(one, writing.form_word(one))
    assert not writing.fits(other, writing.form_word(one))
    assert not writing.fits(None, writing.form_word("")) and not writing.fits(one, None) and not writing.fits(one, "ä")


def test_the_write_token_is_compared_in_constant_time(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[Any] = []
    real = hmac.compare_digest
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or real(a, b))
    TestClient(room(path), base_url=HOST).get("/review.html?review=wrong")
    assert (b"wrong", TOKEN.encode()) in compared


@pytest.mark.parametrize(
    ("origin", "site", "own"),
    [
        (None, None, True), ("http://127.0.0.1:8077", None, True), ("https://127.0.0.1:8077", "same-origin", True),
        ("null", None, False), ("http://evil.example", None, False), ("http://127.0.0.1:8078", None, False),
        (None, "cross-site", False), (None, "same-site", False), (None, "none", False),
        ("http://127.0.0.1:8077.evil.example", "same-origin", False),
    ],
)  # fmt: skip
def test_a_form_comes_from_this_host(origin: str | None, site: str | None, own: bool) -> None:
    assert is_own(origin, site, "127.0.0.1:8077") is own


def test_everybody_who_writes_has_a_token_on_this_machine_too(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Gate] = []
    monkeypatch.setattr("counterclaim.showing.web.serve", lambda _, gate, **__: served.append(gate))
    for scales in (object(), None):
        serving.serve(Path("a"), host="127.0.0.1", port=0, scales=scales, ready=print)  # type: ignore[arg-type]
    assert served[0].token is None and served[0].writing and len(served[0].writing.token) >= 32
    assert served[1].writing is None
    with pytest.raises(UsageError, match="COUNTERCLAIM_REVIEW_TOKEN: 16"):
        serving.serve(Path("a"), host="127.0.0.1", port=0, scales=object(), write_token="short", ready=print)  # type: ignore[arg-type]


# ---------------------------------------------------------------- who may come in


def test_the_printed_address_opens_a_session_no_script_can_read(path: Path) -> None:
    client = TestClient(room(path), base_url=HOST, follow_redirects=False)
    reply = client.get(f"/review.html?kind=events&review={TOKEN}")
    assert (reply.status_code, reply.headers["location"]) == (303, "/review.html?kind=events")
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(SESSION_COOKIE) and "HttpOnly" in cookie and "samesite=strict" in cookie.lower()
    assert TOKEN not in cookie


@pytest.mark.parametrize("address", ["/review.html", "/review/decisions.html", "/review.html?review=wrong"])
def test_without_a_session_there_is_no_review_page(path: Path, address: str) -> None:
    reply = TestClient(room(path), base_url=HOST).get(address)
    assert reply.status_code == 403
    assert "token" in reply.text and "Dunmere" not in reply.text


def test_a_room_that_is_for_reading_has_no_review_pages(path: Path) -> None:
    app = application(path, Gate("127.0.0.1"))
    client = TestClient(app, base_url=HOST)
    assert client.get("/review.html").status_code == 404
    assert client.post("/review/do/accept").status_code == 405
    assert "Review" not in client.get("/index.html").text


def test_who_may_write_may_read_beyond_this_machine(path: Path) -> None:
    app = room(path, token="a-token-for-readers-alone")
    client = TestClient(app, base_url=HOST)
    assert client.get("/index.html").status_code == 401
    client.get(f"/review.html?review={TOKEN}")
    assert client.get("/index.html").status_code == 200


def test_a_name_is_asked_for_before_anything_else(path: Path) -> None:
    client = TestClient(room(path), base_url=HOST)
    page = client.get(f"/review.html?review={TOKEN}").text
    assert "Your name" in page and "Dunmere" not in page
    assert (
        client.get(f"/review/claims/{first(path)}.html", follow_redirects=False).headers["location"] == "/review.html"
    )


def test_a_name_is_kept_as_words(reviewer: Reviewer) -> None:
    odd = 'Zoë "<script>" Ó\u202eMarén; \n 雪'
    reply = reviewer.client.post("/review/do/name", data={"word": reviewer.word, "by": odd})
    assert reply.headers["set-cookie"].startswith(REVIEWER_COOKIE)
    (shown,) = reviewer.tree("/review.html").xpath("//details[@class='me']//b")
    assert shown.text_content() == 'Zoë "<script>" Ó Marén; 雪'


def test_review_pages_are_kept_by_nobody(reviewer: Reviewer) -> None:
    assert reviewer.get("/review.html").headers["cache-control"] == "private, no-store"


# ---------------------------------------------------------------- what may write


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_of_another_site_writes_nothing(path: Path, reviewer: Reviewer, headers: dict[str, str]) -> None:
    given = {"word": reviewer.word, "by": "Eve", "row": first(path)}
    reply = reviewer.client.post("/review/do/accept", data=given, headers=headers)
    assert (reply.status_code, count(path)) == (403, 0)
    assert "Nothing was written" in reply.text


@pytest.mark.parametrize("word", ["", "wrong", "0" * 64])
def test_a_form_without_its_word_writes_nothing(path: Path, reviewer: Reviewer, word: str) -> None:
    assert reviewer.sends("accept", row=first(path), word=word).status_code == 403
    assert count(path) == 0


def test_a_word_without_its_session_writes_nothing(path: Path, reviewer: Reviewer) -> None:
    stranger = TestClient(reviewer.client.app, base_url=HOST)
    given = {"word": reviewer.word, "by": "Eve", "row": first(path)}
    assert stranger.post("/review/do/accept", data=given).status_code == 403
    other = Reviewer(reviewer.client.app, "Eve")
    assert other.client.post("/review/do/accept", data=given).status_code == 403
    assert count(path) == 0


def test_what_is_no_form_writes_nothing(path: Path, reviewer: Reviewer) -> None:
    given = {"word": reviewer.word, "by": "Eve", "row": first(path)}
    assert reviewer.client.post("/review/do/accept", json=given).status_code == 403
    assert reviewer.client.get("/review/do/accept", params=given).status_code in (303, 404)
    assert reviewer.client.request("PUT", "/review/do/accept", data=given).status_code == 405
    assert reviewer.client.post("/index.html", data=given).status_code == 405
    assert reviewer.client.post("/review/do/drop-everything", data=given).status_code == 404
    large = reviewer.client.post("/review/do/accept", data={**given, "why": "x" * (MOST_BYTES + 1)})
    assert large.status_code == 413
    assert count(path) == 0


def test_another_host_is_refused_even_with_a_session(path: Path, reviewer: Reviewer) -> None:
    given = {"word": reviewer.word, "by": "Eve", "row": first(path)}
    assert reviewer.client.post("/review/do/accept", data=given, headers={"host": "evil.example"}).status_code == 421
    assert count(path) == 0


@pytest.mark.parametrize("back", ["//evil.example/", "https://evil.example", "../../etc/passwd", "review/../../x.html"])
def test_a_form_leads_to_pages_of_this_room_alone(path: Path, reviewer: Reviewer, back: str) -> None:
    reply = reviewer.sends("accept", back, row=first(path), then="next", next=back)
    assert reply.headers["location"].startswith("/review.html?done=dec-")


# ---------------------------------------------------------------- what a form holds


def test_fields_of_a_form() -> None:
    form = Form.read(b"words=+a%0D%0A+b+&words=c&empty=&n=12&name=x&name=+&name=y")
    assert (form.words("words"), form.text("words"), form.number("n")) == ("a b", " a\n b ", 12)
    assert (form.words("absent"), form.number("empty"), form.every("name")) == ("", None, ("x", "y"))
    with pytest.raises(UsageError, match="the row is missing"):
        form.needed("row", "the row")


@pytest.mark.parametrize("body", [b"n=%ff", b"\xff=1", b"&".join(b"a=1" for _ in range(500)), b"x" * (MOST_BYTES + 1)])
def test_what_is_no_form_is_told_so(body: bytes) -> None:
    with pytest.raises(UsageError):
        Form.read(body)


@pytest.mark.parametrize("words", ["-1", "1.5", "٣", "9" * 20, "x"])
def test_an_offset_is_a_number(words: str) -> None:
    with pytest.raises(UsageError, match="no number"):
        Form({"start": (words,)}).number("start")
