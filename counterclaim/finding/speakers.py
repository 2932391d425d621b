"""Who a noun phrase is: from the words that name a speaker to an entity key or an unnamed source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from counterclaim.finding import claims_words as w
from counterclaim.finding import offices
from counterclaim.finding.frame import Frame, adjective
from counterclaim.finding.mentions import Named, government_of
from counterclaim.finding.titles import PAST, TITLE, as_minister
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.knowledge.cues import singular
from counterclaim.records import UNNAMED, UNSPECIFIED, How, Mention, MentionType, Predicate
from counterclaim.text import Span, bag, slug, words

_HEADS = re.compile(
    r"\b(?:spokes(?:man|woman|person)|head|leader|chief|commander|president|premier|prime minister|minister|secretary[- ]general|"
    r"representative|ambassador|envoy|director|chairman|chairwoman|deputy|king|emir|governor|mayor|general secretary|commissioner|"
    r"foreign minister|secretary|coordinator|chancellor|ruler|founder|commander-in-chief|advis[eo]r)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"\b(?:leader|head|chief|commander|secretary[- ]general|director|chairman)\b", re.IGNORECASE)
_OFFICE = (
    r"(?:vice[- ])?(?:prime minister|president|premier|(?:foreign|defen[cs]e|interior|information|oil|deputy foreign) minister|"
    r"(?:foreign |defen[cs]e )?ministry|king|army|ambassador|envoy|government|spokes(?:man|woman|person)|"
    r"chancellor|foreign secretary|supreme leader|secretary of state|defen[cs]e secretary|parliament|chief of staff)"
)
_OFFICE_AFTER = re.compile(rf"(?:'s|’s)?\s+(?:\w+\s+)?{_OFFICE}\b", re.IGNORECASE)
_OFFICE_BEFORE = re.compile(rf"{_OFFICE} (?:of|to|for) (?:the )?$", re.IGNORECASE)
# Words that only say what kind of body a name is; "army" or "ministry" after a name is another body than the name.
_GENERIC = bag(
    "movement group party organization organisation faction militia network channel newspaper agency daily",
    "magazine website alliance coalition broadcaster outlet brigade battalion institute",
)
_LEAD = 900  # characters in which an interview says whom it is with
# What a noun for a body says that it is, by the kinds of the catalogue.
_BODY_NOUNS = {
    "monitor": ("monitor",), "watchdog": ("monitor", "ngo"), "observatory": ("monitor",), "monitors": ("monitor",),
    "agency": ("agency", "outlet"), "channel": ("outlet",), "newspaper": ("outlet",), "broadcaster": ("outlet",),
    "network": ("outlet", "monitor"), "outlet": ("outlet", "agency"), "paper": ("outlet",), "daily": ("outlet",),
    "center": ("monitor", "ngo", "army-branch"), "centre": ("monitor", "ngo", "army-branch"),
    "group": ("monitor", "ngo", "armed-group", "front", "party", "coalition"), "organization": ("monitor", "ngo", "igo"),
    "organisation": ("monitor", "ngo", "igo"), "militia": ("armed-group", "front"), "movement": ("armed-group", "front", "party"),
    "party": ("party",), "charity": ("ngo",), "coalition": ("coalition", "front"), "alliance": ("coalition", "front", "igo"),
}  # fmt: skip
_OPENING = 4  # words before a body that still opens its sentence
_MONITORS = (("monitor", ("monitor",)), ("watchdog", ("monitor", "ngo")), ("rights", ("monitor", "ngo")))
DOUBTFUL = 0.2  # a speaker as unsure as this is none: nothing in the words says that it can speak
# What damaged text leaves of "Maren, a minister," and "Maren, director of the Centre,".
_APPOSED = re.compile(rf" (?:(?:a|an|the) \w|{TITLE} (?:of|for|at) )", re.IGNORECASE)
_OWNED = re.compile(r"(?:its|their|the (?P<noun>[a-z]{4,}?)['’]?s) (?=[a-z])", re.IGNORECASE)
_NOBODY = frozenset({"no one", "nobody", "none", "neither", "not everyone", "no", "nothing"})
_NAME = 60  # characters that a name may take
_TITLED = re.compile(rf"\b{TITLE}\Z|\A{TITLE} (?:of|for|at) (?:the )?[A-Z][\w ]*\Z")
_ISSUED = bag("statement communique communiqué text message notice decree letter release bulletin")
_COUNTS = bag("toll tally figure count data estimate")  # they name nobody
_STATED = re.compile(
    r"\b(?:statement|communiqu[eé]|notice|decree|letter|message|bulletin|press release)\b", re.IGNORECASE
)
_OF_THE_LAST = re.compile(r"(?:its |their )?spokes(?:man|woman|person) ", re.IGNORECASE)
_AGENT = re.compile(r"(?:[eo]rs?|ists?|ants?|ians?|[mw]en|[mw]an|ees?|crats?|eers?)$")
_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_PEOPLE_OR_BODIES = frozenset(
    {MentionType.PERSON, MentionType.ORG, MentionType.PLACE, MentionType.NORP, MentionType.MISC}
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the words that name it there, its id, for whom it speaks, and how sure that is (0 to 1)."""

    span: Span | None
    speaker_id: str
    on_behalf_of: str | None
    sure: float


