"""For whom a loaded term is used: a table of small rules for each kind of term, the first that finds somebody wins.

Where the words tie the term to nobody the referent stays empty: "terrorists shelled the town" names no group.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from counterclaim.finding.mentions import Named, government_of
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.knowledge.loaded import Term
from counterclaim.records import How, Mention, MentionType
from counterclaim.text import Span, overlaps

_WIDEST = 200  # no name is longer
NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
GROUPS = frozenset({"armed-group", "front", "party", "coalition"})
# Who tells of acts, judges and counts them.
_BYSTANDERS = frozenset({"outlet", "agency", "monitor", "ngo", "igo", "igo-body", "court"})
_ORG, _PERSON = MentionType.ORG, MentionType.PERSON
_COUNTRY = (MentionType.PLACE, MentionType.NORP)
_STATES_LED = re.compile(r"\bcoalition\b")
_ARMED = re.compile(r"\b(?:forces?|army|troops?|soldiers?|occupiers?|invaders?|aircraft|warplanes?)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"\b(?:the|these|those|this|that|same|such) (?:[a-z-]+ )?\Z", re.IGNORECASE)
_OWNED = re.compile(r"(?:['’]s?)? ?\Z")
# "terrorist groups", "resistance factions": several bodies, and not the one that was named last.
_SEVERAL = re.compile(r"\b(?:groups|organi[sz]ations|factions|movements|gangs|militias|forces)\Z", re.IGNORECASE)
_ONE = re.compile(r"\b(?:group|organi[sz]ation|faction|movement|gang|militia|party|entity|network)\Z", re.IGNORECASE)
_MANY = re.compile(r"(?:s|men)\Z", re.IGNORECASE)
_LED = re.compile(r" (?:leader|commander|chief|mastermind|ringleader|boss)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"(?:[ (]|\bcalled\b|\bnamed\b|\bknown as\b|\bbeing\b|\bof\b|\bthe\b|"
    r"\b(?:affiliated|linked|loyal) (?:to|with)\b|\bbelonging to\b)*\Z"
)
_APPOSED = re.compile(r", (?:the )?\Z")
_IS_A = re.compile(
    r"(?:,? (?:which |who )?(?:is|are|was|were) |,? )(?:an?|the) (?:[\w'’-]+ ){0,3}\Z|,? (?:which|who) (?:is|are) \Z",
    re.IGNORECASE,
)
_BY = re.compile(r"[^.;]{0,40}?\bby (?:the )?\Z")
_DID = re.compile(
    r"(?:[\w'’-]+ ){0,3}?(?:commit\w*|carr(?:y|ied|ying) out|perpetrat(?:es?|ed|ing)|launch\w*|wag\w+|responsible for|"
    r"behind|guilty of) (?:[\w'’-]+ ){0,3}\Z",
    re.IGNORECASE,
)
_ACT = re.compile(r"(?: [a-z-]+){0,2} of (?:the )?(?:(?-i:[A-Z])[\w.-]+['’]s )?\Z", re.IGNORECASE)
_KILLING = re.compile(r"\b(?:assassination|murder|killing|elimination|liquidation)\Z", re.IGNORECASE)
_BY_REGIME = re.compile(r"[^.;]{0,40}\bby the regime\b", re.IGNORECASE)
_NEAR = 6  # names of its sentence on either side that a rule looks at
_LAST_SENTENCES = 3  # how far back "the militants" reaches; chosen narrow
_PLAIN_SENTENCES = 2  # and "militants" without an article


@dataclass(frozen=True)
class Article:
    """What the rules look at besides one use."""

    view: View
    named: Named
    knowledge: Knowledge

    @cached_property
    def names(self) -> list[Mention]:
        """Mentions by name."""
        return [m for m in self.named.mentions if m.how in NAMING]

    @cached_property
    def _name_starts(self) -> list[int]:
        return [m.start for m in self.names]

    def between(self, low: int, high: int) -> list[Mention]:
        """The names that start in a span."""
        return self.names[bisect_left(self._name_starts, low) : bisect_left(self._name_starts, high)]

    @cached_property
    def bodies(self) -> list[Mention]:
        """Mentions of groups by name and description; an alliance of states is none."""
        found = [m for m in self.named.mentions if m.how is not How.PRONOUN and self.kind(m) in GROUPS]
        return [m for m in found if not _STATES_LED.search(m.entity_id)]

    @cached_property
    def _body_starts(self) -> list[int]:
        return [m.start for m in self.bodies]

    def bodies_before(self, at: int) -> list[Mention]:
        """The last groups that are mentioned before an offset."""
        end = bisect_left(self._body_starts, at)
        return self.bodies[max(0, end - 4 * _NEAR) : end]

    def kind(self, m: Mention) -> str:
        """The catalogue's kind of a mention, "group" for an unknown organisation, else ""."""
        actor = self.knowledge.catalogue.get(m.entity_id)
        return (actor.kind or "") if actor is not None else "group" if m.type is _ORG else ""

    def sentence(self, at: int) -> int:
        """The index of the sentence that holds an offset, or of the one before."""
        return bisect_right(self._starts, at) - 1

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _ in self.view.sentences]

    def inside(self, at: int) -> Span:
        """The sentence that holds an offset."""
        k = self.sentence(at)
        return self.view.sentences[k] if k >= 0 else (0, len(self.view.text))

    def country(self, key: str) -> str | None:
        """The country of an actor or place, ISO 3166 alpha-2."""
        actor = self.knowledge.catalogue.get(key)
        if actor is not None:
            return actor.country
        place = self.knowledge.gazetteer.get(key)
        return place.country if place is not None else None

    def state(self, key: str) -> str | None:
        """The government behind a state, people, capital, head of state or ruling party."""
        catalogue = self.knowledge.catalogue
        actor = catalogue.get(key)
        posts = actor.posts if actor is not None else ()
        led = next((p.of for p in posts if p.role == "leads"), None)
        found = government_of(led or key, self.knowledge)
        if found != (led or key) or (actor is not None and actor.kind == "government"):
            return found
        country = self.country(key)
        state = catalogue.states.get(country) if country else None
        return state.government or state.id if state is not None else led

    def names_country(self, country: str) -> bool:
        """Whether the article names a state, its people or a body of it."""
        return any(self.country(m.entity_id) == country for m in self.names)

    @cached_property
    def home(self) -> str | None:
        """The outlet's country, unless it is the voice of an armed group there."""
        outlet = self.knowledge.catalogue.outlet(self.view.article.outlet or "")
        if outlet is None:
            return None
        above = [self.knowledge.catalogue.get(i) for i in self.knowledge.catalogue.parents_of(outlet.id)]
        return None if any(a is not None and a.kind in GROUPS for a in above) else outlet.country

    @cached_property
    def governments(self) -> Counter[str]:
        """How often the article names each state or what is its; the outlet's own is no regime to it."""
        votes: Counter[str] = Counter()
        for m in self.names:
            country = self.country(m.entity_id)
            state = self.knowledge.catalogue.states.get(country) if country and country != self.home else None
            if state is not None:
                votes[state.government or state.id] += 1
        return votes


