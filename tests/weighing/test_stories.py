"""Texts grouped by story, on invented ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from counterclaim.weighing import stories

SHELLING = "Shells hit the fish market of Dunmere on Tuesday and killed fourteen traders"
SHELLING_AGAIN = "Fourteen traders died in Dunmere when shells fell on the fish market"
OTHER_SHELLING = "Shells hit a school of Sorrun on Friday and wounded two teachers"
TALKS = "Ministers met in Lorne and spoke about fishing rights until midnight"
TALKS_AGAIN = "The ministers who met in Lorne parted at midnight without a word on rights"


def test_two_events_of_one_kind_are_two_stories() -> None:
    texts = [SHELLING, TALKS, SHELLING_AGAIN, OTHER_SHELLING, TALKS_AGAIN]
    assert stories.group(texts) == [0, 1, 0, 3, 1]


def test_a_text_between_two_stories_does_not_chain_them() -> None:
    between = "Shells hit the fish market of Dunmere on Friday and wounded two teachers of a school of Sorrun"
    homes = stories.group([SHELLING, SHELLING_AGAIN, between, OTHER_SHELLING, TALKS], 0.25)
    assert homes[0] == homes[1] != homes[3]


@given(st.lists(st.text(max_size=40), max_size=6))
def test_every_text_has_the_first_text_of_its_group_as_home(texts: list[str]) -> None:
    homes = stories.group(texts)
    assert all(home <= n and homes[home] == home for n, home in enumerate(homes))
