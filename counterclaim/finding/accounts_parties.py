"""Who did it, to whom, and where: the names on the proper side of a verb or an event noun."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from counterclaim.finding import clauses
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.accounts_read import Seen
from counterclaim.finding.clauses import Voice, word_set
from counterclaim.records import How, Mention, MentionType
from counterclaim.text import Span, Words

_PARTIES = frozenset({MentionType.PERSON, MentionType.ORG, MentionType.PLACE, MentionType.NORP})
_NOUN_REACH = 4
_STOPS = (
    clauses.PREPOSITIONS
    | clauses.OPENERS
    | clauses.BE
    | clauses.HAVE
    | clauses.MAY
    | clauses.WILL
    | {"and", "or", "to"}
)
_BETWEEN = clauses.PREPOSITIONS | clauses.OPENERS | clauses.BREAKS | clauses.BE | clauses.HAVE | {",", "and"}
# Nouns of bodies: a later one without its name means the one that the article names.
_BODIES = word_set("coalition army regime alliance militia movement brigade navy junta")
_SAYING = word_set(
    """said says say tells told wants gives gave sends sent launches meets met holds held kills hits strikes lets put
    set"""
)
_ADJECTIVES = word_set("armed allied united combined ruling fighting leading visiting occupied")
_TO = frozenset({"on", "against", "at", "with", "to", "into", "toward", "towards", "upon", "over", "targeting", "onto"})
_OF = frozenset({"of", "from"})
_COUNTRY = 3
_LISTING = word_set(
    """and , or & the of in as well neighborhoods neighbourhoods districts towns villages cities areas town village city area"""
)
# Words between a place and the larger one in which, or beside which, it lies.
_LYING = (
    clauses.PLACE_NOUNS
    | clauses.PLACE_PREPOSITIONS
    | word_set(
        """of to the a an by , northern southern eastern western northeastern northwestern southeastern southwestern central rural
    northeast northwest southeast southwest countryside outskirts located just some kilometers kilometres km miles"""
    )
)
_OUTSIDE = word_set(
    "outside near around to northeast northwest southeast southwest north south east west rural countryside"
)
_WIDE = word_set("province provinces governorate governorates countryside region")
_TIES = frozenset({"and", ",", "or", "&", "as", "well", "the", "along", "with", "both", "then"})


@dataclass(frozen=True, slots=True)
class Party:
    """A name or a plain noun of a group, by tokens (end exclusive). ``key`` is None for a plain noun."""

    start: int
    end: int
    key: str | None
    type: MentionType | None
    names: bool = True


@dataclass(frozen=True, slots=True)
class Parties:
    """Who did it and to whom, in text order."""

    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()


def parties_in(
    mentions: Sequence[Mention], tokens: Words, nouns: frozenset[str], state_nouns: frozenset[str]
) -> tuple[Party, ...]:
    """The mentions that can act or be acted on, by token, in order; plain ``nouns`` where no mention stands.

    A name with the noun that it stands before is one party ("Tide Front fighters"). A country's name with a noun means its
    state only where the noun is one of ``state_nouns``: "Ostreli rebels" are not Ostrel.
    """
    named: list[Party] = []
    for m in mentions:
        if m.type not in _PARTIES:
            continue
        first = tokens.first_from(m.start)
        last = max(first + 1, tokens.first_from(m.end))
        if first < len(tokens):
            named.append(Party(first, last, m.entity_id, m.type, m.how in (How.NAME, How.ALIAS, How.ACRONYM)))
    covered = {i for p in named for i in range(p.start, p.end)}
    found = [_with_noun(p, tokens, nouns, state_nouns, covered) for p in named]
    covered.update(i for p in found for i in range(p.start, p.end))
    bodies = _bodies(mentions)
    for i, word in enumerate(tokens.low):
        if word not in nouns or i in covered:
            continue
        party = Party(i, i + 1, None, None, False)
        if word in bodies and tokens.raw[i] == word:
            body = Party(i, i + 1, bodies[word], MentionType.ORG)
            party = _with_noun(body, tokens, nouns, state_nouns, covered)
            covered.update(range(party.start, party.end))
        found.append(party)
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


def _bodies(mentions: Sequence[Mention]) -> dict[str, str]:
    """The entity that each of these nouns means: the one of the article's names that ends in it, where there is one alone."""
    named: dict[str, set[str]] = {}
    for m in mentions:
        last = m.text.split()[-1].lower()
        if last in _BODIES and m.how in (How.NAME, How.ALIAS, How.ACRONYM):
            named.setdefault(last, set()).add(m.entity_id)
    return {word: keys.pop() for word, keys in sorted(named.items()) if len(keys) == 1}


