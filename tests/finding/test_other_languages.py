"""Rows of a text that is mostly no English are as unsure as its English is scarce."""

from __future__ import annotations

from counterclaim import finding, knowledge
from counterclaim.language.surface import Surface
from counterclaim.records import Article, Claim

SAID = "Milo Venn said that the port was closed."
FRENCH = (
    " Le porte-parole du Front a déclaré hier que ses hommes avaient quitté la ville de Dunmere après trois jours de combats,"
    " tandis que le ministère de la défense gardait le silence sur les pertes subies par son armée."
)


def claim(text: str) -> Claim:
    article = Article("a", "d", 0, len(text), None, None, None, None, None, None, None)
    found = finding.find(article, text, (), knowledge=knowledge.load(), backend=Surface())
    return next(c for c in found.claims if c.text == "the port was closed")


def test_a_text_that_is_mostly_french_makes_its_rows_unsure() -> None:
    alone, among = claim(SAID), claim(SAID + FRENCH)
    assert among.confidence < 0.6 * alone.confidence


def test_a_short_foreign_headline_says_nothing_about_the_rest() -> None:
    assert claim("Dunmere: Ostreli. " + SAID).confidence == claim(SAID).confidence
