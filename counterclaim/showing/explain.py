"""Why a claim, an account or an event stands in the ledger as it does: words, rule and arguments, each with its offsets.

Offsets count characters of the document's text, the end excluded: ``[120:134] "An air strike hit"``. What is found again here
(the words of a rule, the words of a party) is searched for in the stored text; where it is not found, that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from counterclaim.errors import UsageError
from counterclaim.finding.claims_stance import RULES as STANCES
from counterclaim.knowledge import Knowledge
from counterclaim.ledger import Ledger
from counterclaim.records import Account, Article, Claim, Findings, Found, How, Mention, days, figure
from counterclaim.settings import Settings
from counterclaim.showing.lines import Look, one_line
from counterclaim.showing.terminal import dispute_lines
from counterclaim.text import Span, covers, overlaps, sentences, words
from counterclaim.weighing.features import THRESHOLD
from counterclaim.weighing.joins import Link, joins

_SHORTEST = 8  # of an id that is given by its start: the prefix and four digits
_WIDTH = 11


def explain(ledger: Ledger, row_id: str, knowledge: Knowledge) -> Iterator[str]:
    """Lines for the row with this id, or the only one whose id starts so. Raises UsageError for none or several.

    ``knowledge`` should be what the ledger was built with: places decide which accounts can be one event.
    """
    look = _Case(ledger, knowledge)
    table, full_id = _resolved(ledger, row_id.strip())
    yield from EXPLAINERS[table](look, full_id)
    for d in ledger.decisions():
        if d.target_id == full_id:
            yield _row("decided", f"{d.action} by {d.by}, {d.made_at}", d.after or "", d.why or "", d.decision_id)


def _resolved(ledger: Ledger, row_id: str) -> tuple[str, str]:
    table = next((t for prefix, t in _PREFIXES.items() if row_id.startswith(prefix)), None)
    if table is None:
        raise UsageError(f"{row_id!r} is no id of a claim (clm-...), an account (acc-...) or an event (evt-...)")
    ids = [row[f"{table.removesuffix('s')}_id"] for row in ledger.rows(table)]
    found = [i for i in ids if i == row_id] or [i for i in ids if len(row_id) >= _SHORTEST and i.startswith(row_id)]
    if len(found) == 1:
        return table, found[0]
    if found:
        raise UsageError(f"{row_id!r} is the start of {len(found)} ids; give more of it")
    now = ledger.resolve(table, row_id) if table == "events" else None
    if now is not None and now in ids:
        return table, now
    raise UsageError(f"no {table.removesuffix('s')} {row_id!r} in {ledger.path}")


_PREFIXES = {"acc-": "accounts", "clm-": "claims", "evt-": "events"}


class _Case(Look):
    """Look-ups, and what the ledger was built with."""

    def __init__(self, ledger: Ledger, knowledge: Knowledge) -> None:
        super().__init__(ledger)
        self.knowledge = knowledge

    def words(self, document_id: str, start: int, end: int) -> str:
        """``[start:end] "words"`` as they stand in the document."""
        return f'[{start}:{end}] "{one_line(self.text(document_id)[start:end])}"'

    def sentence(self, article: Article, span: Span) -> Span:
        """From the start of the sentence that a span starts in to the end of the one that it ends in."""
        inside = self.text(article.document_id)[article.start : article.end]
        found = [(s + article.start, e + article.start) for s, e in sentences(inside)]
        touched = [s for s in found if overlaps(s, span)] or [span]
        return min(touched[0][0], span[0]), max(touched[-1][1], span[1])


def _row(name: str, *said: str) -> str:
    return f"  {name:<{_WIDTH}}{' · '.join(part for part in said if part)}"


# ---------------------------------------------------------------- claims


def _claim(look: _Case, claim_id: str) -> Iterator[str]:
    c = next(c for c in look.ledger.claims() if c.claim_id == claim_id)
    article = look.articles[c.article_id]
    yield f"claim {c.claim_id}: {look.name(c.speaker_id)} {c.stance}"
    yield from _standing(look, article, c)
    if c.cue_start is not None and c.cue_end is not None:
        yield _row("cue", look.words(c.document_id, c.cue_start, c.cue_end))
    if c.speaker_start is not None and c.speaker_end is not None:
        yield _row(
            "speaker", f"{look.words(c.document_id, c.speaker_start, c.speaker_end)} = {look.name(c.speaker_id)}"
        )
    else:
        yield _row("speaker", f"{look.name(c.speaker_id)}, not named beside these words")
    if c.on_behalf_of:
        yield _row("on behalf", look.name(c.on_behalf_of))
    yield _row("chain", " > ".join(look.name(link) for link in c.chain))
    yield _row("stance", f"{c.stance}: {_stance_rule(c)}")
    yield _row("rule", c.rule or "not stated", f"confidence {c.confidence}")
    if c.within:
        yield _row("within", c.within)
    inside = [a.account_id for a in look.ledger.accounts(article_id=c.article_id) if a.claim_id == c.claim_id]
    if inside:
        yield _row("accounts", ", ".join(inside))


def _stance_rule(c: Claim) -> str:
    rule = next((rule for stance, rule in STANCES if stance is c.stance), None)
    return one_line((rule.__doc__ or "").split("\n\n")[0]) if rule else "none of the other stances fits"


def _standing(look: _Case, article: Article, row: Claim | Account) -> Iterator[str]:
    """The row's words with their place, the sentence around them, and the article."""
    yield _row("words", look.words(row.document_id, row.start, row.end), look.where(row.document_id, row.start))
    around = look.sentence(article, (row.start, row.end))
    if around != (row.start, row.end):
        yield _row("sentence", look.words(row.document_id, *around))
    yield _row("article", article.outlet or "outlet not stated", article.published or "undated", article.article_id)


