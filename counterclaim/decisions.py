"""What a decision says: the JSON of its ``before`` and ``after``, read, checked and written in one place.

A decision names what it is about by content, so that it can be placed again after every rebuild: a :class:`Place` is a
document's hash, offsets and the words there; an entity is its key, and places that name it; an event is its accounts.
``before`` holds the row as the program found it, so that a row which a person has accepted or corrected stays in the
ledger when a later version of the program does not find it any more.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from counterclaim.errors import UsageError
from counterclaim.records import UNNAMED, Account, Claim, Decision, EventType, MentionType, Stance, Status, identify

# What a person can do, in the words of the vocabulary.
ACTIONS = ("add", "accept", "correct", "merge", "split", "refuse", "hide", "read", "mark", "undo", "withdraw")

_HASH = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHEN = re.compile(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: ``words`` are the characters ``start:end`` of the text of ``document_id``."""

    document_id: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class RowPlace:
    """A claim or an account: its place, the id it had, and (of an account) its type, to tell two of one place apart."""

    place: Place
    id: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Who:
    """An entity: its key, name and type, and places that name it.

    ``only_there`` says that the key alone does not say who is meant (two persons can share a name): the entity is the one
    that is named at these places.
    """

    key: str
    name: str
    type: MentionType
    at: tuple[Place, ...] = ()
    only_there: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What a person read or heard elsewhere and wrote down: an image, a recording, a page in another language.

    ``words`` are as the person wrote them, ``translator`` who translated them, ``sha256`` the hash of the file they stand in.
    """

    words: str
    link: str | None = None
    sha256: str | None = None
    translator: str | None = None
    outlet: str | None = None
    published: str | None = None

    @property
    def data(self) -> bytes:
        """The bytes of the document that stands for the exhibit: its fields as JSON."""
        return (json.dumps(asdict(self), ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")

    @property
    def document_id(self) -> str:
        """The SHA-256 of :attr:`data`, hex."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """A decision's content. ``values`` are new values by slot (see ``SLOTS``); ``row`` is the row as it was found.

    ``sides`` are events, each as its accounts; ``entities`` the entities that are one or are not; ``named`` who the row's
    keys are.
    """

    values: Mapping[str, Any]
    entities: tuple[Who, ...] = ()
    sides: tuple[tuple[RowPlace, ...], ...] = ()
    exhibit: Exhibit | None = None
    public_role: str | None = None
    row: Claim | Account | None = None
    named: tuple[Who, ...] = ()


# ---------------------------------------------------------------- reading values


def _words(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("wants words")
    return value


def _count(value: Any) -> int | None:
    if value is not None and (type(value) is not int or not 0 <= value < 2**53):
        raise ValueError(f"{value!r} is no count")
    return value


def _figure(value: Any) -> tuple[int | None, int | None]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("wants a lower and an upper bound")
    low, high = _count(value[0]), _count(value[1])
    if low is not None and high is not None and low > high:
        raise ValueError(f"{low} is more than {high}")
    return low, high


def _days(value: Any) -> tuple[str | None, str | None]:
    if not isinstance(value, list) or len(value) != 2:
        raise ValueError("wants a first and a last day")
    for day in value:
        if day is not None and not _is_day(day):
            raise ValueError(f"{day!r} is no day; write YYYY-MM-DD")
    first, last = value
    if first and last and first > last:
        raise ValueError(f"{first} is after {last}")
    return first, last


def _is_day(value: Any) -> bool:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _place(value: Any) -> Place:
    held = _object(value, "document_id", "start", "end", "words")
    start, end = held["start"], held["end"]
    if (
        not _is_hash(held["document_id"])
        or type(start) is not int
        or type(end) is not int
        or not 0 <= start < end < 2**53
    ):
        raise ValueError("a place wants document_id, start, end and words")
    if len(_words(held["words"])) != end - start:
        raise ValueError(f"the words have {len(held['words'])} characters, their offsets {end - start}")
    return Place(held["document_id"], start, end, held["words"])


def _is_hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _object(value: Any, *names: str) -> dict[str, Any]:
    if not isinstance(value, dict) or any(name not in value for name in names):
        raise ValueError(f"wants an object with {', '.join(names)}")
    return value


def _row_place(value: Any) -> RowPlace:
    held = _object(value, "place", "id")
    return RowPlace(_place(held["place"]), _words(held["id"]), str(held.get("type") or ""))


def _who(value: Any) -> Who:
    held = _object(value, "key", "name", "type")
    at = tuple(_place(item) for item in held.get("at") or [])
    only_there = bool(held.get("only_there"))
    if only_there and not at:
        raise ValueError("an entity that is meant only at some places wants these places")
    return Who(_words(held["key"]), _words(held["name"]), MentionType(held["type"]), at, only_there)


def _speaker(value: Any) -> Who | str:
    if isinstance(value, str) and value.startswith(UNNAMED) and value != UNNAMED:
        return value
    return _who(value)


def _behalf(value: Any) -> Who | str | None:
    return None if value is None else _speaker(value)


def _several(value: Any) -> tuple[Who | str, ...]:
    if not isinstance(value, list):
        raise ValueError("wants a list")
    return tuple(_speaker(item) for item in value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("wants true or false")
    return value


def _mode(value: Any) -> str | None:
    return None if value is None else _words(value)


# What of a row a decision can set, and how its value is read. ``words`` are the words that the row should have been.
SLOTS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "claims": {"words": _place, "speaker": _speaker, "on_behalf_of": _behalf, "stance": Stance, "direct": _flag},
    "accounts": {
        "words": _place, "type": EventType, "mode": _mode, "status": Status, "date": _days, "places": _several, "actors": _several,
        "recipients": _several, "killed": _figure, "injured": _figure,
    },
}  # fmt: skip
# Without these no row can be added.
NEEDED = {"claims": ("speaker", "stance"), "accounts": ("type",)}

# Action -> the tables that it can be about.
TARGETS: dict[str, tuple[str, ...]] = {
    "add": ("claims", "accounts"),
    "accept": ("claims", "accounts", "events", "entities"),
    "correct": ("claims", "accounts"),
    "merge": ("entities", "events"),
    "split": ("entities", "events"),
    "refuse": ("claims", "accounts"),
    "hide": ("claims", "accounts", "events"),
    "read": ("articles",),
    "mark": ("entities",),
    "undo": ("decisions",),
    "withdraw": ("documents",),
}


def read(decision: Decision) -> Change:
    """The content of a decision. Raises UsageError, in one line, for one that is not as its action needs it."""
    about = f"{decision.action} {decision.target_table}"
    if decision.action not in ACTIONS:
        raise UsageError(f"no action {decision.action!r}; there are {', '.join(ACTIONS)}")
    if decision.target_table not in TARGETS[decision.action]:
        raise UsageError(f"nobody can {about}; {decision.action} goes with {', '.join(TARGETS[decision.action])}")
    if not _WHEN.fullmatch(decision.made_at):
        raise UsageError(f"{about}: made_at {decision.made_at!r} is no time; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ")
    if not decision.by.strip():
        raise UsageError(f"{about}: it does not say who decides")
    try:
        after = _loaded(decision.after)
        change = Change(
            values=_values(decision, after),
            entities=tuple(_who(item) for item in after.pop("entities", [])),
            sides=tuple(tuple(_row_place(item) for item in side) for side in after.pop("sides", [])),
            exhibit=_exhibit(after.pop("exhibit", None)),
            public_role=after.pop("public_role", None),
            **_found(decision),
        )
        if after:
            raise ValueError(f"nothing called {', '.join(sorted(after))} can be set")
        _check(decision, change)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UsageError(f"{about}: {' '.join(str(error).split())[:200]}") from error
    return change


def _loaded(text: str | None) -> dict[str, Any]:
    held = json.loads(text) if text else {}
    if not isinstance(held, dict):
        raise ValueError("before and after want JSON objects")
    json.dumps(held, ensure_ascii=False).encode("utf-8")  # half a character, written as an escape, cannot be stored
    return held


def _values(decision: Decision, after: dict[str, Any]) -> dict[str, Any]:
    """The values by slot, taken out of ``after``."""
    slots = SLOTS.get(decision.target_table, {}) if decision.action in ("add", "correct") else {}
    found: dict[str, Any] = {}
    for name in [name for name in slots if name in after]:
        try:
            found[name] = slots[name](after.pop(name))
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    return found


def _found(decision: Decision) -> dict[str, Any]:
    """The row as it was found, and who its keys are, from ``before``."""
    before = _loaded(decision.before)
    record = {"claims": Claim, "accounts": Account}.get(decision.target_table)
    if record is None or not before:
        return {}
    named = tuple(_who(item) for item in before.pop("named", []))
    row = _record(record, before)
    anchor = (decision.document_id, decision.start, decision.end, decision.words)
    if (row.document_id, row.start, row.end, row.text) != anchor:
        raise ValueError("the row in before stands at other words")
    if isinstance(row, Account):
        _days([row.date_earliest, row.date_latest])
    return {"row": row, "named": named}


def _record(record: type[Any], held: Mapping[str, Any]) -> Any:
    """The record of JSON values; ValueError for a wrong type. Columns of another version are left out or take their default."""
    hints = get_type_hints(record)
    given = [f.name for f in fields(record) if f.name in held or f.default is MISSING]
    return record(**{name: _typed(hints[name], held[name], name) for name in given})


def _typed(hint: Any, value: Any, name: str) -> Any:
    if isinstance(hint, UnionType):
        return None if value is None else _typed(get_args(hint)[0], value, name)
    if get_origin(hint) is tuple:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ValueError(f"{name} wants a list of words")
        return tuple(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if hint is float and type(value) is int:
        return float(value)
    if type(value) is not hint:
        raise ValueError(f"{name}: {str(value)[:40]!r} is no {hint.__name__}")
    return value


def _exhibit(value: Any) -> Exhibit | None:
    if value is None:
        return None
    held = _object(value, "words")
    known = {field.name for field in fields(Exhibit)}
    if set(held) - known or any(item is not None and not isinstance(item, str) for item in held.values()):
        raise ValueError(f"an exhibit has {', '.join(sorted(known))}, all words")
    exhibit = Exhibit(**held)
    _words(exhibit.words)
    if exhibit.sha256 is not None and not _is_hash(exhibit.sha256):
        raise ValueError("an exhibit's sha256 is 64 hex digits")
    if exhibit.published is not None and not _is_day(exhibit.published):
        raise ValueError(f"{exhibit.published!r} is no day; write YYYY-MM-DD")
    if not (exhibit.link or exhibit.sha256):
        raise ValueError("an exhibit wants a link or the hash of its file")
    return exhibit


def place_of(decision: Decision) -> Place | None:
    """The place of the decision's own row, None where it has none."""
    given = (decision.document_id, decision.start, decision.end, decision.words)
    if decision.start is None and decision.words is None:
        return None
    return _place(dict(zip(("document_id", "start", "end", "words"), given, strict=True)))


