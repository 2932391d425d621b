"""Entities that no catalogue knows, by how often they are met: what to add to a catalogue of one's own.

Persons without a public role are counted under the labels that the report gives them; they are named only on demand, and even
then with counts alone: no places, no days, no outlets.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from counterclaim.ledger import Ledger
from counterclaim.records import Entity, How, MentionType
from counterclaim.showing.export import harmless
from counterclaim.showing.lines import one_line
from counterclaim.showing.mask import Mask, is_private

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_COLUMNS = ("entity_id", "name", "type", "mentions", "articles", "outlets", "spellings")


@dataclass(frozen=True, slots=True)
class Unknown:
    """An entity that no catalogue knows. ``spellings`` and ``outlets`` come with how often; both are empty for private persons.

    ``outlet_count`` counts the outlets; ``is_private`` says that the entity is a person without a public role, ``is_withheld``
    that the name is one's label.
    """

    entity_id: str
    name: str
    type: MentionType
    spellings: tuple[tuple[str, int], ...]
    mentions: int
    articles: int
    outlets: tuple[tuple[str, int], ...]
    outlet_count: int
    is_private: bool
    is_withheld: bool


def unknown(
    ledger: Ledger, *, at_least: int = 1, type: MentionType | None = None, named: bool = False
) -> tuple[Unknown, ...]:
    """The entities that no catalogue knows with ``at_least`` mentions, the most frequent first.

    ``type`` keeps those of one type; ``named`` names persons without a public role instead of giving their label.
    """
    outlets = {a.article_id: a.outlet for a in ledger.articles()}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    articles: dict[str, Counter[str]] = defaultdict(Counter)
    mentions = ledger.mentions()
    for m in mentions:
        articles[m.entity_id][m.article_id] += 1
        if m.how in _NAMING:
            spellings[m.entity_id][one_line(m.text)] += 1
    entities = ledger.entities()
    mask = Mask.none() if named else Mask.build(entities, mentions)
    found: list[Unknown] = []
    for e in entities:
        counts = articles[e.entity_id]
        if not e.known and counts.total() >= at_least and type in (None, e.type):
            by_outlet: Counter[str] = Counter()
            for article_id, n in counts.items():
                by_outlet[outlets.get(article_id) or ""] += n
            found.append(_unknown(e, spellings[e.entity_id], counts, by_outlet, mask))
    return tuple(sorted(found, key=lambda u: (-u.mentions, -u.articles, u.entity_id)))


def _unknown(e: Entity, spellings: Counter[str], articles: Counter[str], outlets: Counter[str], mask: Mask) -> Unknown:
    label = mask.labels.get(e.entity_id)
    private = is_private(e)
    stated = {name: n for name, n in outlets.items() if name}
    return Unknown(
        entity_id=label.replace(" ", "-") if label else e.entity_id,
        name=label or e.name,
        type=e.type,
        spellings=() if label else _ranked(spellings),
        mentions=articles.total(),
        articles=len(articles),
        outlets=() if private else _ranked(stated),
        outlet_count=len(stated),
        is_private=private,
        is_withheld=label is not None,
    )


def _ranked(counts: dict[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


# ---------------------------------------------------------------- formats


def table(found: Sequence[Unknown]) -> Iterator[str]:
    """Lines for people: counts, then who."""
    if not found:
        yield "no entity that the catalogue does not know"
        return
    yield f"{'mentions':>8} {'articles':>8} {'outlets':>7}  name"
    for u in found:
        others = [f"{words} {n}" for words, n in u.spellings if words != u.name]
        also = f" · also {', '.join(others[:6])}" if others else ""
        told = f" · {', '.join(f'{name} {n}' for name, n in u.outlets[:4])}" if u.outlets else ""
        yield f"{u.mentions:>8} {u.articles:>8} {u.outlet_count:>7}  {u.name} [{u.type}] · {u.entity_id}{also}{told}"
    hidden = sum(u.is_withheld for u in found)
    if hidden:
        yield f"({hidden} persons without a public role are not named; --names names them, for your own eyes)"


def csv_lines(found: Sequence[Unknown]) -> Iterator[str]:
    """CSV with a header; spellings as ``words: count; …``, outlets as their number."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for u in found:
        spellings = "; ".join(f"{words}: {n}" for words, n in u.spellings)
        writer.writerow(
            [u.entity_id, harmless(u.name), u.type, u.mentions, u.articles, u.outlet_count, harmless(spellings)]
        )
    yield from text.getvalue().splitlines()


def toml(found: Sequence[Unknown]) -> Iterator[str]:
    """A start for a catalogue file, which ``--catalogue`` reads as it stands. Places belong in a places file and are left out.

    An alias of one word would be found wherever the word stands, so it is given as a comment for the researcher to decide.
    """
    named = [u for u in found if not u.is_withheld]
    places = sum(u.type is MentionType.PLACE for u in named)
    actors = [u for u in named if u.type is not MentionType.PLACE]
    yield "# Actors that no catalogue knows: a start for your own. Check every entry, take out what is none,"
    yield "# then: counterclaim build ... --catalogue THIS_FILE.toml"
    if places:
        yield f"# {places} places are left out: they belong in a places file (counterclaim places import, build --places)."
    if len(named) < len(found):
        yield f"# {len(found) - len(named)} persons without a public role are left out (--names)."
    for u in actors:
        yield ""
        yield from _entry(u)


def _entry(u: Unknown) -> Iterator[str]:
    in_outlets = "" if u.is_private else f", {u.outlet_count} outlets"
    yield f"# {u.mentions} mentions, {u.articles} articles{in_outlets}"
    others = [words for words, _ in u.spellings if words.casefold() != u.name.casefold()]
    acronyms = [w for w in others if _is_acronym(w)]
    aliases = [w for w in others if " " in w and w not in acronyms]
    single = [w for w in others if w not in acronyms and w not in aliases]
    yield "[[actor]]"
    if _SLUG.fullmatch(u.entity_id):
        yield f'id = "{u.entity_id}"'
    yield f"name = {_quoted(u.name)}"
    yield f'type = "{u.type}"'
    for key, names in (("aliases", aliases), ("acronyms", acronyms)):
        if names:
            yield f"{key} = [{_list(names)}]"
    if single:
        yield f"# also met as (an alias of one word is found wherever it stands): {_list(single)}"
    if u.type is MentionType.PERSON:
        yield '# public_role = "..."  # the office that makes the person public; without one the person stays withheld'
    elif u.type is MentionType.ORG:
        yield '# kind = "armed-group"  # or government, ministry, army, party, outlet, ngo, company ...'


def _is_acronym(words: str) -> bool:
    return 2 <= len(words) <= 6 and words.isalnum() and words.isupper()


def _list(names: Iterable[str]) -> str:
    return ", ".join(map(_quoted, names))


def _quoted(words: str) -> str:
    """A TOML basic string; JSON's escapes are TOML's but for the sign of deletion, which TOML wants escaped."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")


FORMATS = {"table": table, "csv": csv_lines, "toml": toml}
