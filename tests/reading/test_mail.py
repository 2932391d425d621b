"""Mail and mailboxes: the body is the text, the headers are hints, what is attached are children."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from counterclaim.records import Page, Reject
from tests.reading.make import PROSE, everything, page, pages


def mail(**headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(PROSE + "\n", cte="quoted-printable")
    return message


def test_text_and_hints() -> None:
    found = page(
        "a.eml",
        mail(From="Mira Sand <mira@lantern.example>", Date="Fri, 05 Mar 2021 23:30:00 -0500", Subject="[News] Re: Ostrel denies")
        .as_bytes(),
    )  # fmt: skip
    hints = found.hints
    assert found.text == PROSE + "\n"
    assert (hints.title, hints.byline, hints.outlet) == ("Ostrel denies", "Mira Sand", None)
    assert (hints.published, hints.published_from) == ("2021-03-05", "mail header")


@pytest.mark.parametrize(
    ("headers", "byline", "outlet"),
    [
        ({"From": "The Lantern <news@lantern.example>"}, None, "The Lantern"),
        ({"From": "news at lantern.example (The Lantern)"}, None, "The Lantern"),
        ({"From": "Mira <m@x.example>", "List-Id": "Tide Watch <tw.lists.example>"}, "Mira", "Tide Watch"),
        ({"From": "m@x.example", "Organization": "Varda Radio"}, None, "Varda Radio"),
    ],
)
def test_who_sent_it(headers: dict[str, str], byline: str | None, outlet: str | None) -> None:
    raw = "".join(f"{name}: {value}\n" for name, value in headers.items()) + f"\n{PROSE}"
    hints = page("a.eml", raw).hints
    assert (hints.byline, hints.outlet) == (byline, outlet)


def test_html_stands_in_where_there_is_no_plain_text() -> None:
    message = mail(From="a@b.example")
    message.set_content(f"<p>{PROSE}</p><p>More.</p>", subtype="html")
    assert page("a.eml", message.as_bytes()).text == f"{PROSE}\n\nMore.\n"


def test_attachments_are_children() -> None:
    message = mail(From="a@b.example")
    message.add_alternative(f"<p>{PROSE}</p>", subtype="html")
    message.add_attachment("Attached words.\n", filename="notes.txt")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="map.png")
    whole, notes, picture = everything("a.eml", message.as_bytes())
    assert isinstance(whole, Page) and isinstance(notes, Page) and isinstance(picture, Reject)
    assert whole.text == PROSE + "\n"
    assert (notes.document.path, notes.text) == ("a.eml#1/notes.txt", "Attached words.\n")
    assert notes.document.parent_id == whole.document.document_id
    assert (picture.path, picture.reason) == ("a.eml#2/map.png", "an attachment of type image/png")


def test_a_mailbox_gives_its_messages() -> None:
    first = "From: Mira <m@x.example>\nSubject: One\n\nWords.\n\nFrom now on it is quiet.\n\n"
    second = "From: Ben <b@x.example>\nSubject: Two\n\nOther words.\n"
    box = f"From m@x Fri Mar  5 10:00:00 2021\n{first}From b@x Fri Mar  5 11:00:00 2021\n{second}"
    parent, one, two = pages("archive.mbox", box)
    assert (parent.text, parent.document.char_count) == ("", 0)
    assert [one.document.path, two.document.path] == ["archive.mbox#1", "archive.mbox#2"]
    assert (one.data, two.data) == (first.encode(), second.encode())
    assert one.text == "Words.\n\nFrom now on it is quiet.\n\n"
    assert {one.document.parent_id, two.document.parent_id} == {parent.document.document_id}


def test_a_message_inside_a_message_is_a_child() -> None:
    outer = mail(From="a@b.example", Subject="Fwd: Words")
    outer.add_attachment(mail(From="Ben <b@c.example>", Subject="Inner"))
    whole, inner = pages("a.eml", outer.as_bytes())
    assert (inner.hints.title, inner.hints.byline, inner.text) == ("Inner", "Ben", PROSE + "\n")
    assert inner.document.parent_id == whole.document.document_id
