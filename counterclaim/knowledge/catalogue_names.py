"""How a name is folded for comparing.

Two keys compare names. *Folded*: ASCII, lower case, no apostrophes, no articles. *Sounding*: folded, and spellings that
differ only in how Arabic, Persian or Hebrew vowels and doubled letters are written fall together (Hussein, Husayn;
Qassem, Qasim).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from anyascii import anyascii

MARKS = "'’‘ʻʼʾʿ`´"
_DROP_MARKS = str.maketrans("", "", MARKS)
ARTICLES = frozenset({"al", "el"})
# The article before a sun letter and its vernacular forms: only before a hyphen, as "ash-Shaabi".
ASSIMILATED = frozenset([
    "as", "ash", "ad", "an", "at", "ar", "az", "ath", "adh", "es", "esh", "ed", "en", "et", "er", "ez", "ul",
    "ol", "il", "ud", "un", "ur", "us", "uz",
])  # fmt: skip
INSIDE = ARTICLES | {"the"}
_SPELLINGS = {
    "mohammed": "muhamad", "mohammad": "muhamad", "mohamed": "muhamad", "mohamad": "muhamad", "muhammad": "muhamad",
    "muhammed": "muhamad", "mohamud": "muhamud", "mehmed": "mihmid", "ahmed": "ahmad", "ahmet": "ahmad", "abdul": "abd",
    "abdel": "abd", "abdal": "abd", "abdol": "abd", "abdoul": "abd", "abdullah": "abdula", "abdallah": "abdula",
    "abdollah": "abdula", "abdulla": "abdula", "defense": "defence", "organisation": "organization", "centre": "center",
    "mobilisation": "mobilization", "labour": "labor",
}  # fmt: skip
SERVANT = re.compile(r"abd(?:ou|[aeou])l(?=[^l].{2})|abdur(?=r.{3})")


@lru_cache(maxsize=131072)
def plain(word: str) -> str:
    """The word in ASCII and lower case, without apostrophes."""
    latin = word if word.isascii() else anyascii(unicodedata.normalize("NFKC", word))
    return latin.lower().translate(_DROP_MARKS)


@lru_cache(maxsize=131072)
def fold(name: str) -> str:
    """A name for comparing: ASCII, lower case, no apostrophes, no articles, words joined by one space."""
    words = re.findall(r"[a-z0-9]+(?:-(?=[a-z0-9]))?", plain(name))
    last = len(words) - 1
    kept = [
        word.rstrip("-")
        for n, word in enumerate(words)
        if not (word.rstrip("-") in INSIDE or (n < last and word.endswith("-") and word[:-1] in ASSIMILATED))
    ]
    return " ".join(kept or (word.rstrip("-") for word in words))


@lru_cache(maxsize=131072)
def sound(word: str) -> str:
    """One folded word by its sound: vowels and doubled letters that transliterations exchange fall together."""
    word = _SPELLINGS.get(word, word)
    if len(word) < 3 or not word.isalpha():
        return word
    key = word.replace("ch", "sh").replace("q", "k").translate(_VOWELS).replace("ai", "i")
    key = re.sub(r"(.)\1+", r"\1", key)
    return key[:-1] if len(key) > 3 and key.endswith(("ah", "ih")) else key


_VOWELS = str.maketrans("eyo", "iiu")


def sounding(name: str) -> str:
    """A whole name by its sound, words joined by one space."""
    return " ".join(sound(word) for word in _split_servants(fold(name).split()))


def _split_servants(words: Iterable[str]) -> Iterator[str]:
    """Abdulmalik, Abdel-Malek and Abd al-Malik are two words alike."""
    for word in words:
        match = SERVANT.match(word)
        if match:
            yield "abd"
            yield word[match.end() :]
        else:
            yield word


def is_acronym(name: str) -> bool:
    """True for one word of two to six capitals and digits, dots apart."""
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 6 and letters.isalnum() and letters.isupper()


def letters(name: str) -> str:
    """The letters and digits of a name, case kept: what an acronym is compared by."""
    return re.sub(r"[\W_]+", "", name)
