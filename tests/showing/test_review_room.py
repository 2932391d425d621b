"""What a reviewer does on the pages: each decision, from the form to the row; two at once; waiting; hostile words."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from counterclaim.build import Scales
from counterclaim.ledger import Ledger, deciding, faults
from counterclaim.ledger.deciding import Said
from counterclaim.records import Decision
from counterclaim.showing.agreement import BLIND
from tests.showing.reviews import Reviewer, claim, known, room, rows, trouble
from tests.showing.sites import FRONT, HOSTILE, HOSTILE_NAME, WIRE, make

POST = """Dunmere counts its dead

Harbour Post
5 March 2031

Shells hit the market of Dunmere on Tuesday and killed at least 14 people, residents said. Otto Brand, a fisherman, said that
his nets were lost.\r
"Nobody warned us \U0001f614," said the mayor.
"""
STRAIT = "close the strait"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"wire.txt": WIRE, "front.txt": FRONT, "post.txt": POST, HOSTILE_NAME: HOSTILE}
    return make(tmp_path_factory.mktemp("review"), files)


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Iterator[Path]:
    path = Path(shutil.copy(built, tmp_path / "a.ledger"))
    yield path
    with Ledger.open(path) as ledger:
        assert not list(faults(ledger))


@pytest.fixture
def ilse(path: Path) -> Reviewer:
    return Reviewer(room(path))


def decisions(path: Path) -> list[Decision]:
    with Ledger.open(path) as opened:
        return list(opened.decisions())


def strait(path: Path) -> dict[str, Any]:
    return next(r for r in rows(path, "claims") if STRAIT in r["text"] and "bombing" in r["text"])


def page_of(row: Any) -> str:
    return f"review/claims/{row['claim_id']}.html"


# ---------------------------------------------------------------- words before values


def test_a_row_shows_its_words_and_not_the_programs_answer(path: Path, ilse: Reviewer) -> None:
    row = strait(path)
    tree = ilse.tree(f"/{page_of(row)}")
    assert "".join(tree.xpath("//*[contains(@class, 'picked-row')]//text()")) == row["text"]
    assert not tree.xpath("//*[@class='machine'] | //input[@checked]")
    assert tree.xpath("//input[@name='speaker']/@value") == [""]
    shown = ilse.tree(f"/{page_of(row)}?show=1")
    assert shown.xpath("//input[@name='stance'][@checked]/@value") == [row["stance"]]
    assert "Milo Venn" in shown.xpath("//*[@class='machine']")[0].text_content()


def test_an_article_shows_its_words_first_and_keeps_every_character(path: Path, ilse: Reviewer) -> None:
    (article,) = [a for a in rows(path, "articles") if a["title"] == "Dunmere counts its dead"]
    with Ledger.open(path) as opened:
        text = opened.text(article["document_id"])
    for ask in ("", "?show=1"):
        tree = ilse.tree(f"/review/articles/{article['article_id']}.html{ask}")
        runs = tree.xpath("//*[@id='source']//*[@data-at]")
        for run in runs:
            at, words = int(run.get("data-at")), run.text_content()
            # The parser of a page makes one character of a return and a new line; a run ends behind it.
            assert text[at : at + len(words) + 1].replace("\r\n", "\n").startswith(words)
        assert "".join(r.text_content() for r in runs) == text[article["start"] : article["end"]].replace("\r\n", "\n")
        assert bool(tree.xpath("//*[contains(@class, 'queue found')]")) is bool(ask)


def test_the_queue_begins_with_what_matters_and_says_why(path: Path, ilse: Reviewer) -> None:
    tree = ilse.tree("/review.html?kind=accounts")
    reasons = [li.xpath(".//*[@class='reason']/text()") for li in tree.xpath("//ol[@class='queue']/li")]
    assert any("conflict" in words or "accounts of its event" in words for words in reasons[0])
    assert len(reasons) == len(rows(path, "accounts"))
    assert "at least 14" not in tree.xpath("//ol[@class='queue']//p[@class='meta']")[0].text_content()


# ---------------------------------------------------------------- one row


def test_an_answer_that_agrees_is_an_acceptance_and_was_given_unseen(path: Path, ilse: Reviewer) -> None:
    row = strait(path)
    page = page_of(row)
    reply = ilse.fills(f"/{page}", "claim", speaker="Milo Venn", stance=row["stance"], why="heard it")
    assert reply.headers["location"].startswith(f"/{page}?done=dec-")
    (made,) = decisions(path)
    assert (made.action, made.by, made.why) == ("accept", "Ilse Maren", f"heard it ({BLIND})")
    assert strait(path)["reviewed"]
    assert "reviewed by Ilse Maren" in ilse.tree(reply.headers["location"]).text_content()


def test_an_answer_that_differs_is_a_correction_of_all_that_was_said(path: Path, ilse: Reviewer) -> None:
    page = page_of(strait(path))
    assert ilse.fills(f"/{page}", "claim", speaker="Tide Front", stance="denies").status_code == 303
    now = strait(path)
    assert (now["speaker_id"], now["stance"], now["reviewed"]) == ("tide-front", "denies", True)


def test_an_answer_about_one_thing_alone_says_nothing_of_the_rest(path: Path, ilse: Reviewer) -> None:
    row = strait(path)
    ilse.fills(f"/{page_of(row)}", "claim", stance=row["stance"])
    (made,) = decisions(path)
    assert (made.action, made.after) == ("correct", f'{{"stance":"{row["stance"]}"}}')


def test_what_is_seen_is_corrected_where_it_differs(path: Path, ilse: Reviewer) -> None:
    page = f"/{page_of(strait(path))}?show=1"
    ilse.fills(page, "claim", stance="accuses")
    (made,) = decisions(path)
    assert (made.after, made.why) == ('{"stance":"accuses"}', None)
    again = ilse.fills(page, "claim")
    assert again.status_code == 400
    assert "to say that it is right, accept it" in trouble(again)


def test_nobody_known_makes_a_new_entity_only_when_said_what_it_is(path: Path, ilse: Reviewer) -> None:
    page = page_of(strait(path))
    reply = ilse.fills(f"/{page}", "claim", speaker="Asta Rell", stance="denies")
    assert reply.status_code == 400
    assert "names nobody in this ledger" in trouble(reply)
    assert 'value="Asta Rell"' in reply.text  # what was typed still stands in the form
    assert ilse.fills(f"/{page}", "claim", speaker="Asta Rell", speaker_type="PERSON").status_code == 303
    assert strait(path)["speaker_id"] == "asta-rell"


def test_somebody_not_named_speaks_for_somebody(path: Path, ilse: Reviewer) -> None:
    ilse.fills(f"/{page_of(strait(path))}", "claim", speaker="unnamed:official", on_behalf_of="Tide Front", direct="no")
    now = strait(path)
    assert (now["speaker_id"], now["on_behalf_of"], now["direct"]) == ("unnamed:official", "tide-front", False)


def test_words_are_corrected_by_selecting_or_by_typing(path: Path, ilse: Reviewer) -> None:
    row = strait(path)
    low = row["start"] + row["text"].index("we will")
    ilse.fills(f"/{page_of(row)}", "claim", words=f"we will {STRAIT}", start=str(low), end=str(row["end"]))
    assert claim(path, f"we will {STRAIT}")["text"] == f"we will {STRAIT}"
    ilse.fills(f"/{page_of(row)}", "claim", words=f"will\n {STRAIT}", start="", end="")
    now = next(r for r in rows(path, "claims") if r["claim_id"] == row["claim_id"])
    assert (now["text"], now["start"]) == (f"will {STRAIT}", low + 3)
    refused = ilse.fills(f"/{page_of(row)}", "claim", words="we will open the strait", start="", end="")
    assert "do not stand in this article" in trouble(refused)


def test_an_account_is_corrected(path: Path, ilse: Reviewer) -> None:
    row = next(r for r in rows(path, "accounts") if r["killed_low"] == 14)
    reply = ilse.fills(
        f"/review/accounts/{row['account_id']}.html", "account", type="COERCE", status="planned", date="2031-03-03 to 2031-03-04",
        killed="20 to 30", injured="none", actors="Tide Front; Ostrel", places="Pell", places_type="PLACE", recipients="none",
    )  # fmt: skip
    assert reply.status_code == 303, trouble(reply)
    now = next(r for r in rows(path, "accounts") if r["account_id"] == row["account_id"])
    assert (now["type"], now["status"], now["date_earliest"], now["date_latest"]) == (
        "COERCE", "planned", "2031-03-03", "2031-03-04",
    )  # fmt: skip
    assert (now["killed_low"], now["killed_high"], now["injured_low"]) == (20, 30, None)
    assert (now["actor_ids"], now["place_ids"], now["recipient_ids"]) == (["tide-front", "ostrel"], ["pell"], [])


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("date", "Tuesday", "is no day"),
        ("killed", "many", "is no figure"),
        ("type", "WAR", "there is no"),
        ("status", "x", "there is no"),
    ],
)
def test_a_value_that_cannot_be_is_told_and_nothing_is_lost(
    path: Path, ilse: Reviewer, field: str, value: str, told: str
) -> None:
    row = rows(path, "accounts")[0]
    reply = ilse.fills(f"/review/accounts/{row['account_id']}.html", "account", **{"mode": "shelling", field: value})
    assert reply.status_code == 400
    assert told in trouble(reply)
    assert 'value="shelling"' in reply.text
    assert not decisions(path)


def test_a_row_is_refused_or_hidden_and_the_next_one_opens(path: Path, ilse: Reviewer) -> None:
    first, second = [r["claim_id"] for r in rows(path, "claims")][:2]
    for action, row_id in (("refuse", first), ("hide", second)):
        reply = ilse.sends(action, f"review/claims/{row_id}.html", row=row_id, then="next", next="review.html", last="")
        assert reply.headers["location"].startswith("/review.html?done=dec-")
        assert "Saved." in ilse.tree(reply.headers["location"]).text_content()
    assert not {first, second} & {r["claim_id"] for r in rows(path, "claims")}
    gone = ilse.get(f"/review/claims/{first}.html")
    assert gone.status_code == 404 and "list of decisions" in gone.text
    on_gone = ilse.sends("accept", f"review/claims/{first}.html", row=first)
    assert on_gone.status_code in (400, 404)


def test_a_decision_is_undone_and_brought_back(path: Path, ilse: Reviewer) -> None:
    row = strait(path)
    made = ilse.decides("claim", page_of(row), row=row["claim_id"], stance="praises", seen="yes")
    undo = ilse.decides("undo", decision=made)
    assert strait(path)["stance"] == row["stance"]
    ilse.decides("undo", decision=undo)
    assert strait(path)["stance"] == "praises"
    shown = ilse.tree("/review/decisions.html").xpath("//ol/li")
    assert [li.xpath(".//*[contains(@class, 'state')]/text()")[0] for li in shown] == ["applied", "undone", "applied"]
    assert "took back: “corrected: stance praises” of Ilse Maren" in shown[1].text_content()


# ---------------------------------------------------------------- what was missed


def test_a_claim_is_added_by_its_words(path: Path, ilse: Reviewer) -> None:
    (article,) = [a for a in rows(path, "articles") if a["title"] == "Dunmere counts its dead"]
    page = f"review/articles/{article['article_id']}.html"
    missing = ilse.fills(f"/{page}", "add-claim", words="at least 14 people", speaker="Otto Brand")
    assert missing.status_code == 400 and "stance is missing" in trouble(missing)
    assert ">at least 14 people</textarea>" in missing.text
    reply = ilse.fills(f"/{page}", "add-claim", words="at least 14 people", speaker="Otto Brand", stance="asserts")
    assert reply.status_code == 303, trouble(reply)
    (row,) = [r for r in rows(path, "claims") if r["text"] == "at least 14 people"]
    assert (row["speaker_id"], row["reviewed"]) == ("otto-brand", True)


def test_words_behind_a_return_and_a_wide_character_are_anchored(path: Path, ilse: Reviewer) -> None:
    (article,) = [a for a in rows(path, "articles") if a["title"] == "Dunmere counts its dead"]
    with Ledger.open(path) as opened:
        at = opened.text(article["document_id"]).index("said the mayor")
    ilse.fills(
        f"/review/articles/{article['article_id']}.html", "add-account",
        words="said the mayor", type="CONSULT", start=str(at), end=str(at + len("said the mayor")),
    )  # fmt: skip
    assert [r["start"] for r in rows(path, "accounts") if r["text"] == "said the mayor"] == [at]


def test_words_that_stand_twice_have_to_be_selected(path: Path, ilse: Reviewer) -> None:
    (article,) = [a for a in rows(path, "articles") if a["title"] == "Dunmere counts its dead"]
    page = f"/review/articles/{article['article_id']}.html"
    reply = ilse.fills(page, "add-claim", words="Dunmere", speaker="Otto Brand", stance="asserts")
    assert "stand 2 times in it; select them" in trouble(reply)


def test_an_exhibit_is_added_by_hand(path: Path, ilse: Reviewer) -> None:
    given = {"words": "We hold\r\nthe hill.", "translator": "M. Oster", "speaker": "Tide Front", "stance": "asserts"}
    nowhere = ilse.fills("/review/exhibit.html", "exhibit", **given)
    assert "a link or the hash of its file" in trouble(nowhere)
    assert "We hold" in nowhere.text
    reply = ilse.fills("/review/exhibit.html", "exhibit", **given, link="https://post.example/7", sha256="AB" * 32)
    assert reply.status_code == 303, trouble(reply)
    row = claim(path, "We hold")
    with Ledger.open(path) as opened:
        (document,) = [d for d in opened.documents() if d.document_id == row["document_id"]]
    assert (row["text"], document.url) == ("We hold\nthe hill.", "https://post.example/7")
    assert ilse.get(f"/documents/{document.document_id[:16]}.html").status_code == 200


def test_an_article_is_read_with_nothing_to_add(path: Path, ilse: Reviewer) -> None:
    (article,) = [a for a in rows(path, "articles") if a["title"] == "Dunmere counts its dead"]
    ilse.fills(f"/review/articles/{article['article_id']}.html", "read")
    assert [a["title"] for a in rows(path, "articles") if a["reviewed"]] == ["Dunmere counts its dead"]
    read = ilse.tree("/review/articles.html?state=read").xpath("//ol/li")
    assert len(read) == 1 and "read by Ilse Maren" in read[0].text_content()


# ---------------------------------------------------------------- who is who, what is one


def test_entities_are_one_and_are_not(path: Path, ilse: Reviewer) -> None:
    ilse.decides("same", name=["Milo Venn", "Sela Orin"])
    merged = {e["entity_id"] for e in rows(path, "entities") if {"Milo Venn", "Sela Orin"} & {e["name"], *e["aliases"]}}
    assert len(merged) == 1
    page = ilse.tree(f"/review/entities/{merged.pop()}.html")
    assert page.xpath("//form[@action='/review/do/different']")
    with Ledger.open(path) as opened:
        front = next(d.document_id for d in opened.documents() if d.path == "front.txt")
    ilse.decides("different", name=["Dunmere", f"Dunmere@{front}"])
    with Ledger.open(path) as opened:
        assert len({m.entity_id for m in opened.mentions() if m.text == "Dunmere"}) == 2


def test_a_person_with_a_public_role_is_named_on_all_pages(path: Path, ilse: Reviewer) -> None:
    page = f"/documents/{claim(path, 'his nets were lost')['document_id'][:16]}.html"
    assert "Otto Brand" not in ilse.get(page).text
    assert "Otto Brand" in ilse.get("/review/entities/otto-brand.html").text
    ilse.decides("mark", "review/entities/otto-brand.html", row="otto-brand", role="mayor of Dunmere")
    assert "Otto Brand" in ilse.get(page).text


def test_no_page_of_a_person_tells_days_or_places(path: Path, ilse: Reviewer) -> None:
    page = ilse.tree("/review/entities/otto-brand.html")
    words = " ".join(page.xpath("//main//text()[not(ancestor::datalist)]"))
    assert "his nets were lost" in words
    assert "2031" not in words and "Dunmere" not in words
    assert ilse.get("/entities/otto-brand.html").status_code == 404


def test_accounts_leave_an_event_and_join_another(path: Path, ilse: Reviewer) -> None:
    with Ledger.open(path) as opened:
        event = max(opened.events(), key=lambda e: (e.account_count, e.event_id))
        ids = sorted(a.account_id for a in opened.accounts(event.event_id))
    page = f"review/events/{event.event_id}.html"
    assert len(ilse.tree(f"/{page}").xpath("//input[@name='account']")) == len(ids) > 1
    nothing = ilse.fills(f"/{page}", "part")
    assert nothing.status_code == 400 and "tick" in trouble(nothing)
    ilse.decides("part", page, row=event.event_id, account=ids[:1])
    of = {a["account_id"]: a["event_id"] for a in rows(path, "accounts")}
    assert of[ids[0]] not in {of[i] for i in ids[1:]}
    reply = ilse.sends("same", page, name=[of[ids[0]], of[ids[1]]])
    assert ilse.client.get(reply.headers["location"], follow_redirects=True).status_code == 200
    of = {a["account_id"]: a["event_id"] for a in rows(path, "accounts")}
    assert len({of[i] for i in ids}) == 1


def test_an_event_is_accepted_as_one(path: Path, ilse: Reviewer) -> None:
    event_id = rows(path, "events")[0]["event_id"]
    ilse.fills(f"/review/events/{event_id}.html", "accept")
    assert [e["event_id"] for e in rows(path, "events") if e["reviewed"]] == [event_id]
    assert "<b>reviewed</b>" in ilse.get(f"/events/{event_id}.html").text


# ---------------------------------------------------------------- two reviewers


def test_two_answers_on_one_row_are_both_kept(path: Path) -> None:
    app = room(path)
    ilse, karl = Reviewer(app, "Ilse Maren"), Reviewer(app, "Karl Oster")
    page = f"/{page_of(strait(path))}"
    stale = karl.tree(page)
    held = {f.get("name"): f.get("value", "") for f in stale.xpath("//form[@class='answer']//input[@type='hidden']")}
    assert ilse.fills(page, "claim", speaker="Tide Front", stance="denies").status_code == 303
    late = karl.client.post("/review/do/claim", data={**held, "speaker": "Milo Venn", "stance": "pledges", "words": ""})
    assert late.status_code == 409
    assert "Ilse Maren decided on this row while the page was open" in trouble(late)
    assert 'value="Milo Venn"' in late.text and len(decisions(path)) == 1
    assert karl.fills(page, "claim", speaker="Milo Venn", stance="pledges").status_code == 303
    assert [(d.by, d.action) for d in decisions(path)] == [("Ilse Maren", "correct"), ("Karl Oster", "correct")]
    table = ilse.tree("/review/agreement.html").xpath("//table//tr[th='claims']")
    assert {row.xpath("./td[1]/text()")[0] for row in table} == {"stance", "speaker", "there is one"}


def test_two_rooms_on_one_ledger_lose_no_decision(path: Path) -> None:
    """Both write at the same moment, each with its own server; every decision stands in the ledger."""
    people = [Reviewer(room(path), name) for name in ("Ilse Maren", "Karl Oster")]
    ids = [r["claim_id"] for r in rows(path, "claims")][:4]
    replies: list[Any] = []

    def work(person: Reviewer) -> None:
        for row_id in ids:
            replies.append(person.sends("accept", row=row_id))

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [r.status_code for r in replies] == [303] * 8
    assert sorted((d.by, d.target_id) for d in decisions(path)) == sorted(
        (p.name, row_id) for p in people for row_id in ids
    )


def test_what_the_command_line_decides_meanwhile_shows_on_the_page(path: Path, ilse: Reviewer) -> None:
    row = strait(path)
    with Ledger.open(path, write=True) as opened:
        deciding.accept(opened.store, row["claim_id"], Said("Karl Oster"))
    tree = ilse.tree(f"/{page_of(row)}")
    assert "reviewed by Karl Oster" in tree.text_content()
    assert "1 decision waits to be weighed" in tree.text_content()


def test_while_another_program_writes_the_answer_is_kept_in_the_form(
    path: Path, ilse: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterclaim.ledger.book._PATIENCE", 1)
    monkeypatch.setattr("counterclaim.ledger.book._PAUSE_S", 0)
    page = f"/{page_of(strait(path))}"
    ilse.tree(page)
    with Ledger.open(path, write=True):
        busy = ilse.fills(page, "claim", stance="denies", why="seen twice")
    assert busy.status_code == 503
    assert "save again" in trouble(busy) and 'value="seen twice"' in busy.text


# ---------------------------------------------------------------- weighing


class Held(Scales):
    """Scales that weigh when they are let, as those of a large ledger do."""

    def __init__(self) -> None:
        super().__init__(known=known())
        self.may_end = threading.Event()

    def weigh(self, path: Path) -> None:
        assert self.may_end.wait(30)
        super().weigh(path)


def test_on_a_large_ledger_decisions_wait_and_say_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterclaim.showing.workshop._AT_ONCE_ARTICLES", 0)
    scales = Held()
    ilse = Reviewer(room(path, scales=scales))
    row = strait(path)
    ilse.decides("claim", page_of(row), row=row["claim_id"], stance="denies", seen="yes")
    tree = ilse.tree(f"/{page_of(row)}")
    assert "1 decision waits to be weighed" in tree.text_content() and "reviewed by Ilse Maren" in tree.text_content()
    document = f"/documents/{row['document_id'][:16]}.html"
    assert "<b>reviewed</b>" in ilse.get(document).text
    assert strait(path)["stance"] == row["stance"]
    assert ilse.sends("weigh").status_code == 303
    assert "is being weighed" in ilse.tree("/review.html").text_content()
    ilse.decides("accept", row=row["claim_id"])  # nobody is kept from deciding meanwhile
    scales.may_end.set()
    for _ in range(600):
        if "is being weighed" not in ilse.get("/review.html").text:
            break
        threading.Event().wait(0.05)
    assert strait(path)["stance"] == "denies"
    assert len(decisions(path)) == 2


def test_with_other_knowledge_nothing_is_weighed_and_the_page_says_why(path: Path) -> None:
    scales = Scales(known=known())
    scales.fit = lambda _: False  # type: ignore[method-assign]
    ilse = Reviewer(room(path, scales=scales))
    row = strait(path)
    ilse.decides("claim", page_of(row), row=row["claim_id"], stance="denies", seen="yes")
    assert "built with another catalogue, other places" in ilse.tree("/review.html").text_content()
    ilse.sends("weigh")
    assert strait(path)["stance"] == row["stance"]


def test_a_decision_does_not_read_the_rows_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterclaim.showing.workshop._AT_ONCE_ARTICLES", 0)
    ilse = Reviewer(room(path))
    reads: list[int] = []
    claims = Ledger.claims
    monkeypatch.setattr(Ledger, "claims", lambda self, **k: reads.append(1) or claims(self, **k))
    ilse.decides("accept", row=strait(path)["claim_id"])
    assert ilse.get("/index.html").status_code == 200
    assert not reads


# ---------------------------------------------------------------- hostile words


def every_page(path: Path) -> list[str]:
    pages = [f"/review/{name}.html" for name in ("articles", "pairs", "exhibit", "decisions", "agreement")]
    pages += [
        f"/review.html?kind={kind}&state={state}"
        for kind in ("claims", "accounts", "events")
        for state in ("open", "all")
    ]
    for table, key in (
        ("claims", "claim_id"),
        ("accounts", "account_id"),
        ("events", "event_id"),
        ("articles", "article_id"),
    ):
        pages += [f"/review/{table}/{r[key]}.html{ask}" for r in rows(path, table) for ask in ("", "?show=1")]
    return pages + [f"/review/entities/{e['entity_id']}.html" for e in rows(path, "entities")]


def test_what_was_read_or_typed_is_never_markup(path: Path, ilse: Reviewer) -> None:
    evil = '"><script>alert(7)</script><b onmouseover=alert(8)>'
    row = strait(path)
    ilse.decides("claim", page_of(row), row=row["claim_id"], stance="denies", seen="yes", why=evil)
    ilse.decides("same", name=["Milo Venn", "Sela Orin"], why=evil)
    again = ilse.sends("claim", page_of(row), row=row["claim_id"], speaker=evil, why=evil, words=evil)
    assert again.status_code == 400
    pages = {address: ilse.tree(address) for address in every_page(path)}
    from lxml import html

    pages["again"] = html.document_fromstring(again.content)
    for name, tree in pages.items():
        assert not tree.xpath("//img | //script[not(@src)] | //iframe | //style | //object | //b[@onmouseover]"), name
        assert not [
            a for e in tree.iter() if isinstance(e.tag, str) for a in e.attrib if a.startswith("on") or a == "style"
        ], name
        assert not [h for h in tree.xpath("//@href | //@formaction") if ":" in h.partition("/")[0].partition("?")[0]], (
            name
        )
        assert tree.xpath("count(//h1)") == 1, name


@pytest.mark.parametrize(
    "address",
    [
        "/review.html?kind=users",
        "/review.html?state=x",
        "/review.html?page=0",
        "/review.html?page=99",
        "/review/decisions.html?state=1",
    ],
)
def test_what_cannot_be_asked_is_told(ilse: Reviewer, address: str) -> None:
    assert ilse.get(address).status_code == 400


def test_every_field_has_a_label_and_every_key_is_explained(path: Path, ilse: Reviewer) -> None:
    for address in every_page(path)[:20]:
        tree = ilse.tree(address)
        labelled = set(tree.xpath("//label/@for"))
        for field in tree.xpath("//main//input[not(@type='hidden')] | //main//textarea | //main//select"):
            inside = field.xpath("ancestor::label")
            assert inside or field.get("aria-label") or field.get("id") in labelled, (address, field.get("name"))
        told = " ".join(tree.xpath("//details[@id='help']//dt//text()"))
        for key in set(tree.xpath("//main//@data-key")) - set("1234567890"):
            assert key in told, (address, key)