# ---------------------------------------------------------------- accounts


@dataclass(frozen=True)
class _Account:
    """An account with its article, its sentence, and all that names something in the article."""

    row: Account
    article: Article
    around: Span
    mentions: tuple[Mention, ...]
    claim: Claim | None

    @classmethod
    def of(cls, look: _Case, a: Account) -> _Account:
        article = look.articles[a.article_id]
        claims = look.ledger.claims_of(article_id=a.article_id)
        return cls(
            a, article, look.sentence(article, (a.start, a.end)), look.ledger.mentions(article_id=a.article_id),
            next((c for c in claims if c.claim_id == a.claim_id), None),
        )  # fmt: skip


def _account(look: _Case, account_id: str) -> Iterator[str]:
    a = next(a for a in look.ledger.accounts() if a.account_id == account_id)
    case = _Account.of(look, a)
    yield f"account {a.account_id} of {a.event_id}: {a.type}{'/' + a.mode if a.mode else ''}, {a.status}"
    yield from _standing(look, case.article, a)
    yield _row("told by", _teller(look, case))
    yield from _rule(look, case)
    for name, ids in (("doer", a.actor_ids), ("recipient", a.recipient_ids), ("place", a.place_ids)):
        for entity_id in ids:
            yield _row(name, look.name(entity_id), _party(look, case, entity_id))
    if a.date_earliest or a.date_latest:
        yield _row("date", days(a.date_earliest, a.date_latest), _date(look, case))
    else:
        yield _row("date", "not stated")
    for harm in look.ledger.casualties(a.account_id):
        count = " ".join(part for part in (str(harm.harm), figure(harm.low, harm.high), harm.group) if part)
        yield _row("figure", count, look.words(harm.document_id, harm.start, harm.end))
    for informant in a.informant_ids:
        yield _row("informant", look.name(informant), _party(look, case, informant))
    yield _row("confidence", str(a.confidence))
    yield from _joined(look, a)


def _teller(look: _Case, case: _Account) -> str:
    if case.claim is None:
        return "the outlet in its own voice"
    c = case.claim
    return f"{' > '.join(look.name(link) for link in c.chain)} [{c.stance}] in {c.claim_id}"


