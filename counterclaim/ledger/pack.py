"""What is kept compressed: bytes, texts, raw findings. Unpacking is bounded, so that no ledger can fill the memory."""

from __future__ import annotations

import zlib

from counterclaim.errors import Corrupt, LedgerError
from counterclaim.ledger import shape
from counterclaim.ledger.connect import Store
from counterclaim.records import Findings

_LEVEL = 6


def packed(store: Store, data: bytes) -> bytes:
    """A zlib stream. Raises LedgerError for more than the ledger takes."""
    if len(data) > store.max_bytes:
        raise LedgerError(f"{store.path}: {len(data)} bytes are more than the {store.max_bytes} that a ledger takes")
    return zlib.compress(data, _LEVEL)


def unpacked(store: Store, stream: object) -> bytes:
    """The bytes of a stream. Raises Corrupt for a damaged one and for one that unpacks to more than the bound."""
    if not isinstance(stream, bytes):
        raise Corrupt(f"{store.path}: stored bytes of a wrong type")
    engine = zlib.decompressobj()
    try:
        data = engine.decompress(stream, store.max_bytes + 1)
    except zlib.error as error:
        raise Corrupt(f"{store.path}: damaged bytes ({error})") from error
    if len(data) > store.max_bytes:
        raise Corrupt(f"{store.path}: stored bytes unpack to more than {store.max_bytes}")
    if not engine.eof or engine.unused_data:
        raise Corrupt(f"{store.path}: stored bytes are cut off or go on after their end")
    return data


def packed_findings(store: Store, findings: Findings) -> bytes:
    """Findings as compressed JSON."""
    return packed(store, shape.dumps(shape.to_json(findings)).encode("utf-8", "surrogatepass"))


def unpacked_findings(store: Store, stream: object) -> Findings:
    """The findings of a stream."""
    return shape.from_json(Findings, shape.loads(unpacked_text(store, stream)))


def packed_text(store: Store, text: str) -> bytes:
    """A text as compressed UTF-8."""
    return packed(store, text.encode("utf-8"))


def unpacked_text(store: Store, stream: object) -> str:
    """The text of a stream."""
    try:
        return unpacked(store, stream).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise Corrupt(f"{store.path}: a stored text is not UTF-8") from error
