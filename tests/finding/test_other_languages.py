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


def claims(text: str) -> tuple[Claim, ...]:
    article = Article("a", "d", 0, len(text), None, None, None, None, None, None, None)
    return finding.find(article, text, (), knowledge=knowledge.load(), backend=Surface()).claims


def test_a_text_that_is_mostly_french_makes_its_rows_unsure() -> None:
    (alone,) = claims(SAID)
    among = next(c for c in claims(SAID + FRENCH) if c.text == alone.text)
    assert among.confidence < 0.6 * alone.confidence


def test_a_headline_is_too_short_to_be_called_foreign() -> None:
    text = "“Dunmere taken”, Milo Venn says"
    assert Surface().read([text])[0].english == 0
    (claim,) = claims(text)
    assert claim.text == "Dunmere taken" and claim.confidence > 0.5
