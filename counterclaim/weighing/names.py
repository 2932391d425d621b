"""Do two names name the same? A score between 0 and 1 from spelling alone, made for transliterated names.

Names are written in plain Latin letters (anyascii), their words brought to one spelling (Mohammed and Muhammad, al- and el-),
honorifics and company forms set aside, and the words paired one to one, whatever their order. What stays unpaired on both
sides speaks against, on one side only a little. Spelling never proves identity: two people can share a name, and who
uses the score must ask for a second sign.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii
from rapidfuzz.distance import OSA, JaroWinkler

# Written by hand from common transliterations and company law, fitted to no set of pairs.
# Words of the same meaning in one spelling; company forms by legal kind, so that AG and GmbH stay two.
_SAME: dict[str, tuple[str, ...]] = {
    "muhammad": ("mohammed", "mohamed", "mohammad", "mohamad", "muhammed", "muhamad", "mochammad", "maxamed", "mehmed", "mahomed"),
    "usama": ("osama", "oussama"),
    "hussein": ("husayn", "hussain", "husain", "hossein", "husein"),
    "ahmad": ("ahmed", "ahmet", "achmad"),
    "yusuf": ("yousef", "youssef", "yusif", "yosef", "yousuf"),
    "umar": ("omar", "omer"),
    "uthman": ("othman", "osman", "usman"),
    "abdullah": ("abdallah", "abdulla", "abdollah"),
    "hasan": ("hassan",),
    "khalid": ("khaled",),
    "said": ("saeed", "sayeed", "saiid"),
    "volodymyr": ("wolodymyr", "volodimir"),
    "vladimir": ("wladimir",),
    "sergei": ("sergey", "sergejs", "sergiy", "serhiy"),
    "aleksandr": ("alexandr", "alexander", "aleksander", "oleksandr"),
    "bin": ("ibn", "ben"),
    "first": ("1st",),
    "second": ("2nd",),
    "third": ("3rd",),
    "international": ("intl", "int'l"),
    "organization": ("organisation", "org"),
    "aktiengesellschaft": ("ag",),
    "gmbh": ("gesellschaftmitbeschrankterhaftung",),
    "llc": ("ooo", "limitedliabilitycompany", "sro", "spzoo", "obshchestvosogranichennoyotvetstvennostyu"),
    "jsc": ("ojsc", "oao", "pao", "ao", "jointstockcompany", "openjointstockcompany", "aktsionernoeobshchestvo"),
    "limited": ("ltd", "plc"),
    "incorporated": ("inc",),
    "company": ("co",),
    "corporation": ("corp",),
    "us": ("unitedstates",),
    "uk": ("unitedkingdom",),
}  # fmt: skip
_ONE_SPELLING = {word: head for head, words in _SAME.items() for word in words}
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "sir",
        "lord",
        "lady",
        "monsieur",
        "madame",
        "president",
        "minister",
        "general",
        "gen",
        "colonel",
        "col",
        "major",
        "maj",
        "captain",
        "lieutenant",
        "sheikh",
        "shaikh",
        "shaykh",
        "sayyid",
        "sayyed",
        "sayed",
        "seyyed",
        "imam",
        "ayatollah",
        "mullah",
        "maulana",
        "mawlawi",
        "haji",
        "hajji",
        "hajj",
        "king",
        "prince",
        "emir",
        "amir",
        "his",
        "her",
        "excellency",
        "comrade",
    ]
)
_PARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ur",
        "ad",
        "as",
        "ar",
        "an",
        "az",
        "ash",
        "abu",
        "bin",
        "bint",
        "ibn",
        "de",
        "da",
        "di",
        "von",
        "van",
        "der",
        "la",
        "le",
        "of",
        "the",
        "and",
        "na",
    ]
)
_FORMS = frozenset(
    [
        "aktiengesellschaft",
        "gmbh",
        "llc",
        "jsc",
        "limited",
        "incorporated",
        "company",
        "corporation",
        "sa",
        "sarl",
        "ab",
        "nv",
        "bv",
        "se",
        "lp",
        "llp",
        "kg",
        "oy",
        "as",
        "spa",
        "srl",
        "group",
        "holding",
        "holdings",
        "ano",
        "mv",
        "ss",
    ]
)
# Letters and pairs that transliterations write in several ways, brought to one.
_SOUNDS = (
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ph", "f"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sch", "s"),
    ("sh", "s"),
    ("zh", "j"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("y", "i"), ("z", "s"), ("o", "u"), ("e", "i"),
)  # fmt: skip
_PHRASES = re.compile(
    r"\b(?:limited liability company|(?:open )?joint stock company|gesellschaft mit beschrankter haftung|united states|"
    r"united kingdom|sp z o o|u s|u k|aktsionernoe obshchestvo)\b"
)
# Two words are taken for one name from this likeness on: one slip in a word of five letters.
_PAIRED = 0.78


def similarity(left: str, right: str, kind: str) -> float:
    """How alike two names are, 0 to 1. ``kind`` is PERSON (or Person) for people; anything else is read as a body."""
    person = kind.upper() == "PERSON"
    first, second = sorted((tokens(left, person=person), tokens(right, person=person)))
    if not first or not second:
        return 0.0
    whole = OSA.normalized_similarity("".join(sorted(first)), "".join(sorted(second)))
    if sorted(first) == sorted(second) or "".join(first) == "".join(second):
        return 1.0
    joined = OSA.normalized_similarity("".join(first), "".join(second))
    score = _people(first, second) if person else _bodies(first, second)
    if person and min(len(first), len(second)) > 1:
        return score
    return max(score, 0.5 * (whole + joined) if min(whole, joined) > 0.93 else 0.0)


@lru_cache(maxsize=65536)
def tokens(name: str, *, person: bool) -> tuple[str, ...]:
    """The words of a name in one spelling; titles of people, articles and particles are left out, repeated words once."""
    plain = anyascii(unicodedata.normalize("NFKC", name))
    plain = re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", plain).lower()
    plain = re.sub(r"(?<=[a-z])0(?=[a-z])", "o", plain)
    plain = re.sub(r"(?<=[a-z])1(?=[a-z])", "i", plain)
    plain = re.sub(r"['’`ʻ\"]", "", plain).replace("&", " and ")
    plain = re.sub(r"\b((?:[a-z]\.){2,})", lambda m: m[1].replace(".", "") + " ", plain)
    plain = " ".join(re.sub(r"[^a-z0-9]+", " ", plain).split())
    plain = _PHRASES.sub(lambda m: m[0].replace(" ", ""), plain)
    words = [_ONE_SPELLING.get(word, word) for word in plain.split()]
    left_out = (_PARTICLES | _TITLES | _FORMS) if person else frozenset({"the", "of", "and"})
    kept = [word for word in words if word not in left_out] or words
    return tuple(dict.fromkeys(kept))


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """A key under which spellings of one sound fall together: doubled letters once, vowels and look-alikes merged."""
    for written, heard in _SOUNDS:
        word = word.replace(written, heard)
    return re.sub(r"(.)\1+", r"\1", word)


def _alike(left: str, right: str) -> float:
    """How alike two words are; an initial is fairly like a word that begins with it."""
    if left == right:
        return 1.0
    if min(len(left), len(right)) == 1:
        return 0.85 if left[0] == right[0] else 0.0
    if left.isdigit() or right.isdigit():
        return 0.0
    if sound(left) == sound(right) and len(left) > 2:
        return 0.97
    edits = OSA.normalized_similarity(left, right)
    heard = OSA.normalized_similarity(sound(left), sound(right))
    return max(edits, 0.95 * heard, 0.5 * (edits + JaroWinkler.similarity(left, right)))


def _pairs(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[list[float], list[str], list[str]]:
    """The likenesses of words paired greedily, best first, and the words left over on either side."""
    ranked = sorted(
        ((_alike(a, b), -i, -j) for i, a in enumerate(left) for j, b in enumerate(right)),
        reverse=True,
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    likenesses: list[float] = []
    for likeness, i, j in ranked:
        if likeness < _PAIRED or -i in used_left or -j in used_right:
            continue
        used_left.add(-i)
        used_right.add(-j)
        likenesses.append(likeness)
    over_left = [word for i, word in enumerate(left) if i not in used_left]
    over_right = [word for j, word in enumerate(right) if j not in used_right]
    return likenesses, over_left, over_right


def _people(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Every word of the shorter name wants a partner; words that both sides have left over are another person."""
    likenesses, over_left, over_right = _pairs(left, right)
    if not likenesses:
        return 0.0
    mean = sum(likenesses) / len(likenesses)
    if over_left and over_right:
        return mean * 0.6
    spare = len(over_left) + len(over_right)
    if len(likenesses) == 1 and spare > 1:
        return mean * 0.72
    return mean * 0.97**spare


def _bodies(left: tuple[str, ...], right: tuple[str, ...]) -> float:
    """Words weigh by their length; company forms count only where both names have one and they differ."""
    core_left = tuple(w for w in left if w not in _FORMS) or left
    core_right = tuple(w for w in right if w not in _FORMS) or right
    likenesses, over_left, over_right = _pairs(core_left, core_right)
    joined = OSA.normalized_similarity("".join(core_left), "".join(core_right))
    if joined > 0.95:
        likenesses, over_left, over_right = [joined], [], []
    if not likenesses:
        return 0.0
    mean = sum(likenesses) / len(likenesses)
    forms = [{w for w in side if w in _FORMS} for side in (left, right)]
    if forms[0] and forms[1] and not forms[0] & forms[1]:
        mean *= 0.75
    if over_left and over_right:
        return mean * 0.6
    return mean * 0.85 ** (len(over_left) + len(over_right))
