"""What an address may ask: bounded, checked, and written back as it was."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.errors import UsageError
from counterclaim.showing.asked import Filter, Search


@pytest.mark.parametrize(
    "given",
    [
        {"page": "0"}, {"page": "-1"}, {"page": "one"}, {"page": "9" * 40}, {"page": "²"}, {"since": "yesterday"},
        {"until": "2031-3-4"}, {"stance": "lies"}, {"kind": "claims; DROP TABLE claims"}, {"order": "text"}, {"q": "a" * 201},
        {"voice": "loud"},
    ],
)  # fmt: skip
def test_what_a_field_cannot_have_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Search.read(given)


@pytest.mark.parametrize("given", [{"type": "MURDER"}, {"level": "true"}, {"disputed": "no"}])
def test_filters_are_checked_too(given: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        Filter.read(given)


def test_unknown_fields_are_passed_over_and_empty_ones_are_not_asked() -> None:
    asked = Search.read({"q": "  the \x00 strait ", "stance": "", "x": "y"})
    assert asked == Search(q="the strait")
    assert not Search.read({"page": "3"}).asks


def test_another_question_begins_on_its_first_page() -> None:
    asked = Search(q="strait", page=4)
    assert asked.address(stance="denies") == "?q=strait&stance=denies"
    assert asked.address(page=5) == "?page=5&q=strait"
    assert Search().address() == ""


@given(st.text(max_size=60), st.text(max_size=60), st.integers(1, 99))
def test_an_address_asks_what_it_was_made_of(q: str, by: str, page: int) -> None:
    asked = Search.read({"q": q, "by": by, "page": str(page)})
    try:
        address = asked.address(page=page)
    except UnicodeEncodeError:  # lone surrogates come in no address
        return
    assert Search.read(dict(parse_qsl(address.removeprefix("?")))) == asked
