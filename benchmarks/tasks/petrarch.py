"""Reads the dictionaries of the PETRARCH coder as a user's own actors and verbs: names with codes, agents, verb patterns.

The form of the files is that of TABARI and PETRARCH (Schrodt): ``NAME [CODE]`` with ``+SYNONYM`` lines, ``AGENT [~CODE]`` where
``~`` stands for the actor's code, and ``--- VERB [CODE] ---`` with pattern lines ``- LEFT * RIGHT [CODE]``. What has no like in
the product's lexicon is left out: words left of the verb, dates of codes, discards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterclaim.knowledge import files, plover
from counterclaim.knowledge.plover import Plover
from counterclaim.text import words

Names = dict[tuple[str, ...], str]
_CODE = re.compile(r"\[\s*([^\]<>]*?)\s*\]")
_NOTE = re.compile(r"#.*|<!.*?>")
_HEAD = re.compile(r"---\s*(\S+)\s*\[([^\]]*)\]\s*---")
_MOST_WORDS = 6


@dataclass(frozen=True)
class Dictionaries:
    """Codes by lower-case words of names and agents, and the verbs as a lexicon whose entries hold their code."""

    actors: Mapping[tuple[str, ...], str]
    agents: Mapping[tuple[str, ...], str]
    lexicon: Plover


def load(folder: Path) -> Dictionaries:
    """The dictionaries ``*.actors.txt``, ``*.agents.txt`` and ``*.verbs.txt`` of a folder. Raises OSError."""
    lines = {kind: list(_lines(next(folder.glob(f"*.{kind}.txt")))) for kind in ("actors", "agents", "verbs")}
    return Dictionaries(_actors(lines["actors"]), _agents(lines["agents"]), _lexicon(lines["verbs"]))


def _lines(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        plain = _NOTE.sub("", line).strip()
        if plain:
            yield plain


def _key(name: str) -> tuple[str, ...]:
    return tuple(words(name.replace("_", " ").strip()).low)


def _actors(lines: list[str]) -> Names:
    found: Names = {}
    names: list[tuple[str, ...]] = []
    for line in lines:
        code = _CODE.search(line)
        name = line.split("[")[0].strip()
        if name and not name.startswith("+"):
            names = []
        if name:
            names.append(_key(name.lstrip("+")))
        if code and code.group(1):
            found |= {key: code.group(1) for key in names if key and key not in found}
        elif name.startswith("+") and names[0] in found:
            found.setdefault(names[-1], found[names[0]])
    return found


def _agents(lines: list[str]) -> Names:
    found: Names = {}
    for line in lines:
        code = _CODE.search(line)
        if code is None or line.startswith("!"):
            continue
        name = line.split("[")[0]
        plain, _, plural = name.partition("{")
        key = _key(plain)
        found[key] = code.group(1).replace(" ", "")
        for form in [_key(p) for p in plural.strip(" }").split("}")[0].split(",") if p.strip()]:
            found[form] = found[key]
        if not plural and key:
            found[(*key[:-1], plover.plural(key[-1]))] = found[key]
    return found


def _lexicon(lines: list[str]) -> Plover:
    """The verbs as entries of one type, with their code; words and forms are made as those of the shipped lexicon."""
    shipped = files.data_toml(plover.FILE)
    sets: dict[str, list[str]] = {}
    entries: list[dict[str, Any]] = []
    verb, open_set = "", ""
    for line in lines:
        head = _HEAD.match(line)
        if head:
            verb, open_set = head.group(1).strip("_").lower(), ""
            entries.append(_entry(verb, head.group(2)))
        elif line.startswith("&"):
            open_set = line.split()[0].strip("_")
            sets[open_set] = []
        elif line.startswith("+") and open_set:
            sets[open_set].append(line[1:].strip(" _").lower())
        elif line.startswith("-") and verb:
            entries.extend(_patterns(verb, line, sets))
    given = {"entry": [e for e in entries if e["verbs"][0]], "forms": shipped["forms"], "spelling": shipped["spelling"]}
    return plover.parse(given, "petrarch")


def _entry(text: str, code: str) -> dict[str, Any]:
    return {"type": "COOPERATE", "cameo": code, "verbs": [text]}


def _patterns(verb: str, line: str, sets: Mapping[str, list[str]]) -> Iterator[dict[str, Any]]:
    """The entry of a pattern whose words all stand right of the verb."""
    code = _CODE.search(line)
    left, star, right = line.lstrip("- ").split("[")[0].partition("*")
    if code is None or not star or left.strip(" _") or re.search(r"[%$+^{(]", right):
        return
    parts: list[str] = []
    for chunk in re.findall(r"[_ ]|[^_ ]+", right.rstrip(" _")):
        if chunk == " ":
            parts.append("..")
        elif chunk.startswith("&"):
            single = [w for w in sets.get(chunk, []) if w.isalpha()]
            if not single:
                return
            parts.append("|".join(single))
        elif chunk != "_":
            parts.append(chunk.lower())
    if parts and parts[-1] != "..":
        yield _entry(" ".join([verb, *parts]), code.group(1))


# ---------------------------------------------------------------- names in a sentence


def coded_names(low: list[str], known: Dictionaries) -> list[tuple[int, int, str]]:
    """The names in the tokens ``low``, each with the agents beside it, as (first, last, code), in order."""
    found: list[tuple[int, int, str]] = []
    i = 0
    while i < len(low):
        hit = _longest(low, i, known.actors, stem=True)
        if hit is None:
            i += 1
            continue
        first, last, code = _with_agents(low, i, hit[0], hit[1], known.agents)
        if "---" not in code:
            found.append((first, last, code))
        i = last
    return found


def _longest(low: list[str], i: int, names: Mapping[tuple[str, ...], str], *, stem: bool) -> tuple[int, str] | None:
    """The end and the code of the longest name at token i; of a name's last word the beginning will do."""
    for size in range(min(_MOST_WORDS, len(low) - i), 0, -1):
        given = tuple(low[i : i + size])
        if given in names:
            return i + size, names[given]
        for cut in range(len(given[-1]) - 1, 2, -1) if stem else ():
            short = (*given[:-1], given[-1][:cut])
            if short in names and len(given[-1]) - cut <= 3:
                return i + size, names[short]
    return None


def _with_agents(
    low: list[str], first: int, last: int, code: str, agents: Mapping[tuple[str, ...], str]
) -> tuple[int, int, str]:
    """The name with agents after it ("Ostreli main police") and before it ("soldiers from Ostrel")."""
    at = last + 1 if low[last : last + 1] in (["'s"], ["'"]) else last
    for j in range(at, min(at + 3, len(low))):
        hit = _longest(low, j, agents, stem=False)
        if hit is not None:
            return first, hit[0], hit[1].replace("~", code)
        if not low[j].isalpha() or low[j] in (
            "and",
            "of",
            "in",
            "on",
            "has",
            "have",
            "will",
            "is",
            "are",
            "with",
            "to",
        ):
            break
    before = first - 1 if first and low[first - 1] == "the" else first
    link = before - 1 if before and low[before - 1] in ("of", "from", "in") else before
    for j in range(max(0, link - _MOST_WORDS), link):
        hit = _longest(low, j, agents, stem=False)
        if hit is not None and hit[0] == link:
            return j, last, hit[1].replace("~", code)
    return first, last, code