@dataclass(frozen=True)
class Use:
    """One use of a term: where it stands with what belongs to it, its entry, and the name that owns it ("Assad regime").

    ``elsewhere`` counts for whom the article uses the term in so many words; ``others`` are those of whom it speaks with words
    of the other side.
    """

    article: Article
    span: Span
    term: Term
    owner: Mention | None
    elsewhere: Counter[str] = field(default_factory=Counter)
    others: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """The words of the use."""
        return self.article.view.text[self.span[0] : self.span[1]]

    @property
    def sentence(self) -> Span:
        """Its sentence."""
        return self.article.inside(self.span[0])

    @cached_property
    def before(self) -> list[Mention]:
        """Names of its sentence that end before it, the nearest first."""
        near = self.article.between(self.sentence[0], self.span[0])
        return [m for m in reversed(near[-_NEAR:]) if m.end <= self.span[0]]

    @cached_property
    def after(self) -> list[Mention]:
        """Names of its sentence that start after it, the nearest first."""
        near = self.article.between(self.span[1], self.sentence[1])
        return [m for m in near[:_NEAR] if m.end <= self.sentence[1]]

    def between(self, m: Mention) -> str:
        """The words between the use and a name."""
        text = self.article.view.text
        low, high = (m.end, self.span[0]) if m.end <= self.span[0] else (self.span[1], m.start)
        return " ".join(text[low:high].split("\n"))