def _rule(look: _Case, case: _Account) -> Iterator[str]:
    """The rule, and the words of its pattern: found by reading the lexicon over the sentence again."""
    a = case.row
    if not a.rule:
        yield _row("rule", "not stated")
        return
    if ": stance " in a.rule:
        yield _row("rule", a.rule, "the claim's stance is the act")
        return
    text = look.text(a.document_id)[slice(*case.around)]
    tokens = words(text)
    hits = [hit for hit in look.knowledge.plover.scan(tokens.low, 0, len(tokens)) if hit.pattern.rule == a.rule]
    first = case.around[0]
    own = [h for h in hits if a.start <= first + tokens.starts[h.head] < a.end] or hits
    if not own:
        yield _row("rule", a.rule, "its words are not found again in this sentence")
        return
    pattern = own[0].pattern
    spans = [(first + tokens.starts[i], first + tokens.ends[i]) for i in sorted(own[0].at)]
    yield _row("rule", a.rule, ", ".join(look.words(a.document_id, *span) for span in spans))
    kind = "verb: its subject is" if pattern.verb else 'noun: "of X" after it is'
    role = pattern.entry.subject if pattern.verb else pattern.entry.of
    also = f", its object {pattern.entry.object}" if pattern.verb else ""
    yield _row("", f"pattern {pattern.text!r} of knowledge/data/plover.toml, a {kind} {role}{also}")


def _party(look: _Case, case: _Account, entity_id: str) -> str:
    """The words that name an entity nearest to the account: in its words, its sentence, or before."""
    meant = [m for m in case.mentions if m.entity_id == entity_id]
    how = ""
    if not meant:
        meant = [m for m in case.mentions if _is_state_of(look, m.entity_id, entity_id)]
        how = "by the name of its state"
    for where, test in _NEARNESS:
        fitting = [m for m in meant if test(case, m.start, m.end)]
        if fitting:
            m = fitting[-1] if where == "before it" else fitting[0]
            manner = f"as {m.how}" if m.how is not How.NAME else ""
            said = ", ".join(part for part in (where, how, manner) if part)
            return f"{look.words(m.document_id, m.start, m.end)} ({said})"
    if case.claim is not None and entity_id in (case.claim.speaker_id, case.claim.on_behalf_of):
        return "the speaker of the claim" if entity_id == case.claim.speaker_id else "on whose behalf the claim is made"
    if case.article.outlet and look.name(entity_id) == case.article.outlet:
        return "the article's outlet"
    return "no words of its own in this article"


def _is_state_of(look: _Case, state_id: str, government_id: str) -> bool:
    state = look.knowledge.catalogue.get(state_id)
    return state is not None and state.government == government_id


_NEARNESS: tuple[tuple[str, Callable[[_Account, int, int], bool]], ...] = (
    ("in its words", lambda case, start, end: case.row.start <= start and end <= case.row.end),
    ("in its sentence", lambda case, start, end: covers(case.around, (start, end))),
    ("before it", lambda case, _, end: end <= case.row.start),
    ("after it", lambda case, start, _: start >= case.row.end),
)


def _date(look: _Case, case: _Account) -> str:
    """The date expression that gives the account's days, the nearest one; else the day of the article."""
    a = case.row
    found = [
        d
        for d in look.ledger.dates(article_id=a.article_id)
        if (d.earliest, d.latest) == (a.date_earliest, a.date_latest)
    ]
    for where, test in _NEARNESS:
        fitting = [d for d in found if test(case, d.start, d.end)]
        if fitting:
            d = fitting[-1] if where == "before it" else fitting[0]
            return f"{look.words(d.document_id, d.start, d.end)} ({where}, {d.value})"
    if a.date_earliest == a.date_latest == case.article.published:
        return f"the day of the article ({case.article.published_from or 'as published'})"
    return "from the words around, by the tense"


# ---------------------------------------------------------------- why it is in its event


def _found(ledger: Ledger) -> tuple[Found, ...]:
    """The weighed articles with their claims and accounts, as the comparison of accounts wants them."""
    accounts: dict[str, list[Account]] = {}
    for a in ledger.accounts():
        accounts.setdefault(a.article_id, []).append(a)
    claims: dict[str, list[Claim]] = {}
    for c in ledger.claims():
        claims.setdefault(c.article_id, []).append(c)
    return tuple(
        Found(
            article,
            Findings(
                article.article_id,
                claims=tuple(claims.get(article.article_id, ())),
                accounts=tuple(accounts.get(article.article_id, ())),
            ),
            "",
        )
        for article in ledger.articles()
    )


