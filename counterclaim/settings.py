"""One frozen Settings, a section a room. Nothing is read at import; a file is read by :func:`load`."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from counterclaim.errors import SettingsError

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Reading:
    """Bounds of what is read; each one turns into a reject with its reason, never into a crash.

    The sizes are far above any real article and far below what a laptop with 8 GB can hold.
    """

    max_file_bytes: int = 256 * MIB
    max_text_chars: int = 20_000_000
    max_unpacked_bytes: int = 256 * MIB
    max_unpack_ratio: int = 200
    max_pdf_pages: int = 3_000
    max_markup_depth: int = 500
    max_attachment_depth: int = 4
    max_children: int = 200_000


@dataclass(frozen=True, slots=True)
class Weighing:
    """Thresholds of weighing. Each says where its number comes from in ``docs/accuracy.md``."""

    copy_verbatim_coverage: float = 0.76
    copy_edited_coverage: float = 0.36
    shingle_words: int = 5
    event_day_window: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """How the ledger is kept. ``max_blob_bytes`` bounds what one stored document may unpack to."""

    max_blob_bytes: int = 512 * MIB
    busy_timeout_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. ``digest`` names them in the build log."""

    reading: Reading = field(default_factory=Reading)
    weighing: Weighing = field(default_factory=Weighing)
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def digest(self) -> str:
        """SHA-256 of the settings as canonical JSON, hex."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def load(path: Path) -> Settings:
    """Settings from a TOML file with the sections' names as tables.

    Raises SettingsError for a file that cannot be read, an unknown section or key, or a wrong type.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    return _with(Settings(), given, str(path))


def _with(settings: Settings, given: dict[str, Any], where: str) -> Settings:
    sections = {section.name: getattr(settings, section.name) for section in fields(Settings)}
    for name, values in given.items():
        if name not in sections or not isinstance(values, dict):
            raise SettingsError(f"{where}: no section [{name}]; there are {', '.join(sections)}")
        known = {key.name: getattr(sections[name], key.name) for key in fields(sections[name])}
        for key, value in values.items():
            if key not in known:
                raise SettingsError(f"{where}: [{name}] has no {key!r}; it has {', '.join(known)}")
            wanted = type(known[key])
            if isinstance(value, bool) or not isinstance(value, (int, float) if wanted is float else wanted):
                raise SettingsError(f"{where}: [{name}] {key} wants {wanted.__name__}, not {value!r}")
        sections[name] = replace(sections[name], **values)
    return Settings(**sections)