Rule = Callable[[Use], str | None]


# -- a word for a group or person


def of_owner(use: Use) -> str | None:
    """The organisation or person whose name stands directly before: "Tide Front terrorists"."""
    return use.owner.entity_id if use.owner is not None and use.owner.type in (_ORG, _PERSON) else None


def led(use: Use) -> str | None:
    """ "the terrorist leader, Maren": the person beside the words."""
    if not _LED.match(use.article.view.text, use.span[1]):
        return None
    persons = [m for m in (*use.after[:1], *use.before[:2]) if m.type is _PERSON]
    return min(persons, key=lambda m: len(use.between(m))).entity_id if persons else None


def named_after(use: Use) -> str | None:
    """The name that follows: "the terrorist group Tide Front", "the Tide faction, Maren Brigade"."""
    single = not _ONE.search(use.words) and not _MANY.search(use.words)
    for m in use.after[:2]:
        between = use.between(m)
        apposed = _ONE.search(use.words) and _APPOSED.fullmatch(between)
        fits = m.type is _ORG or (m.type is _PERSON and single)
        if fits and (apposed or (len(between) < 24 and _CALLED.match(between))):
            return m.entity_id
    return None


def itself(use: Use) -> str | None:
    """A loaded word that is the name of those it means: "the Takfiris"."""
    exact = (m for m in use.article.between(*use.span) if (m.start, m.end) == use.span and m.text.endswith("s"))
    return next((m.entity_id for m in exact), None)


def named_before(use: Use) -> str | None:
    """The name that the words describe: "the Tide Front, a terrorist group"."""
    for m in use.before[:2]:
        if m.type in (_ORG, _PERSON) and _IS_A.fullmatch(use.between(m)):
            return m.entity_id
    return None


def of_people(use: Use) -> str | None:
    """ "Kurdish militia" where the article calls one group Kurdish: the group that stands beside that word elsewhere."""
    owner = use.owner
    if owner is None or owner.type not in _COUNTRY:
        return None
    names = use.article.names
    for one, other in zip(names, names[1:], strict=False):
        gap = use.article.view.text[one.end : other.start]
        if one.entity_id == owner.entity_id and use.article.kind(other) in GROUPS and gap == " ":
            return other.entity_id
    return None


def last_group(use: Use) -> str | None:
    """ "the militants", "the terrorist group": the group last spoken of, a few sentences back."""
    text = use.article.view.text
    definite = _DEFINITE.search(text, max(0, use.span[0] - 30), use.span[0]) is not None
    if _SEVERAL.search(use.words) or use.term.near:
        return None
    if use.owner is not None and use.owner.type in _COUNTRY and not definite:
        return None
    if not definite and (_ONE.search(use.words) or not _MANY.search(use.words)):
        return None
    reach = _LAST_SENTENCES if definite else _PLAIN_SENTENCES
    here = use.article.sentence(use.span[0])
    earlier = [m for m in use.article.bodies_before(use.span[0]) if m.end <= use.span[0]]
    near = [m for m in earlier[-_NEAR:] if here - use.article.sentence(m.start) <= reach]
    if definite and not earlier:
        near = [m for m in use.after if use.article.kind(m) in GROUPS][:1]
    near = [m for m in near if m.entity_id not in use.others]
    return near[-1].entity_id if near else None


def called_elsewhere(use: Use) -> str | None:
    """ "the resistance" where the article uses that word, one of praise, for one group alone."""
    one = len(use.elsewhere) == 1 and use.term.own and use.owner is None and not _SEVERAL.search(use.words)
    definite = _DEFINITE.search(use.article.view.text, max(0, use.span[0] - 30), use.span[0])
    return next(iter(use.elsewhere)) if definite and one else None


