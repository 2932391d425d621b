"""Which offices the article gives to the persons it names: "Foreign Minister Maren", "Maren, the Front's spokesman".

The office counts where the words tie it to a body (a name, "its", "the group's"), or where the catalogue knows a post of that
title for the person.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from counterclaim.finding import titles
from counterclaim.finding.mentions import Named, government_of
from counterclaim.finding.view import View
from counterclaim.knowledge import Knowledge
from counterclaim.records import How, Mention, MentionType, Predicate
from counterclaim.text import Span, overlaps

_NAMING = (How.NAME, How.ALIAS, How.ACRONYM)
_BODIES = (MentionType.ORG, MentionType.PLACE, MentionType.NORP)
_REACH = 110  # characters beside a name that are read for its office
_BACK, _FAR = 600, 2_000  # characters in which "its" and "the coalition's" find their body
_SMALL = r"(?!(?:is|was|and|or|with|by|of|in|to|for|from|as|at|on|that|said|met|says|told|but|the|a|an|their|his|her|its) )[a-z-]+ "
_POSSESSED = re.compile(rf"(?:['’]s?)? (?:{_SMALL})?\Z")
_SENT_TO = re.compile(r"(?:minister|representative|envoy|ambassador)\Z", re.IGNORECASE)
_OWNER = re.compile(
    r"\b(?P<owner>its|their|whose|the (?:group|movement|organi[sz]ation|militia|front|party|cent(?:re|er)|ministry|army|navy|"
    r"network|council|agency|coalition|alliance|union|league|body)['’]?s)\s+(?:[a-z-]+ )?\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(r" (?:for|to) (?:the )?(?P<place>[A-Z][\w'’ -]+) \Z")
# The body of "the coalition, which ..., said": no full stop between.
_STATED = re.compile(r"[^.;]{0,140}?\b(?:said|says|added|announced|stated|confirmed|claimed|denied|insisted)\b")
_AFTER = re.compile(
    rf"(?:,? who (?:is|was) (?:the |an? )?(?:[a-z-]+ ){{0,2}}?|,? (?:and )?(?:the |an? )(?:[a-z-]+ ){{0,2}}?|"
    rf", (?:[a-z-]+ ){{0,2}}?| )"
    rf"(?P<title>{titles.TITLE}) (?:of|for|at|to|from) (?:the )?(?:(?-i:[A-Z])[\w-]+ (?:[a-z-]+ ){{1,2}})?",
    re.IGNORECASE,
)
_KIND_OF = re.compile(r" (?:[a-z-]+ ){1,2}[A-Z]")
_AFTER_OWNER = re.compile(
    rf", (?:(?P<owner>its|their|whose|the [a-z]+['’]s) )(?:[a-z-]+ )?(?P<title>{titles.TITLE})\b", re.IGNORECASE
)
_AFTER_NAME = re.compile(rf"(?:['’]s?)? (?:[a-z-]+ )?(?P<title>{titles.TITLE})\b", re.IGNORECASE)
_OF_BODY = re.compile(
    rf"\b(?P<title>{titles.TITLE}) (?:of|for|at) (?:the )?(?:(?-i:[A-Z])[\w.-]+['’]s )?\Z", re.IGNORECASE
)
_APPOSED = re.compile(
    rf"(?: (?:resistance |militant |armed |rebel |terrorist |jihadist )?(?:group|movement|organi[sz]ation|faction|party|militia))?"
    rf",? (?:the |a |an |martyr )?{titles.RANK}\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Office:
    """One place where the article gives a person an office. ``past``: a former one."""

    person: Mention
    body: str
    role: Predicate
    title: str
    span: Span
    past: bool


def find(view: View, knowledge: Knowledge, named: Named) -> tuple[Office, ...]:
    """Every stated office, in text order of the persons."""
    return tuple(_Finder(view, knowledge, named).offices())


@dataclass(frozen=True)
class _Finder:
    view: View
    knowledge: Knowledge
    named: Named
    names: list[Mention] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", [m for m in self.named.mentions if m.how in _NAMING])

    @cached_property
    def _sentences(self) -> list[int]:
        return [start for start, _ in self.view.sentences]

    def offices(self) -> list[Office]:
        """At most one a person's name, and one a description of a person whom the article names elsewhere."""
        found: list[Office] = []
        for i, m in enumerate(self.names):
            if m.type is MentionType.PERSON:
                held = self._before(i) or self._after(i) or self._of_body_before(i)
                if held is not None and held.body != m.entity_id:
                    found.append(held)
        described = [o for i, m in enumerate(self.names) if m.type is MentionType.ORG for o in self._described(i)]
        found.extend(o for o in described if not any(overlaps(o.span, other.span) for other in found))
        return sorted(found, key=lambda o: o.span)

    def _sentence(self, at: int) -> Span:
        k = bisect_right(self._sentences, at) - 1
        return self.view.sentences[k] if k >= 0 else (0, len(self.view.text))

    # -- the office before the name

    def _before(self, i: int) -> Office | None:
        m = self.names[i]
        low = max(self._sentence(m.start)[0], m.start - _REACH)
        words = " ".join(self.view.text[low : m.start].split("\n"))
        apposed = re.search(r", $", words)
        words = words[:-2] + " " if apposed else words
        match = titles.BEFORE_NAME.search(words) or titles.BEFORE_NAME.search(self._without_place(i, words))
        if match is None:
            return None
        start = low + match.start("title")
        before = self.view.text[low:start]
        body = self._owner(i, start, before, match["title"])
        if body is not None:
            return self._office(i, body[0], match["title"], (body[1], m.end))
        if apposed and not before.lower().endswith("the "):
            return None
        return self._by_post(i, match["title"], (start, m.end)) or self._by_statement(i, match["title"], start)

    def _without_place(self, i: int, words: str) -> str:
        """ "the League's envoy for Ostrel Maren": the words before "for Ostrel"."""
        place = self.names[i - 1] if i else None
        about = _ABOUT.search(words)
        return words[: about.start()] + " " if about and place is not None and place.text in about["place"] else words

    def _by_statement(self, i: int, title: str, at: int) -> Office | None:
        """ "Spokesman Maren said" with no body: the organisation whose statement the sentences before report."""
        if titles.role(title) is not Predicate.SPOKESPERSON_OF:
            return None
        k = bisect_right(self._sentences, at) - 1
        near = [m for m in self.names if m.type is MentionType.ORG and not self._reports(m)]
        for start in reversed(self._sentences[max(0, k - 2) : k]):
            end = self.view.sentences[bisect_right(self._sentences, start) - 1][1]
            for m in near:
                if start <= m.start and m.end <= end and _STATED.match(self.view.text, m.end, end):
                    return self._office(i, m.entity_id, title, (at, self.names[i].end))
        return None

    def _owner(self, i: int, at: int, before: str, title: str) -> tuple[str, int] | None:
        """The key of the body that stands before a title, and where the words begin that name it."""
        for j in range(i - 1, max(-1, i - 4), -1):
            m = self.names[j]
            bare = m.type is MentionType.PLACE and self.view.text[m.end : m.end + 1] == " "
            if bare and _SENT_TO.search(title) and " " not in title:
                continue  # "left for Turkey Minister Maren": nothing ties the two
            if m.end <= at and m.type in _BODIES and _POSSESSED.fullmatch(self.view.text[m.end : at]):
                sender = self._sender(j, title)
                return (sender.entity_id, sender.start) if sender else (m.entity_id, m.start)
        owner = _OWNER.search(before)
        if owner is not None:
            key = self._antecedent(at - len(before) + owner.start(), owner["owner"].lower())
            return (key, at - len(before) + owner.start()) if key else None
        return None

    def _sender(self, j: int, title: str) -> Mention | None:
        """ "Ostrel's UN ambassador": sent by Ostrel, not by the UN."""
        actor = self.knowledge.catalogue.get(self.names[j].entity_id)
        if j == 0 or actor is None or actor.kind not in ("igo", "igo-body") or not _SENT_TO.search(title):
            return None
        other = self.names[j - 1]
        owned = _POSSESSED.fullmatch(self.view.text[other.end : self.names[j].start])
        return other if owned and other.type in _BODIES else None

    def _antecedent(self, at: int, owner: str) -> str | None:
        """The organisation that "its" goes back to: the first of the sentence before, else the last before."""
        described = next((m for m in self.named.mentions if m.start == at and m.how is How.DESCRIPTION), None)
        if described is not None:
            return described.entity_id
        head = re.sub(r"['’]?s\Z", "", owner.rsplit(maxsplit=1)[-1])
        reach = _FAR if owner.startswith("the ") else _BACK
        before = [m for m in self.names if m.end <= at and m.type is MentionType.ORG and at - m.start < reach]
        before = [m for m in before if not self._reports(m)] or before
        if owner.startswith("the "):
            before = [m for m in before if head in self._called(m)]
            return before[-1].entity_id if before else None
        here = self._sentence(at)[0]
        if any(m.start >= here for m in before):
            return before[-1].entity_id
        k = bisect_right(self._sentences, at) - 2
        if k < 0 or not before:
            return None
        last = [m for m in before if m.start >= self._sentences[k]]
        return last[0].entity_id if last else None

    def _reports(self, m: Mention) -> bool:
        actor = self.knowledge.catalogue.get(m.entity_id)
        return actor is not None and actor.kind in ("outlet", "agency")

    def _called(self, m: Mention) -> str:
        entity = self.named.entity(m.entity_id)
        return (
            f"{m.text} {entity.name if entity else ''} group movement organisation organization body".lower().replace(
                "center", "centre"
            )
        )

    # -- the office after the name

    def _after(self, i: int) -> Office | None:
        m = self.names[i]
        end = min(self._sentence(m.start)[1], m.end + _REACH)
        words = " ".join(self.view.text[m.end : end].split("\n"))
        owned = _AFTER_OWNER.match(words)
        if owned is not None:
            key = self._antecedent(m.end + owned.start("owner"), owned["owner"].lower())
            span = (m.start, m.end + owned.end())
            return self._office(i, key, owned["title"], span) if key else self._by_post(i, owned["title"], span)
        for other in self.names[i + 1 : i + 3]:
            if other.end > end or other.type not in _BODIES:
                break
            between = words[: other.start - m.end]
            match = _AFTER.fullmatch(between)
            if other.type is MentionType.NORP and _KIND_OF.match(self.view.text, other.end):
                continue  # "leader of Ostreli rebel group Tide Front"
            if self.view.text[other.end : other.end + 1] == "-":
                continue  # "head of the Ostrel-based Centre"
            if match is not None and not self._sent_to(other, match["title"]):
                return self._office(i, other.entity_id, match["title"], (m.start, other.end))
            follows = _AFTER_NAME.match(words, other.end - m.end)
            if follows is not None and re.fullmatch(r", (?:the |a |an )?", between):
                return self._office(i, other.entity_id, follows["title"], (m.start, m.end + follows.end()))
        plain = re.match(rf", (?:a|an|the) (?P<title>{titles.TITLE}) (?:for|of) the [a-z]+\b", words, re.IGNORECASE)
        if plain is not None:
            return self._by_post(i, plain["title"], (m.start, m.end + plain.end()))
        return None

    def _sent_to(self, body: Mention, title: str) -> bool:
        """ "the envoy for Ostrel", "the minister for the region": the place is what the office is about, not whose it is."""
        about = re.search(r"\b(?:for|to|at) (?:the )?\Z", self.view.text[max(0, body.start - 9) : body.start])
        return body.type is MentionType.PLACE and about is not None and _SENT_TO.search(title) is not None

    def _of_body_before(self, i: int) -> Office | None:
        """ "the leader of the Front, Maren"."""
        m = self.names[i]
        other = self.names[i - 1] if i else None
        if other is None or other.type not in _BODIES:
            return None
        low = max(self._sentence(m.start)[0], other.start - _REACH)
        match = _OF_BODY.search(self.view.text[low : other.start])
        if (
            match is None
            or self._sent_to(other, match["title"])
            or not _APPOSED.fullmatch(self.view.text[other.end : m.start])
            or low > other.start
        ):
            return None
        return self._office(i, other.entity_id, match["title"], (low + match.start(), m.end))

    def _described(self, i: int) -> Iterator[Office]:
        """ "The director of the Centre", where the article names the person who has that post in the catalogue."""
        m = self.names[i]
        low = max(self._sentence(m.start)[0], m.start - _REACH)
        match = _OF_BODY.search(self.view.text[low : m.start])
        following = self.names[i + 1] if i + 1 < len(self.names) else None
        if match is None or (
            following is not None and following.start - m.end < 8 and following.type is MentionType.PERSON
        ):
            return
        for person in self._persons:
            post = self.knowledge.catalogue.office(person.entity_id, match["title"])
            if post is not None and post.of == m.entity_id and not titles.PAST.search(match["title"]):
                yield Office(person, post.of, Predicate(post.role), match["title"], (low + match.start(), m.end), False)
                return

    @cached_property
    def _persons(self) -> list[Mention]:
        """The first naming of each person."""
        return list({m.entity_id: m for m in reversed(self.names) if m.type is MentionType.PERSON}.values())[::-1]

    # -- what body it is

    def _by_post(self, i: int, title: str, span: Span) -> Office | None:
        """The post that the catalogue knows for the person under this title."""
        m = self.names[i]
        office = self.knowledge.catalogue.office
        post = office(m.entity_id, title) or office(m.entity_id, titles.as_minister(title))
        if post is None:
            return None
        return Office(m, post.of, Predicate(post.role), title, span, bool(titles.PAST.search(title)))

    def _office(self, i: int, key: str, title: str, span: Span) -> Office:
        """The body behind a title: of a state the ministry, the army, the government, or the state itself."""
        m = self.names[i]
        past = bool(titles.PAST.search(self.view.text[max(0, span[0] - 9) : span[0]] + title))
        role = titles.role(title)
        if self._one_of_many(title, span):
            role = Predicate.MEMBER_OF
        post = self.knowledge.catalogue.office(m.entity_id, title)
        if post is not None and (post.of == key or self._same_state(post.of, key)):
            return Office(m, post.of, Predicate(post.role), title, span, past)
        if role is Predicate.MEMBER_OF and title.lower().endswith("leader") and self._heads(m, key):
            role = Predicate.LEADS
        state = self._state(key)
        if re.search(r"\bgovernor\Z", title, re.IGNORECASE):
            return Office(m, self._province(key), role, title, span, past)
        if state is None:
            return Office(m, key, role, title, span, past)
        if titles.heads_state(title):
            return Office(m, key, Predicate.LEADS, title, span, past)
        body = self.knowledge.catalogue.body(state, titles.body_words(title)) if titles.body_words(title) else None
        if body is not None:
            lesser = re.match(r"(?:vice|deputy)", title, re.IGNORECASE)
            leads = role is Predicate.MEMBER_OF and not lesser
            return Office(m, body.id, Predicate.LEADS if leads else role, title, span, past)
        return Office(
            m,
            government_of(key, self.knowledge),
            Predicate.MEMBER_OF if role is Predicate.LEADS else role,
            title,
            span,
            past,
        )

    def _heads(self, m: Mention, key: str) -> bool:
        """The catalogue knows the person as the head of the body."""
        actor = self.knowledge.catalogue.get(m.entity_id)
        return actor is not None and any(p.of == key and p.role == Predicate.LEADS for p in actor.posts)

    def _one_of_many(self, title: str, span: Span) -> bool:
        """ "a commander of the Front", "Front commander Maren": a commander without a command that is named."""
        if not title.lower().endswith(("commander", "leader")):
            return False
        at = self.view.text.find(title, span[0], span[1])
        before = self.view.text[max(0, at - 24) : at].lower()
        if title.lower().endswith("leader"):
            return bool(re.search(r"\b(?:a|an|senior|top|local|another) (?:[\w-]+ ){0,2}$", before))
        return not re.search(r"(?:\bthe|['’]s|\bits|\btheir) (?:\w+ )?$", before)

    def _province(self, key: str) -> str:
        """The governorate or province that a place lends its name to, where the gazetteer has it."""
        place = self.knowledge.gazetteer.get(key)
        named = self.knowledge.gazetteer.find(place.name) if place is not None and place.kind != "country" else ()
        return next((p.id for p in named if p.kind == "admin1" and p.country == place.country), key) if place else key

    def _same_state(self, one: str, other: str) -> bool:
        state = self._state(other)
        actor = self.knowledge.catalogue.get(one)
        return state is not None and actor is not None and actor.country == state

    def _state(self, key: str) -> str | None:
        """The country of a state's or capital's key."""
        actor = self.knowledge.catalogue.get(key)
        if actor is not None:
            return actor.country if actor.kind == "state" or key in self.knowledge.catalogue.capitals else None
        place = self.knowledge.gazetteer.get(key)
        return place.country if place is not None and place.kind in ("country", "capital") else None
