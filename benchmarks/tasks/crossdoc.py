"""Cross-document coreference on given mentions: by heads, inside groups of documents that tell one story.

The groups are the product's own (:func:`counterclaim.weighing.stories.group`); topics of the data set are not read. In one story
mentions are one where their heads have one stem or name one kind of deed; what is said is one where one speaker says it, and
a pronoun stands for a participant named before it.
"""

from __future__ import annotations

from typing import Any

from counterclaim.text import slug
from counterclaim.weighing import stories

Record = dict[str, Any]

_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "er", "ers", "ion", "ions", "ment")
_STRONG = {
    "said": "say", "says": "say", "fell": "fall", "shot": "shoot", "died": "death", "dead": "death", "dies": "death",
    "die": "death", "dying": "death", "won": "win", "bought": "buy", "took": "take", "found": "find", "led": "lead",
    "held": "hold", "fled": "flee", "struck": "strike", "left": "leave", "made": "make", "gave": "give", "went": "go",
    "came": "come", "sold": "sell", "told": "tell", "got": "get", "stole": "steal", "slain": "slay",
}  # fmt: skip
# Words for one kind of deed, by stem; the first stands for all.
_DEEDS = (
    ("kill", "murder", "slay", "death", "deadly"),
    ("fire", "blaze"),
    ("shoot", "gun"),
    ("injure", "wound", "hurt"),
    ("damage", "destroy", "devastate"),
    ("strike", "hit"),
    ("win", "victory", "beat", "defeat"),
    ("buy", "acquire", "purchase", "takeover"),
    ("quake", "earthquake", "tremor"),
    ("arrest", "detain", "capture"),
    ("steal", "heist", "rob", "theft"),
    ("replace", "succeed"),
    ("attack", "assault", "raid"),
    ("protest", "demonstrate", "riot"),
    ("crash", "collide"),
)
_PERSONS = frozenset(["he", "she", "his", "her", "him", "who", "i", "we", "you"])
_THINGS = frozenset(["it", "its", "they", "their", "them", "that", "which"])


def predict_all(records: list[Record]) -> list[Record]:
    """All records with a ``cluster`` for each mention."""
    story = stories.group([r["text"] for r in records])
    return [
        {
            "id": r["id"],
            "mentions": [m | {"cluster": f"{home}:{m['kind']}:{_key(m, r['mentions'])}"} for m in r["mentions"]],
        }
        for r, home in zip(records, story, strict=True)
    ]


def _key(mention: Record, others: list[Record]) -> str:
    """What mentions of one kind that are one have in common."""
    if mention["kind"] == "event":
        if mention["type"].endswith("REPORTING"):
            return f"{_deed(mention)} by {_head(before[-1]) if (before := _before(mention, others)) else ''}"
        return _deed(mention)
    word = mention["text"].lower()
    if word not in _PERSONS | _THINGS:
        return _head(mention)
    named = [m for m in _before(mention, others) if m["text"].lower() not in _PERSONS | _THINGS]
    if word in _PERSONS:
        people = [m for m in named if m["type"].startswith("HUMAN")] or named
        return _head(people[0]) if people else _alone(mention)
    return _head(named[-1]) if named else _alone(mention)


def _before(mention: Record, others: list[Record]) -> list[Record]:
    """The participants named before a mention, in their order."""
    return [m for m in others if m["kind"] == "participant" and m["end"] <= mention["start"] + 1]


def _alone(mention: Record) -> str:
    return f"at {mention['start']}"


def _deed(mention: Record) -> str:
    stem = _stem(_words(mention)[0])
    return _SAME.get(stem, stem)


def _head(mention: Record) -> str:
    """The first letters of the last word, which is the head in most English phrases."""
    return _words(mention)[-1][:5]


def _words(mention: Record) -> list[str]:
    words = slug(mention["text"]).split("-")
    return [w for w in words if len(w) > 1] or words


def _stem(word: str) -> str:
    word = _STRONG.get(word, word)
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
    word = word.removesuffix(ending)
    if len(word) > 3 and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("e")[:5]


_SAME = {_stem(word): _stem(deeds[0]) for deeds in _DEEDS for word in deeds}
