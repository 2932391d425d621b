"""What the pages put together: names by outlet, who tells a relation, disputes with their witnesses, who carries whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import counterclaim
from counterclaim.ledger import Ledger
from counterclaim.records import How, MentionType
from counterclaim.showing import disputed, names, outlets
from counterclaim.showing.pages import Pages
from counterclaim.showing.site import Site
from tests.showing.sites import COPY, FRONT, WIRE, make
from tests.showing.sites import Pages as Written
from tests.showing.sites import site as write_site

RIVAL = """Ostrel says 3 died in Dunmere

Ostrel National Radio
7 March 2031

Three people were killed on Tuesday when shells hit the market of Dunmere, Ostrel National Radio said. The Ostreli Defence Ministry
denied that its forces had struck the market.
"""


OWN_VOICE = """Fire in Dunmere

Tide Voice
8 March 2031

The Ostreli regime shelled the market of Dunmere on Monday. Terrorists of the Tide Front shelled Pell on Tuesday.
"""


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(
        tmp_path_factory.mktemp("pages"),
        {"wire.txt": WIRE, "front.txt": FRONT, "copy.txt": COPY, "rival.txt": RIVAL, "own.txt": OWN_VOICE},
    )


@pytest.fixture(scope="module")
def opened(ledger: Path) -> Iterator[Ledger]:
    with counterclaim.open(ledger) as book:
        yield book


@pytest.fixture(scope="module")
def site(opened: Ledger) -> Site:
    return Site(opened)


def test_an_entity_s_names_are_counted_by_outlet(site: Site) -> None:
    for entity in (e for e in site.entities if site.has_page(e.entity_id)):
        named = [m for m in site.mentions_of.get(entity.entity_id, []) if m.how in (How.NAME, How.ALIAS, How.ACRONYM)]
        found = {n.head: n.spellings for n in names.namings(site, entity)}.get("Names", ())
        assert sum(s.count for s in found) == len(named)
        assert all(s.count == sum(n for _, _, n in s.outlets) for s in found)
        assert {s.words for s in found} == {" ".join(m.text.split()) for m in named}


def test_a_relation_is_told_once_with_everybody_who_tells_it(site: Site) -> None:
    told = names.ties(site, site.relations)
    assert sum(len(t.tellers) for t in told) == len(site.relations)
    assert len({(t.subject_id, t.predicate, t.object_id) for t in told}) == len(told)
    assert [t.denied for t in told] == sorted(t.denied for t in told)


def test_a_side_of_a_dispute_states_its_witnesses_and_its_first_day(site: Site) -> None:
    rows = disputed.rows(site, site.disputes)
    assert rows
    for row in rows:
        assert sum(s.count for s in row.sides) == len(row.dispute.positions)
        for side in row.sides:
            held = [p for p in row.dispute.positions if site.called(p.position) == side.position]
            accounts = [site.account[p.account_id] for p in held if p.account_id]
            assert side.witnesses == len({a.witness_id for a in accounts})
            days = [h.day for h in side.held if h.day]
            assert side.since == min(days, default=None)


def test_the_most_contested_event_has_conflicts_and_comes_first(site: Site) -> None:
    found = disputed.contested(site, 10)
    assert [c.witnesses for c in found] == sorted((c.witnesses for c in found), reverse=True)
    assert all(r.dispute.kind == "conflict" for c in found for r in c.conflicts)
    assert {c.event.event_id for c in found} == {
        d.event_id for d in site.disputes if d.event_id and d.kind == "conflict"
    }


def test_lines_say_who_carries_whom(site: Site, opened: Ledger) -> None:
    assert sum(line.count for line in outlets.lines(site)) == len(opened.copies())
    rests = {s.what: s.count for s in outlets.informants(site)}
    assert rests == {i: sum(a.informant_ids.count(i) for a in site.accounts) for i in rests}
    assert sum(s.count for s in outlets.terms(site)) == len(site.wording)


def test_a_person_has_no_list_of_events_and_the_timeline_no_private_name(opened: Ledger) -> None:
    pages = Pages(opened)
    private = {e.name for e in opened.entities() if e.type is MentionType.PERSON and not e.public_role}
    assert private
    timeline = "".join(pages.page(name) or "" for name in pages.makers if name.startswith("timeline"))
    assert not [name for name in private if " " in name and name in timeline]
    for entity in opened.entities():
        page = pages.page(pages.site.page(entity.entity_id))
        if entity.type is MentionType.PERSON and page is not None:
            assert 'id="events"' not in page


def test_the_report_on_disk_asks_for_nothing_that_needs_a_server(ledger: Path, tmp_path: Path) -> None:
    written = Written(write_site(ledger, tmp_path / "site").resolve())
    assert written.broken() == []
    assert (tmp_path / "site" / "timeline.html").exists()
    for path, tree in written.trees.items():
        assert not tree.xpath("//form"), path


def test_an_event_names_who_told_it_first(opened: Ledger) -> None:
    pages = Pages(opened)
    event = max(opened.events(), key=lambda e: (e.account_count, e.event_id))
    articles = {a.article_id: a for a in opened.articles()}
    days = [articles[a.article_id].published or "9" for a in opened.accounts(event.event_id)]
    assert f"Told first on {min(days)}" in (pages.page(pages.site.event_page(event.event_id)) or "")


def test_outlets_and_referents_are_counted_and_each_number_leads_to_words(
    site: Site, ledger: Path, tmp_path: Path
) -> None:
    table = outlets.across(site)
    uses = [w for w in site.wording if w.referent_id]
    assert uses and table.total == len(uses)
    for referent, cells, total in table.lines:
        assert total == sum(w.referent_id == referent for w in uses)
        for key, count in zip(table.outlets, cells, strict=True):
            assert count == sum(w.referent_id == referent and site.outlet_of[w.article_id] == key for w in uses)
    written = Written(write_site(ledger, tmp_path / "site").resolve())
    links = written.of("outlets.html").xpath("//table[contains(@class, 'across')]//td/a/@href")
    assert links
    for link in links:
        assert "loaded" in "".join(written.follow("outlets.html", link).xpath("./ancestor::section/h2/text()")).lower()


def test_every_use_of_a_loaded_term_of_an_outlet_is_anchored(site: Site) -> None:
    for outlet in outlets.outlets(site):
        assert sum(len(u.words) for u in outlet.uses) == outlet.loaded
        assert outlet.rarer == 0 and {u for _, held in outlet.by_referent for u in held} == set(outlet.uses)