def _with_noun(
    party: Party, tokens: Words, nouns: frozenset[str], state_nouns: frozenset[str], covered: set[int]
) -> Party:
    """The party together with the plain noun of a group right after its name."""
    if not party.names:
        return party
    end, state = party.end, False
    for i in range(party.end, min(party.end + _NOUN_REACH, len(tokens))):
        word = tokens.low[i]
        if i in covered or not word[0].isalpha() or word in _STOPS or _verbal(word):
            break
        state = state or word in state_nouns
        if word in nouns:
            end = i + 1
    if end == party.end:
        return party
    if party.type is MentionType.PERSON and not state:
        return party
    country = party.type in (MentionType.NORP, MentionType.PLACE)
    return replace(
        party, end=end, key=None if country and not state else party.key, type=None if country else party.type
    )


def _verbal(word: str) -> bool:
    return word in _SAYING or (word.endswith(("ed", "ing")) and word not in _ADJECTIVES)


@dataclass(frozen=True)
class Sentence:
    """One sentence as tokens ``low[start:stop]`` with its parties and the events that it tells.

    ``heads`` are the heads of these events in order, ``words`` the tokens of the event nouns.
    """

    low: Sequence[str]
    start: int
    stop: int
    parties: tuple[Party, ...]
    heads: tuple[int, ...]
    words: frozenset[int] = frozenset()

    @classmethod
    def of(cls, low: Sequence[str], span: range, parties: tuple[Party, ...], tolds: Sequence[Told]) -> Sentence:
        """The sentence of the tokens ``span`` with what it tells."""
        nouns = frozenset(i for told in tolds if told.noun for i in told.hit.at)
        return cls(low, span.start, span.stop, parties, tuple(t.head for t in tolds), nouns)

    def between(self, first: int, last: int) -> tuple[Party, ...]:
        """The parties inside the tokens ``first:last``."""
        low = bisect_left(self.parties, first, key=lambda p: p.start)
        return tuple(p for p in self.parties[low:] if p.start < last and p.end <= last)

    def governor(self, party: Party) -> str | None:
        """The preposition that governs the party, or None."""
        return clauses.governor(self.low, party.start, self.start)


def assign(sentence: Sentence, told: Told, before: Parties) -> Parties:
    """Actors and recipients of one event; ``before`` are those of the event told before it in the sentence."""
    entry = told.entry
    if told.noun:
        return _of_noun(sentence, told)
    left = subjects(sentence, told)
    passive = told.group.voice is Voice.PASSIVE
    right = () if entry.object == "none" else objects(sentence, told, passive=passive)
    if passive:
        by = agents(sentence, told)
        if entry.subject == "both":
            return Parties(left + right, ())
        return Parties(by, left if not told.hit.turned else objects(sentence, told, passive=False))
    joined = "gerund" in told.hit.forms and not told.group.finite and before.actors
    if joined or (not left and _shares_subject(sentence, told)):
        left = before.actors
    if entry.subject == "recipient":
        return Parties((), left)
    if entry.subject == "both":
        return Parties(left, right)
    return Parties(left, tuple(p for p in right if p not in left))


# From this probability on a party that was read goes before one that stands where the rules look for it.
_SURE = 0.6
_TAKEN = {"actor": (MentionType.ORG, MentionType.PLACE, None), "recipient": (MentionType.ORG, MentionType.PERSON)}


def with_read(sentence: Sentence, told: Told, ruled: Parties) -> Parties:
    """The parties by the rules, without those that the language backend has in another role, and its own where none is left."""
    seen = told.seen
    if seen is None or seen.type is not told.entry.type or told.entry.subject == "both":
        return ruled
    actors = _with_role(sentence, seen, ruled.actors, "actor")
    recipients = _with_role(sentence, seen, ruled.recipients, "recipient")
    return Parties(actors, tuple(p for p in recipients if p not in actors))


def _with_role(sentence: Sentence, seen: Seen, ruled: tuple[Party, ...], role: str) -> tuple[Party, ...]:
    mine = seen.part(role)
    if any(_on(party, mine) for party in ruled):
        return ruled
    others = [span for other in ("actor", "recipient", "place") if other != role for span in seen.part(other, _SURE)]
    kept = () if seen.part(role, _SURE) else tuple(p for p in ruled if not _on(p, others))
    if kept:
        return kept
    read = [party for span in seen.part(role, 0.5) for party in _heads(sentence, span)]
    return tuple(dict.fromkeys(p for p in read if p.type in _TAKEN[role]))


