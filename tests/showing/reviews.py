"""Somebody who reviews a ledger in a room without a socket: opens the printed address, gives a name, sends forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fastapi.testclient import TestClient
from lxml import html

from counterclaim import knowledge
from counterclaim.build import Scales
from counterclaim.ledger import Ledger
from counterclaim.showing.gate import Gate, Writing
from counterclaim.showing.web import application

TOKEN = "a-token-for-reviewers-alone"
HOST = "http://127.0.0.1:8077"


@cache
def known() -> Any:
    """The shipped knowledge, loaded once."""
    return knowledge.load()


def room(path: Path, *, token: str | None = None, scales: Any = None) -> Any:
    """The application of a room in which people decide."""
    return application(path, Gate("127.0.0.1", token, writing=Writing(TOKEN)), scales=scales or Scales(known=known()))


class Reviewer:
    """A browser with a name. ``app`` can be shared by several."""

    def __init__(self, app: Any, name: str = "Ilse Maren") -> None:
        self.client = TestClient(app, base_url=HOST, follow_redirects=False)
        self.name = name
        assert self.client.get(f"/review.html?review={TOKEN}").status_code == 303
        self.word = str(self.tree("/review.html").xpath("//input[@name='word']/@value")[0])
        assert self.client.post("/review/do/name", data={"word": self.word, "by": name}).status_code == 303

    def get(self, address: str) -> Any:
        return self.client.get(address)

    def tree(self, address: str) -> html.HtmlElement:
        reply = self.client.get(address)
        assert reply.status_code == 200, (address, reply.status_code, reply.text[:300])
        return html.document_fromstring(reply.content)

    def sends(self, action: str, back: str = "review.html", **fields: Any) -> Any:
        """What comes back for a form."""
        given = {"word": self.word, "by": self.name, "back": back, **fields}
        return self.client.post(f"/review/do/{action}", data=given)

    def decides(self, action: str, back: str = "review.html", **fields: Any) -> str:
        """The id of the decision that a form made."""
        reply = self.sends(action, back, **fields)
        assert reply.status_code == 303, trouble(reply)
        return parse_qs(urlsplit(reply.headers["location"]).query)["done"][0]

    def fills(self, address: str, action: str, **fields: Any) -> Any:
        """Open a page and send one of its forms as a browser does: with all that stands in its fields."""
        tree = self.tree(address)
        aim = f"/review/do/{action}"
        form = tree.xpath("(//form[@action=$aim] | //form[.//button[@formaction=$aim]])[1]", aim=aim)[0]
        held: dict[str, Any] = {}
        for field in form.xpath(".//input[@name] | .//textarea | .//select"):
            if field.tag == "input" and field.get("type") in ("radio", "checkbox") and field.get("checked") is None:
                continue
            value = field.value if field.tag != "input" else field.get("value", "")
            if field.get("name") not in held:
                held[field.get("name")] = value or ""
        return self.client.post(f"/review/do/{action}", data={**held, **fields})


def trouble(reply: Any) -> str:
    """What a page says is wrong."""
    found = re.findall(r'id="trouble">(.*?)</(?:p|div)>', reply.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", " ".join(found) or reply.text[:400]).split())


def claim(path: Path, words: str) -> Mapping[str, Any]:
    """The row of the claim that holds the words."""
    with Ledger.open(path) as opened:
        (row,) = [r for r in opened.rows("claims") if words in r["text"]]
    return row


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table."""
    with Ledger.open(path) as opened:
        return list(opened.rows(table))
