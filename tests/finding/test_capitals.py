"""An article in capitals is searched in ordinary case; its words stay as they were read."""

from __future__ import annotations

from counterclaim import finding
from counterclaim.language.surface import Surface
from counterclaim.records import Article
from tests.finding.reader import known

TEXT = (
    "DUNMERE, 4 FEB (WIRE) -- GENERAL TARIK ORRINO OF THE ORRIN LIBERATION FRONT (OLF) SAID ON MONDAY THAT HIS FIGHTERS "
    "HAD KILLED TWO SOLDIERS IN BAGHDAD.  THE OLF GENERAL LEFT BY CAR."
)


def test_names_are_found_and_anchored_in_the_text_as_read() -> None:
    article = Article("art", "doc", 0, len(TEXT), None, None, None, None, None, None, "en")
    found = finding.find(article, TEXT, (), knowledge=known(), backend=Surface())
    assert all(TEXT[m.start : m.end] == m.text for m in found.mentions)
    words = {m.text: (m.type, m.entity_id) for m in found.mentions if m.how in ("name", "alias", "acronym")}
    assert words["TARIK ORRINO"] == ("PERSON", "tarik-orrino")
    assert words["ORRIN LIBERATION FRONT"] == ("ORG", "orrin-liberation-front")
    assert words["OLF"] == ("ORG", "orrin-liberation-front")
    assert words["BAGHDAD"] == ("PLACE", "baghdad")
    assert [c.text for c in found.claims] == ["HIS FIGHTERS HAD KILLED TWO SOLDIERS IN BAGHDAD"]
    assert finding.texts(TEXT, knowledge=known())[0].startswith("Dunmere, 4 Feb")
