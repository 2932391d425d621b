"""People's decisions: what they change, that they outlive rebuilds, and that they travel as a file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import decisions as content
from counterclaim import knowledge
from counterclaim import weighing as weighing_room
from counterclaim.build import Scales, build, reweigh
from counterclaim.decisions import Exhibit, typed_days, typed_figure, typed_type
from counterclaim.errors import UsageError
from counterclaim.language.surface import Surface
from counterclaim.ledger import Ledger, deciding, faults
from counterclaim.ledger.deciding import Said
from counterclaim.records import Account, Claim, Decision, Findings, Found, Outcome, State
from counterclaim.settings import Settings
from counterclaim.showing import report
from counterclaim.showing.export import export
from counterclaim.weighing import weigh
from tests.test_build import FRONT, WIRE, pile, same

POST = """Dunmere counts its dead

Harbour Post
5 March 2031

Shells hit the market of Dunmere on Tuesday and killed at least 14 people, residents said. Sela Orin of the Kell Monitoring
Centre said that the search goes on. "Nobody warned us," said the mayor, Otto Brand.
"""
LATER = """Dunmere mourns

Lorne Gazette
9 March 2031

Otto Brand, a fisherman, said that his nets were lost. The Tide Front denied that it had fired on Dunmere.
"""

Decide = Callable[[Ledger], Decision]


def made(folder: Path, **texts: str) -> Path:
    """A ledger built of these texts."""
    out = folder / "war.ledger"
    build([pile(folder / "in", **texts)], out, backend=Surface())
    return out


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("built"), wire=WIRE, front=FRONT, post=POST)


@pytest.fixture
def path(tmp_path: Path, built: Path) -> Path:
    """A ledger of three texts, which stand beside it in the folder ``in``."""
    shutil.copytree(built.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / built.name


def day(number: int) -> str:
    return f"2031-04-{number:02d}"


def said(number: int = 1, by: str = "Ilse Maren") -> Said:
    return Said(by, day(number), "read again")


def decide(path: Path, *decisions: Decide) -> list[Decision]:
    with Ledger.open(path, write=True) as ledger:
        found = [one(ledger) for one in decisions]
    apply(path)
    return found


@cache
def known() -> Any:
    return knowledge.load()


def apply(path: Path) -> None:
    """As ``reweigh`` does, with the knowledge loaded once."""
    with Ledger.open(path, write=True) as ledger:
        found, decisions = tuple(ledger.iter_found()), ledger.decisions()
        ledger.store_weighed(weigh(found, knowledge=known(), settings=Settings().weighing, decisions=decisions))


def outcomes(path: Path) -> dict[str, Outcome]:
    with Ledger.open(path) as ledger:
        return {o.decision_id: o for o in ledger.outcomes()}


def claim(ledger: Ledger, words: str) -> Claim:
    (found,) = [c for c in ledger.claims() if words in c.text]
    return found


def account(ledger: Ledger, words: str) -> Account:
    return next(a for a in ledger.accounts() if words in a.text)


def exported(path: Path, folder: Path) -> Path:
    with Ledger.open(path) as ledger:
        assert not list(faults(ledger))
        export(ledger, folder)
    return folder


# ---------------------------------------------------------------- what a decision changes


def correcting(words: str, **values: Any) -> Decide:
    """Correct the claim that holds the words."""

    def decision(ledger: Ledger) -> Decision:
        held = {k: deciding.name_one(ledger.store, v[1:]) if str(v).startswith("@") else v for k, v in values.items()}
        return deciding.correct(ledger.store, claim(ledger, words).claim_id, held, said())

    return decision


@pytest.mark.parametrize(
    ("values", "field", "wanted"),
    [
        ({"stance": "pledges"}, "stance", "pledges"),
        ({"speaker": "@Tide Front"}, "speaker_id", "tide-front"),
        ({"speaker": "@PERSON:Otto Brand"}, "speaker_id", "otto-brand"),
        ({"speaker": "unnamed:official"}, "speaker_id", "unnamed:official"),
        ({"on_behalf_of": "@Kell Monitoring Centre"}, "on_behalf_of", "kell-monitoring-centre"),
        ({"on_behalf_of": None}, "on_behalf_of", None),
    ],
)
def test_a_corrected_claim(path: Path, values: dict[str, Any], field: str, wanted: object) -> None:
    (decision,) = decide(path, correcting("close the strait", **values))
    with Ledger.open(path) as ledger:
        c = claim(ledger, "close the strait")
        assert getattr(c, field) == wanted
        assert c.chain[-1] == c.speaker_id
        assert c.claim_id in ledger.reviewed()["claims"]
        assert not list(faults(ledger))
    assert outcomes(path)[decision.decision_id].state is State.APPLIED


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"killed": typed_figure("20 to 30")}, {"killed_low": 20, "killed_high": 30}),
        ({"killed": typed_figure("none")}, {"killed_low": None, "killed_high": None}),
        ({"date": typed_days("2031-03-03")}, {"date_earliest": "2031-03-03", "date_latest": "2031-03-03"}),
        (typed_type("coerce"), {"type": "COERCE", "mode": None}),
        (typed_type("ASSAULT/bombing"), {"type": "ASSAULT", "mode": "bombing"}),
        ({"status": "planned"}, {"status": "planned"}),
        ({"actors": []}, {"actor_ids": ()}),
    ],
)
def test_a_corrected_account(path: Path, values: dict[str, Any], fields: dict[str, Any]) -> None:
    with Ledger.open(path) as ledger:
        told = account(ledger, "killed")
    decide(path, lambda ledger: deciding.correct(ledger.store, told.account_id, values, said()))
    with Ledger.open(path) as ledger:
        now = next(a for a in ledger.accounts() if a.account_id == told.account_id)
        assert {name: getattr(now, name) for name in fields} == fields
        killed = [c for c in ledger.casualties(told.account_id) if c.harm == "killed"]
        if "killed" in values:
            assert [(c.low, c.high) for c in killed] == [(fields["killed_low"], fields["killed_high"])]
        assert not list(faults(ledger))


@pytest.mark.parametrize(("table", "words", "right"), [
    ("claims", "close the strait", "If the bombing goes on, we will close the strait"),
    ("claims", "close the strait", "we will close the strait"),
    ("accounts", "21 people", "21 people"),
])  # fmt: skip
def test_a_row_is_moved_to_the_words_that_it_should_have_been(path: Path, table: str, words: str, right: str) -> None:
    with Ledger.open(path) as ledger:
        rows = ledger.claims() if table == "claims" else ledger.accounts()
        row = next(r for r in rows if words in r.text)
        row_id = getattr(row, f"{table.removesuffix('s')}_id")

    def moving(ledger: Ledger) -> Decision:
        place = deciding.words_for(ledger.store, row_id, right)
        return deciding.correct(ledger.store, row_id, {"words": place}, said())

    def accepting(ledger: Ledger) -> Decision:
        return deciding.accept(ledger.store, row_id, said(2))

    decide(path, moving)
    decide(path, accepting)
    with Ledger.open(path) as ledger:
        text = ledger.text(row.document_id)
        now = next(r for r in ledger.rows(table) if r[f"{table.removesuffix('s')}_id"] == row_id)
        assert now["text"] == right == text[now["start"] : now["end"]]
        assert not list(faults(ledger))
    assert {o.state for o in outcomes(path).values()} == {State.APPLIED}


def test_words_of_another_document_are_no_words_of_a_row(path: Path) -> None:
    with Ledger.open(path, write=True) as ledger:
        row = claim(ledger, "close the strait").claim_id
        elsewhere = deciding.place_of(ledger.store, "post.txt", "the search goes on")
        with pytest.raises(UsageError, match="its own document"):
            deciding.correct(ledger.store, row, {"words": elsewhere}, said())
        with pytest.raises(UsageError, match="do not stand there"):
            deciding.words_for(ledger.store, row, "we will open the strait")


def test_an_added_row_with_other_words_is_found_again(path: Path) -> None:
    def adding(ledger: Ledger) -> Decision:
        place = deciding.place_of(ledger.store, "post.txt", "said the mayor, Otto Brand")
        return deciding.add(ledger.store, "claims", place, {"speaker": "unnamed:official", "stance": "asserts"}, said())

    decide(path, adding)
    with Ledger.open(path) as ledger:
        row_id = claim(ledger, "said the mayor").claim_id

    def moving(ledger: Ledger) -> Decision:
        place = deciding.words_for(ledger.store, row_id, "the mayor, Otto Brand")
        return deciding.correct(ledger.store, row_id, {"words": place}, said(2))

    decide(path, moving, lambda ledger: deciding.correct(ledger.store, row_id, {"stance": "pledges"}, said(3)))
    with Ledger.open(path) as ledger:
        now = next(c for c in ledger.claims() if c.claim_id == row_id)
        assert (now.text, now.stance) == ("the mayor, Otto Brand", "pledges")


def test_accounts_leave_an_event_together(path: Path) -> None:
    with Ledger.open(path) as ledger:
        event = max(ledger.events(), key=lambda e: e.account_count)
        ids = sorted(a.account_id for a in ledger.accounts(event.event_id))
    assert len(ids) > 2
    with Ledger.open(path, write=True) as ledger, pytest.raises(UsageError, match="not all"):
        deciding.part(ledger.store, event.event_id, ids, said())
    decide(path, lambda ledger: deciding.part(ledger.store, event.event_id, ids[:2], said()))
    with Ledger.open(path) as ledger:
        now = {a.account_id: a.event_id for a in ledger.accounts()}
    assert not {now[i] for i in ids[:2]} & {now[i] for i in ids[2:]}


def test_scales_weigh_again_and_keep_nobody_from_deciding(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is decided while a ledger is weighed waits; what is added makes it weigh again."""
    scales = Scales(known=known())
    rounds = []

    def weighing(*args: Any, **options: Any) -> Any:
        rounds.append(len(options["decisions"]))
        result = weigh(*args, **options)
        with Ledger.open(path, write=True) as other:
            if len(rounds) == 1:
                deciding.accept(other.store, other.claims()[0].claim_id, said())
                build_again(path, other)
            elif len(rounds) == 2:
                deciding.accept(other.store, other.claims()[1].claim_id, said())
        return result

    monkeypatch.setattr(weighing_room, "weigh", weighing)
    scales.weigh(path)
    with Ledger.open(path) as ledger:
        assert rounds == [0, 1]
        assert ledger.needs_weighing
        assert len(ledger.outcomes()) == 1
    scales.weigh(path)
    with Ledger.open(path) as ledger:
        assert not ledger.needs_weighing
        assert len(ledger.outcomes()) == 2
        assert scales.fit(ledger)