def of_country(use: Use) -> str | None:
    """The government that a word of scorn is put to: "Halvane's gangsters"."""
    return _actor(use, use.owner) if use.owner is not None and use.owner.type in _COUNTRY else None


# -- a word for a government or its army


def government_before(use: Use) -> str | None:
    """The government behind the name before it: "Assad regime", "Halvane regime"; of "occupation army" the army."""
    if use.owner is None:
        return None
    government = use.article.state(use.owner.entity_id)
    other = None if use.owner.type is _ORG else use.owner.entity_id
    return _armed(use, government) or government or other


def government_after(use: Use) -> str | None:
    """ "the regime of President Maren", "the regime in Halvane"."""
    for m in use.after[:1]:
        if re.fullmatch(r" (?:of|in) (?:the )?(?:[\w.]+ ){0,2}", use.between(m)) and m.type is not _ORG:
            return use.article.state(m.entity_id)
    return None


def government_spoken_of(use: Use) -> str | None:
    """The government that the article calls so elsewhere, else the state that it names most, the outlet's own left out.

    Where the catalogue knows the words as a partisan name ("occupation army") it is the one that they mean, if its country is
    named.
    """
    votes = use.elsewhere or use.article.governments
    if not use.elsewhere:
        known = use.article.knowledge.catalogue.find(use.words)
        meant = next((a.id for a in known if a.country and use.article.names_country(a.country)), None)
        if meant is not None:
            return meant
    best = min(votes, key=lambda key: (-votes[key], key), default=None)
    return (_armed(use, best) or best) if best else None


def _armed(use: Use, government: str | None) -> str | None:
    """The armed forces of a government, where an occupier's army or troops are spoken of."""
    if (
        use.term.term not in ("occupation force", "zionist entity")
        or not _ARMED.search(use.words)
        or government is None
    ):
        return None
    country = use.article.country(government)
    body = use.article.knowledge.catalogue.body(country, "armed forces") if country else None
    return body.id if body is not None else None


# -- a word for an act, a death, a deed that is praised, a backer


def doer_before(use: Use) -> str | None:
    """Whose act it is called: "US aggression", "the Tide Front's massacre"."""
    if use.owner is None or (use.owner.type is _PERSON and _KILLING.search(use.words)):
        return None
    return _actor(use, use.owner)


def doer_told(use: Use) -> str | None:
    """Who is said to have done it: "a massacre by the Tide Front", "the Tide Front committed a massacre"."""
    by = next((m for m in use.after[:2] if _BY.fullmatch(use.between(m))), None)
    did = next((m for m in use.before[:2] if _DID.fullmatch(use.between(m).lstrip(" ,)"))), None)
    found = by or did
    if found is None and _BY_REGIME.match(use.article.view.text, use.span[1]):
        return government_spoken_of(use)
    return _actor(use, found) if found is not None else None


def _actor(use: Use, m: Mention) -> str | None:
    """Who acts under a name: of a state its government; a town is where it happened, and does nothing."""
    if m.type in (_ORG, _PERSON):
        return m.entity_id
    if (
        m.type is MentionType.NORP
        or use.article.kind(m) == "state"
        or m.entity_id in use.article.knowledge.catalogue.capitals
    ):
        return use.article.state(m.entity_id)
    return None


def done_elsewhere(use: Use) -> str | None:
    """The doer of what the article calls the same elsewhere, where it is one."""
    return next(iter(use.elsewhere)) if len(use.elsewhere) == 1 and not use.words.endswith("s") else None


def the_dead(use: Use) -> str | None:
    """The person who is called a martyr: the name after it, or the one of whom the sentence tells it."""
    for m in use.after[:1]:
        if (
            m.type is _PERSON
            and len(use.between(m)) < 60
            and re.fullmatch(r"(?: of)?(?: [\w'’.,-]+){0,8} ?", use.between(m))
        ):
            return m.entity_id
    for m in use.before[:2]:
        if m.type is _PERSON and re.fullmatch(r",? (?:who )?(?:was|were|has been|is|and) (?:\w+ )?", use.between(m)):
            return m.entity_id
    return None


