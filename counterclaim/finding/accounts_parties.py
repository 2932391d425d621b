"""Who did it, to whom, and where: the names on the proper side of a verb or an event noun."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from counterclaim.finding import clauses
from counterclaim.finding.accounts_hits import Told
from counterclaim.finding.clauses import Voice, word_set
from counterclaim.records import How, Mention, MentionType
from counterclaim.text import Words

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
_SAYING = word_set(
    """said says say tells told wants gives gave sends sent launches meets met holds held kills hits strikes lets put
    set"""
)
_ADJECTIVES = word_set("armed allied united combined ruling fighting leading visiting occupied")
_TO = frozenset({"on", "against", "at", "with", "to", "into", "toward", "towards", "upon", "over", "targeting", "onto"})
_OF = frozenset({"of", "from"})
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
    found.extend(
        Party(i, i + 1, None, None, False) for i, word in enumerate(tokens.low) if word in nouns and i not in covered
    )
    return tuple(sorted(found, key=lambda p: (p.start, p.end)))


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
        near = sentence.between(max(sentence.start, begin - 10), begin - 1)
        return near[-1:]
    others = [h for h in sentence.heads if begin <= h < at]
    if others:
        begin = others[-1] + 1
    inside = sentence.between(begin, at)
    plain = [p for p in inside if sentence.governor(p) is None]
    if plain and (whose := _whose(low, inside, plain[-1])):
        return (whose,)
    if plain:
        return _joined(low, plain, plain[-1]) if not others else tuple(plain[-1:])
    of = [p for p in inside if sentence.governor(p) in _OF]
    return tuple(of[:1]) if not others else ()


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
    return j - 1 > last and low[j - 1].endswith("ed") and low[j - 1] not in _DONE


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


def places(sentence: Sentence, told: Told, used: Parties, towns: frozenset[str] = frozenset()) -> tuple[Party, ...]:
    """The places of the event: after a preposition of place, in the clause, in text order.

    A town counts after "of", too ("the market of Pell"), and right before the event's noun ("the Pell bombing").
    """
    low = sentence.low
    begin = clauses.clause_start(low, told.head, sentence.start)
    stop = clauses.clause_end(low, told.hit.last, sentence.stop)
    found: list[Party] = []
    for party in sentence.parties:
        if party.type is not MentionType.PLACE or not party.names or party in used.actors:
            continue
        town = party.key in towns
        if any(i in sentence.words for i in range(party.end, party.end + 2)):
            if town and told.noun and low[party.end] != "'s" and party.end <= told.hit.first <= party.end + 1:
                found.append(party)
            continue  # "in Ostreli air strikes"
        governor = sentence.governor(party)
        if governor == "in" and low[max(sentence.start, party.start - 2)] in _SEATED:
            continue  # "the government in Pell"
        around = low[max(sentence.start, party.start - 3) : party.start]
        placed = governor in clauses.PLACE_PREPOSITIONS or (
            governor == "of" and (town or any(word in clauses.PLACE_NOUNS for word in around))
        )
        if placed or party in used.recipients:
            found.append(party)
    return tuple(p for p in found if begin <= p.start < stop) or tuple(found)