@dataclass
class Speakers:
    """Resolves the speakers of one article in text order; it remembers who spoke last and in whose name."""

    view: View
    knowledge: Knowledge
    named: Named
    _last: Speaker | None = None
    _last_body: str | None = None
    _for: dict[str, str] = field(default_factory=dict)
    _offices: tuple[offices.Office, ...] = ()
    _unnamed_before: list[Speaker] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._offices = offices.find(self.view, self.knowledge, self.named)
        for office in self._offices:
            if not office.past and office.role is not Predicate.FOUNDED:
                self._for.setdefault(office.person.entity_id, office.body)

    def resolve(self, span: Span | None, aside: Span | None) -> tuple[Speaker, ...]:
        """The speakers of a noun phrase with its apposition: two where it joins two, one of no span where there is none."""
        if span is None:
            return (Speaker(None, UNSPECIFIED, None, 0.5),)
        joined = self._joined(span) if aside is None else None
        found = tuple(self._one(part, aside) for part in joined) if joined else (self._one(span, aside),)
        if found[-1].sure <= DOUBTFUL:
            return found
        self._last = found[-1]
        if found[-1].speaker_id.startswith(UNNAMED) and found[-1].speaker_id != UNSPECIFIED:
            self._unnamed_before.append(found[-1])
        key = found[-1].on_behalf_of or found[-1].speaker_id
        entity = self.named.entity(key)
        if entity is not None and entity.type is MentionType.ORG:
            self._last_body = key
        return found

    @cached_property
    def interviewee(self) -> Speaker:
        """Who answers in an interview: whom it says it is with, else the first person of the title, else of the lead."""
        text = self.view.text
        people = [m for m in self.named.mentions if m.type is MentionType.PERSON and m.how in _NAMING]
        asked = re.search(r"\b(?:interview(?:s|ed)?|conversation|Q&A)\b", text[:_LEAD], re.IGNORECASE)
        with_whom = [m for m in people if asked and 0 <= m.start - asked.end() < 60]
        titled = [m for m in people if self.view.title and m.end <= self.view.title[1]]
        spoke = [
            m
            for m in people
            if m.end < _LEAD and re.match(r"[^.]{0,60}\b(?:spoke|talked|sat down|answered)\b", text[m.end : m.end + 90])
        ]
        found = next(iter([*with_whom, *titled, *spoke]), None)
        if found is None:
            return Speaker(None, UNSPECIFIED, None, 0.5)
        return Speaker(None, found.entity_id, self._for.get(found.entity_id), 0.8)

    def relay(self, span: Span) -> str | None:
        """Who passes on what another said; None where the words name nobody."""
        found = self._one(span, None)
        return found.speaker_id if found.sure > DOUBTFUL and found.speaker_id != UNSPECIFIED else None

    # -- one noun phrase

    def _one(self, span: Span, aside: Span | None) -> Speaker:
        text = self.view.text[span[0] : span[1]]
        low = text.lower()
        if low in _NOBODY:
            return Speaker(span, UNSPECIFIED, None, DOUBTFUL)
        if low in w.PRONOUNS | {"his", "her", "their", "its", "which", "that"}:
            return self._pronoun(span, low)
        core = self._core(span)
        inside = [m for m in self.named.inside(*span) if m.type in _PEOPLE_OR_BODIES]
        titled = re.fullmatch(rf"(?:the )?{TITLE}", text, re.IGNORECASE) is not None
        if titled:  # "The Foreign Secretary" taken for a name
            inside = [m for m in inside if m.type is not MentionType.PERSON]
        person = self._person(span, core, inside) or self._person_aside(aside, core) or self._person_next(span)
        if person is not None:
            for_whom = self._behalf(person.entity_id, span, aside, [m for m in inside if m is not person])
            return Speaker((person.start, person.end), person.entity_id, for_whom, 0.95)
        described = next((m for m in self.named.inside(*span) if m.how in (How.TITLE, How.DESCRIPTION)), None)
        if described is not None and described.end == span[1]:
            return Speaker(span, described.entity_id, self._for.get(described.entity_id), 0.7)
        body = next((m for m in reversed(inside) if self._heads(m, core)), None) or next(
            (m for m in inside if m.end == core[1] and m.how in _NAMING and m.type is not MentionType.NORP), None
        )
        if body is not None and self._whole(span, core, body):
            return Speaker((body.start, body.end), self._acting(body), None, 0.9)
        return self._unnamed(span, core, inside)

    def _core(self, span: Span) -> Span:
        """The noun phrase before its prepositions, without possessive endings at its end."""
        tokens = words(self.view.text[span[0] : span[1]])
        end = span[1]
        whole = [m for m in self.named.inside(*span) if m.how in _NAMING]
        for i, low in enumerate(tokens.low):
            if i and (low in w.NP_LINKS or low in (",", "(") or low in ("who", "which")):
                end = span[0] + tokens.ends[i - 1]
                at = span[0] + tokens.starts[i]
                end = next((m.end for m in whole if m.start < at < m.end), end)
                break
        return span[0], end

    def _person(self, span: Span, core: Span, inside: Sequence[Mention]) -> Mention | None:
        people = [m for m in inside if m.type is MentionType.PERSON and m.how in _NAMING]
        at_end = [m for m in people if m.end in (core[1], span[1])]
        for m in at_end:
            before = self.view.text[span[0] : m.start].split()
            if m.end == core[1] or (before and before[-1].lower() not in w.NP_LINKS):
                return m
        at_start = next((m for m in people if m.start == span[0]), None)
        if at_start is not None and _APPOSED.match(self.view.text[at_start.end : span[1]]):
            return at_start
        return None

    def _person_next(self, span: Span) -> Mention | None:
        """ "the minister | Ali Maren": the name right after a phrase that ends in an office."""
        if _TITLED.search(self.view.text, *span) is None:
            return None
        following = self.named.inside(span[1] + 1, span[1] + _NAME)
        name = next((m for m in following if m.start == span[1] + 1), None)
        return name if name is not None and name.type is MentionType.PERSON and name.how in _NAMING else None

    def _person_aside(self, aside: Span | None, core: Span) -> Mention | None:
        """ "the Front's spokesman, Ali Maren," names the person after the comma."""
        if aside is None:
            return None
        people = [m for m in self.named.inside(*aside) if m.type is MentionType.PERSON and m.how in _NAMING]
        head = self.view.text[core[0] : core[1]].split()[-1:]
        if people and head and self.knowledge.cues.speaks(head[0].lower()) == "person":
            lead = self.view.text[aside[0] : people[0].start].split()
            if len(lead) <= 3 and not any(word.lower() in w.PREPOSITIONS for word in lead):
                return people[0]
        return None

    def _heads(self, m: Mention, core: Span) -> bool:
        """ "the Tide movement": a name with nothing but a word for a body after it."""
        rest = self.view.text[m.end : core[1]].split()
        named = m.how in _NAMING and m.type in (MentionType.ORG, MentionType.MISC)
        if not named or not 1 <= len(rest) <= 3 or not all(word.islower() for word in rest):
            return False
        if any(word in w.PREPOSITIONS or word in w.CONJUNCTIONS for word in rest):
            return False
        return singular(rest[-1]) in _GENERIC or (len(rest) == 1 and self._is_one(m, rest[0]))

    def _is_one(self, m: Mention, noun: str) -> bool:
        """ "the Observatory monitor": the noun says what the body is, not who speaks for it."""
        actor = self.knowledge.catalogue.get(m.entity_id)
        return actor is not None and actor.kind in _BODY_NOUNS.get(noun, ())

    def _whole(self, span: Span, core: Span, body: Mention) -> bool:
        """The name is the phrase, but for an article, an adjective or a demonym before it."""
        lead = self.view.text[span[0] : body.start].split()
        return (core[1] == body.end or self._heads(body, core)) and len(lead) <= 4

    def _acting(self, m: Mention) -> str:
        """A capital or a state that speaks is its government."""
        if m.type not in (MentionType.PLACE, MentionType.NORP):
            return m.entity_id
        return government_of(m.entity_id, self.knowledge)

    def _behalf(self, key: str, span: Span, aside: Span | None, others: Sequence[Mention]) -> str | None:
        """For whom a person speaks: the body or state of which the text calls them head or spokesman."""
        around = self.view.text[span[0] : span[1]]
        found = self._spoken_for(around)
        if found is not None:
            self._for[key] = found
        if key in self._for or PAST.search(around):
            return self._for.get(key)
        bodies = [m for m in others if m.type in (MentionType.ORG, MentionType.NORP, MentionType.PLACE)]
        if _HEADS.search(around) and bodies:
            found = self._body(bodies, span)
        if found is None and aside is not None and _HEADS.search(self.view.text[aside[0] : aside[1]]):
            bodies = [
                m for m in self.named.inside(*aside) if m.type in (MentionType.ORG, MentionType.NORP, MentionType.PLACE)
            ]
            found = self._body(bodies, aside) if bodies else None
        if found is None:
            found = self._by_catalogue(key, around, aside)
        if found is not None:
            self._for.setdefault(key, found)
        return found or self._for.get(key)

    def _by_catalogue(self, key: str, around: str, aside: Span | None) -> str | None:
        """ "The leader of the resistance, Maren": called a head, and the catalogue has one body that they lead."""
        called = around if aside is None else f"{around} {self.view.text[slice(*aside)]}"
        actor = self.knowledge.catalogue.get(key)
        if actor is None or _LEADING.search(called) is None:
            return None
        day = self.view.article.published
        led = {post.of for post in actor.posts if post.role is Predicate.LEADS and post.held(day)}
        return next(iter(led)) if len(led) == 1 else None

    def _spoken_for(self, around: str) -> str | None:
        """ "Its spokesman Maren", "spokesman Maren": the body that spoke last, right before."""
        if _OF_THE_LAST.match(around) is None or self._last is None or self._last.speaker_id != self._last_body:
            return None
        return self._last_body

    def _body(self, bodies: Sequence[Mention], span: Span) -> str | None:
        """An organisation; a state only where its name stands at the office ("Ostreli President", "president of Ostrel")."""
        org = next((m for m in bodies if m.type is MentionType.ORG), None)
        if org is not None:
            return org.entity_id
        for m in bodies:
            after, before = self.view.text[m.end : span[1]], self.view.text[span[0] : m.start]
            if _OFFICE_AFTER.match(after) or _OFFICE_BEFORE.search(before):
                return self._acting(m)
        return None

    # -- pronouns and unnamed sources

    def _pronoun(self, span: Span, low: str) -> Speaker:
        known = next((m for m in self.named.inside(*span) if m.how is How.PRONOUN), None)
        if low in ("he", "she", "his", "her"):
            last = self._last
            person = self.named.entity(last.speaker_id) if last else None
            if last and ((person and person.type is MentionType.PERSON) or last.speaker_id.startswith(UNNAMED)):
                plural = last.span is not None and self.view.text[slice(*last.span)].endswith("s")
                near = known is None or known.entity_id == last.speaker_id
                if plural and last.speaker_id.startswith(UNNAMED):
                    near = False
                elif last.speaker_id.startswith(UNNAMED):
                    near = True
                if near:
                    return Speaker(span, last.speaker_id, last.on_behalf_of, 0.75)
            if known is not None:
                return Speaker(span, known.entity_id, self._for.get(known.entity_id), 0.65)
            return Speaker(span, UNSPECIFIED, None, 0.4)
        if low in ("who", "which", "that"):
            before = [m for m in self.named.mentions if m.end <= span[0] and span[0] - m.end <= 3 and m.how in _NAMING]
            if before:
                return Speaker(
                    (before[-1].start, before[-1].end), before[-1].entity_id, self._for.get(before[-1].entity_id), 0.7
                )
            return Speaker(span, UNSPECIFIED, None, 0.4)
        if low in ("i", "we", "our", "my"):
            return Speaker(span, UNSPECIFIED, None, DOUBTFUL)
        if low in ("it", "its"):
            body = self._subject_before(span[0])
            if body is not None:
                return Speaker(span, body, None, 0.6)
        if low in ("they", "their") and self._is_one_person():
            return Speaker(span, UNSPECIFIED, None, 0.4)
        if low in ("they", "it", "their", "its") and self._last is not None:
            return Speaker(span, self._last.speaker_id, self._last.on_behalf_of, 0.55)
        return Speaker(span, UNSPECIFIED, None, 0.4)

    def _is_one_person(self) -> bool:
        """One person spoke last: no "they"."""
        if self._last is None:
            return False
        entity = self.named.entity(self._last.speaker_id)
        if entity is not None:
            return entity.type is MentionType.PERSON
        words_ = self.view.text[slice(*self._last.span)].lower().split() if self._last.span else []
        return any(self.knowledge.cues.speaks(word) == "person" and word == singular(word) for word in words_)

    def _subject_before(self, at: int) -> str | None:
        """The body that "it" goes back to: the one that opens this sentence, else the one that opens the sentence before.

        A body that spoke after it was named there is nearer; a person who spoke is no "it".
        """
        here = bisect_right(self._sentence_starts, at) - 1
        spoke = self._last.span[0] if self._last and self._last.span else -1
        unnamed = self._last is not None and self._last.speaker_id.startswith(UNNAMED)
        if self._last is not None and self._last_body != self._last.speaker_id and not unnamed:
            spoke = -1
        for k in (here, here - 1):
            if k < 0:
                break
            start, end = self.view.sentences[k]
            bodies = [m for m in self.named.inside(start, min(end, at)) if m.type is MentionType.ORG]
            opening = next((m for m in bodies if len(self.view.text[start : m.start].split()) <= _OPENING), None)
            if spoke >= start and (opening is None or spoke >= opening.start):
                return self._last.speaker_id if self._last is not None else None
            if opening is not None:
                return opening.entity_id
        return None

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [start for start, _ in self.view.sentences]

    def _unnamed(self, span: Span, core: Span, inside: Sequence[Mention]) -> Speaker:
        """An unnamed source: nationality or organisation and head noun; a text is its issuer where that is known."""
        tokens = words(self.view.text[core[0] : core[1]])
        content = [low for low in tokens.low if low[0].isalnum() and low not in w.DETERMINERS]
        if not content:
            return Speaker(span, UNSPECIFIED, None, 0.4)
        if len(content) > 1 and content[-1] in w.AFTER_NOUN:
            content = content[:-1]  # "sources close to the Front"
        head = content[-1]
        kind = self.knowledge.cues.speaks(head)
        actor = self.knowledge.catalogue.find(" ".join(content))
        if actor and kind != "person":
            return Speaker(span, actor[0].id, None, 0.8)
        if kind == "paper":
            issuer = next((m for m in inside if m.type in (MentionType.ORG, MentionType.PERSON)), None)
            if issuer is not None:
                return Speaker(span, issuer.entity_id, self._for.get(issuer.entity_id), 0.7)
            if singular(head) in _COUNTS:
                return Speaker(span, UNSPECIFIED, None, 0.6)
            if head in _ISSUED:
                issuer_before = self._issuer(span)
                if issuer_before is not None:
                    return issuer_before
        owner = next((m for m in inside if m.type is not MentionType.PERSON), None)
        if owner is None or "-" in self.view.text[owner.end : owner.end + 1]:
            plain = [c for c in content if "-" not in c and not (owner and c in owner.text.lower())]
            meant = self._meant_before(span, plain or content, kind) if plain != content else None
            if meant is not None:
                return meant
        if owner is None:
            meant = self._meant_before(span, content, kind)
            if meant is not None:
                return meant
        elif kind == "body" and owner.type in (MentionType.PLACE, MentionType.NORP):
            body = self._state_body(owner, content)
            if body is not None:
                return Speaker(span, body, None, 0.85)
        if owner is None and not self.view.text[core[0] : core[1]].lower().startswith(("the ", "two ", "several ")):
            named_below = self._only_below(head, core)
            if named_below is not None:
                return Speaker(span, named_below, None, 0.6)
        if kind is None and not _AGENT.search(head):
            return Speaker(span, UNSPECIFIED, None, 0.5 if owner is not None else DOUBTFUL)
        lead = self._short(owner) if owner is not None else next((c for c in content[:-1] if self._describes(c)), "")
        name = slug(f"{lead} {self._middle(content, owner, kind)} {singular(head)}")
        for_whom = None
        if _HEADS.search(self.view.text[span[0] : span[1]]):
            for_whom = self._body([owner], span) if owner is not None else self._owned(span)
        return Speaker(span, UNNAMED + name, for_whom, 0.75 if kind else 0.5)

    def _issuer(self, span: Span) -> Speaker | None:
        """Whose "the statement" is: of the person who spoke last with a statement, else of the body that spoke last."""
        last = self._last
        if last is not None and last.span is not None and not last.speaker_id.startswith(UNNAMED):
            k = bisect_right(self._sentence_starts, last.span[0]) - 1
            start, end = self.view.sentences[k] if k >= 0 else last.span
            if _STATED.search(self.view.text, start, end):
                return Speaker(span, last.speaker_id, last.on_behalf_of, 0.65)
        return Speaker(span, self._last_body, None, 0.6) if self._last_body else None

    def _owned(self, span: Span) -> str | None:
        """For whom "its spokesman", "the group's leader" speaks."""
        match = _OWNED.match(self.view.text, *span)
        if match is None:
            return None
        if match["noun"] is None:
            return self._last_body
        noun = match["noun"].lower()
        return self._of_kind(noun, span[0]) or self._called(noun, span[0])

    def _meant_before(self, span: Span, content: Sequence[str], kind: str | None) -> Speaker | None:
        """Whom "the minister", "the official", "the army" mean: named by that office, quoted before so, or the state's body."""
        text = self.view.text[span[0] : span[1]].lower()
        if not text.startswith("the ") or len(content) > 2:
            return None
        if kind == "person" and content[-1] not in _BODY_NOUNS:
            held = [o for o in self._offices if o.title.lower().split()[-len(content) :] == list(content)]
            before = [o for o in held if o.person.start < span[0]]
            near = (
                before[-1]
                if before
                else next(iter(held), None)
                if len({o.person.entity_id for o in held}) == 1
                else None
            )
            if near is not None:
                return Speaker(span, near.person.entity_id, self._for.get(near.person.entity_id), 0.7)
            titled = self._by_title(" ".join(content), span[0])
            if titled is not None:
                return Speaker(span, titled, self._for.get(titled), 0.7)
            ending = "-".join((*content[:-1], singular(content[-1])))
            return next(
                (
                    Speaker(span, s.speaker_id, s.on_behalf_of, 0.75)
                    for s in reversed(self._unnamed_before)
                    if s.speaker_id.removeprefix(UNNAMED) == ending or s.speaker_id.endswith(f"-{ending}")
                ),
                None,
            )
        if kind != "body" and content[-1] not in _BODY_NOUNS:
            return None
        body = (
            self._frame.usual(" ".join(content), span[0])
            or self._of_kind(content[-1], span[0])
            or self._called(content[-1], span[0])
        )
        return Speaker(span, body, None, 0.7) if body else None

    def _by_title(self, title: str, at: int) -> str | None:
        """The one person named before who has an office of this title in the catalogue."""
        people = [m for m in self.named.mentions if m.end <= at and m.type is MentionType.PERSON and m.how in _NAMING]
        office = self.knowledge.catalogue.office
        held = (title, as_minister(title))
        found = {m.entity_id for m in people if any(office(m.entity_id, name) is not None for name in held)}
        return next(iter(found)) if len(found) == 1 else None

    def _called(self, noun: str, at: int) -> str | None:
        """The one body named before whose name has the noun in it: "the command", "the brigade"."""
        found = {
            m.entity_id
            for m in self.named.mentions
            if m.end <= at and m.how in _NAMING and m.type is MentionType.ORG and noun in self._names(m)
        }
        return next(iter(found)) if len(found) == 1 else None

    def _names(self, m: Mention) -> list[str]:
        entity = self.named.entity(m.entity_id)
        return f"{m.text} {entity.name if entity else ''}".lower().split()

    def _only_below(self, head: str, core: Span) -> str | None:
        """ "a monitor said" above "the Observatory said": the one body of the article that is a monitor, named only below."""
        kinds = next((kinds for word, kinds in _MONITORS if word in self.view.text[slice(*core)].lower()), None)
        if kinds is None or head not in ("group", "monitor", "watchdog", "monitors", "organisation", "organization"):
            return None
        found: dict[str, int] = {}
        for m in self.named.mentions:
            actor = self.knowledge.catalogue.get(m.entity_id) if m.how in _NAMING else None
            if actor is not None and actor.kind in kinds:
                found.setdefault(m.entity_id, m.start)
        (key, start), *more = found.items() or [("", -1)]
        return key if not more and start > core[1] else None

    def _of_kind(self, noun: str, at: int) -> str | None:
        """The last body named before that is what the noun says: a monitor, an agency, a newspaper, a group."""
        kinds = _BODY_NOUNS.get(noun)
        if kinds is None:
            return None
        for m in reversed(
            [m for m in self.named.mentions if m.end <= at and m.how in _NAMING and m.type is MentionType.ORG]
        ):
            actor = self.knowledge.catalogue.get(m.entity_id)
            if actor is not None and actor.kind in kinds:
                return m.entity_id
        return None

    def _state_body(self, owner: Mention, content: Sequence[str]) -> str | None:
        """ "Ostrel's government", "the Ostreli air force": the body of that state, where the catalogue has it."""
        actor = self.knowledge.catalogue.get(owner.entity_id)
        place = self.knowledge.gazetteer.get(owner.entity_id)
        iso = actor.country if actor is not None else place.country if place is not None else None
        named = owner.text.lower().split()
        rest = [c for c in content if c not in named and c != "s"]
        body = self.knowledge.catalogue.body(iso, " ".join(rest)) if iso else None
        return body.id if body else None

    @cached_property
    def _frame(self) -> Frame:
        names = [m for m in self.named.mentions if m.how in _NAMING]
        return Frame(self.view, self.knowledge, names, [m.entity_id for m in names])

    def _short(self, m: Mention) -> str:
        """How an id calls whom an unnamed source belongs to: "us", "ostreli", an organisation's own id."""
        if m.text.lower().replace(".", "") in ("us", "usa", "american", "americans"):
            return "us"
        actor = self.knowledge.catalogue.get(m.entity_id)
        if actor is not None and m.type is MentionType.ORG:
            return actor.id
        if actor is not None and actor.kind == "state" and m.type is MentionType.PLACE:
            return adjective(actor)
        return m.text

    def _describes(self, word: str) -> bool:
        return word in (
            "security",
            "military",
            "police",
            "medical",
            "government",
            "opposition",
            "local",
            "rebel",
            "diplomatic",
            "army",
            "intelligence",
            "hospital",
        )

    def _middle(self, content: Sequence[str], owner: Mention | None, kind: str | None) -> str:
        """ "security" in "an Ostreli security source", "foreign" in "the Ostreli foreign ministry"."""
        if owner is None:
            return ""
        named = owner.text.lower()
        between = [c for c in content[:-1] if c not in named and c != "s" and c.isalpha()]
        if kind == "body":
            return " ".join(between[-2:])
        return next((c for c in between if self._describes(c)), "")

    def _joined(self, span: Span) -> tuple[Span, Span] | None:
        """The halves of "X and Y" where both are names or nouns that speak."""
        text = self.view.text[span[0] : span[1]]
        cut = text.find(" and ")
        if cut < 0 or text.find(" and ", cut + 5) >= 0 or re.search(r"\b(?:of|for|in|at|between|with)\b", text[:cut]):
            return None
        left, right = (span[0], span[0] + cut), (span[0] + cut + 5, span[1])
        whole = [m for m in self.named.inside(*span) if m.how in _NAMING]
        if any(m.start < left[1] and right[0] < m.end for m in whole):
            return None
        return (left, right) if all(self._names_one(s, e, whole) for s, e in (left, right)) else None

    def _names_one(self, start: int, end: int, names: Sequence[Mention]) -> bool:
        """The half of a joined phrase names somebody, or its head is a noun for people who speak."""
        if any(start <= m.start and m.end == end and m.type is not MentionType.NORP for m in names):
            return True
        words_ = self.view.text[start:end].split()
        return len(words_) > 1 and self.knowledge.cues.speaks(words_[-1].lower()) == "person"