def _on(party: Party, spans: Iterable[Span]) -> bool:
    return any(start < party.end and party.start < end for start, end in spans)


def _heads(sentence: Sentence, span: Span) -> tuple[Party, ...]:
    """The parties that a phrase is of: "Varda and the Tide Front", "fighters of the Tide Front"."""
    inside = [p for p in sentence.parties if span[0] <= p.start and p.end <= span[1]]
    plain = [p for p in inside if clauses.governor(sentence.low, p.start, span[0]) is None]
    if not plain:
        return tuple(inside[:1])
    whose = _whose(sentence.low, inside, plain[-1])
    return (whose,) if whose else _joined(sentence.low, plain, plain[-1])


def _shares_subject(sentence: Sentence, told: Told) -> bool:
    """A second verb of one subject ("attacked the base and killed three"), or an -ing form."""
    previous = sentence.low[told.group.start - 1] if told.group.start > sentence.start else ""
    return not told.group.finite or previous in ("and", ",", "then", "but", "or")


def subjects(sentence: Sentence, told: Told) -> tuple[Party, ...]:
    """The parties of the subject: left of the verb, in its clause, outside prepositional phrases."""
    low, at = sentence.low, told.group.start
    begin = clauses.clause_start(low, at, sentence.start)
    if (
        begin > sentence.start
        and low[begin - 1] in ("who", "which", "that")
        and not sentence.between(begin, at)
        and begin >= at - 1
    ):
        return tuple(p for p in sentence.between(max(sentence.start, begin - 10), begin - 1) if p.end >= begin - 2)
    others = [h for h in sentence.heads if begin <= h < at]
    if others:
        begin = others[-1] + 1
    inside = sentence.between(begin, at)
    plain = [p for p in inside if sentence.governor(p) is None]
    if plain and (whose := _whose(low, inside, plain[-1])):
        return (whose,)
    if plain and (bearer := _bearer(low, plain)):
        return (bearer,)
    if plain:
        return _joined(low, plain, plain[-1]) if not others else tuple(plain[-1:])
    of = [p for p in inside if sentence.governor(p) in _OF]
    return tuple(of[:1]) if not others else ()


def _bearer(low: Sequence[str], parties: Sequence[Party]) -> Party | None:
    """The person of whom the last party only says the office: "Milo Venn, spokesman, Tide Front, said"."""
    named = [p for p in parties if p.key is not None]
    if len(named) < 2 or named[-1].type is MentionType.PERSON or named[-2].type is not MentionType.PERSON:
        return None
    gap = low[named[-2].end : named[-1].start]
    apposed = 1 < len(gap) <= 6 and gap[0] == "," and not any(word in ("and", "who", "said") for word in gap)
    return named[-2] if apposed else None


def _whose(low: Sequence[str], parties: Sequence[Party], party: Party) -> Party | None:
    """The body to which a plain noun belongs: "fighters of the Tide Front"."""
    if party.key is not None:
        return None
    of = (["of"], ["of", "the"])
    whose = next((p for p in parties if p.start > party.end and list(low[party.end : p.start]) in of), None)
    return whose if whose is not None and whose.key and whose.type is not MentionType.PLACE else None


def _joined(low: Sequence[str], parties: Sequence[Party], last: Party) -> tuple[Party, ...]:
    """The party with those joined to it by "and" or standing in one noun phrase with it."""
    chain = [last]
    for party in reversed(parties[: parties.index(last)]):
        gap = low[party.end : chain[-1].start]
        if len(gap) > 4 or not any(word in ("and", "&") for word in gap):
            if not gap and chain[-1].type in (MentionType.ORG, MentionType.PERSON):
                continue  # "Ostreli President Maren": the head is the last
            break
        chain.append(party)
    return tuple(reversed(chain))


def objects(sentence: Sentence, told: Told, *, passive: bool) -> tuple[Party, ...]:
    """The parties of the object: right of the pattern, in its clause, before the next verb."""
    low = sentence.low
    first = told.hit.head + 1 if not told.hit.turned else told.hit.last + 1
    stop = clauses.clause_end(low, told.hit.last, sentence.stop)
    later = [h for h in sentence.heads if told.hit.last < h < stop]
    inside = sentence.between(first, min([stop, *later]))
    for party in inside:
        governor = sentence.governor(party)
        if "," in low[told.hit.last + 1 : party.start]:
            break
        if governor is None and not passive:
            whose = _whose(low, inside, party)
            return (whose,) if whose else _following(low, inside, party)
        if governor in _TO:
            return _following(low, inside, party)
        if governor in _OF and not passive and party.start - told.hit.last <= 8:
            return _following(low, inside, party)
        if governor in ("by", "after", "during", "before", "amid"):
            break
    return ()


