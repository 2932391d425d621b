"""What each outlet's articles have in common: who speaks, which loaded terms for whom, whose texts it carries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterclaim.records import UNNAMED, Article, Claim, Copy, Wording
from counterclaim.showing.site import Site, Words, grouped

# Uses of one term for one referent that are listed on a page; the rest is counted.
_SHOWN_USES = 25
_MOST_USES = 90  # terms for a referent on the page of an outlet
# Outlets and referents in the table of both.
_COLUMNS, _LINES = 8, 20


@dataclass(frozen=True, slots=True)
class Use:
    """A loaded term for one referent (None: the sentence does not say whom): how often, and the first words."""

    term: str
    referent_id: str | None
    count: int
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """A copy: this outlet's article, the other one, and how much of the derived article stands in the other."""

    own: Article
    other: Article
    copy: Copy


@dataclass(frozen=True, slots=True)
class Outlet:
    """One outlet; ``unnamed`` of ``claims`` are by speakers whom the text does not name."""

    key: str
    name: str
    spellings: tuple[str, ...]
    articles: tuple[Article, ...]
    claims: int
    unnamed: int
    direct: int
    uses: tuple[Use, ...]
    informants: tuple[tuple[str, int], ...]
    carries: tuple[Carried, ...]
    carried: tuple[Carried, ...]

    @property
    def page(self) -> str:
        """The file of its page."""
        return f"outlets/{self.key}.html"

    @property
    def by_referent(self) -> tuple[tuple[str | None, tuple[Use, ...]], ...]:
        """The commonest uses of loaded terms by whom they are for; the referent with most uses first, an unsaid one last."""
        held: dict[str | None, list[Use]] = defaultdict(list)
        for use in self.uses[:_MOST_USES]:
            held[use.referent_id].append(use)
        ranked = sorted(held, key=lambda i: (i is None, -sum(u.count for u in held[i]), i or ""))
        return tuple((i, tuple(held[i])) for i in ranked)

    @property
    def rarer(self) -> int:
        """Terms for a referent that are not among those."""
        return max(0, len(self.uses) - _MOST_USES)

    @property
    def loaded(self) -> int:
        """Uses of loaded terms in all."""
        return sum(use.count for use in self.uses)


def outlets(site: Site) -> tuple[Outlet, ...]:
    """All outlets, those with most articles first."""
    articles = grouped(site.articles, site.outlet_key)
    claims = grouped(site.claims, lambda c: site.outlet_key(site.article[c.article_id]))
    rests: dict[str, Counter[str]] = defaultdict(Counter)
    for a in site.accounts:
        rests[site.outlet_key(site.article[a.article_id])].update(a.informant_ids)
    wording = grouped(site.wording, lambda w: site.outlet_key(site.article[w.article_id]))
    carries, carried = _copies(site)
    made = [
        _outlet(
            site,
            key,
            own,
            claims.get(key, []),
            wording.get(key, []),
            rests[key],
            (carries.get(key, []), carried.get(key, [])),
        )
        for key, own in articles.items()
    ]
    return tuple(sorted(made, key=lambda o: (-len(o.articles), o.key)))