def build_again(path: Path, ledger: Ledger) -> None:
    """Something else than a decision is noted."""
    ledger.begin_build(settings=Settings(), knowledge_digest=known().digest, model_digest="", program="")


def test_a_place_and_a_party_are_corrected_by_name(path: Path) -> None:
    with Ledger.open(path) as ledger:
        told = account(ledger, "killed")

    def decision(ledger: Ledger) -> Decision:
        names = [deciding.name_one(ledger.store, n) for n in ("Tide Front", "PLACE:Pell")]
        return deciding.correct(ledger.store, told.account_id, {"actors": names[:1], "places": names[1:]}, said())

    decide(path, decision)
    with Ledger.open(path) as ledger:
        now = next(a for a in ledger.accounts() if a.account_id == told.account_id)
        assert (now.actor_ids, now.place_ids) == (("tide-front",), ("pell",))
        assert next(e for e in ledger.entities() if e.entity_id == "pell").type == "PLACE"
        assert not list(faults(ledger))


def test_two_accounts_are_one_event_and_two_are_not(path: Path) -> None:
    with Ledger.open(path) as ledger:
        one = account(ledger, "21 people")
        other = next(a for a in ledger.accounts() if a.event_id != one.event_id)
        ids = one.account_id, other.account_id
    decide(path, lambda ledger: deciding.same(ledger.store, ids, said()))
    with Ledger.open(path) as ledger:
        now = {a.account_id: a.event_id for a in ledger.accounts()}
        assert now[ids[0]] == now[ids[1]]
        for old in (one.event_id, other.event_id):
            assert ledger.resolve("events", old) == now[ids[0]]
            assert deciding.resolve(ledger.store, old[:12], ("events",)) == ("events", now[ids[0]])
    decide(path, lambda ledger: deciding.different(ledger.store, ids, said(2, by="Karl Oster")))
    with Ledger.open(path) as ledger:
        now = {a.account_id: a.event_id for a in ledger.accounts()}
        assert now[ids[0]] != now[ids[1]]
        assert not list(faults(ledger))