def _following(low: Sequence[str], parties: Sequence[Party], first: Party) -> tuple[Party, ...]:
    chain = [first]
    for party in parties[parties.index(first) + 1 :]:
        gap = low[chain[-1].end : party.start]
        if not gap and party.type in (MentionType.ORG, MentionType.PERSON) and len(chain) == 1:
            chain = [party]
        elif 0 < len(gap) <= 3 and gap[0] in ("and", ",") and all(word in _TIES for word in gap):
            chain.append(party)
        else:
            break
    return tuple(chain)


def agents(sentence: Sentence, told: Told) -> tuple[Party, ...]:
    """The parties after "by", in the same clause."""
    stop = clauses.clause_end(sentence.low, told.hit.last, sentence.stop)
    inside = sentence.between(told.hit.last + 1, min(stop, told.hit.last + 30))
    for party in inside:
        if sentence.governor(party) == "by" and not _others_agent(sentence.low, party.start, told.hit.last):
            return _following(sentence.low, inside, party)
    return ()


def _others_agent(low: Sequence[str], i: int, last: int) -> bool:
    """The "by" before token i follows another participle ("bombing of areas occupied by X")."""
    j = next((n for n in range(i - 1, last, -1) if low[n] == "by"), last)
    return j - 1 > last and (low[j - 1].endswith("ed") or low[j - 1] in _HELD) and low[j - 1] not in _DONE


def _of_noun(sentence: Sentence, told: Told) -> Parties:
    low, entry = sentence.low, told.entry
    actors: list[Party] = list(agents(sentence, told))
    recipients: list[Party] = []
    stop = clauses.clause_end(low, told.hit.last, sentence.stop)
    later = [h for h in sentence.heads if told.hit.last < h < stop]
    gerund = told.hit.pattern.verb
    inside = sentence.between(told.hit.last + 1, min([stop, *later, told.hit.last + 16]))
    for party in inside:
        governor = sentence.governor(party)
        if party in actors:
            continue
        if governor in _TO or (governor == "targeting"):
            recipients.extend(p for p in _following(low, inside, party) if p not in recipients)
            break
        own = all(word == "of" for word in low[told.hit.last + 1 : party.start] if word in clauses.PREPOSITIONS)
        if governor == "of" and own and party.start - told.hit.last <= 7 and not recipients:
            role = "recipient" if gerund else entry.of
            side = actors if role in ("actor", "both") else recipients
            side.extend(_following(low, inside, party))
        if governor == "between":
            actors.extend(p for p in _following(low, inside, party) if p not in actors)
            break
    owner = _owner(sentence, told)
    if owner is not None:
        possessive = owner.end < len(low) and low[owner.end] == "'s"
        if owner.type is MentionType.PLACE and not possessive and low[owner.end - 1] not in _SHORT:
            return Parties(tuple(actors), tuple(p for p in recipients if p not in actors))  # "Ostrel clashes": where
        if (
            possessive
            and entry.of == "recipient"
            and not recipients
            and entry.mode in ("assassinate", "execute", "abduct", "arrest")
        ):
            recipients.append(owner)
        elif not actors:
            near = sentence.between(max(sentence.start, told.hit.first - 9), told.hit.first)
            actors.extend(_joined(low, near, owner))
    if not actors:
        actors.extend(_carriers(sentence, told))
    return Parties(tuple(actors), tuple(p for p in recipients if p not in actors))


def _owner(sentence: Sentence, told: Told) -> Party | None:
    """The name right before the noun ("Ostreli strikes", "Ostrel's attack")."""
    first = told.hit.first
    near = sentence.between(max(sentence.start, first - 5), first)
    if not near:
        return None
    party = near[-1]
    gap = sentence.low[party.end : first]
    if any(
        word in clauses.PREPOSITIONS
        or word in clauses.BREAKS
        or word in (",", "and")
        or word in clauses.BE
        or _verbal(word)
        for word in gap
    ):
        return None
    return party if len(gap) <= 3 and sentence.governor(party) != "by" else None


_SEATED = word_set("government regime ministry authorities leadership administration rulers")
_DONE = frozenset({"launched", "conducted", "staged", "committed", "perpetrated", "mounted", "claimed"})
_HELD = frozenset({"held", "run", "led", "overrun"})
# Short names of states that stand before a noun as adjectives do.
_SHORT = frozenset({"us", "u.s", "u.s.", "uk", "u.k.", "uae", "un", "eu", "usa", "nato"})
_DONE_TO = frozenset({"assassinate", "execute", "abduct", "arrest"})
_CARRYING = word_set(
    """launch launches launched launching conduct conducts conducted conducting carried carry carries carrying stage staged
    staging mount mounted mounting wage waged waging continue continued continues intensify
    intensified intensifies step stepped resume resumed began begin started start perpetrated perpetrate commit committed
    commits perform performed executed order ordered escalate escalated impose imposed imposes declare declared announced
    announce give gave issued issue express expressed voice voiced opened open undertake undertook led
    lead leads join joined joins claimed claims """
)


