"""Offices as English writes them before and after a name: "Foreign Minister", "the director of", "a spokesman for"."""

from __future__ import annotations

import re

from counterclaim.records import Predicate

_BEFORE = r"(?:(?:vice|deputy|acting|interim|former|ex|late|outgoing|then|incoming|current|caretaker|military|chief|official)[- ])*"
_FIELD = (
    r"(?:(?:foreign|defen[cs]e|interior|information|oil|health|justice|finance|energy|transport|electricity|trade|education|"
    r"culture|tourism|reconciliation|agriculture|economy|intelligence|housing|water|environment|prime|state|national security) )?"
)
_HEADS = (
    r"(?:prime minister|minister|president|premier|chancellor|supreme leader|king|emir|sultan|ruler|leader|head|chief of staff|"
    r"commander[- ]in[- ]chief|commander|secretary[- ]general|general secretary|foreign secretary|defen[cs]e secretary|"
    r"secretary of (?:state|defen[cs]e)|chairman|chairwoman|chairperson|director[- ]general|director|spokes(?:man|woman|person)|"
    r"chief|envoy|ambassador|representative|advis[eo]r|governor|mayor|founder|speaker)"
)
TITLE = rf"{_BEFORE}{_FIELD}{_HEADS}"
# A rank that may stand between an office and the name.
RANK = (
    r"(?:(?:Gen(?:eral)?|Lt|Lieutenant|Col(?:onel)?|Maj(?:or)?|Brig(?:adier)?|Adm(?:iral)?|Captain|Sheikh|Sayyed|Dr|Mr|Mrs|Ms)"
    r"\.? )*"
)
BEFORE_NAME = re.compile(rf"\b(?P<title>{TITLE})(?: designate)?,? {RANK}$", re.IGNORECASE)
PAST = re.compile(r"\b(?:former|ex|late|then|outgoing)\b", re.IGNORECASE)
_HEAD_OF_STATE = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|king|emir|sultan|ruler|supreme leader|leader)$", re.IGNORECASE
)
_LESSER = re.compile(r"\b(?:vice|deputy|assistant)\b", re.IGNORECASE)
_SENT = re.compile(r"\b(?:envoy|ambassador|representative|advis[eo]r)$", re.IGNORECASE)


def role(title: str) -> Predicate:
    """What a title makes its bearer: spokesperson, founder, member, or leader."""
    low = title.lower()
    if "spokes" in low:
        return Predicate.SPOKESPERSON_OF
    if low.endswith("founder"):
        return Predicate.FOUNDED
    if _LESSER.search(low) or _SENT.search(low) or (low.endswith("minister") and "prime" not in low):
        return Predicate.MEMBER_OF
    return Predicate.LEADS


def as_minister(title: str) -> str:
    """A minister's title where the office is called a secretary's.

    >>> as_minister("Foreign Secretary"), as_minister("Secretary of State"), as_minister("chairman")
    ('foreign minister', 'foreign minister', 'chairman')
    """
    low = re.sub(r"\bsecretary of state\b", "foreign minister", title.lower())
    return re.sub(r"\b(foreign|defen[cs]e) secretary\b|\bsecretary of (defen[cs]e)\b", _minister, low)


def _minister(match: re.Match[str]) -> str:
    return f"{match.group(1) or match.group(2)} minister"


def heads_state(title: str) -> bool:
    """True for a title that makes its bearer head of a state or government."""
    return bool(_HEAD_OF_STATE.search(title)) and not _LESSER.search(title)


def body_words(title: str) -> str:
    """The body that a title of a state's officer names: "foreign ministry" for "foreign minister", else "".

    >>> body_words("Defence Minister"), body_words("army chief"), body_words("president")
    ('defence ministry', 'army', '')
    """
    low = re.sub(
        r"^(?:(?:vice|deputy|acting|interim|former|ex|late|outgoing|then|incoming|current)[- ])*", "", title.lower()
    )
    field, _, head = low.rpartition(" ")
    if head == "minister":
        return "" if field in ("prime", "state", "") else f"{field} ministry"
    if head in ("chief", "commander", "spokesman", "spokeswoman", "spokesperson", "director") and field:
        return field
    return ""
