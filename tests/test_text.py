from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim import text as t
from counterclaim.errors import AnchorError

ODD = st.text(alphabet=st.sampled_from("ab C.\n\"“”'’‘«»!?U.S\u00a0\u200b\u00adâ€™Ã©Â «é\u2028"), max_size=80)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("Gen. Maren left. He was late.", ["Gen. Maren left.", "He was late."]),
        ("It is in the U.S. The army left.", ["It is in the U.S.", "The army left."]),
        ("The U.S. Navy left.", ["The U.S. Navy left."]),
        ("J. Maren came at 5 p.m. on Monday.", ["J. Maren came at 5 p.m. on Monday."]),
        ('"It rained." They left.', ['"It rained."', "They left."]),
        ("A line\nbroken here.\n\nA title", ["A line\nbroken here.", "A title"]),
        ("It cost 3.5 million. No more.", ["It cost 3.5 million.", "No more."]),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    assert [text[s:e] for s, e in t.sentences(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "no" and "yes".', ["no", "yes"]),
        ("“One “two” three” four", ["One “two” three"]),
        ("It is the Front’s port, ‘our port’, he said", ["our port"]),
        ("don't and won't", []),
        ("''We left,'' he said.", ["We left,"]),
        ("“It goes on\n\n“and on.”", ["It goes on", "and on."]),
    ],
)
def test_quotes(text: str, wanted: list[str]) -> None:
    assert [text[q.inner_start : q.inner_end] for q in t.quotes(text)] == wanted


@given(ODD)
def test_sentences_are_ordered_trimmed_and_lose_no_letter(text: str) -> None:
    spans = t.sentences(text)
    end = 0
    for start, stop in spans:
        assert end <= start < stop <= len(text)
        assert not text[start].isspace() and not text[stop - 1].isspace()
        assert not any(c.isalnum() for c in text[end:start])
        end = stop
    assert not any(c.isalnum() for c in text[end:])


@given(ODD)
def test_quotes_are_ordered_and_inside(text: str) -> None:
    end = 0
    for q in t.quotes(text):
        assert end <= q.start < q.inner_start <= q.inner_end <= q.end <= len(text)
        end = q.end


@given(ODD)
def test_repair_leads_back_to_the_text_as_read(text: str) -> None:
    repaired = t.repair(text)
    assert repaired.origins is None or len(repaired.origins) == len(repaired.text) + 1
    assert repaired.span(0, len(repaired.text))[1] == len(text)
    last = 0
    for i, char in enumerate(repaired.text):
        start, end = repaired.span(i, i + 1)
        assert last <= start <= end <= len(text)
        if char.isascii() and char.isalnum():
            assert text[start] == char
        last = start


def test_repair_undoes_mojibake_and_drops_what_cannot_be_seen() -> None:
    assert t.repair("Itâ€™s\u00a0a\u200b port").text == "It’s a port"
    assert t.repair("plain").origins is None


@given(ODD)
def test_words_stand_at_their_offsets(text: str) -> None:
    found = t.words(text)
    for i in range(len(found)):
        assert text[found.starts[i] : found.ends[i]] == found.raw[i]
    assert "".join(found.raw) == "".join(text.split())


def test_check_refuses_words_that_are_not_there() -> None:
    t.check("the port", 4, 8, "port")
    with pytest.raises(AnchorError):
        t.check("the port", 3, 7, "port")


def test_slug_is_one_for_spellings_with_and_without_marks() -> None:
    assert t.slug("Ka'abi") == t.slug("Kaabi") == "kaabi"
    assert t.slug("Ħal Far — Front") == "hal-far-front"