@dataclass(frozen=True, slots=True)
class Spread:
    """Something that several outlets have: what it is, how often in all, and (outlet's key, how often) of each."""

    what: str
    referent_id: str | None
    count: int
    by_outlet: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Who carries whom: the outlet that carries, the one it goes back to, how many articles, and of which kinds."""

    carrier: str
    source: str
    count: int
    kinds: tuple[tuple[str, int], ...]


def informants(site: Site) -> list[Spread]:
    """Whom the accounts rest on, with the outlets that rest on each; the one most rested on first."""
    held: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for a in site.accounts:
        for i in a.informant_ids:
            held[i, i][site.outlet_key(site.article[a.article_id])] += 1
    return _spread(held)


def terms(site: Site) -> list[Spread]:
    """Loaded terms with whom each is used for, and the outlets that use it so."""
    held: dict[tuple[str, str | None], Counter[str]] = defaultdict(Counter)
    for w in site.wording:
        held[w.term or w.text.lower(), w.referent_id][site.outlet_key(site.article[w.article_id])] += 1
    return _spread(held)


@dataclass(frozen=True, slots=True)
class Across:
    """Loaded terms by whom they are used for and by outlet: a line a referent, a column an outlet (its key), a cell the uses.

    The outlets and referents with most uses; ``uses`` of ``total`` are in the table.
    """

    outlets: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int, ...], int], ...]
    uses: int
    total: int


def across(site: Site) -> Across:
    """The table of outlets and referents."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for w in site.wording:
        if w.referent_id:
            held[w.referent_id][site.outlet_of[w.article_id]] += 1
    by_outlet: Counter[str] = Counter()
    for found in held.values():
        by_outlet.update(found)
    columns = sorted(by_outlet, key=lambda key: (-by_outlet[key], key))[:_COLUMNS]
    referents = sorted(held, key=lambda i: (-held[i].total(), i))[:_LINES]
    rows = [(i, tuple(held[i][key] for key in columns), held[i].total()) for i in referents]
    return Across(tuple(columns), tuple(rows), sum(sum(cells) for _, cells, _ in rows), by_outlet.total())


def _spread(held: Mapping[tuple[str, str | None], Counter[str]]) -> list[Spread]:
    made = [
        Spread(what, referent, found.total(), tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))))
        for (what, referent), found in held.items()
    ]
    return sorted(made, key=lambda s: (-s.count, s.what, s.referent_id or ""))


def lines(site: Site) -> list[Line]:
    """Who carries whom, the most carried first."""
    held: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for copy in site.copies:
        derived, source = site.article.get(copy.article_id), site.article.get(copy.other_id)
        if derived is not None and source is not None:
            held[site.outlet_key(derived), site.outlet_key(source)][str(copy.kind)] += 1
    made = [Line(*pair, kinds.total(), tuple(sorted(kinds.items()))) for pair, kinds in held.items()]
    return sorted(made, key=lambda line: (-line.count, line.carrier, line.source))


def _outlet(
    site: Site,
    key: str,
    articles: Sequence[Article],
    claims: Sequence[Claim],
    wording: Sequence[Wording],
    rests: Mapping[str, int],
    copies: tuple[Sequence[Carried], Sequence[Carried]],
) -> Outlet:
    spelled = Counter(site.outlet(a) for a in articles)
    names = tuple(sorted(spelled, key=lambda name: (-spelled[name], name)))
    return Outlet(
        key,
        names[0],
        names[1:],
        tuple(sorted(articles, key=lambda a: (a.published or "9", site.title(a), a.article_id))),
        len(claims),
        sum(c.speaker_id.startswith(UNNAMED) for c in claims),
        sum(c.direct for c in claims),
        _uses(site, wording),
        tuple(sorted(rests.items(), key=lambda item: (-item[1], item[0]))),
        tuple(copies[0]),
        tuple(copies[1]),
    )


def _uses(site: Site, wording: Sequence[Wording]) -> tuple[Use, ...]:
    held: dict[tuple[str, str | None], list[Wording]] = defaultdict(list)
    for w in wording:
        held[w.term or w.text.lower(), w.referent_id].append(w)
    made = [
        Use(term, referent, len(rows), tuple(site.words(w) for w in rows[:_SHOWN_USES]))
        for (term, referent), rows in held.items()
    ]
    return tuple(sorted(made, key=lambda u: (-u.count, u.term, u.referent_id or "")))


def _copies(site: Site) -> tuple[Mapping[str, list[Carried]], Mapping[str, list[Carried]]]:
    """(outlet -> copies that it carries, outlet -> its articles that are carried)."""
    carries: dict[str, list[Carried]] = defaultdict(list)
    carried: dict[str, list[Carried]] = defaultdict(list)
    for copy in site.copies:
        derived, source = site.article.get(copy.article_id), site.article.get(copy.other_id)
        if derived is not None and source is not None:
            carries[site.outlet_key(derived)].append(Carried(derived, source, copy))
            carried[site.outlet_key(source)].append(Carried(source, derived, copy))
    return carries, carried
