"""The network: each line a relation that somebody tells as so, nothing denied drawn as held, the same picture every time."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import html

import counterclaim
from counterclaim.records import MentionType, Predicate, Stance
from counterclaim.showing import network
from counterclaim.showing.names import State, Teller, Tie
from counterclaim.showing.pages import Pages
from counterclaim.showing.site import Words
from tests.factories import entity
from tests.showing.asks import Asker
from tests.showing.sites import COPY, FRONT, HOSTILE, HOSTILE_NAME, WIRE, make
from tests.showing.sites import Pages as Written
from tests.showing.sites import site as write_site

A, D, P = Stance.ASSERTS, Stance.DENIES, Stance.PLEDGES
RULER = """Warden council dismisses report

Meridian Wire
4 March 2031

Orla Venn, the leader of the Tide Front, met Sela Orin, the director of the Kell Monitoring Centre. The Tide Front is backed by
Varda, officials said. Varda denied that it supports the Tide Front.
"""


def tie(subject: str, object_: str, *stances: Stance, predicate: Predicate = Predicate.LEADS) -> Tie:
    words = Words("the leader of the Front", "documents/d.html#r", "d.txt:1")
    tellers = tuple(Teller(None, f"Outlet {n}", stance, None, words) for n, stance in enumerate(stances or (A,)))
    return Tie(subject, predicate, object_, (), tellers, all(t.stance is D for t in tellers))


def site(*private: str) -> Any:
    everybody = {i: entity(i, type=MentionType.PERSON) for i in private}
    labels = {i: f"private person {n}" for n, i in enumerate(private, 1)}
    return SimpleNamespace(
        entity=everybody, mask=SimpleNamespace(labels=labels), name=lambda i: labels.get(i, i.replace("-", " ").title())
    )


@pytest.mark.parametrize(
    ("stances", "state"),
    [
        ((A,), State.HELD), ((A, P), State.HELD), ((A, D), State.DISPUTED), ((D, D), State.DENIED), ((P,), State.OPEN),
        ((D, P), State.DENIED),
    ],
)  # fmt: skip
def test_a_relation_is_held_where_somebody_tells_it_and_nobody_denies_it(
    stances: tuple[Stance, ...], state: State
) -> None:
    assert tie("a", "b", *stances).state is state


def test_what_is_only_denied_is_no_line() -> None:
    drawn = network.drawing(site(), [tie("a", "b", A), tie("c", "d", D), tie("e", "f", A, D)])
    assert drawn is not None
    assert {(e.tie.subject_id, e.tie.state) for e in drawn.edges} == {("a", State.HELD), ("e", State.DISPUTED)}
    assert {n.entity_id for n in drawn.nodes} == {"a", "b", "e", "f"}
    assert network.drawing(site(), [tie("c", "d", D)]) is None


def test_a_person_without_a_public_role_has_no_name_in_it() -> None:
    drawn = network.drawing(site("milo-venn"), [tie("milo-venn", "tide-front")])
    assert drawn is not None
    held = {n.entity_id: (n.label, n.name) for n in drawn.nodes}
    assert held["milo-venn"] == ("", "private person 1") and held["tide-front"][0] == "Tide Front"


def many() -> list[Tie]:
    star = [tie(f"deputy-number-{n}", "front") for n in range(12)]
    chain = [tie(f"body-{n}", f"body-{n + 1}", predicate=Predicate.PART_OF) for n in range(9)]
    return [*star, *chain, *(tie(f"leader-of-many-words-{n}", f"group-{n}") for n in range(14))]


def test_the_picture_is_the_same_in_whatever_order_relations_come() -> None:
    one, other = network.drawing(site(), many()), network.drawing(site(), many()[::-1])
    assert one is not None and other is not None
    assert (one.nodes, one.height) == (other.nodes, other.height)
    assert {e.start for e in one.edges} == {e.start for e in other.edges}


def test_names_lie_beside_one_another_and_on_the_page() -> None:
    drawn = network.drawing(site(), many())
    assert drawn is not None
    boxes = []
    for n in drawn.nodes:
        half = len(n.label) * network._LETTER / 2
        boxes.append((n.x - half, n.y - 7, n.x + half, n.y + 24))
        assert n.x - half >= 0 and n.x + half <= network.WIDTH and 0 <= n.y <= drawn.height
    meet = [
        (a, b) for n, a in enumerate(boxes) for b in boxes[:n]
        if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
    ]  # fmt: skip
    assert meet == []


def test_a_large_group_is_cut_and_says_so() -> None:
    ties = [tie(f"member-{n}", "front", *[A] * (n % 3 + 1), predicate=Predicate.MEMBER_OF) for n in range(200)]
    drawn = network.drawing(site(), ties)
    assert drawn is not None and drawn.left_out == 200 - len(drawn.edges) > 0
    assert min(len(e.tie.tellers) for e in drawn.edges) == 3  # the most told ones are kept


# ---------------------------------------------------------------- pages


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {"ruler.txt": RULER, "wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, HOSTILE_NAME: HOSTILE}
    return make(tmp_path_factory.mktemp("network"), files)


def test_the_table_holds_every_relation_with_its_words(ledger: Path) -> None:
    with counterclaim.open(ledger) as opened:
        relations = opened.relations()
        pages = Pages(opened)
        page = html.document_fromstring(pages.page("network.html") or "")
        private = {e.name for e in opened.entities() if e.entity_id in pages.site.mask.labels and " " in e.name}
    assert relations
    assert len(page.xpath("//tbody//li")) == len(relations)
    assert not [name for name in private if name in page.text_content()]
    lines = page.xpath("//svg//line[contains(@class, 'tie')]/ancestor::a")
    assert lines and all(a.get("href").startswith("#tie-") for a in lines)


def test_filters_answer_and_a_withheld_name_finds_nothing(ledger: Path) -> None:
    ask = Asker(ledger)
    with counterclaim.open(ledger) as opened:
        pages = Pages(opened)
        some = next(r for r in opened.relations() if pages.site.has_page(r.object_id))
        private = [e.name for e in opened.entities() if e.entity_id in pages.site.mask.labels]
    assert ask(f"/network.html?about={some.object_id}").tree.xpath("//tbody/tr")
    assert ask(f"/network.html?predicate={some.predicate}").status == 200
    assert ask("/network.html?predicate=loves").status == 400
    assert ask("/network.html?state=none").status == 400
    assert "No relation passes" in ask("/network.html?until=2000-01-01").text
    for name in private:
        assert not ask(f"/network.html?about={name.replace(' ', '+')}").tree.xpath("//tbody/tr"), name


def test_the_report_s_network_has_no_broken_link(ledger: Path, tmp_path: Path) -> None:
    written = Written(write_site(ledger, tmp_path / "site").resolve())
    assert written.broken() == []
    assert [p for p in written.trees if p.name.startswith("network-")]
