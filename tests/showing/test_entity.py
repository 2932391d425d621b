"""One entity: names by outlet, what it says, what is said of it, relations with those who tell or deny them, posts as of a day."""

from __future__ import annotations

from typing import Any

import pytest

from counterclaim.errors import UsageError
from counterclaim.records import Claim, How, MentionType, Predicate, Stance, Wording
from counterclaim.showing import terminal
from counterclaim.showing.terminal import Question
from tests.factories import article, claim, entity, mention
from tests.showing.books import book, relation

PERSON = {"type": MentionType.PERSON, "public_role": "secretary-general"}
TEXT = "The Tide Front, the Tide gangs. " * 3
ARTICLES = tuple(
    article(f"art-{n}", outlet=outlet, published=day)
    for n, (outlet, day) in enumerate(
        [
            ("Harbour Post", "2021-03-04"), ("The Varda Dispatch", "2021-06-30"),
            ("Harbour Post", "2021-07-01"), ("Tide Voice", None),
        ],
        start=1,
    )
)  # fmt: skip


def said(claim_id: str, n: int, span: tuple[int, int], **fields: Any) -> Claim:
    """A claim in the nth article."""
    where = {"article_id": f"art-{n}", "document_id": f"doc-art-{n}", "start": span[0], "end": span[1]}
    return claim(claim_id, TEXT[slice(*span)], **where, **fields)


BOOK = book(
    {f"doc-{a.article_id}": TEXT for a in ARTICLES},
    articles=ARTICLES,
    entities=(
        entity("tide-front", "Tide Front", known=True, aliases=("Front of the Tide",)),
        entity("ostrel", "Ostrel", known=True),
        entity("edo-karras", "Edo Karras", **PERSON),
        entity("milo-venn", "Milo Venn", **PERSON),
        entity("berin-tolk", "Berin Tolk", type=MentionType.PERSON),
        entity("grey-heron", "Grey Heron", aliases=("Heron",)),
        entity("red-heron", "Red Heron", aliases=("Heron",)),
    ),
    mentions=(
        mention("tide-front", "Tide Front", 4),
        mention("tide-front", "Tide Front", 4, article_id="art-2"),
        mention("tide-front", "Tide Front", 36, article_id="art-2"),
        mention("tide-front", "Front", 40, how=How.ALIAS),
        mention("tide-front", "it", 50, how=How.PRONOUN),
        mention("tide-front", "The group", 60, how=How.DESCRIPTION),
    ),
    wording=(Wording("art-3", "doc-art-3", 21, 25, "gang", "tide-front", "gang"),),
    claims=(
        said("c1", 1, (0, 12), speaker_id="milo-venn", on_behalf_of="tide-front"),
        said("c2", 2, (4, 40), speaker_id="ostrel", stance=Stance.ACCUSES),
        said("c3", 3, (0, 20), speaker_id="ostrel", stance=Stance.DENIES),
    ),
    relations=(
        relation("edo-karras", Predicate.LEADS, "tide-front", "art-1", title="head"),
        relation("edo-karras", Predicate.LEADS, "tide-front", "art-3", title="head"),
        relation("edo-karras", Predicate.LEADS, "tide-front", "art-2", stance=Stance.DENIES, claim_id="c2"),
        relation("ostrel", Predicate.SUPPORTS, "tide-front", "art-2", stance=Stance.DENIES, claim_id="c2"),
        relation("milo-venn", Predicate.SPOKESPERSON_OF, "tide-front", "art-3", date_earliest="2021-07-01"),
        relation("milo-venn", Predicate.MEMBER_OF, "tide-front", "art-4"),
    ),
)  # fmt: skip


def lines(**asked: object) -> list[str]:
    what = "claims" if asked.keys() & {"by", "stance", "outlet"} else "entity"
    return list(terminal.show(BOOK, what, Question(**asked)))  # type: ignore[arg-type]


def section(head: str, **asked: object) -> list[str]:
    """The lines under a head."""
    found = lines(**asked)
    start = next(n for n, line in enumerate(found) if line.startswith(head))
    stop = next((n for n, line in enumerate(found[start + 1 :], start + 1) if not line.startswith(" ")), len(found))
    return found[start + 1 : stop]


@pytest.mark.parametrize("name", ["Tide Front", "tide front", "tide-front", "Front of the Tide"])
def test_an_entity_is_found_by_name_alias_or_id(name: str) -> None:
    assert lines(name=name)[0] == "Tide Front [ORG] · tide-front"


