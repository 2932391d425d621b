"""Bytes of a text to characters: nothing is added, dropped or translated on the way."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from counterclaim.errors import Unsupported

# Longer marks first: UTF-32 LE begins with the mark of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Encodings in use on the web for the languages of the reporting, after the WHATWG Encoding Standard's list.
_LEGACY = [
    "cp1252", "cp1256", "cp1251", "cp1255", "cp1254", "cp1253", "cp1250", "koi8_r", "iso8859_6", "iso8859_8",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_SAMPLE_BYTES = 1 << 18
# Accents and curly quotes are less than a tenth of a legacy text in Latin letters; Arabic, Cyrillic or
# Chinese letters are most of theirs.
_LATIN_SHARE = 0.15
# Of the characters of a binary file read as text a third or more are controls; of text, hardly one in a
# thousand.
_MAX_CONTROL_SHARE = 0.05
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def decode(data: bytes) -> tuple[str, str]:
    """The characters of a text's bytes and the name of the encoding.

    UTF-8 first, strictly, its byte order mark kept as U+FEFF; then UTF-16 and UTF-32 by their marks or by
    the pattern of zero bytes; UTF-8 with few damaged places (U+FFFD stands for each); then the likeliest
    legacy encoding; at last UTF-8 with U+FFFD. Raises Unsupported where the result is no text.
    """
    text, encoding = _decoded(data)
    sample = text[:_SAMPLE_BYTES]
    if len(_CONTROLS.findall(sample)) > _MAX_CONTROL_SHARE * len(sample):
        raise Unsupported("binary data, not text")
    return text, encoding


def is_text(data: bytes) -> bool:
    """True when the beginning of the bytes reads as text."""
    try:
        decode(data[:4096])
    except Unsupported:
        return False
    return True


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark) and len(data) % (4 if "32" in encoding else 2) == 0:
            return data.decode(encoding, errors="replace"), encoding
    wide = _wide(data)
    if wide:
        return data.decode(wide, errors="replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _not_utf8(data)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: of Latin text every other byte is zero."""
    sample = data[:4096]
    if len(data) % 2 or len(data) < 8:
        return None
    even, odd = sample[0::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
    if odd > 0.4 and even < 0.02:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.02 else None


def _not_utf8(data: bytes) -> tuple[str, str]:
    lenient = data.decode("utf-8", errors="replace")
    wrong = lenient.count("\ufffd")
    right = sum(1 for char in lenient[: 1 << 20] if char > "\x7f") - lenient[: 1 << 20].count("\ufffd")
    if right > wrong:
        return lenient, "utf-8"
    encoding = _legacy(data)
    if encoding:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            pass
    return lenient, "utf-8"


def _legacy(data: bytes) -> str | None:
    first = next(i for i, byte in enumerate(data) if byte > 0x7F)
    sample = data[max(0, first - 1024) : first + _SAMPLE_BYTES]
    high = sum(byte > 0x7F for byte in sample)
    if high < _LATIN_SHARE * len(sample):
        return "cp1252"  # by far the commonest of the Latin ones (WHATWG reads Latin-1 as it, too)
    best = from_bytes(sample, cp_isolation=_LEGACY).best()
    return best.encoding if best else None