def _carriers(sentence: Sentence, told: Told) -> tuple[Party, ...]:
    """The subject of the verb that carries the noun ("launched a new wave of strikes")."""
    low = sentence.low
    begin = clauses.clause_start(low, told.hit.first, sentence.start)
    for j in range(told.hit.first - 1, max(begin, told.hit.first - 7) - 1, -1):
        if low[j] in clauses.BREAKS:
            return ()
        if low[j] in _CARRYING:
            inside = [p for p in sentence.between(begin, j) if sentence.governor(p) is None]
            return _joined(low, inside, inside[-1]) if inside else ()
    return ()


def places(sentence: Sentence, told: Told, used: Parties, sizes: Mapping[str, int]) -> tuple[Party, ...]:
    """The places of the event: after a preposition of place, in the clause, in text order, and those listed with them.

    A town counts after "of", too ("the market of Pell"), and right before the event's noun ("the Pell bombing"). ``sizes`` gives
    the kind of each place key: 0 a point, up to 3 a country.
    """
    low, seen = sentence.low, told.seen
    begin = clauses.clause_start(low, told.head, sentence.start)
    stop = clauses.clause_end(low, told.hit.last, sentence.stop)
    named = [p for p in sentence.parties if p.type is MentionType.PLACE and p.names]
    found: list[Party] = []
    for n, party in enumerate(named):
        if party in used.actors:
            continue
        listed = bool(found) and n > 0 and found[-1] is named[n - 1] and _listed(low, found[-1], party)
        if listed or party in used.recipients or _placed(sentence, told, party, sizes):
            found.append(party)
    own = [p for p in found if begin <= p.start < stop]
    if seen is not None and (read := seen.part("place", _SURE)):
        near = [p for p in found if _on(p, read)]
        own = own if any(p in own for p in near) else near or own
    return _innermost(low, own or _beside(sentence, told, found), sizes)


def _placed(sentence: Sentence, told: Told, party: Party, sizes: Mapping[str, int]) -> bool:
    low = sentence.low
    town = sizes.get(party.key or "", _COUNTRY) < _COUNTRY
    if any(
        i in sentence.words for i in range(party.end, party.end + 2)
    ):  # "in Ostreli air strikes", "the Pell bombing"
        return town and told.noun and low[party.end] != "'s" and party.end <= told.hit.first <= party.end + 1
    governor = sentence.governor(party)
    if governor == "in" and low[max(sentence.start, party.start - 2)] in _SEATED:
        return False  # "the government in Pell"
    around = low[max(sentence.start, party.start - 3) : party.start]
    of_place = governor == "of" and (town or any(word in clauses.PLACE_NOUNS for word in around))
    return governor in clauses.PLACE_PREPOSITIONS or of_place


def _listed(low: Sequence[str], one: Party, other: Party) -> bool:
    """Two places of one list: "Pell, Halvane and Dunmere", also where the commas are lost."""
    gap = low[one.end : other.start]
    return len(gap) <= 4 and all(word in _LISTING for word in gap)


def _beside(sentence: Sentence, told: Told, found: Sequence[Party]) -> Sequence[Party]:
    """Places of another clause: those of the clause that this one belongs to, which no other event stands nearer to."""
    others = [h for h in sentence.heads if h != told.head]
    return [p for p in found if not any(abs(h - p.start) < abs(told.head - p.start) for h in others)]


def _innermost(low: Sequence[str], found: Sequence[Party], sizes: Mapping[str, int]) -> tuple[Party, ...]:
    """Without places that only say where another lies: "Pell in Halvane province", "the village of Dun near Pell"."""
    kept = list(found)
    for one, other in zip(found, found[1:], strict=False):
        gap = low[one.end : other.start]
        after = low[other.end] if other.end < len(low) else ""
        joined = len(gap) > 1 and gap[0] in ("and", ",", "or")
        if not gap or len(gap) > 7 or joined or not all(word in _LYING for word in gap):
            continue
        wide = after in _WIDE or sizes.get(other.key or "", 0) > 0
        if other in kept and (wide or any(word in _OUTSIDE for word in gap)):
            kept.remove(other)
    return tuple(kept)
