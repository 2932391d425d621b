"""Small reports built from invented texts, and what tests want to know of their pages."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

import counterclaim
from counterclaim.showing import report

WIRE = """Shells hit Dunmere market, monitor says

Meridian Wire
4 March 2031

DUNMERE, Ostrel - At least 14 civilians were killed on Tuesday when shells hit the market of Dunmere, the Kell Monitoring
Centre said. "We counted fourteen bodies," said Sela Orin, its director. The Ostreli Defence Ministry denied that its forces
had struck the market.
"""
FRONT = """Tide Front warns Ostrel

Tide Voice
5 March 2031

The Tide Front accused the criminal regime of Ostrel of a massacre. Its spokesman Milo Venn said that 21 people had died in
Dunmere on Tuesday. "If the bombing goes on, we will close the strait," Venn warned.
"""
COPY = WIRE.replace("Meridian Wire", "Harbour Post\nSource: Meridian Wire").replace("4 March", "5 March")
# Everything in it tries to be more than words: tags, quotes, links, the end of a script, an override of direction, a NUL.
HOSTILE = """<script>alert("title")</script> javascript:alert(1) \u202eesrever\u202c

<img src=x onerror=alert(2)> Post
6 March 2031

Milo "</script><script>alert(3)</script>" Venn said that '\"><b onmouseover=alert(4)>the strait</b> is closed & shut.
"We will \u202enot\u202c </script><!-- leave <a href='javascript:alert(5)'>Dunmere</a>," the Tide Front said.
\x00\x1b[31mShells killed 3 people in Dunmere on Tuesday, the Kell Monitoring Centre said.
"""
HOSTILE_NAME = "'\"><script>alert(6)<!-- \u202efdp.txt"


def make(folder: Path, files: dict[str, str]) -> Path:
    """A ledger of the files given by name, in ``folder``."""
    source = folder / "in"
    source.mkdir(parents=True)
    for name, text in files.items():
        (source / name).write_text(text, encoding="utf-8")
    counterclaim.build([source], folder / "a.ledger")
    return folder / "a.ledger"


def site(ledger: Path, folder: Path) -> Path:
    """The report of a ledger."""
    with counterclaim.open(ledger) as opened:
        report.write(opened, folder)
    return folder


class Pages:
    """All pages of a site, parsed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.trees = {p: html.document_fromstring(p.read_bytes()) for p in sorted(folder.rglob("*.html"))}
        self.ids = {p: Counter(tree.xpath("//@id")) for p, tree in self.trees.items()}

    def of(self, name: str) -> html.HtmlElement:
        """The page of a file name; a trailing ``/`` gives the only page of that folder."""
        if name.endswith("/"):
            (path,) = (self.folder / name).glob("*.html")
            return self.trees[path]
        return self.trees[self.folder / name]

    def broken(self) -> list[str]:
        """Links and resources that lead out of the site, to no file, or to no id."""
        found = []
        for path, tree in self.trees.items():
            for link in tree.xpath("//@href | //@src | //@srcset | //@action | //@data"):
                parts = urlsplit(link)
                target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
                inside = not parts.scheme and not parts.netloc and target.is_relative_to(self.folder.resolve())
                if not inside or not target.is_file():
                    found.append(f"{path.name}: {link}")
                elif parts.fragment and target.name != "search.html" and not self._has(target, unquote(parts.fragment)):
                    found.append(f"{path.name}: no id for {link}")
        return found

    def _has(self, target: Path, fragment: str) -> bool:
        return any(p.resolve() == target and fragment in ids for p, ids in self.ids.items())

    def follow(self, name: str, link: str) -> html.HtmlElement:
        """The element that a link of a page leads to."""
        start = self.folder / name
        path, _, fragment = link.partition("#")
        tree = self.trees[Path(start.parent / path).resolve() if path else start]
        (element,) = tree.xpath("//*[@id=$id]", id=fragment)
        return element
