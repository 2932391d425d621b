"""One-line factories: bytes under a name become pages and rejects."""

from __future__ import annotations

from counterclaim.reading import read
from counterclaim.records import Page, Reject, Stated
from counterclaim.settings import Reading

PROSE = (
    "The defence ministry of Ostrel said on Tuesday that its aircraft had not struck the harbour of Varda, and that "
    "the Tide Front had set the depot on fire before it withdrew across the river."
)


def everything(name: str, data: bytes | str, *, stated: Stated | None = None) -> list[Page | Reject]:
    raw = data if isinstance(data, bytes) else data.encode("utf-8")
    return list(read(name, raw, stated=stated or Stated(), settings=Reading()))


def pages(name: str, data: bytes | str, *, stated: Stated | None = None) -> list[Page]:
    found = everything(name, data, stated=stated)
    assert all(isinstance(item, Page) for item in found), found
    return [item for item in found if isinstance(item, Page)]


def page(name: str, data: bytes | str, *, stated: Stated | None = None) -> Page:
    (only,) = pages(name, data, stated=stated)
    return only


def reason(name: str, data: bytes | str) -> str:
    (only,) = everything(name, data)
    assert isinstance(only, Reject)
    return only.reason
