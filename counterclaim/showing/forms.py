"""What a form sent, read with care: fields of words, each once or several times, bounded in number and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from counterclaim.errors import UsageError

MOST_BYTES = 256 * 1024
_MOST_FIELDS = 400
_MOST_LINE = 2000
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name. Absent and empty are one."""

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, body: bytes) -> Form:
        """The fields of a body. Raises UsageError for one that is too large or no form."""
        if len(body) > MOST_BYTES:
            raise UsageError(f"a form holds {MOST_BYTES // 1024} KB at most")
        try:
            pairs = parse_qsl(
                body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
            )
        except ValueError as error:
            raise UsageError("the form cannot be read") from error
        held: dict[str, list[str]] = {}
        for name, value in pairs:
            held.setdefault(name, []).append(value)
        return cls({name: tuple(values) for name, values in held.items()})

    def words(self, name: str) -> str:
        """A field in one line, without the space around it. Raises UsageError for one that is too long."""
        words = " ".join(self.text(name).replace("\x00", " ").split())
        if len(words) > _MOST_LINE:
            raise UsageError(f"{name.replace('_', ' ')}: {_MOST_LINE} letters at most")
        return words

    def text(self, name: str) -> str:
        """A field as it was typed, with the ends of its lines as browsers send them made plain."""
        return (self.fields.get(name) or ("",))[0].replace("\r\n", "\n")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a field that can be given several times."""
        return tuple(value for value in self.fields.get(name, ()) if value.strip())

    def number(self, name: str) -> int | None:
        """A field that holds an offset; None where it is empty. Raises UsageError for anything else."""
        words = self.words(name)
        if not words:
            return None
        if not (words.isascii() and words.isdigit() and len(words) < 16):
            raise UsageError(f"{name}: {words[:20]!r} is no number")
        return int(words)

    def needed(self, name: str, what: str) -> str:
        """A field that must be filled in. Raises UsageError, saying ``what`` is missing."""
        words = self.words(name)
        if not words:
            raise UsageError(f"{what} is missing")
        return words
