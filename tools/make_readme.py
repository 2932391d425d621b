"""Run the commands that README.md, docs/coding.md and docs/own.md show and write their output into them again.

    python tools/make_readme.py

A block between ``<!-- shown -->`` marks holds commands (lines that begin with ``$ ``) and what they print. They run one after
another, those of README.md first, in an empty folder beside a copy of ``examples``.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ("README.md", "docs/coding.md", "docs/own.md", "docs/review.md")
MARK = "<!-- shown -->"
# Times and paces differ from run to run; what is left says nothing of the machine.
_TIMES = re.compile(r" \(\d[\d.,]* s(?:, [\d,]+ words/s)?\)")


def shown(command: str, folder: Path) -> str:
    """What a command prints."""
    words = shlex.split(command)
    if words[0] == "counterclaim":
        words = [sys.executable, "-c", "from counterclaim.cli import main; main()", *words[1:]]
    env = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "110", "TERM": "dumb"}
    done = subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return _TIMES.sub("", done.stdout).rstrip()


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "examples", folder / "examples")
        for page in PAGES:
            renew(ROOT / page, folder)
    return 0


def renew(page: Path, folder: Path) -> None:
    """Write what the commands of a page print into it."""
    parts = page.read_text(encoding="utf-8").split(MARK)
    for n in range(1, len(parts), 2):
        commands = [line[2:] for line in parts[n].splitlines() if line.startswith("$ ")]
        blocks = [f"$ {command}\n{shown(command, folder)}".rstrip() for command in commands]
        parts[n] = "\n```\n" + "\n\n".join(blocks) + "\n```\n"
    page.write_text(MARK.join(parts), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
