"""Plain text: the bytes decoded, and nothing else."""

from __future__ import annotations

from counterclaim.errors import NoText
from counterclaim.reading.base import Extract, Source, storable
from counterclaim.reading.decode import decode


def read(source: Source) -> Extract:
    """The text of a plain text file: no change of line ends, marks, spaces or normal form.

    Raises Unsupported for binary data and NoText where there is white space only.
    """
    text, encoding = decode(source.data)
    if not text.strip("\ufeff\u200b\x00 \t\r\n\f\v\u00a0"):
        raise NoText("nothing but white space")
    return Extract(text=storable(text), extractor="text", encoding=encoding)