def _check(decision: Decision, change: Change) -> None:
    """Raise ValueError for what the action lacks."""
    table, action = decision.target_table, decision.action
    if table in ("claims", "accounts", "articles") and place_of(decision) is None:
        raise ValueError("it names no words")
    if action == "correct" and not change.values:
        raise ValueError(f"nothing to correct; there are {', '.join(SLOTS[table])}")
    if action == "add" and any(name not in change.values for name in NEEDED[table]):
        raise ValueError(f"it wants {' and '.join(NEEDED[table])}")
    words = change.values.get("words")
    if words is not None and (action == "add" or words.document_id != decision.document_id):
        raise ValueError("words: a row is moved to other words of its own document, and nowhere else")
    if change.exhibit is not None:
        whole = Place(change.exhibit.document_id, 0, len(change.exhibit.words), change.exhibit.words)
        if action != "add" or place_of(decision) != whole:
            raise ValueError("an exhibit is not what the decision is about")
    if action == "undo" and not decision.target_id:
        raise ValueError("it names no decision")
    _check_parties(decision, change)


def _check_parties(decision: Decision, change: Change) -> None:
    table, action = decision.target_table, decision.action
    wanted = {"merge": 2, "split": 2, "mark": 1, "accept": 1, "hide": 1}.get(action, 0)
    if table == "entities" and len(change.entities) < wanted:
        raise ValueError(f"it wants {wanted} entities")
    if table == "events" and (len(change.sides) < wanted or not all(change.sides)):
        raise ValueError("it wants accounts")
    if action == "mark" and not (isinstance(change.public_role, str) and change.public_role.strip()):
        raise ValueError("it names no public_role")


