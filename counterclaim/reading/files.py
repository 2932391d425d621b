"""The only part of reading that touches the disk: which files there are, and the bytes of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterclaim.errors import Damaged, NoText, ReadError, TooLarge, Unsupported, UsageError
from counterclaim.reading.base import printable
from counterclaim.records import Reject
from counterclaim.settings import Reading

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def load(path: Path, settings: Reading) -> bytes:
    """The bytes of a regular file, links followed.

    Raises Unsupported for anything else that bears a path (it is never waited for), Damaged for a file
    that is missing or cannot be opened, NoText for an empty one, TooLarge above ``max_file_bytes``.
    """
    try:
        # O_NONBLOCK: opening a named pipe must not wait for its writer.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except (OSError, ValueError) as error:
        raise _unopened(path, error) from error
    with os.fdopen(handle, "rb") as stream:
        _check(os.fstat(stream.fileno()), settings)
        try:
            data = stream.read(settings.max_file_bytes + 1)
        except OSError as error:
            raise Damaged(f"cannot be read: {error.strerror}") from error
    if len(data) > settings.max_file_bytes:
        raise TooLarge(f"more than {settings.max_file_bytes} bytes")
    if not data:
        raise NoText("the file is empty")
    return data


def _check(status: os.stat_result, settings: Reading) -> None:
    for test, what in _KINDS:
        if test(status.st_mode):
            raise Unsupported(f"{what}, not a file")
    if status.st_size > settings.max_file_bytes:
        raise TooLarge(f"{status.st_size} bytes; the bound is {settings.max_file_bytes}")


def _unopened(path: Path, error: Exception) -> ReadError:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        mode = 0
    for test, what in _KINDS:
        if mode and test(mode):
            return Unsupported(f"{what}, not a file")
    if path.is_symlink() and not mode:
        return Damaged("a link that leads nowhere")
    return Damaged(f"cannot be opened: {getattr(error, 'strerror', None) or error}")


def collect(paths: Sequence[Path]) -> Iterator[tuple[str, Path] | Reject]:
    """Names and paths of all files, folders walked in the order of their names.

    A name is relative to the folder given, with ``/``, its unprintable characters written as escapes; a
    file given by itself goes by its own name. Where two of the paths given hold the same name, the later
    one gets its folder's name before it. Hidden files and folders inside a folder are passed over; a
    linked folder is entered once. A folder that cannot be opened gives a reject. Raises UsageError for a
    path that does not exist.
    """
    names: set[str] = set()
    entered: set[str] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"no such file or folder: {path}")
        found = _walk(path, "", entered) if path.is_dir() else iter([(path.name, path)])
        for item in found:
            if isinstance(item, Reject):
                yield item
                continue
            name = _unused(printable(item[0]), path, names)
            names.add(name)
            yield name, item[1]


def _walk(folder: Path, prefix: str, entered: set[str]) -> Iterator[tuple[str, Path] | Reject]:
    real = os.path.realpath(folder)
    if real in entered:
        return
    entered.add(real)
    try:
        entries = sorted((entry for entry in folder.iterdir()), key=lambda entry: entry.name)
    except OSError as error:
        reason = f"a folder that cannot be opened: {error.strerror}"
        yield Reject(printable(prefix or folder.name), None, "reading", reason)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if _is_folder(entry):
            yield from _walk(entry, f"{prefix}{entry.name}/", entered)
        else:
            yield f"{prefix}{entry.name}", entry


def _is_folder(entry: Path) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _unused(name: str, given: Path, names: set[str]) -> str:
    folder = given if given.is_dir() else given.absolute().parent
    for candidate in (name, f"{folder.resolve().name}/{name}"):
        if candidate not in names:
            return candidate
    return next(
        again for n in range(2, len(names) + 3) if (again := f"{folder.resolve().name} {n}/{name}") not in names
    )
