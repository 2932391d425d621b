"""Make ``counterclaim/knowledge/data/casing.txt.gz``: the English words that are written small.

    python tools/make_casing.py FOLDER

FOLDER holds ``index.dic`` and ``index.aff`` of the npm package ``dictionary-en`` (the Hunspell dictionary made from SCOWL,
size 60). Each stem is inflected by the rules of the affix file; one word a line, with a star where the same letters are
written with a capital as well.
"""

from __future__ import annotations

import argparse
import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TARGET = Path(__file__).parent.parent / "counterclaim" / "knowledge" / "data" / "casing.txt.gz"


@dataclass
class Affix:
    """A rule of the affix file: ``steps`` are what is cut, what is added, and which words it fits."""

    prefix: bool
    crossed: bool
    steps: list[tuple[str, str, re.Pattern[str]]] = field(default_factory=list)

    def forms(self, word: str) -> Iterator[str]:
        """The word with this affix; nothing where the rule does not fit."""
        for cut, added, fits in self.steps:
            if fits.search(word):
                yield added + word if self.prefix else word.removesuffix(cut) + added
                return


def affixes(path: Path) -> dict[str, Affix]:
    """The rules of an affix file by their flag."""
    found: dict[str, Affix] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if not parts or parts[0] not in ("SFX", "PFX"):
            continue
        if parts[1] not in found:
            found[parts[1]] = Affix(parts[0] == "PFX", parts[2] == "Y")
            continue
        _, flag, cut, added, fits = parts[:5]
        pattern = f"^{fits}" if found[flag].prefix else f"{fits}$"
        found[flag].steps.append((cut if cut != "0" else "", added, re.compile(pattern)))
    return found


def inflected(entry: str, rules: dict[str, Affix]) -> set[str]:
    """All forms of one line of the dictionary."""
    word, _, flags = entry.partition("/")
    used = [rules[flag] for flag in flags if flag in rules]
    suffixed = {form for rule in used if not rule.prefix for form in rule.forms(word)}
    before = [rule for rule in used if rule.prefix]
    prefixed = {form for rule in before for form in rule.forms(word)}
    prefixed |= {form for rule in before if rule.crossed for stem in suffixed for form in rule.forms(stem)}
    return {word} | suffixed | prefixed


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("folder", type=Path)
    folder = options.parse_args().folder
    rules = affixes(folder / "index.aff")
    small: set[str] = set()
    capital: set[str] = set()
    for entry in (folder / "index.dic").read_text(encoding="utf-8").splitlines()[1:]:
        for form in inflected(entry, rules):
            word = form.split("'")[0]
            if word.isascii() and word.isalpha() and not (word.isupper() and len(word) > 1):
                (small if word.islower() else capital).add(word.lower())
    lines = "".join(word + ("*" if word in capital else "") + "\n" for word in sorted(small))
    TARGET.write_bytes(gzip.compress(lines.encode(), 9, mtime=0))
    print(f"{len(small)} words")


if __name__ == "__main__":
    main()
