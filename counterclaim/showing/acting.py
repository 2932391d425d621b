"""From a form of the review pages to one decision of the ledger. Nothing else here writes, and nothing is written but decisions.

Who answers before the program's answer was shown is not told what it is by what happens then: an answer that agrees with
it in all that matters is kept as acceptance, any other as a correction that names every value that was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from counterclaim import decisions as content
from counterclaim.decisions import Exhibit, Place, typed_days, typed_figure, typed_type
from counterclaim.errors import UsageError
from counterclaim.ledger import Ledger, deciding, queries
from counterclaim.ledger.deciding import Said
from counterclaim.records import UNNAMED, Account, Article, Claim, Decision, EventType, MentionType, Stance, Status
from counterclaim.showing.agreement import BLIND
from counterclaim.showing.forms import Form
from counterclaim.showing.site import shown
from counterclaim.text import Span

Row = Claim | Account
_NONE = "none"
_MOST_WORDS = 20_000
# What has to be answered before an answer that agrees with the program's is an acceptance of the row.
_MATTERS = {"claims": ("speaker", "stance"), "accounts": ("type", "status", "date", "killed", "injured")}


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that somebody typed, ready for a decision, and whether the row has it already."""

    value: Any
    same: bool


# ---------------------------------------------------------------- who, what, where


def _who(ledger: Ledger, typed: str, kind: str = "") -> Any:
    """Whom a person names. ``kind`` is the type of one that the ledger does not have."""
    if typed.startswith(UNNAMED):
        return typed
    if kind and kind not in list(MentionType):
        raise UsageError(f"{kind!r} is no type; there are {', '.join(MentionType)}")
    try:
        return deciding.name_one(ledger.store, typed)
    except UsageError as error:
        if kind and "names nobody" in str(error):
            return deciding.name_one(ledger.store, f"{kind}:{typed}")
        raise UsageError(
            str(error).replace("TYPE:NAME (PERSON:…, ORG:…) makes one", "say below what it is, and it is made")
        ) from error


def _means(ledger: Ledger, typed: str, entity_id: str | None) -> bool:
    """True where the words name this entity of the ledger."""
    if entity_id is None or typed.startswith(UNNAMED) or entity_id.startswith(UNNAMED):
        return typed == entity_id
    if typed == entity_id:
        return True
    name, at, _ = typed.rpartition("@")
    return entity_id in {e.entity_id for e in ledger.entities(about=name if at and name.strip() else typed)}


def _names(typed: str) -> list[str]:
    """Names set apart by semicolons or lines."""
    return [name for name in (" ".join(part.split()) for part in re.split(r"[;\n]", typed)) if name]


def place(ledger: Ledger, document_id: str, form: Form, within: Span) -> Place:
    """Where the words of a form stand: at the offsets that the page's script gave, else where they are found once.

    Spaces and ends of lines need not be the text's own. Raises UsageError where the words do not stand inside ``within``, or
    several times.
    """
    words = form.text("words").strip()
    if not words:
        raise UsageError("the words are missing: select them in the text, or paste them")
    if len(words) > _MOST_WORDS:
        raise UsageError(f"{_MOST_WORDS} characters at most")
    text = ledger.text(document_id)
    low, high = form.number("start"), form.number("end")
    if low is not None and high is not None and within[0] <= low < high <= within[1]:
        span = _trimmed(text, (low, high))
        if shown(text[slice(*span)]).split() == shown(words).split():  # a page shows what it cannot show as replaced
            return _place(document_id, text, span)
    pattern = re.compile(r"\s+".join(map(re.escape, words.split())))
    spans = [m.span() for m in pattern.finditer(text, *within)]
    if len(spans) != 1:
        often = f"stand {len(spans)} times in it; select them in the text" if spans else "do not stand in this article"
        raise UsageError(f"the words “{words[:60]}” {often}")
    return _place(document_id, text, spans[0])


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    inside = text[start:end]
    return start + len(inside) - len(inside.lstrip()), end - len(inside) + len(inside.rstrip())


def _place(document_id: str, text: str, span: Span) -> Place:
    return Place(document_id, *span, text[slice(*span)])


# ---------------------------------------------------------------- the values of a form


def _one_of(allowed: Iterable[str], typed: str, what: str) -> str:
    if typed not in {str(item) for item in allowed}:
        raise UsageError(f"{what}: there is no {typed[:40]!r}")
    return typed


