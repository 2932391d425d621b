"""Placing decisions on rows: where the words of a decision stand now, which row is meant, and the row as it is decided.

A row is found by its words: the row at exactly these offsets, else the one that shares most of them, at least half. Words that
have moved (a better extraction of the same document) are followed where they stand once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from counterclaim.decisions import Place, RowPlace, Who
from counterclaim.errors import AnchorError
from counterclaim.knowledge import Knowledge
from counterclaim.records import (
    UNNAMED,
    Account,
    Claim,
    Entity,
    EventType,
    Found,
    MentionType,
    Stance,
    Status,
    identify,
)
from counterclaim.text import Span, covers

Row = Claim | Account
# An entity as one article has it; ("", key) stands for the key wherever it is used.
Use = tuple[str, str]

# Share of two spans' characters that both hold, from which on a row is the one that was decided on.
_SAME = 0.5
RULE = "added by a person"


class Desk:
    """The articles with their rows, while decisions are put to them."""

    def __init__(self, found: Sequence[Found], knowledge: Knowledge) -> None:
        self.found = list(found)
        self.knowledge = knowledge
        self.rows: dict[str, dict[str, Row]] = {"claims": {}, "accounts": {}}
        self.refused: set[str] = set()
        self._articles: dict[str, list[int]] = defaultdict(list)
        self._home: dict[str, int] = {}
        self._of_document: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._changed: set[int] = set()
        self._keys: set[str] = set()
        for number, f in enumerate(self.found):
            self._articles[f.article.document_id].append(number)
            self._keys.update(e.entity_id for e in f.findings.entities)
            self._keys.update(m.entity_id for m in f.findings.mentions)
            for claim in f.findings.claims:
                self._put("claims", claim.claim_id, claim, number)
            for account in f.findings.accounts:
                self._put("accounts", account.account_id, account, number)

    def _put(self, table: str, row_id: str, row: Row, number: int) -> None:
        if row_id not in self.rows[table]:
            self._of_document[table, row.document_id].append(row_id)
        self.rows[table][row_id] = row
        self._home[row_id] = number

    # -------------------------------------------------------- words

    def spot(self, place: Place) -> tuple[int, Span]:
        """The article (its number) and the offsets at which the words of a place stand now. Raises AnchorError where nowhere."""
        numbers = self._articles.get(place.document_id)
        if not numbers:
            raise AnchorError(f"document {place.document_id[:16]} is not in this ledger")
        for number in numbers:
            article, text = self.found[number].article, self.found[number].text
            low = place.start - article.start
            if low >= 0 and text[low : low + len(place.words)] == place.words:
                return number, (place.start, place.end)
        hits = [(number, at) for number in numbers for at in _all(self.found[number].text, place.words)]
        if len(hits) != 1:
            often = f"stand {len(hits)} times elsewhere" if hits else "stand in no article of the document any more"
            raise AnchorError(f"the words {_short(place.words)} are not at {place.start}-{place.end}; they {often}")
        number, at = hits[0]
        start = self.found[number].article.start + at
        return number, (start, start + len(place.words))

    # -------------------------------------------------------- rows

    def locate(self, table: str, of: RowPlace, speaker: str = "") -> str:
        """The id of the row that is meant. Raises AnchorError where none is, or several are."""
        _, span = self.spot(of.place)
        ids = self._of_document[table, of.place.document_id]
        here = [i for i in ids if _span(self.rows[table][i]) == span]
        if of.id in here:
            return of.id
        if not here and of.id in ids:  # its words were corrected since
            return of.id
        found = here or self._nearest(table, ids, span)
        alike = [i for i in found if _is_like(self.rows[table][i], of.type, speaker)]
        chosen = alike or (found if len(found) == 1 else [])
        one = table.removesuffix("s")
        if not found:
            raise AnchorError(f"no {one} is found at the words {_short(of.place.words)} any more")
        if len(chosen) != 1:
            raise AnchorError(
                f"{len(found)} {table} stand at the words {_short(of.place.words)}; none of them is surely meant"
            )
        return chosen[0]

    def _nearest(self, table: str, ids: Iterable[str], span: Span) -> list[str]:
        shared = {i: _shared(_span(self.rows[table][i]), span) for i in ids}
        best = max(shared.values(), default=0.0)
        return [i for i, share in shared.items() if share == best and share >= _SAME]

    def article_of(self, row_id: str) -> str:
        """The id of the article that holds a row."""
        return self.found[self._home[row_id]].article.article_id

    def change(self, table: str, row: Row, row_id: str) -> None:
        """Put a row in the place of the one with its id."""
        self._put(table, row_id, row, self._home[row_id])
        self._changed.add(self._home[row_id])

    def move(self, table: str, row_id: str, place: Place) -> None:
        """Put a row to other words of its article. Raises AnchorError where they do not stand there."""
        number, (start, end) = self.spot(place)
        if number != self._home[row_id]:
            raise AnchorError(f"the words {_short(place.words)} stand in another article")
        self.change(table, replace(self.rows[table][row_id], start=start, end=end, text=place.words), row_id)

    def restore(self, table: str, row: Row, place: Place) -> str:
        """Put back a row that the program does not find any more; its id. Raises AnchorError where it cannot stand."""
        number, (start, end) = self.spot(place)
        article = self.found[number].article
        row_id = _id(row)
        if row_id in self.rows[table]:
            return row_id
        back = replace(row, article_id=article.article_id, start=start, end=end)
        if isinstance(back, Claim):
            within = back.within if back.within in self.rows["claims"] else None
            back = replace(self._with_parts(back, number, start - row.start), within=within)
        elif back.claim_id is not None and back.claim_id not in self.rows["claims"]:
            raise AnchorError("the claim in which the account was told is not found any more")
        self._put(table, row_id, back, number)
        self._changed.add(number)
        return row_id

    def rename(self, table: str, row_id: str, keys: Mapping[str, str]) -> None:
        """Give a row the keys that its entities have now."""
        row = self.rows[table][row_id]
        held: dict[str, Any] = {}
        for name in ("speaker_id", "on_behalf_of"):
            if isinstance(row, Claim):
                held[name] = keys.get(getattr(row, name), getattr(row, name))
        lists = ("chain",) if isinstance(row, Claim) else ("actor_ids", "recipient_ids", "place_ids", "informant_ids")
        for name in lists:
            held[name] = tuple(dict.fromkeys(keys.get(key, key) for key in getattr(row, name)))
        self.change(table, replace(row, **held), row_id)

    def _with_parts(self, claim: Claim, number: int, shift: int) -> Claim:
        """The claim with cue and speaker where their words still stand, without them where not."""
        base, text = self.found[number].article.start, self.found[number].text
        parts: dict[str, Any] = {}
        for name in ("cue", "speaker"):
            words, low = getattr(claim, name), getattr(claim, f"{name}_start")
            at = None if words is None or low is None else low + shift
            held = at is not None and at >= base and text[at - base : at - base + len(words)] == words
            parts |= {
                name: words if held else None,
                f"{name}_start": at if held else None,
                f"{name}_end": at + len(words) if held and at is not None else None,
            }
        return replace(claim, **parts)

    def add(self, table: str, place: Place, values: Mapping[str, Any]) -> str:
        """The id of the row at a place that a person added, or that the program finds there too."""
        number, (start, end) = self.spot(place)
        article = self.found[number].article
        told = values.get("speaker") if table == "claims" else values["type"]
        who = told.key if isinstance(told, Who) else str(told)
        for row_id in self._of_document[table, place.document_id]:
            row = self.rows[table][row_id]
            if _span(row) == (start, end) and (row.speaker_id if isinstance(row, Claim) else str(row.type)) == who:
                return row_id
        base = (article.article_id, article.document_id, start, end, place.words)
        row_id = identify("clm" if table == "claims" else "acc", article.document_id, start, end, RULE, who)
        added: Row = _new_claim(row_id, *base)
        if table == "accounts":
            added = _new_account(row_id, *base)
            teller = self._teller(number, (start, end))
            if teller is not None:
                added = replace(added, claim_id=teller.claim_id, informant_ids=(teller.speaker_id,))
        self._put(table, row_id, added, number)
        self._changed.add(number)
        return row_id

    def _teller(self, number: int, span: Span) -> Claim | None:
        """The innermost claim of an article in which a span lies: its speaker tells what stands there."""
        inside = [
            row
            for row_id, row in self.rows["claims"].items()
            if self._home[row_id] == number and isinstance(row, Claim) and covers(_span(row), span)
        ]
        return min(inside, key=lambda c: (c.end - c.start, c.start, c.claim_id), default=None)

    # -------------------------------------------------------- entities

    def use_of(self, who: Who) -> tuple[Use, ...]:
        """What an entity of a decision is now: its uses. Raises AnchorError where nothing is called so any more."""
        if not who.only_there and (who.key in self._keys or self._knows(who.key)):
            return (("", who.key),)
        uses: list[Use] = []
        lost = ""
        for place in who.at:
            try:
                uses.append(self._named_at(place))
            except AnchorError as error:
                lost = lost or str(error)
        if uses:
            return tuple(dict.fromkeys(uses))
        raise AnchorError(lost or f"nothing in this ledger is called {who.name} ({who.key})")

    def _named_at(self, place: Place) -> Use:
        number, span = self.spot(place)
        f = self.found[number]
        near = [(_shared((m.start, m.end), span), m) for m in f.findings.mentions]
        best = max(near, key=lambda item: (item[0], -item[1].start), default=None)
        if best is None or best[0] == 0:
            raise AnchorError(f"nobody is found named at the words {_short(place.words)} any more")
        return f.article.article_id, best[1].entity_id

    def _knows(self, key: str) -> bool:
        return self.knowledge.catalogue.get(key) is not None or self.knowledge.gazetteer.get(key) is not None

    def key_in(self, row_id: str, who: Who | str) -> tuple[str, tuple[tuple[Use, Use], ...]]:
        """The key of an entity in the article of a row, where it is made known; and what it has to be one with."""
        if isinstance(who, str):
            return who, ()
        number = self._home[row_id]
        try:
            uses = self.use_of(who)
        except AnchorError:
            actors = self.knowledge.catalogue.find(who.name)
            uses = (("", actors[0].id if len(actors) == 1 else who.key),)
        article_id, key = self.found[number].article.article_id, uses[0][1]
        self._introduce(number, key, who)
        if not uses[0][0]:
            return key, ()
        return key, tuple(((article_id, key), use) for use in uses)

    def _introduce(self, number: int, key: str, who: Who) -> None:
        """Make an entity known in an article that did not name it."""
        f = self.found[number]
        if key.startswith(UNNAMED) or any(e.entity_id == key for e in f.findings.entities):
            return
        actor, place = self.knowledge.catalogue.get(key), self.knowledge.gazetteer.get(key)
        places = f.findings.places
        if actor is not None:
            entity = Entity(key, actor.name, MentionType(actor.type), (), actor.wikidata, True, actor.public_role)
        elif place is not None:
            entity = Entity(key, place.name, MentionType.PLACE, (), None, True)
            places = (*places, place.record()) if all(p.place_id != key for p in places) else places
        else:
            entity = Entity(key, who.name, who.type)
        entities = tuple(sorted((*f.findings.entities, entity), key=lambda e: e.entity_id))
        self.found[number] = replace(f, findings=replace(f.findings, entities=entities, places=places))
        self._keys.add(key)

    # -------------------------------------------------------- the result

    def result(self) -> tuple[Found, ...]:
        """The articles with their rows as decided."""
        lost = self.refused
        of_article: dict[int, dict[str, list[Row]]] = defaultdict(lambda: {"claims": [], "accounts": []})
        for table, rows in self.rows.items():
            for row_id, row in rows.items():
                number = self._home[row_id]
                if number in self._changed and row_id not in lost:
                    of_article[number][table].append(row)
        found = list(self.found)
        for number in sorted(self._changed):
            found[number] = _settled(found[number], of_article[number], lost)
        return tuple(found)

    def refuse(self, row_id: str) -> None:
        """Take a row out."""
        self.refused.add(row_id)
        self._changed.add(self._home[row_id])

    def told_in(self, claim_id: str) -> Iterator[Row]:
        """The accounts that stand in a claim, and the claims inside it."""
        number = self._home[claim_id]
        for rows in self.rows.values():
            for row_id, row in rows.items():
                if self._home[row_id] == number:
                    outer = row.within if isinstance(row, Claim) else row.claim_id
                    if outer == claim_id:
                        yield row

    def casualties(self, account_id: str, harm: str, low: int | None, high: int | None) -> None:
        """Give the only casualty row of an account and a harm its figure; several are parts of it and stay as told."""
        number = self._home[account_id]
        f = self.found[number]
        own = [c for c in f.findings.casualties if c.account_id == account_id and c.harm == harm]
        if len(own) == 1:
            rows = tuple(replace(c, low=low, high=high) if c is own[0] else c for c in f.findings.casualties)
            self.found[number] = replace(f, findings=replace(f.findings, casualties=rows))


def _settled(found: Found, rows: Mapping[str, Sequence[Any]], lost: set[str]) -> Found:
    """An article with these claims and accounts; nothing points to a row that is taken out."""
    f = found.findings
    claims = sorted(rows["claims"], key=lambda c: (c.start, c.end, c.claim_id))
    accounts = sorted(rows["accounts"], key=lambda a: (a.start, a.end, a.account_id))
    return replace(
        found,
        findings=replace(
            f,
            claims=tuple(replace(c, within=None) if c.within in lost else c for c in claims),
            accounts=tuple(replace(a, claim_id=None) if a.claim_id in lost else a for a in accounts),
            casualties=tuple(c for c in f.casualties if c.account_id not in lost),
            relations=tuple(replace(r, claim_id=None) if r.claim_id in lost else r for r in f.relations),
        ),
    )


def _new_claim(row_id: str, article_id: str, document_id: str, start: int, end: int, words: str) -> Claim:
    return Claim(
        claim_id=row_id, article_id=article_id, document_id=document_id, start=start, end=end, text=words,
        cue_start=None, cue_end=None, cue=None, speaker_start=None, speaker_end=None, speaker=None, speaker_id="",
        on_behalf_of=None, stance=Stance.ASSERTS, direct=False, chain=(), within=None, confidence=1.0, rule=RULE,
    )  # fmt: skip


def _new_account(row_id: str, article_id: str, document_id: str, start: int, end: int, words: str) -> Account:
    return Account(
        account_id=row_id, event_id="", article_id=article_id, claim_id=None, document_id=document_id, start=start,
        end=end, text=words, type=EventType.ASSAULT, mode=None, status=Status.HAPPENED, actor_ids=(), recipient_ids=(),
        place_ids=(), date_earliest=None, date_latest=None, killed_low=None, killed_high=None, injured_low=None,
        injured_high=None, informant_ids=(), witness_id="", confidence=1.0, rule=RULE,
    )  # fmt: skip


def _id(row: Row) -> str:
    return row.claim_id if isinstance(row, Claim) else row.account_id


def _span(row: Row) -> Span:
    return row.start, row.end


def _is_like(row: Row, type_: str, speaker: str) -> bool:
    return row.speaker_id == speaker if isinstance(row, Claim) else str(row.type) == type_


def _shared(one: Span, other: Span) -> float:
    """Characters in both, as a share of those in either."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return max(common, 0) / (max(one[1], other[1]) - min(one[0], other[0]) or 1)


def _all(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return f"“{plain[:40]}…”" if len(plain) > 41 else f"“{plain}”"