def the_praised(use: Use) -> str | None:
    """The name that the phrase ends in or belongs to: "heroic deeds of the Navy", "the Navy's brave pilots"."""
    for m in use.after[:1]:
        if m.type in (_ORG, _PERSON) and (
            _ACT.fullmatch(use.between(m)) or use.between(m).strip() in ("", "of", "of the")
        ):
            return m.entity_id
    for m in use.before[:1]:
        if m.type in (_ORG, _PERSON) and re.fullmatch(r"['’]s? (?:\w+ )?", use.between(m)):
            return m.entity_id
    return None


def the_backed(use: Use) -> str | None:
    """The body that the phrase stands before: "Varda-backed Tide Front"."""
    for m in use.after[:1]:
        if m.type is _ORG and re.fullmatch(r" (?:[\w'’-]+ ){0,2}", use.between(m)):
            return m.entity_id
    nearby = use.article.between(use.span[0] - _WIDEST, use.span[1])
    touching = [m for m in nearby if m.type is _ORG and overlaps((m.start, m.end), use.span)]
    return touching[-1].entity_id if touching and touching[-1].end > use.span[1] else named_before(use)


def the_one_called(use: Use) -> str | None:
    """ "the so-called Tide Monitor": the name right behind."""
    for m in use.after[:1]:
        if use.between(m) == " " and m.type in (_ORG, _PERSON):
            return m.entity_id
    return None


def of_any_name(use: Use) -> str | None:
    """Whoever owns the deed: "the regime's brutal tactics", "the brutal war the Tide Front wages"."""
    return doer_before(use) or doer_told(use)


_LABEL: tuple[Rule, ...] = (led, itself, named_after, of_owner, named_before, of_people, last_group, called_elsewhere)
_STATE: tuple[Rule, ...] = (government_before, government_after, government_spoken_of)
_ACTS: tuple[Rule, ...] = (doer_before, doer_told, done_elsewhere)
RULES: dict[str, tuple[Rule, ...]] = {
    "label": _LABEL,
    "scorn": (the_one_called, *_LABEL, of_country),
    "state": _STATE,
    "act": _ACTS,
    "death": (the_dead,),
    "praise": (the_praised, of_owner),
    "deed": (the_praised, of_any_name),
    "source": (the_backed,),
    "territory": (),
    "quoted": (),
}
_BY_ARTICLE: tuple[Rule, ...] = (last_group, called_elsewhere, government_spoken_of, done_elsewhere)


def settle(uses: Sequence[Use]) -> list[str | None]:
    """The referent of each use: first by its own words, then by those of the other uses of its term."""
    own = [use.term.means or _first(use, _by_words(use)) for use in uses]
    calls: dict[str, Counter[str]] = {}
    sides: dict[bool, set[str]] = {True: set(), False: set()}
    for use, key in zip(uses, own, strict=True):
        if key is not None:
            calls.setdefault(_head(use), Counter())[key] += 1
            if use.term.kind in ("label", "scorn", "praise"):
                sides[_friendly(use)].add(key)
    settled: list[str | None] = []
    for use, key in zip(uses, own, strict=True):
        found = key
        if found is None:
            others = frozenset(sides[not _friendly(use)] - sides[_friendly(use)])
            known = replace(use, elsewhere=calls.get(_head(use), Counter()), others=others)
            found = _first(known, RULES.get(use.term.kind, ()))
        settled.append(found)
    return settled


def _by_words(use: Use) -> Iterator[Rule]:
    """The rules that need no more than the words of the use itself."""
    return (rule for rule in RULES.get(use.term.kind, ()) if rule not in _BY_ARTICLE)


def _head(use: Use) -> str:
    """What counts as the same term: of an act its noun ("massacre"), else the entry."""
    return use.words.split()[-1].lower() if use.term.kind == "act" else use.term.term


def _friendly(use: Use) -> bool:
    return use.term.own or use.term.kind == "praise"


def _first(use: Use, rules: Iterable[Rule]) -> str | None:
    return next((found for rule in rules if (found := rule(use)) is not None), None)
