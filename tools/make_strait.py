"""Write the PDF of the sample corpus again: the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

TARGET = Path(__file__).resolve().parent.parent / "examples" / "strait" / "16-kmc-statement.pdf"

TITLE = "Statement on the strike on Dunmere: 17 civilians killed"
LINES = (
    "Kell Monitoring Centre",
    "6 March 2031",
)
BODY = (
    "The Kell Monitoring Centre (KMC) has established that 17 civilians were killed in the strike on the harbour market "
    "of Dunmere on 4 March 2031. Fourteen died on the spot or on the way to hospital; three died of their wounds on "
    "5 March. Among the dead are three children. The centre has recorded 33 people wounded.",
    "The KMC's staff visited the market on 4 and 5 March. They saw two craters between the stalls and no remains of "
    "weapons. A trader told them that the aircraft came from the west.",
    "Ostrel's Defence Ministry says that the air force struck a depot of the Tide Front. The centre has found a burnt "
    "shed one kilometre north of the market. It cannot say what was stored there.",
    "The KMC does not name a perpetrator. It calls on Ostrel to hand over the flight records of that morning, and on "
    "the Tide Front to publish the names of the 21 people who, it says, were killed.",
)


def write(target: Path = TARGET) -> None:
    """One page with the title, the sender, the day and the paragraphs; no time of writing in the file."""
    styles = getSampleStyleSheet()
    story = [Paragraph(TITLE, styles["Title"]), *(Paragraph(line, styles["Normal"]) for line in LINES), Spacer(1, 12)]
    for words in BODY:
        story += [Paragraph(words, styles["Normal"]), Spacer(1, 10)]
    SimpleDocTemplate(str(target), invariant=1, title=TITLE, author="Kell Monitoring Centre").build(story)


if __name__ == "__main__":
    write()
