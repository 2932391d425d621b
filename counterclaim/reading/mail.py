"""Mail and mailboxes (RFC 5322, RFC 2045, RFC 4155). A message's text is its body; its headers become
hints.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime

from counterclaim.errors import NoText, TooLarge, Unsupported
from counterclaim.reading.base import Child, Extract, Fault, Source, one_line, storable
from counterclaim.reading.decode import decode
from counterclaim.reading.html import fragment
from counterclaim.records import Hints

_EXTRACTOR = "mail"
# Neither words nor documents: signatures and invitations.
_IGNORED = (
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/calendar",
)
# Lists and clients put these before a subject, over and over.
_SUBJECT_TAGS = re.compile(
    r"^(?:\s*(?:\[[^\]]{1,40}\]|(?:re|fwd?|aw|wg|tr|sv|vs|antw|rif|enc)(?:\[\d+\])?\s*:))+\s*", re.IGNORECASE
)
_FUNCTIONS = re.compile(
    r"^(?:news(?:letter|desk)?|info|press|media|editor(?:ial|s)?|alerts?|updates?|digest|contact|no-?reply|do-?not-?reply|"
    r"mail(?:er|ing)?|list|announce|bulletin|admin|office)\b", re.IGNORECASE
)  # fmt: skip
_HIDDEN_ADDRESS = re.compile(r"^(?P<user>\S+) at (?P<host>\S+)(?:\s+\((?P<name>.*)\))?\s*$")
_SEPARATOR = re.compile(rb"^From [^\r\n]*\r?\n(?=(?:>From [^\r\n]*\r?\n)?[!-9;-~]+:)", re.MULTILINE)
_BLANK_BEFORE = re.compile(rb"(?:\A|\n\r?\n)\Z")


def read(source: Source) -> Extract:
    """One message: its plain text part, else the visible text of its HTML part; attachments are its children.

    Raises NoText where there is neither text nor attachment, TooLarge for messages inside messages inside
    messages.
    """
    if source.depth > source.settings.max_attachment_depth:
        raise TooLarge(f"messages nested more than {source.settings.max_attachment_depth} levels deep")
    message = _parse(source)
    if not _is_message(message):
        raise Unsupported("no mail: it has no header lines")
    shown: list[EmailMessage] = []
    attached: list[EmailMessage] = []
    for part in _leaves(message, source):
        (shown if _is_body(part) else attached).append(part)
    texts = [_text_of(part, source) for part in shown]
    text = "\n\n".join(words for words, _ in texts if words.strip())
    encoding = next((name for words, name in texts if words.strip()), None)
    if not text and not attached:
        raise NoText("a mail without text")
    return Extract(
        text=storable(text),
        extractor=_EXTRACTOR,
        encoding=encoding,
        hints=_hints(message),
        children=_attachments(attached) if attached else None,
    )


def read_mbox(source: Source) -> Extract:
    """A mailbox: no text of its own; each message, without its ``From `` line, is a child.

    A line begins a message if it begins with ``From ``, follows a blank line and is followed by a header
    line. Raises Unsupported where no such line stands at the beginning.
    """
    if source.depth > source.settings.max_attachment_depth:
        raise TooLarge(f"mailboxes nested more than {source.settings.max_attachment_depth} levels deep")
    data = source.data
    marks = [m for m in _SEPARATOR.finditer(data) if _BLANK_BEFORE.search(data, max(0, m.start() - 3), m.start())]
    if not marks or data[: marks[0].start()].strip():
        raise Unsupported("no mailbox: it does not begin with a From line and a message")
    starts = [mark.end() for mark in marks]
    ends = [mark.start() for mark in marks[1:]] + [len(data)]
    messages = (
        Child(label=str(number), data=data[start:end], name="message.eml")
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    )
    return Extract(text="", extractor="mbox", children=messages)


def _parse(source: Source) -> EmailMessage:
    try:
        message = message_from_bytes(source.data, policy=policy.default)
    except RecursionError as error:
        raise TooLarge("a mail whose parts are nested too deeply") from error
    assert isinstance(message, EmailMessage)
    return message


def _is_message(message: EmailMessage) -> bool:
    return any(
        _header(message, name)
        for name in ("From", "Date", "Subject", "To", "Message-ID", "Content-Type", "MIME-Version")
    )


def _header(message: Message, name: str) -> str | None:
    """A header's value decoded, or as it stands where it is too broken to decode."""
    try:
        value = message[name]
        return one_line(None if value is None else str(value), limit=2000)
    except Exception:  # the header parser fails in many ways on broken headers
        return one_line(_raw_header(message, name), limit=2000)


def _raw_header(message: Message, name: str) -> str:
    """A header's value as it stands in the message, folded to one line."""
    values = (str(value) for key, value in message.raw_items() if key.lower() == name.lower())
    return one_line(next(values, ""), limit=2000) or ""