def _claim_values(ledger: Ledger, form: Form, row: Claim | None) -> dict[str, Answer]:
    """What the fields of a claim say; an empty field says nothing."""
    found: dict[str, Answer] = {}
    speaker, behalf, stance = form.words("speaker"), form.words("on_behalf_of"), form.words("stance")
    if speaker:
        value = _who(ledger, speaker, form.words("speaker_type"))
        found["speaker"] = Answer(value, row is not None and _means(ledger, speaker, row.speaker_id))
    if behalf:
        nobody = behalf.casefold() == _NONE
        value = None if nobody else _who(ledger, behalf, form.words("behalf_type"))
        same = row is not None and (
            row.on_behalf_of is None if nobody else _means(ledger, behalf, row.on_behalf_of)
        )  # fmt: skip
        found["on_behalf_of"] = Answer(value, same)
    if stance:
        value = Stance(_one_of(Stance, stance, "stance"))
        found["stance"] = Answer(value, row is not None and row.stance is value)
    if form.words("direct"):
        direct = _one_of(("yes", "no"), form.words("direct"), "in their own words") == "yes"
        found["direct"] = Answer(direct, row is not None and row.direct is direct)
    return found


def _account_values(ledger: Ledger, form: Form, row: Account | None) -> dict[str, Answer]:
    """What the fields of an account say; an empty field says nothing."""
    found: dict[str, Answer] = {}
    if form.words("type"):
        typed = typed_type(form.words("type"))
        type_ = EventType(_one_of(EventType, str(typed["type"]), "type"))
        found["type"] = Answer(type_, row is not None and row.type is type_)
    if form.words("mode"):
        mode = None if form.words("mode").casefold() == _NONE else form.words("mode")
        found["mode"] = Answer(mode, row is not None and row.mode == mode)
    if form.words("status"):
        status = Status(_one_of(Status, form.words("status"), "status"))
        found["status"] = Answer(status, row is not None and row.status is status)
    for slot, read, low, high in _RANGES:
        if form.words(slot):
            value = read(form.words(slot))
            here = row is not None and value == [getattr(row, low), getattr(row, high)]
            found[slot] = Answer(value, here)
    for slot, column in (("places", "place_ids"), ("actors", "actor_ids"), ("recipients", "recipient_ids")):
        names = _names(form.text(slot))
        if names:
            found[slot] = _several(ledger, names, form.words(f"{slot}_type"), getattr(row, column, None))
    return found


_RANGES: tuple[tuple[str, Callable[[str], list[Any]], str, str], ...] = (
    ("date", typed_days, "date_earliest", "date_latest"),
    ("killed", typed_figure, "killed_low", "killed_high"),
    ("injured", typed_figure, "injured_low", "injured_high"),
)


def _several(ledger: Ledger, names: list[str], kind: str, held: tuple[str, ...] | None) -> Answer:
    if [n.casefold() for n in names] == [_NONE]:
        return Answer([], held == ())
    whos = [_who(ledger, name, kind) for name in names]
    same = held is not None and len(names) == len(held)
    same = same and all(any(_means(ledger, name, i) for name in names) for i in held or ())
    return Answer(whos, same)


# ---------------------------------------------------------------- rows


def row_of(ledger: Ledger, table: str, row_id: str) -> Row:
    """The row as it stands. Raises UsageError for one that is not there (any more)."""
    _, full_id = deciding.resolve(ledger.store, row_id, (table,))
    rows: tuple[Row, ...] = (
        queries.read(ledger.store, "claims", Claim, claim_id=full_id)
        if table == "claims"
        else queries.read(ledger.store, "accounts", Account, account_id=full_id)
    )
    if not rows:
        raise UsageError(f"{row_id} is hidden by now")
    return rows[0]


def _article_span(ledger: Ledger, article_id: str) -> tuple[str, Span]:
    articles = queries.read(ledger.store, "articles", Article, article_id=article_id)
    if not articles:
        raise UsageError(f"no article {article_id[:40]!r} in this ledger")
    return articles[0].document_id, (articles[0].start, articles[0].end)


def _values(ledger: Ledger, table: str, form: Form, row: Row | None) -> dict[str, Answer]:
    if table == "claims":
        return _claim_values(ledger, form, row if isinstance(row, Claim) else None)
    return _account_values(ledger, form, row if isinstance(row, Account) else None)


def _answer(table: str) -> Callable[[Ledger, Form, Said], Decision]:
    """What somebody answers about a row of a table."""

    def act(ledger: Ledger, form: Form, said: Said) -> Decision:
        row_id = form.needed("row", "the row")
        row = row_of(ledger, table, row_id)
        given = _values(ledger, table, form, row)
        if form.text("words").strip() and form.text("words").split() != row.text.split():
            _, span = _article_span(ledger, row.article_id)
            given["words"] = Answer(place(ledger, row.document_id, form, span), False)
        if not given:
            raise UsageError("nothing is answered yet: fill in what you know, or accept or refuse the row")
        values = {slot: answer.value for slot, answer in given.items()}
        differing = {slot: answer.value for slot, answer in given.items() if not answer.same}
        if form.words("seen") == "yes":
            if not differing:
                raise UsageError("all this stands there already; to say that it is right, accept it")
            return deciding.correct(ledger.store, row_id, differing, said)
        unseen = replace(said, why=f"{said.why} ({BLIND})" if said.why else BLIND)
        whole = set(_MATTERS[table]) <= set(values)
        if whole and not differing and not _is_corrected(ledger, row_id):
            return deciding.accept(ledger.store, row_id, unseen)
        return deciding.correct(ledger.store, row_id, values, unseen)

    return act