def test_two_entities_are_one_by_name(path: Path) -> None:
    (decision,) = decide(path, lambda ledger: deciding.same(ledger.store, ["Milo Venn", "Sela Orin"], said()))
    with Ledger.open(path) as ledger:
        called = {e.entity_id for e in ledger.entities() if {"Milo Venn", "Sela Orin"} & {e.name, *e.aliases}}
        assert len(called) == 1
        assert outcomes(path)[decision.decision_id].rows == (f"entities {called.pop()}",)
        assert not list(faults(ledger))


def test_one_of_two_persons_of_a_name_is_told_apart(tmp_path: Path) -> None:
    path = made(tmp_path, post=POST, later=LATER)

    def united(ledger: Ledger) -> Decision:
        return deciding.same(ledger.store, ["Otto Brand@post.txt", "Otto Brand@later.txt"], said())

    def parted(ledger: Ledger) -> Decision:
        return deciding.different(ledger.store, ["Otto Brand@post.txt", "Otto Brand@later.txt"], said(2))

    decide(path, united)
    assert len(brands(path)) == 1
    decide(path, parted)
    assert len(brands(path)) == 2


def brands(path: Path) -> set[str]:
    with Ledger.open(path) as ledger:
        return {e.entity_id for e in ledger.entities() if e.name == "Otto Brand"}