# ---------------------------------------------------------------- writing


def plain(value: Any) -> Any:
    """A value, a place, an entity or an exhibit as JSON values."""
    if isinstance(value, (Place, RowPlace, Exhibit)):
        return asdict(value)
    if isinstance(value, Who):
        rest = {"at": [asdict(place) for place in value.at]} if value.at else {}
        return {"key": value.key, "name": value.name, "type": str(value.type), **rest} | (
            {"only_there": True} if value.only_there else {}
        )
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value


def dumps(held: Mapping[str, Any]) -> str | None:
    """The JSON of ``before`` or ``after``; None for nothing."""
    if not held:
        return None
    values = {key: plain(value) for key, value in held.items()}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def snapshot(row: Claim | Account, named: Iterable[Who]) -> str | None:
    """The JSON of ``before`` for a row as it was found; ``named`` says who its keys are."""
    return dumps(asdict(row) | {"named": list(named)})


def name(decision: Decision) -> str:
    """The id of a decision: derived from all that it says, so one decision has one id in every ledger."""
    d = decision
    return identify(
        "dec", d.made_at, d.by, d.action, d.target_table, d.target_id, d.document_id, d.start, d.end, d.words,
        d.before, d.after, d.why,
    )  # fmt: skip


# ---------------------------------------------------------------- what a person types


