"""Texts in capitals in ordinary case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterclaim.knowledge.casing import in_capitals, ordinary
from counterclaim.knowledge.catalogue import Catalogue

KNOWN = Catalogue.load()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "GUERRILLAS KILLED SENATOR LUIS MARENO IN DUNMERE ON 3 MAY. THE SENATOR'S DRIVER WAS WOUNDED IN THE ATTACK.",
            "Guerrillas killed Senator Luis Mareno in Dunmere on 3 May. The senator's driver was wounded in the attack.",
        ),
        (
            "MEMBERS OF THE ORRIN LIBERATION FRONT (OLF) FIRED. LATER THE OLF MAY HAVE LEFT; THE ARMY SAID NOTHING.",
            "Members of the Orrin Liberation Front (OLF) fired. Later the OLF may have left; the army said nothing.",
        ),
        (
            "THE U.N. SAID THE OSTRELI AIR FORCE HIT 34TH STREET AND THE HOUSE OF GENERAL TARIK ORRINO LAST AUGUST.",
            "The U.N. said the Ostreli Air Force hit 34th street and the house of General Tarik Orrino last August.",
        ),
        (
            "IN THE UNITED STATES AND SAUDI ARABIA PEOPLE SAW A BILL AND A MAN FROM LA MARENA WHO HAD MANY CHILDREN.",
            "In the United States and Saudi Arabia people saw a bill and a man from La Marena who had many children.",
        ),
    ],
)
def test_words_are_small_and_names_have_their_capitals(text: str, wanted: str) -> None:
    assert ordinary(text, KNOWN) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "The army of Ostrel said on Monday that it had fired at the port of Dunmere and hit nothing there at all.",
        "OSTREL FIRES AT DUNMERE",
        "",
        "العربية",
    ],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert not in_capitals(text)
    assert ordinary(text, KNOWN) == text


@given(st.text(alphabet="ABCDEFGHIJ ÄÖÜİßΣ.,()[]'’-\n0123", min_size=40, max_size=200))
def test_every_letter_stays_at_its_offset(text: str) -> None:
    found = ordinary(text, KNOWN)
    assert len(found) == len(text)
    assert all(a == b or a.lower() == b for a, b in zip(text, found, strict=True))