def _leaves(message: EmailMessage, source: Source) -> Iterator[EmailMessage]:
    """The parts that hold something, in order; a message inside is one part and is not opened here.

    Of alternatives (the same words in several forms) one is taken.
    """
    stack: list[tuple[EmailMessage, int]] = [(message, 0)]
    while stack:
        part, depth = stack.pop()
        if depth > 4 * source.settings.max_attachment_depth + 4:
            raise TooLarge("a mail whose parts are nested too deeply")
        payload = part.get_payload()
        if part.get_content_maintype() != "multipart" or not isinstance(payload, list):
            if part.get_content_type() not in _IGNORED and (depth == 0 or _bytes_of(part) or part.is_multipart()):
                yield part
            continue
        inner = [piece for piece in payload if isinstance(piece, EmailMessage)]
        if part.get_content_subtype() == "alternative":
            inner = _best_form(inner)
        stack.extend((piece, depth + 1) for piece in reversed(inner))


def _best_form(forms: list[EmailMessage]) -> list[EmailMessage]:
    """The plain form where it has words, else the last (by RFC 2046 the richest) that is not plain text."""
    plain = [form for form in forms if form.get_content_type() == "text/plain" and _bytes_of(form).strip()]
    rich = [form for form in forms if form.get_content_maintype() in ("text", "multipart") and form not in plain]
    readable = [form for form in rich if form.get_content_type() not in _IGNORED]
    return plain[:1] or readable[-1:] or forms[-1:]


def _is_body(part: EmailMessage) -> bool:
    """Words that a mail program would show at once: inline text without a file name."""
    if part.get_content_maintype() == "multipart":  # its boundary is missing: what is there is all there is
        return True
    kind, place = part.get_content_type(), part.get_content_disposition()
    return kind in ("text/plain", "text/html", "text/enriched") and place != "attachment" and not _file_name(part)


def _bytes_of(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    kept = part.get_payload()
    return kept.encode("utf-8", "surrogateescape") if isinstance(kept, str) else b""


def _text_of(part: EmailMessage, source: Source) -> tuple[str, str]:
    data = _bytes_of(part)
    text, encoding = _decoded(data, part.get_content_charset())
    if part.get_content_type() == "text/html":
        return fragment(text, source.settings.max_markup_depth), encoding
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _decoded(data: bytes, charset: str | None) -> tuple[str, str]:
    """By the stated charset where it fits, else by what the bytes look like."""
    stated = {"us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252"}.get(charset or "", charset)
    if stated:
        try:
            return data.decode(stated), stated
        except (LookupError, UnicodeDecodeError, ValueError):
            pass
    return decode(data)


def _attachments(parts: list[EmailMessage]) -> Iterator[Child | Fault]:
    for number, part in enumerate(parts, start=1):
        name = _file_name(part)
        label = f"{number}/{name}" if name else str(number)
        kind = part.get_content_type()
        data = _inner_message(part) if kind == "message/rfc822" else _bytes_of(part)
        if kind == "message/rfc822":
            yield Child(label=label, data=data, name="message.eml", media_type=kind)
        elif kind.startswith(("image/", "audio/", "video/")):
            yield Fault(label, Unsupported(f"an attachment of type {kind}"))
        elif not data:
            yield Fault(label, NoText(f"an empty attachment of type {kind}"))
        else:
            yield Child(label=label, data=data, name=name or "", media_type=kind)


def _inner_message(part: EmailMessage) -> bytes:
    """The bytes of a message inside a message."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload else None
    if not isinstance(inner, Message):
        return _bytes_of(part)
    try:
        return inner.as_bytes(policy=policy.compat32)
    except (RecursionError, UnicodeError, LookupError, KeyError, ValueError) as error:
        raise TooLarge("a message inside a mail that cannot be taken out") from error


def _file_name(part: EmailMessage) -> str | None:
    try:
        name = part.get_filename()
    except Exception:  # a broken Content-Disposition
        return None
    return one_line(name.replace("/", "_").replace("\\", "_"), limit=120) if name else None


def _hints(message: EmailMessage) -> Hints:
    byline, outlet = _sender(message)
    day = _day(_header(message, "Date"))
    subject = _header(message, "Subject")
    return Hints(
        title=one_line(_SUBJECT_TAGS.sub("", subject)) if subject else None,
        outlet=outlet,
        byline=byline,
        published=day,
        published_from="mail header" if day else None,
        language=_language(_header(message, "Content-Language")),
    )


def _sender(message: EmailMessage) -> tuple[str | None, str | None]:
    """Byline and outlet: a list's name is the outlet; so is a sender with an office's address, who is no
    author.
    """
    stated = _header(message, "From") or ""
    hidden = _HIDDEN_ADDRESS.match(_raw_header(message, "From"))
    name, address = (hidden["name"] or "", hidden["user"]) if hidden else parseaddr(stated)
    person, listed = one_line(name.strip("\"' ")), _list_name(message)
    if person and _FUNCTIONS.match(address):
        return None, listed or person
    return person, listed or _header(message, "Organization")


def _list_name(message: EmailMessage) -> str | None:
    """The phrase of ``List-Id: phrase <id>`` (RFC 2919)."""
    match = re.match(r"\"?([^<\"]+?)\"?\s*<", _header(message, "List-Id") or "")
    return one_line(match[1]) if match else None


def _day(stated: str | None) -> str | None:
    """The day in the sender's own time."""
    try:
        return parsedate_to_datetime(stated).date().isoformat() if stated else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _language(stated: str | None) -> str | None:
    match = re.match(r"[a-z]{2,3}(?=$|[-_, ])", (stated or "").lower())
    return match.group() if match else None