def _is_other_knowledge(look: _Case) -> bool:
    """The last build used another catalogue, gazetteer or lexicon than is at hand."""
    used = [entry.payload.get("knowledge") for entry in look.ledger.log() if entry.kind == "build"]
    return bool(used) and used[-1] != look.knowledge.digest


def _joined(look: _Case, a: Account) -> Iterator[str]:
    if _is_other_knowledge(look):
        yield "  (the ledger was built with other knowledge; give its --catalogue and --places, or what follows may differ)"
    made = joins(a.account_id, _found(look.ledger), gazetteer=look.knowledge.gazetteer, settings=Settings().weighing)
    if made.inside:
        best = made.inside[0]
        yield f"  in one event with {len(made.inside)} other accounts; the strongest tie:"
        yield from _link(look, best, a)
        if best.score < THRESHOLD:
            yield "    (below the mark by what is known here: a decision, or other knowledge, joined them)"
    else:
        yield "  the only account of its event"
    if made.outside is not None:
        other = made.outside
        near = other.score >= THRESHOLD
        why = "" if made.could_be_one else "; its days, places or figures cannot be those of every account there"
        better = "; it stands in the event that fits better" if near and made.could_be_one else ""
        yield f"  nearest account of another event ({other.other.account.event_id}){why or better}:"
        yield from _link(look, other, a)


def _link(look: _Case, link: Link, own: Account) -> Iterator[str]:
    other = link.other.account
    outlet = link.other.article.outlet or "outlet not stated"
    same = "the same article" if other.article_id == own.article_id else outlet
    yield f"    {other.account_id} · {same} · {look.where(other.document_id, other.start)}"
    yield f"      {look.words(other.document_id, other.start, other.end)}"
    for words_, weight in link.reasons:
        yield f"      {weight:+.1f} {words_}"
    yield f"      {link.score:+.1f} in all; {THRESHOLD} and more is one event"


# ---------------------------------------------------------------- events


def _event(look: _Case, event_id: str) -> Iterator[str]:
    e = next(e for e in look.ledger.events() if e.event_id == event_id)
    mode = f"/{e.mode}" if e.mode else ""
    yield f"event {e.event_id}: {e.type}{mode}, {e.level}; {e.account_count} accounts, {e.witness_count} witnesses"
    yield _row("doer", look.several(e.actor_ids) or "none that all accounts share")
    yield _row("recipient", look.several(e.recipient_ids) or "none that all accounts share")
    yield _row("place", look.several(e.place_ids) or "none that all accounts share")
    yield _row("date", days(e.date_earliest, e.date_latest) or "none that all accounts share")
    yield "  support, fact by fact:"
    for s in look.ledger.support(e.event_id):
        yield f"    {s.slot}{f' {s.value}' if s.value else ''}: {s.level}, {s.witness_count} witnesses. {one_line(s.reason)}"
    yield "  accounts, by witness:"
    accounts = sorted(look.ledger.accounts(event_id=e.event_id), key=lambda a: (a.witness_id, a.start, a.account_id))
    for witness_id, own in _by_witness(accounts):
        yield f"    {witness_id}"
        for a in own:
            article = look.articles[a.article_id]
            outlet, day = article.outlet or "outlet not stated", article.published or "undated"
            yield f"      {a.account_id} {a.rule or a.type} ({a.status}) · {outlet} · {day}"
            yield f"        {look.words(a.document_id, a.start, a.end)} {look.where(a.document_id, a.start)}"
    if e.why:
        yield _row("joined", e.why)
    for d in look.ledger.disputes(event_id=e.event_id):
        yield "  dispute:"
        yield from (f"    {line}" for line in dispute_lines(d))


def _by_witness(accounts: Sequence[Account]) -> Iterator[tuple[str, list[Account]]]:
    for witness_id in dict.fromkeys(a.witness_id for a in accounts):
        yield witness_id, [a for a in accounts if a.witness_id == witness_id]


EXPLAINERS: dict[str, Callable[[_Case, str], Iterator[str]]] = {
    "claims": _claim,
    "accounts": _account,
    "events": _event,
}