@pytest.mark.parametrize(
    ("name", "says"),
    [("Heron", "grey-heron, red-heron"), ("Grey", "do you mean grey-heron?"), ("nobody", "no entity 'nobody'"), ("", "no entity")],
)  # fmt: skip
def test_a_name_of_none_or_several_is_said(name: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        lines(name=name)


def test_names_are_counted_by_outlet() -> None:
    assert section("names:", name="tide-front") == [
        "  Tide Front  3: The Varda Dispatch 2, Harbour Post 1",
        "  Front  1: Harbour Post 1",
    ]
    assert section("titles and descriptions:", name="tide-front") == ["  the group  1: Harbour Post 1"]
    assert section("loaded terms", name="tide-front") == ["  gang  1: Harbour Post 1"]


def test_what_it_says_and_what_is_said_of_it() -> None:
    assert section("says (1; asserts 1)", name="tide-front")[:2] == [
        "  Milo Venn for Tide Front [asserts]",
        "    The Tide Fro",
    ]
    of_it = section("is said of it (1)", name="tide-front")
    assert of_it[:2] == ["  Ostrel: accuses 1", "  Ostrel [accuses]"]


def test_relations_are_told_with_their_tellers_and_denials() -> None:
    told = section("relations, as told:", name="tide-front")
    assert told[:3] == [
        "  Edo Karras leads Tide Front · first reported 2021-03-04, last 2021-07-01",
        '    Harbour Post [asserts] 2x · 2021-03-04 to 2021-07-01 · head · "words" doc-art-1.txt:1',
        '    Ostrel [denies] 1x · 2021-06-30 · "words" doc-art-2.txt:1',
    ]


def test_what_is_only_denied_is_never_told_as_held() -> None:
    assert not [line for line in section("relations, as told:", name="tide-front") if "supports" in line]
    assert section("denied, and told as held by nobody:", name="tide-front")[0] == (
        "  Ostrel supports Tide Front · first reported 2021-06-30, last 2021-06-30"
    )


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2021-03", ["Edo Karras leads"]),
        ("2021-03-03", []),
        ("2021-06", ["Edo Karras leads"]),
        ("2021-07-01", ["Edo Karras leads", "Milo Venn spokesperson-of"]),
        ("2021", ["Edo Karras leads", "Milo Venn spokesperson-of"]),
    ],
)
def test_posts_as_told_by_then(as_of: str, told: list[str]) -> None:
    found = lines(name="tide-front", as_of=as_of)
    heads = [line.strip() for line in found if line.startswith("  ") and not line.startswith("   ")]
    assert [" ".join(head.split()[:3]) for head in heads] == told
    assert any("1 tellings in undated articles" in line for line in found)
    assert "2021-07-01 to" not in "".join(found) if as_of == "2021-06" else True


def test_a_post_of_later_days_is_said_to_be_so() -> None:
    later = book(
        {"doc-art-1": TEXT},
        articles=ARTICLES,
        entities=(entity("tide-front"), entity("edo-karras", **PERSON)),
        relations=(
            relation("edo-karras", Predicate.LEADS, "tide-front", "art-1", date_latest="2019-12-31"),
            relation("edo-karras", Predicate.FOUNDED, "tide-front", "art-1", date_earliest="2022-01-01"),
        ),
    )
    found = list(terminal.show(later, "entity", Question(name="tide-front", as_of="2021-06")))
    assert "    told as over before 2021-06" in found and "    told as beginning after 2021-06" in found


def test_nothing_is_put_together_about_a_private_person() -> None:
    found = "\n".join(lines(name="Berin Tolk"))
    assert "no public role" in found
    assert len(found.splitlines()) == 2


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"stance": Stance.DENIES}, ["c3"]),
        ({"outlet": "varda dispatch"}, ["c2"]),
        ({"outlet": "Harbour Post", "stance": Stance.ASSERTS}, ["c1"]),
        ({"outlet": "Harbour"}, []),
    ],
)
def test_claims_by_stance_and_outlet(asked: dict[str, object], ids: list[str]) -> None:
    assert [line.split(" · ")[-1] for line in lines(**asked) if " · c" in line] == ids


def test_a_limit_counts_what_is_left_after_the_filters() -> None:
    assert [line.split(" · ")[-1] for line in lines(stance=Stance.DENIES, limit=1) if " · c" in line] == ["c3"]


@pytest.mark.parametrize(
    ("what", "asked", "says"),
    [
        ("claims", Question(name="x"), "takes no name"),
        ("entity", Question(), "wants a name"),
        ("entity", Question(name="ostrel", about="x"), "has no --about; it has --as-of"),
        ("entity", Question(name="ostrel", as_of="June"), "'June' is no day"),
        ("claims", Question(as_of="2021"), "has no --as-of"),
    ],
)
def test_what_does_not_go_together_is_said(what: str, asked: Question, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        list(terminal.show(BOOK, what, asked))