def _is_corrected(ledger: Ledger, row_id: str) -> bool:
    """True where somebody corrected the row: accepting it then says less than the values do."""
    return any(d.target_id == row_id and d.action == "correct" for d in ledger.decisions())


def _add(table: str) -> Callable[[Ledger, Form, Said], Decision]:
    """A row that the program missed, by its words in an article."""

    def act(ledger: Ledger, form: Form, said: Said) -> Decision:
        document_id, span = _article_span(ledger, form.needed("article", "the article"))
        where = place(ledger, document_id, form, span)
        return deciding.add(ledger.store, table, where, _wanted(ledger, table, form), said)

    return act


def _wanted(ledger: Ledger, table: str, form: Form) -> dict[str, Any]:
    """The values of a row that is added. Raises UsageError for what is missing."""
    values = {slot: answer.value for slot, answer in _values(ledger, table, form, None).items()}
    missing = [name for name in content.NEEDED[table] if name not in values]
    if missing:
        raise UsageError(f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing")
    return values


def _exhibit(ledger: Ledger, form: Form, said: Said) -> Decision:
    """What somebody read or heard elsewhere and wrote down."""
    words = form.text("words").strip()
    if not words:
        raise UsageError("the words are missing: write down what it says")
    if len(words) > _MOST_WORDS:
        raise UsageError(f"{_MOST_WORDS} characters at most")
    table = _one_of(("claims", "accounts"), form.needed("kind", "what it is"), "what it is")
    exhibit = Exhibit(
        words, form.words("link") or None, form.words("sha256").lower() or None, form.words("translator") or None,
        form.words("outlet") or None, form.words("published") or None,
    )  # fmt: skip
    return deciding.add_exhibit(ledger.store, table, exhibit, _wanted(ledger, table, form), said)


# ---------------------------------------------------------------- entities, events, the rest


def _one_or_two(decide: Callable[..., Decision]) -> Callable[[Ledger, Form, Said], Decision]:
    """Two or more that are one, or are not."""

    def act(ledger: Ledger, form: Form, said: Said) -> Decision:
        names = [" ".join(name.split()) for name in form.every("name")]
        if len(names) < 2:
            raise UsageError("name two, or tick two")
        return decide(ledger.store, names, said)

    return act


def _part(ledger: Ledger, form: Form, said: Said) -> Decision:
    accounts = form.every("account")
    if not accounts:
        raise UsageError("tick the accounts that tell another event")
    return deciding.part(ledger.store, form.needed("row", "the event"), accounts, said)


def _by_id(decide: Callable[..., Decision], field: str, what: str) -> Callable[[Ledger, Form, Said], Decision]:
    return lambda ledger, form, said: decide(ledger.store, form.needed(field, what), said)


def _mark(ledger: Ledger, form: Form, said: Said) -> Decision:
    role = form.needed("role", "the public role")
    return deciding.mark(ledger.store, form.needed("row", "the person"), role, said)


def _undo(ledger: Ledger, form: Form, said: Said) -> Decision:
    return deciding.undo(ledger.store, form.needed("decision", "the decision"), said)


# The last part of a form's address -> what it does.
ACTIONS: Mapping[str, Callable[[Ledger, Form, Said], Decision]] = {
    "claim": _answer("claims"),
    "account": _answer("accounts"),
    "add-claim": _add("claims"),
    "add-account": _add("accounts"),
    "exhibit": _exhibit,
    "accept": _by_id(deciding.accept, "row", "the row"),
    "refuse": _by_id(deciding.refuse, "row", "the row"),
    "hide": _by_id(deciding.hide, "row", "the row"),
    "read": _by_id(deciding.read, "article", "the article"),
    "same": _one_or_two(deciding.same),
    "different": _one_or_two(deciding.different),
    "part": _part,
    "mark": _mark,
    "undo": _undo,
}


@dataclass(frozen=True, slots=True)
class Stale:
    """Somebody decided on the row while the page was open: nothing was written."""

    decision: Decision


def act(ledger: Ledger, action: str, form: Form) -> Decision | Stale:
    """Write the decision that a form asks for. Raises UsageError (or AnchorError) for what cannot be decided, with what to do.

    Nothing is written where somebody else decided on the same row after the form's page was made: its reader should know.
    """
    by = form.needed("by", "your name")
    row_id = form.words("row")
    if row_id and "last" in form.fields:
        last = last_on(ledger.decisions(), row_id)
        if last is not None and last.by != by and last.decision_id != form.words("last"):
            return Stale(last)
    return ACTIONS[action](ledger, form, Said(by, None, form.words("why") or None))


def last_on(decisions: Iterable[Decision], row_id: str) -> Decision | None:
    """The decision on a row that was made last."""
    found: Decision | None = None
    for d in decisions:
        if d.target_id == row_id and (found is None or d.made_at >= found.made_at):
            found = d
    return found