def test_a_known_actor_is_told_apart_in_one_document(path: Path) -> None:
    decide(path, lambda ledger: deciding.different(ledger.store, ["Dunmere", "Dunmere@front.txt"], said()))
    with Ledger.open(path) as ledger:
        ids = {m.entity_id for m in ledger.mentions() if m.text == "Dunmere"}
        assert len(ids) == 2
        assert len({e.entity_id for e in ledger.entities()} & ids) == 2
        assert not list(faults(ledger))


def test_a_refused_claim_is_gone_and_a_hidden_one_is_only_not_shown(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        ids = [claim(ledger, words).claim_id for words in ("close the strait", "We counted fourteen bodies")]
    decide(
        path,
        lambda ledger: deciding.refuse(ledger.store, ids[0], said()),
        lambda ledger: deciding.hide(ledger.store, ids[1], said()),
    )
    with Ledger.open(path) as ledger:
        shown = {c.claim_id for c in ledger.claims()}
        assert not shown & set(ids)
        assert ledger.counts()["claims"] == len(shown) + 1
        assert not [h for h in ledger.search("fourteen bodies") if h.kind == "claim"]
        assert not list(faults(ledger))
    rows = [json.loads(line) for line in (exported(path, tmp_path / "e") / "claims.jsonl").read_text().splitlines()]
    assert {row["claim_id"] for row in rows} == shown


def test_a_hidden_event_takes_its_rows_along(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        event_id = account(ledger, "killed").event_id
        told = {a.account_id for a in ledger.accounts(event_id)}
    decide(path, lambda ledger: deciding.hide(ledger.store, event_id, said()))
    folder = exported(path, tmp_path / "e")
    everything = "".join((folder / f"{t}.jsonl").read_text() for t in ("events", "accounts", "support", "casualties"))
    assert event_id not in everything
    assert not any(i in everything for i in told)


def test_what_a_person_reviewed_is_said_of_every_row(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        row = claim(ledger, "close the strait").claim_id
    decide(
        path,
        lambda ledger: deciding.accept(ledger.store, row, said()),
        lambda ledger: deciding.read(ledger.store, "post.txt", said()),
        lambda ledger: deciding.mark(ledger.store, "Sela Orin", "director of the centre", said()),
    )
    folder = exported(path, tmp_path / "e")
    of = {
        t: [json.loads(line) for line in (folder / f"{t}.jsonl").read_text().splitlines()]
        for t in ("claims", "articles", "entities")
    }
    assert {r["claim_id"] for r in of["claims"] if r["reviewed"]} == {row}
    assert [r["title"] for r in of["articles"] if r["reviewed"]] == ["Dunmere counts its dead"]
    assert [(r["name"], r["public_role"]) for r in of["entities"] if r["reviewed"]] == [
        ("Sela Orin", "director of the centre")
    ]


def test_pages_say_what_was_reviewed(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path) as ledger:
        told = account(ledger, "killed")
    decide(
        path,
        lambda ledger: deciding.accept(ledger.store, told.event_id, said()),
        lambda ledger: deciding.accept(ledger.store, told.account_id, said()),
        lambda ledger: deciding.accept(ledger.store, "Tide Front", said()),
        lambda ledger: deciding.read(ledger.store, "post.txt", said()),
    )
    with Ledger.open(path) as ledger:
        report.write(ledger, tmp_path / "site")
        post = next(d.document_id for d in ledger.documents() if d.path == "post.txt")
    marks = {
        f"{page.parent.name}/{page.name}": page.read_text().count("<b>reviewed</b>")
        for page in sorted((tmp_path / "site").rglob("*.html"))
    }
    assert {name: n for name, n in marks.items() if n} == {
        f"events/{told.event_id}.html": 2,
        "entities/tide-front.html": 1,
        f"documents/{post[:16]}.html": 1,
    }


def test_a_claim_is_added_by_its_words_and_by_hand(path: Path) -> None:
    exhibit = Exhibit("We hold the hill.", link="https://post.example/7", translator="M. Oster", outlet="Tide Voice")

    def by_words(ledger: Ledger) -> Decision:
        place = deciding.place_of(ledger.store, "post.txt", "the search goes on")
        values = {"speaker": deciding.name_one(ledger.store, "PERSON:Ada Lind"), "stance": "asserts"}
        return deciding.add(ledger.store, "claims", place, values, said())

    def by_hand(ledger: Ledger) -> Decision:
        values = {"speaker": deciding.name_one(ledger.store, "Tide Front"), "stance": "asserts"}
        return deciding.add_exhibit(ledger.store, "claims", exhibit, values, said())

    def told(ledger: Ledger) -> Decision:
        return deciding.add_exhibit(ledger.store, "accounts", exhibit, typed_type("ASSAULT"), said())

    decide(path, by_words, by_hand, told)
    with Ledger.open(path) as ledger:
        assert [c.chain for c in ledger.claims() if c.speaker_id == "ada-lind"] == [("harbour-post", "ada-lind")]
        c = claim(ledger, "We hold the hill.")
        assert (c.chain, c.document_id) == (("tide-voice", "tide-front"), exhibit.document_id)
        (a,) = ledger.accounts(document_id=exhibit.document_id)
        assert (a.claim_id, a.informant_ids) == (c.claim_id, ("tide-front",))
        assert json.loads(ledger.data(exhibit.document_id))["translator"] == "M. Oster"
        assert not list(faults(ledger))
    build([pile(path.parent / "in", later=LATER)], path, backend=Surface())
    with Ledger.open(path) as ledger:
        assert claim(ledger, "We hold the hill.").claim_id == c.claim_id


# ---------------------------------------------------------------- two people


def test_the_later_of_two_stands_and_both_are_kept(path: Path) -> None:
    def stance(value: str, number: int, by: str) -> Decide:
        def decision(ledger: Ledger) -> Decision:
            row = claim(ledger, "close the strait").claim_id
            return deciding.correct(ledger.store, row, {"stance": value}, said(number, by))

        return decision

    later, earlier = decide(path, stance("pledges", 9, "Karl Oster"), stance("demands", 3, "Ilse Maren"))
    with Ledger.open(path) as ledger:
        assert claim(ledger, "close the strait").stance == "pledges"
        assert [d.by for d in ledger.decisions()] == ["Ilse Maren", "Karl Oster"]
    found = outcomes(path)
    assert found[later.decision_id].state is State.APPLIED
    assert found[earlier.decision_id].state is State.OVERRULED
    assert later.decision_id in found[earlier.decision_id].reason
    decide(path, lambda ledger: deciding.undo(ledger.store, later.decision_id, said(10)))
    with Ledger.open(path) as ledger:
        assert claim(ledger, "close the strait").stance == "demands"
    assert [outcomes(path)[d.decision_id].state for d in (later, earlier)] == [State.UNDONE, State.APPLIED]


def test_an_undo_can_be_undone(path: Path) -> None:
    (made_,) = decide(path, correcting("close the strait", stance="pledges"))
    (undone,) = decide(path, lambda ledger: deciding.undo(ledger.store, made_.decision_id, said(2)))
    decide(path, lambda ledger: deciding.undo(ledger.store, undone.decision_id, said(3)))
    with Ledger.open(path) as ledger:
        assert claim(ledger, "close the strait").stance == "pledges"


# ---------------------------------------------------------------- rebuilds, new texts, a new model, a file


def several(ledger: Ledger) -> list[Decision]:
    """Decisions of many kinds on different things."""
    store = ledger.store
    one = account(ledger, "21 people")
    other = next(a for a in ledger.accounts() if a.event_id != one.event_id)
    exhibit = Exhibit("We hold the hill.", link="https://post.example/7")
    return [
        deciding.same(store, [one.account_id, other.account_id], said(1)),
        deciding.correct(store, claim(ledger, "close the strait").claim_id, {"stance": "pledges"}, said(2)),
        deciding.hide(store, claim(ledger, "We counted fourteen bodies").claim_id, said(3)),
        deciding.read(store, "post.txt", said(4)),
        deciding.different(store, ["Dunmere", "Dunmere@front.txt"], said(5)),
        deciding.add_exhibit(store, "claims", exhibit, {"speaker": "unnamed:fighter", "stance": "asserts"}, said(6)),
    ]  # fmt: skip


def test_decisions_travel_as_a_file_and_give_the_same_ledger(path: Path, tmp_path: Path) -> None:
    with Ledger.open(path, write=True) as ledger:
        several(ledger)
    reweigh(path)
    with Ledger.open(path) as ledger:
        assert ledger.export_decisions(tmp_path / "d.jsonl") == 6
    (tmp_path / "fresh").mkdir()
    fresh = made(tmp_path / "fresh", wire=WIRE, front=FRONT, post=POST)
    with Ledger.open(fresh, write=True) as ledger:
        taken = ledger.import_decisions(tmp_path / "d.jsonl")
        assert (taken.added, taken.known, taken.rejects) == (6, 0, ())
        again = ledger.import_decisions(tmp_path / "d.jsonl")
        assert (again.added, again.known, again.rejects) == (0, 6, ())
    reweigh(fresh)
    assert same(exported(path, tmp_path / "a"), exported(fresh, tmp_path / "b"))
    assert all(o.state is State.APPLIED for o in outcomes(fresh).values())


def test_decisions_hold_when_texts_are_added(path: Path) -> None:
    with Ledger.open(path, write=True) as ledger:
        decisions = several(ledger)
    summary = build(
        [pile(path.parent / "in", later=LATER, zeta=LATER.replace("9 March", "11 March"))], path, backend=Surface()
    )
    assert summary.unapplied == 0
    with Ledger.open(path) as ledger:
        assert claim(ledger, "close the strait").stance == "pledges"
        assert len({m.entity_id for m in ledger.mentions() if m.text == "Dunmere"}) == 2
    assert {outcomes(path)[d.decision_id].state for d in decisions} == {State.APPLIED}


def test_what_waits_for_its_document_is_said_and_applied_when_it_comes(path: Path, tmp_path: Path) -> None:
    decide(path, correcting("close the strait", stance="pledges"))
    with Ledger.open(path) as ledger:
        ledger.export_decisions(tmp_path / "d.jsonl")
    (tmp_path / "fresh").mkdir()
    fresh = made(tmp_path / "fresh", wire=WIRE)
    with Ledger.open(fresh, write=True) as ledger:
        ledger.import_decisions(tmp_path / "d.jsonl")
    apply(fresh)
    (waiting,) = outcomes(fresh).values()
    assert waiting.state is State.UNAPPLIED
    assert "is not in this ledger" in waiting.reason
    assert build([pile(tmp_path / "fresh" / "in", front=FRONT)], fresh, backend=Surface()).unapplied == 0
    with Ledger.open(fresh) as ledger:
        assert claim(ledger, "close the strait").stance == "pledges"


NAMES = (
    "speaker",
    "stance",
    "killed",
    "date",
    "places",
    "entities",
    "sides",
    "exhibit",
    "key",
    "name",
    "type",
    "at",
    "place",
    "words",
)
BAD = {
    "not JSON": "{",
    "a list": "[]",
    "no action": '{"by":"x"}',
    "an unknown action": {"action": "burn"},
    "a withdrawal": {"action": "withdraw", "target_table": "documents", "after": None},
    "a changed value": {"after": '{"stance":"denies"}', "decision_id": "dec-0000000000000000"},
    "an unknown stance": {"after": '{"stance":"shouts"}'},
    "an unknown slot": {"after": '{"colour":"red"}'},
    "nothing to correct": {"after": "{}"},
    "words of another length": {"words": "short"},
    "offsets backwards": {"start": 90, "end": 2},
    "no time": {"made_at": "yesterday"},
    "nobody": {"by": " "},
    "another row in before": {"before": '{"claim_id":"x"}'},
    "a surrogate": {"why": "\ud800"},
    "a surrogate inside": {"after": '{"speaker":{"key":"x","name":"\\ud800","type":"ORG"}}'},
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_line_is_one_reject_and_the_rest_goes_on(path: Path, built: Path, tmp_path: Path, name: str) -> None:
    decide(path, correcting("close the strait", stance="pledges"))
    with Ledger.open(path) as ledger:
        ledger.export_decisions(tmp_path / "d.jsonl")
    good = (tmp_path / "d.jsonl").read_text()
    bad = BAD[name]
    line = bad if isinstance(bad, str) else json.dumps({**json.loads(good), "decision_id": "", **bad})
    (tmp_path / "bad.jsonl").write_text(f"{line}\n\n{good}")
    fresh = shutil.copy(built, tmp_path / "fresh.ledger")
    with Ledger.open(fresh, write=True) as ledger:
        taken = ledger.import_decisions(tmp_path / "bad.jsonl")
        assert taken.added == 1
        (reject,) = taken.rejects
        assert reject.path.endswith("bad.jsonl:1")
        assert reject.reason and "\n" not in reject.reason
        assert not list(faults(ledger))


def test_decisions_noted_in_any_order_give_one_ledger(path: Path) -> None:
    with Ledger.open(path, write=True) as ledger:
        decisions = several(ledger)
        found = tuple(ledger.iter_found())
    first = weighed(found, known(), *decisions)
    for order in list(permutations(decisions))[1::97]:
        assert weighed(found, known(), *order) == first


# ---------------------------------------------------------------- another language model


@pytest.fixture(scope="module")
def world(built: Path) -> tuple[Path, tuple[Found, ...], Any]:
    with Ledger.open(built) as ledger:
        return built, tuple(ledger.iter_found()), known()


def weighed(found: Sequence[Found], kn: Any, *decisions: Decision) -> Any:
    return weigh(found, knowledge=kn, settings=Settings().weighing, decisions=decisions)


def changed(found: Sequence[Found], change: Callable[[Findings], Findings]) -> tuple[Found, ...]:
    return tuple(replace(f, findings=change(f.findings)) for f in found)


def on_claim(path: Path, copy: Path, act: Callable[..., Decision], *more: Any) -> Decision:
    copy.write_bytes(path.read_bytes())
    with Ledger.open(copy, write=True) as ledger:
        return act(ledger.store, claim(ledger, "close the strait").claim_id, *more, said())


def without(words: str) -> Callable[[Findings], Findings]:
    return lambda f: replace(f, claims=tuple(c for c in f.claims if words not in c.text))


def shorter(words: str) -> Callable[[Findings], Findings]:
    """The claim ends before its last word, and so has another id."""

    def one(c: Claim) -> Claim:
        cut = c.text.rfind(" ")
        return replace(c, claim_id="clm-other", end=c.start + cut, text=c.text[:cut]) if words in c.text else c

    return lambda f: replace(f, claims=tuple(one(c) for c in f.claims))


def test_an_accepted_claim_stays_when_a_model_misses_it(world: Any, tmp_path: Path) -> None:
    path, found, kn = world
    decision = on_claim(path, tmp_path / "c.ledger", deciding.accept)
    after = weighed(changed(found, without("close the strait")), kn, decision)
    (back,) = [c for f in after.found for c in f.findings.claims if "close the strait" in c.text]
    before = weighed(found, kn)
    assert back == next(c for f in before.found for c in f.findings.claims if c.claim_id == back.claim_id)
    assert after.entities == before.entities
    (outcome,) = after.outcomes
    assert outcome.state is State.APPLIED
    assert "does not find this row" in outcome.reason


def test_a_correction_follows_a_claim_that_a_model_finds_a_little_shorter(world: Any, tmp_path: Path) -> None:
    path, found, kn = world
    decision = on_claim(path, tmp_path / "c.ledger", deciding.correct, {"stance": "pledges"})
    after = weighed(changed(found, shorter("close the strait")), kn, decision)
    assert [c.stance for f in after.found for c in f.findings.claims if c.claim_id == "clm-other"] == ["pledges"]
    assert "now stands at" in after.outcomes[0].reason


@pytest.mark.parametrize("act", [deciding.refuse, deciding.hide])
def test_what_is_refused_and_not_found_is_said(world: Any, tmp_path: Path, act: Callable[..., Decision]) -> None:
    path, found, kn = world
    decision = on_claim(path, tmp_path / "c.ledger", act)
    (outcome,) = weighed(changed(found, without("close the strait")), kn, decision).outcomes
    assert (outcome.state, outcome.rows) == (State.UNAPPLIED, ())
    assert "no claim is found at the words" in outcome.reason


def test_words_that_moved_are_followed_and_words_that_are_gone_are_said(world: Any, tmp_path: Path) -> None:
    path, found, kn = world
    decision = on_claim(path, tmp_path / "c.ledger", deciding.accept)

    def moved(f: Found) -> Found:
        return replace(f, text=f"New. {f.text}", findings=without("close the strait")(f.findings))

    after = weighed([moved(f) for f in found], kn, decision)
    (back,) = [c for f in after.found for c in f.findings.claims if "close the strait" in c.text]
    assert back.start == decision.start + 5  # type: ignore[operator]
    gone = [
        replace(f, text=f.text.replace("close the", "shut the"), findings=Findings(f.article.article_id)) for f in found
    ]
    (outcome,) = weighed(gone, kn, decision).outcomes
    assert outcome.state is State.UNAPPLIED
    assert "stand in no article" in outcome.reason


def test_an_entity_is_found_again_under_another_key(world: Any, tmp_path: Path) -> None:
    path, found, kn = world
    copy = tmp_path / "c.ledger"
    copy.write_bytes(path.read_bytes())
    with Ledger.open(copy, write=True) as ledger:
        decision = deciding.same(ledger.store, ["Milo Venn", "Sela Orin"], said())

    def renamed(f: Findings) -> Findings:
        entities = tuple(replace(e, entity_id="m-venn") if e.entity_id == "milo-venn" else e for e in f.entities)
        mentions = tuple(replace(m, entity_id="m-venn") if m.entity_id == "milo-venn" else m for m in f.mentions)
        return replace(f, entities=entities, mentions=mentions)

    after = weighed(changed(found, renamed), kn, decision)
    ids = {m.entity_id for f in after.found for m in f.findings.mentions if m.text in ("Milo Venn", "Sela Orin")}
    assert len(ids) == 1


# ---------------------------------------------------------------- what a person types


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("18", [18, 18]),
        ("at least 1,600", [1600, None]),
        ("Up to 40", [None, 40]),
        ("20 to 30", [20, 30]),
        ("none", [None, None]),
    ],
)
def test_figures(words: str, wanted: list[int | None]) -> None:
    assert typed_figure(words) == wanted


@pytest.mark.parametrize("words", ["many", "-3", "at least 3 to 4", ""])
def test_no_figures(words: str) -> None:
    with pytest.raises(UsageError):
        typed_figure(words)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from(content.ACTIONS), st.sampled_from(["claims", "accounts", "events", "entities"]), JSON, JSON)
def test_no_json_is_more_than_one_line_of_complaint(action: str, table: str, before: Any, after: Any) -> None:
    place = ("0" * 64, 0, 5, "words")
    decision = Decision("", day(1), "x", action, table, "y", *place, json.dumps(before), json.dumps(after), None)
    try:
        content.read(decision)
    except UsageError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize("days", [["2031-02-30", None], ["2031-03-04", "2031-03-01"], ["2031", None], "2031-03-04"])
def test_days_that_are_none(days: object) -> None:
    place = ("0" * 64, 0, 5, "words")
    after = json.dumps({"date": days})
    with pytest.raises(UsageError, match="date"):
        content.read(Decision("", day(1), "x", "correct", "accounts", "y", *place, None, after, None))


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["nobody at all", "Tide Front"], "names nobody"),
        (["Tide Front"], "two names"),
        (["Tide Front", "Tide Front"], "one and the same"),
        (["Tide Front", "evt-0000000000000000"], "not both"),
        (["evt-0000000000000000", "evt-0000000000000001"], "not in this ledger"),
    ],
)
def test_names_that_name_nothing(path: Path, names: list[str], words: str) -> None:
    with Ledger.open(path, write=True) as ledger, pytest.raises(UsageError, match=words):
        deciding.same(ledger.store, names, said())


@pytest.mark.parametrize(
    ("words", "start", "reason"),
    [("no such words", None, "do not stand there"), ("Dunmere", None, "times"), ("Dunmere", 1, "at 1")],
)
def test_words_that_cannot_be_placed(path: Path, words: str, start: int | None, reason: str) -> None:
    with Ledger.open(path) as ledger, pytest.raises(UsageError, match=reason):
        deciding.place_of(ledger.store, "post.txt", words, start)


def test_a_withdrawal_takes_the_words_of_decisions_that_quote_it(path: Path) -> None:
    (decision,) = decide(path, lambda ledger: deciding.same(ledger.store, ["Milo Venn", "Sela Orin"], said()))
    assert "Milo Venn" in str(decision.after)
    with Ledger.open(path, write=True) as ledger:
        ledger.withdraw("front.txt", why="asked for")
    apply(path)
    with Ledger.open(path) as ledger:
        assert not list(faults(ledger))
        assert ledger.decisions()[0].after is None
    assert "withdrawn" in outcomes(path)[decision.decision_id].reason
