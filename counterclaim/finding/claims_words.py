"""Closed classes of English words that the claim rules lean on, and what an article looks like to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from counterclaim.finding.view import View
from counterclaim.text import Quote, Span, Words, bag, paragraphs, words

BE = bag("is are was were be been being 's 're am isn't aren't wasn't weren't")
HAVE = bag("has have had 've hasn't haven't hadn't having")
DO = bag("do does did don't doesn't didn't")
MODAL = bag("will would shall should can could may might must 'll 'd won't wouldn't cannot can't couldn't shouldn't")
AUX = BE | HAVE | DO | MODAL
NEGATIONS = bag("not never nor neither")
ADVERBS = bag(
    "also then later once again still always never already now just even only often further furthermore too soon today",
    "yesterday meanwhile ever earlier previously not long first rather instead simply thus therefore nevertheless otherwise",
)
NOT_ADVERBS = bag(
    "family only army italy july rally ally assembly supply reply comply apply rely bully daily ugly friendly"
)
DETERMINERS = bag(
    "the a an this that these those its his her their our my your some any no every each another both all several many most",
    "few one two three four five six ten such certain various more numerous other what which",
)
POSSESSIVES = bag("its his her their our my your whose 's '")
PREPOSITIONS = bag(
    "of in on at by for from with to about over under into onto through during against between among amid near around across",
    "behind beyond inside outside within without toward towards via per after before since until upon despite following like",
    "including regarding concerning along beside besides than as above below off out up down throughout except versus",
)
# Adjectives that stand after the noun for who speaks and take a preposition.
AFTER_NOUN = bag("close familiar loyal present near based involved briefed privy")
NP_LINKS = bag("of for at in from with on to near inside against")
CONJUNCTIONS = bag(
    "and but or nor yet so while although though because since if unless when whenever where whereas after before until as",
    "that which who whom whose how why whether once than whereby even however",
)
SUBJECTS = bag("he she they it we i you who that which this these those one")
PRONOUNS = bag(
    "he she they it we i you him her them us me himself herself themselves itself who whom someone somebody everyone everybody",
    "others one many some most both few all neither none",
)
CLAUSE_STARTS = (
    DETERMINERS | SUBJECTS | bag("there it's he's they're we're i'm that's if when while as although since because in")
)
TIMES = bag(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight morning evening afternoon night",
    "week month year day earlier later recently last late early this january february march april may june july august",
    "september october november december",
)
ADVERBIAL_STARTS = bag(
    "on in at during after before late early last this earlier later through via by for to following from when today",
    "yesterday tonight monday tuesday wednesday thursday friday saturday sunday over after about with as while",
)

# Irregular past forms, and present forms that only a verb has: they show a clause where no auxiliary does.
PAST = bag(
    "came went took made began became left got fell hit held led saw knew fought sent met fled died lost shot struck broke gave",
    "kept brought put set paid said told wrote found thought felt sought spoke stood ran won grew rose drew threw flew drove ate",
    "sat lay laid built bought caught cost cut dealt drank froze heard hurt let meant read rode sang sank sold shook shut slept",
    "spent spread stole swore taught tore understood woke wore withdrew overthrew undertook foresaw did was were had",
)
PRESENT = bag(
    "wants needs want need goes comes come makes take takes shows means think thinks believes seems remains lies works gets go",
    "knows gives keeps lives says say looks looks continues holds remain seem know live require requires allows belongs faces",
    "stands supports",
)
NOUNISH = bag(
    "claim report demand call charge fear hope order plan view note comment promise threat request attack protest cry rule figure",
    "count record document project post text air question doubt trust wish dream name term label cast press fault welcome state",
    "quote detail present challenge command offer award pledge vow pressure worry guess answer appeal praise blame thank remark",
    "show find list reason judge suspect witness volunteer object submit estimate signal regret salute feel mock honor honour aim",
    "mean frame paint dispute contest forecast study reject claims reports demands calls charges fears hopes orders plans views",
    "notes comments promises threats requests attacks protests cries rules figures counts records documents projects posts texts",
    "questions doubts wishes dreams names terms labels states quotes details presents challenges commands offers pledges vows",
    "worries answers appeals praises remarks shows finds lists reasons judges suspects volunteers objects estimates signals",
    "blast blasts regrets means frames disputes contests forecasts celebrates read reads refers direct directs lobby",
)


def is_adverb(low: str) -> bool:
    """True for a word that can stand between a subject and its verb."""
    return low in ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in NOT_ADVERBS)


def is_negation(low: str) -> bool:
    """True for a word that turns a verb around."""
    return low in NEGATIONS or low.endswith("n't") or low == "cannot"


@dataclass(frozen=True)
class Stream:
    """One unit of text (a sentence, or several that one quotation holds together) as the rules see it.

    Tokens outside quotations stand one by one; a whole quotation is one item with its :class:`Quote`, a quotation of a
    few words inside a clause stays plain words with its marks. ``paragraph`` numbers the paragraph.
    """

    start: int
    end: int
    paragraph: int
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    raw: tuple[str, ...]
    low: tuple[str, ...]
    quotes: tuple[Quote | None, ...]
    inner: bool = False

    def __len__(self) -> int:
        return len(self.raw)

    def word(self, i: int) -> str:
        """The item in lower case, "" outside the unit, "Q" for a quotation."""
        return self.low[i] if 0 <= i < len(self.low) else ""


def streams(view: View) -> Iterator[Stream]:
    """The units of the article in order."""
    tokens = words(view.text)
    bounds = [start for start, _ in paragraphs_of(view)]
    for start, end, quoted in _units(view):
        yield stream(view.text, tokens, (start, end), quoted, bisect_right(bounds, start))


def paragraphs_of(view: View) -> Iterator[Span]:
    """The paragraphs of title and prose, in order."""
    for start, end in view.prose:
        for first, last in paragraphs(view.text[start:end]):
            yield start + first, start + last


def _units(view: View) -> Iterator[tuple[int, int, list[Quote]]]:
    """Sentences, joined where a quotation runs over their border."""
    quotes = view.quotes
    at = 0
    pending: Span | None = None
    for sentence in view.sentences:
        start, end = (pending[0], sentence[1]) if pending else sentence
        while at < len(quotes) and quotes[at].end <= start:
            at += 1
        over = next((q for q in quotes[at:] if q.start < end < q.end), None)
        if over is not None and over.end - start < 6000:
            pending = (start, end)
            continue
        pending = None
        yield start, end, [q for q in quotes[at:] if start <= q.start < end]
    if pending:
        yield pending[0], pending[1], [q for q in quotes[at:] if pending[0] <= q.start < pending[1]]


def stream(text: str, tokens: Words, span: Span, quoted: list[Quote], paragraph: int, *, inner: bool = False) -> Stream:
    """The items of one unit."""
    starts: list[int] = []
    ends: list[int] = []
    raw: list[str] = []
    low: list[str] = []
    found: list[Quote | None] = []
    whole = [q for q in quoted if is_whole(text, q)]
    at = 0
    for i in tokens.within(*span):
        start = tokens.starts[i]
        while at < len(whole) and whole[at].end <= start:
            at += 1
        if at < len(whole) and whole[at].start <= start:
            if not found or found[-1] is not whole[at]:
                starts.append(whole[at].start)
                ends.append(whole[at].end)
                raw.append("Q")
                low.append("Q")
                found.append(whole[at])
            continue
        starts.append(start)
        ends.append(tokens.ends[i])
        raw.append(tokens.raw[i])
        low.append("u.s." if tokens.raw[i] == "US" else tokens.low[i])
        found.append(None)
    return Stream(span[0], span[1], paragraph, tuple(starts), tuple(ends), tuple(raw), tuple(low), tuple(found), inner)


def is_whole(text: str, q: Quote) -> bool:
    """True for a quotation that stands for itself; a few quoted words inside a clause do not."""
    inner = text[q.inner_start : q.inner_end].strip()
    if inner[-1:] in ".,!?…" and len(inner.split()) > 1:
        return True
    before = text[: q.start].rstrip()[-1:]
    return len(inner.split()) >= 5 or (before in (":", "") and len(inner.split()) >= 2)
