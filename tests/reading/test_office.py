"""PDF and docx: lines become paragraphs, tables become lines."""

from __future__ import annotations

import io

import docx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer

from tests.reading.hostile import pdf
from tests.reading.make import PROSE, page

SECOND = PROSE.replace("Tuesday", "Friday")


def set_in_type() -> bytes:
    styles = getSampleStyleSheet()
    buffer = io.BytesIO()
    story = [
        Paragraph("Ostrel denies the strike on Varda", styles["Title"]),
        Paragraph("The Lantern, 4 March 2021", styles["Normal"]),
        Spacer(1, 14),
        Paragraph(PROSE, styles["Normal"]),
        Spacer(1, 10),
        Paragraph(SECOND, styles["Normal"]),
    ]
    SimpleDocTemplate(buffer, title="Ostrel denies the strike on Varda", invariant=1).build(story)
    return buffer.getvalue()


def test_pdf_lines_are_joined_and_paragraphs_parted() -> None:
    found = page("a.pdf", set_in_type())
    assert found.text == f"Ostrel denies the strike on Varda\n\nThe Lantern, 4 March 2021\n\n{PROSE}\n\n{SECOND}\n"
    assert found.hints.title == "Ostrel denies the strike on Varda"
    assert found.document.extractor.startswith("pypdfium2 ")


def test_a_title_property_that_the_text_does_not_show_is_no_hint() -> None:
    assert page("a.pdf", pdf(PROSE)).hints.title is None


def test_a_sentence_goes_on_over_the_page() -> None:
    text = page("a.pdf", pdf("The mayor of Varda said that", "the port was closed.", "Nobody was hurt.")).text
    assert text == "The mayor of Varda said that the port was closed.\n\nNobody was hurt.\n"


def test_a_hyphen_at_the_end_of_a_line_stays() -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1)
    for height, line in (
        (700, "The mayor of the town said to the Ostrel-"),
        (686, "backed council that the port was closed now"),
    ):
        canvas.drawString(50, height, line)
    canvas.save()
    assert "the Ostrel-backed council" in page("a.pdf", buffer.getvalue()).text


def test_docx_paragraphs_tables_and_title() -> None:
    document = docx.Document()
    document.core_properties.title = "Harbour report"
    document.add_heading("Harbour report", 0)
    document.add_paragraph(PROSE)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ships", "12"
    document.add_paragraph("Last line.\tTabbed")
    buffer = io.BytesIO()
    document.save(buffer)
    found = page("a.docx", buffer.getvalue())
    assert found.text == f"Harbour report\n\n{PROSE}\n\nShips | 12\n\nLast line. Tabbed\n"
    assert found.hints.title == "Harbour report"