_RANGE = re.compile(r"(?:(?P<low>at least) |(?P<high>up to ))?(?P<one>\d+)(?: to (?P<other>\d+))?")


def typed_figure(words: str) -> list[int | None]:
    """A figure as it is shown: ``18``, ``at least 16``, ``up to 40``, ``20 to 30``; ``none`` for not stated."""
    plain_words = " ".join(words.replace(",", "").split()).casefold()
    if plain_words == "none":
        return [None, None]
    match = _RANGE.fullmatch(plain_words)
    if match is None or (match["other"] and (match["low"] or match["high"])):
        raise UsageError(f"{words!r} is no figure; write 18, 'at least 16', 'up to 40', '20 to 30' or none")
    one = int(match["one"])
    if match["other"]:
        return [one, int(match["other"])]
    return [None if match["high"] else one, None if match["low"] else one]


def typed_days(words: str) -> list[str | None]:
    """Days as they are shown: ``2031-03-04``, ``2031-03-04 to 2031-03-06``; ``none`` for undated."""
    plain_words = " ".join(words.split())
    if plain_words.casefold() == "none":
        return [None, None]
    first, _, last = plain_words.partition(" to ")
    for day in (first, last or first):
        if not _DAY.fullmatch(day):
            raise UsageError(f"{words!r} is no day; write YYYY-MM-DD, 'YYYY-MM-DD to YYYY-MM-DD' or none")
    return [first, last or first]


def typed_type(words: str) -> dict[str, str | None]:
    """``type`` and ``mode`` of an account, from ``ASSAULT`` or ``ASSAULT/shelling``."""
    type_, slash, mode = words.partition("/")
    return {"type": type_.strip().upper(), **({"mode": mode.strip()} if slash else {})}
