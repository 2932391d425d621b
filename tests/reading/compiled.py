"""Invented articles composed into documents of many layouts, with the truth known: what a segmenter is scored on.

Every sentence, name and outlet is invented. A layout is a function from articles to a document; the registry
``LAYOUTS`` names them all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

OUTLETS = (
    "The Lantern",
    "Ostrel Times",
    "Al Misbah",
    "Varda News Agency",
    "Tidewatch",
    "Harbour Post",
    "Radio Meridian",
    "COASTCOM",
)
PEOPLE = ("Maren Oduya", "Tavi Kess", "Selim al-Harun", "Ilse Brandt", "Noor Hadadi", "Jon Arkell", "Dana Qureshi")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SUBJECTS = (
    "the Tide Front",
    "the Ostreli army",
    "a Vardan spokesman",
    "the governor of Halmar",
    "the port workers' union",
    "an Ostreli minister",
    "the border guard",
    "a monitoring group",
    "the harbour council",
    "a senior officer",
    "the relief committee",
)
VERBS = (
    "said on Monday that",
    "rejected reports that",
    "insisted on Thursday that",
    "told reporters that",
    "denied that",
    "confirmed in a statement that",
    "warned again that",
    "did not say whether",
    "repeated in an interview that",
)
CLAUSES = (
    "the bridge at Kessel had been shelled twice during the night",
    "three convoys would leave the harbour before the end of the week",
    "no agreement had been reached on the return of prisoners",
    "the road to Halmar remained closed to all traffic",
    "at least nine people were wounded when a depot burned",
    "the truce would hold only as long as both sides kept to it",
    "new positions had been built along the northern shore",
    "the talks in Port Varda had ended without a result",
    "flour and medicine were running short in four districts",
    "the drones had come from the island of Serrat",
)
TITLES = (
    "{} Rejects Truce Terms as Shelling Resumes",
    "{}: No Withdrawal Before the Prisoners Return",
    "What Does {} Want From the Halmar Talks?",
    "Nine wounded as depot burns near Kessel bridge, {} says",
    "Inside the Long March of {} to the Northern Shore",
    "‘We will stay’: {} Answers Port Varda",
    "{} and the Price of a Quiet Border",
    "Convoys Leave Harbour Despite Warnings by {}",
)
SUBHEADS = ("A shore divided", "Talks without end", "The price of flour", "Old rivals, new terms", "What comes next")
RELATED = (
    "Harbour Reopens After Nine Days",
    "Ostrel Sends Envoy to Serrat",
    "Truce Monitors Leave Kessel",
    "Varda Names New Fleet Commander",
)


@dataclass(frozen=True)
class Piece:
    """One invented article."""

    title: str
    outlet: str
    byline: str
    day: tuple[int, int, int]
    paragraphs: tuple[str, ...]

    @property
    def iso(self) -> str:
        return "{:04d}-{:02d}-{:02d}".format(*self.day)


@dataclass(frozen=True)
class Truth:
    """What the segmenter should find; ``None`` fields are not stated in the layout, ``...`` is not scored."""

    start: int
    end: int
    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None


@dataclass
class Page:
    """A document under composition: prose and titles are added as such, furniture is remembered."""

    text: str = ""
    truths: list[Truth] = field(default_factory=list)
    furniture: list[tuple[int, int]] = field(default_factory=list)
    _open: dict[str, object] = field(default_factory=dict)

    def begin(
        self, title: str | None, *, outlet: str | None = None, byline: str | None = None, published: str | None = None
    ) -> None:
        self._open = {
            "start": len(self.text),
            "title": title,
            "outlet": outlet,
            "byline": byline,
            "published": published,
        }
        self.text += title or ""

    def prose(self, words: str) -> None:
        self.text += words
        self._open["end"] = len(self.text)

    def odd(self, words: str) -> None:
        """Furniture."""
        self.furniture.append((len(self.text), len(self.text) + len(words)))
        self.text += words

    def gap(self, lines: int = 2) -> None:
        self.text += "\n" * lines

    def close(self) -> None:
        self.truths.append(Truth(**self._open))  # type: ignore[arg-type]


def pieces(seed: int, count: int = 5) -> list[Piece]:
    """Invented articles; the same seed gives the same ones."""
    rng = random.Random(seed)
    found = []
    for _ in range(count):
        who = rng.choice(SUBJECTS)
        paragraphs = tuple(" ".join(_sentence(rng) for _ in range(rng.randint(1, 4))) for _ in range(rng.randint(4, 9)))
        found.append(
            Piece(
                rng.choice(TITLES).format(_capital(who)),
                rng.choice(OUTLETS),
                rng.choice(PEOPLE),
                (rng.randint(2012, 2024), rng.randint(1, 12), rng.randint(1, 28)),
                paragraphs,
            )
        )
    return found


def _sentence(rng: random.Random) -> str:
    words = f"{_capital(rng.choice(SUBJECTS))} {rng.choice(VERBS)} {rng.choice(CLAUSES)}"
    return words + (f", and that {rng.choice(CLAUSES)}." if rng.random() < 0.4 else ".")


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def written(day: tuple[int, int, int], style: int) -> str:
    """A day in one of the usual forms."""
    year, month, number = day
    name = MONTHS[month - 1]
    return (
        f"{name} {number}, {year}",
        f"{number} {name} {year}",
        f"{name[:3].upper()} {number}, {year}",
        f"{year}-{month:02d}-{number:02d}",
        f"{number} {name[:3]} {year}, 14:30",
        f"Published: {name[:3]} {number}, {year} 10:15 GMT",
        f"{name} {number} {year}",
    )[style % 7]


def _body(page: Page, piece: Piece, rng: random.Random, *, gap: int = 2, subheads: bool = True) -> None:
    for n, paragraph in enumerate(piece.paragraphs):
        page.gap(gap)
        if subheads and n in (2, 4) and rng.random() < 0.5:
            page.prose(rng.choice(SUBHEADS))
            page.gap(gap)
        page.prose(paragraph)


def blog_compilation(seed: int) -> Page:
    """Title, day, source line, caption, byline, prose; link lines inside; lists of links between."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        page.begin(piece.title, outlet=piece.outlet, byline=piece.byline, published=piece.iso)
        for line in (written(piece.day, seed + n), f"Source: {piece.outlet}", f"By {piece.byline}"):
            page.gap()
            page.odd(line)
        _body(page, piece, rng)
        page.gap()
        page.odd("Related Stories")
        for title in rng.sample(RELATED, 2):
            page.gap(1)
            page.odd(title)
        page.close()
        page.gap()
    return page


def blog_bare_source(seed: int) -> Page:
    """Title, day, a link that says "Source", summary, credit, name alone; a disclaimer names the outlet."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        page.begin(piece.title, outlet=piece.outlet, byline=piece.byline, published=piece.iso)
        page.gap()
        page.odd(written(piece.day, n))
        page.gap()
        page.odd("Source")
        page.gap()
        page.prose(piece.paragraphs[0])
        page.gap()
        page.odd(f"(Photo Credit: {piece.outlet})")
        page.gap()
        page.odd(piece.byline)
        _body(page, piece, rng)
        page.gap()
        page.odd(f"The views expressed in this article do not necessarily reflect those of {piece.outlet}.")
        page.close()
        page.gap()
    return page


def repeated_titles(seed: int) -> Page:
    """Title, day, the title again, "By Staff, Agencies", prose; non-breaking spaces in the titles."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        head, _, tail = piece.title.rpartition(" ")
        page.begin(f"{head}\u00a0{tail}", byline="Staff, Agencies", published=piece.iso)
        for line in (written(piece.day, n + 1) + "\u00a0", piece.title, "By Staff, Agencies"):
            page.gap()
            page.odd(line)
        _body(page, piece, rng, subheads=False)
        page.close()
        page.gap()
    return page


def day_first_digest(seed: int) -> Page:
    """Outlet and day above the title; one line a paragraph; rows of dashes between."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        page.odd(piece.outlet)
        page.gap(1)
        page.odd(written(piece.day, seed + n))
        page.gap(1)
        page.begin(piece.title, outlet=piece.outlet, published=piece.iso)
        _body(page, piece, rng, gap=1, subheads=False)
        page.close()
        page.gap()
        page.odd("-" * 40)
        page.gap()
    return page


def name_and_day_line(seed: int) -> Page:
    """One line with name, day and clock below the title; share buttons; tags and comments at the end."""
    rng, page = random.Random(seed), Page()
    for piece in pieces(seed):
        page.begin(piece.title, byline=piece.byline, published=piece.iso)
        page.gap()
        page.odd(f"By {piece.byline} | {written(piece.day, 0)} | 18:05 GMT")
        page.gap(1)
        page.odd("Share this:")
        page.gap(1)
        page.odd("Facebook")
        page.gap(1)
        page.odd("Twitter")
        _body(page, piece, rng)
        page.gap()
        page.odd("Tags: Ostrel, Halmar, truce")
        page.gap(1)
        page.odd("Leave a comment")
        page.close()
        page.gap(3)
    return page


def summary_before_byline(seed: int) -> Page:
    """Title, one-sentence summary, byline, day, prose."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        page.begin(piece.title, byline=piece.byline, published=piece.iso)
        page.gap()
        page.prose(piece.paragraphs[0].split(". ")[0].rstrip(".") + ".")
        page.gap()
        page.odd(f"By {piece.byline}")
        page.gap(1)
        page.odd(written(piece.day, n))
        _body(page, piece, rng)
        page.close()
        page.gap()
    return page


def mailing_list(seed: int) -> Page:
    """One message of a list's archive: subject, sender, day of sending; the piece wrapped at 74 columns."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    page.odd(f"[Tides] {piece.title}")
    page.gap()
    page.odd("Tide Readers tides at lists.example.org")
    page.gap(1)
    page.odd("Fri Mar 1 09:12:44 EST 2024")
    page.gap()
    page.begin(piece.title, outlet=piece.outlet, published=piece.iso)
    page.gap(1)
    page.odd(piece.outlet)
    page.gap(1)
    page.odd(written(piece.day, 0))
    wrapped = Piece(piece.title, piece.outlet, piece.byline, piece.day, tuple(wrap(p, 74) for p in piece.paragraphs))
    _body(page, wrapped, rng, subheads=False)
    page.close()
    page.gap(1)
    for line in (
        "-------------- next part --------------",
        "An HTML attachment was scrubbed...",
        "URL: <http://lists.example.org/a/b.htm>",
        "",
        "More information about the Tides mailing list",
    ):
        page.odd(line)
        page.gap(1)
    return page


def forwarded_mail(seed: int) -> Page:
    """Header fields, then a forwarded piece that repeats the subject as its title."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    for line in (
        "From: tides@example.org",
        "To: readers@example.org",
        "Date: Fri, 1 Mar 2024 09:12:44 +0000",
        f"Subject: Fwd: {piece.title}",
    ):
        page.odd(line)
        page.gap(1)
    page.gap(1)
    page.begin(piece.title, byline=piece.byline, published=piece.iso)
    page.gap()
    page.odd(f"by {piece.byline}, {written(piece.day, 1)}")
    _body(page, piece, rng)
    page.close()
    return page


def statement(seed: int) -> Page:
    """Title, publisher, address, text; no day."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    page.begin(piece.title, outlet=piece.outlet)
    page.gap()
    page.odd(piece.outlet)
    page.gap(1)
    page.odd("https://www.example.org/news/statement-on-halmar")
    _body(page, piece, rng, subheads=False)
    page.close()
    return page


def flattened(seed: int) -> Page:
    """Title, outlet, header day, then one line that begins with the true day and the title again."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    page.begin(piece.title, outlet=piece.outlet, published=piece.iso)
    page.gap(1)
    page.odd(piece.outlet)
    page.gap(1)
    page.odd("2011-02-03")
    page.gap()
    page.odd(f"{written(piece.day, seed % 3)} {piece.title}.")
    page.prose(" " + " ".join(piece.paragraphs))
    if rng.random() < 0.5:
        page.text += " "
        page.odd("Read Also")
    page.close()
    page.gap(1)
    return page


def hard_wrapped_compilation(seed: int) -> Page:
    """As converted from a paginated file: wrapped lines, wrapped titles, page numbers between."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        page.begin(wrap(piece.title, 60), byline=piece.byline, published=piece.iso)
        page.gap()
        page.odd(f"By {piece.byline}")
        page.gap(1)
        page.odd(written(piece.day, n))
        wrapped = Piece(
            piece.title, piece.outlet, piece.byline, piece.day, tuple(wrap(p, 72) for p in piece.paragraphs)
        )
        _body(page, wrapped, rng, subheads=False)
        page.close()
        page.gap()
        page.odd(str(n + 1))
        page.gap()
    return page


def opinion_post(seed: int) -> Page:
    """An undated post: title, name, prose, share line and a note on the author."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    page.begin(piece.title, byline=piece.byline)
    page.gap()
    page.odd(f"by {piece.byline}")
    _body(page, piece, rng)
    page.gap()
    page.odd("Like this: Loading...")
    page.close()
    return page


def names_and_houses(seed: int) -> Page:
    """Writer and outlet on one line, in three forms; a number of comments, an embedded post, what readers can do."""
    rng, page = random.Random(seed), Page()
    for n, piece in enumerate(pieces(seed)):
        house = ("The Lantern", "Ostrel Times", "Varda News Agency", "Harbour Post")[n % 4]
        page.begin(piece.title, outlet=house, byline=piece.byline, published=piece.iso)
        day = written(piece.day, seed % 2)
        heads = (
            (f"{house}, {day}", f"By {piece.byline}"),
            (f"{piece.byline}, {house}, {day}",),
            (day, f"By {piece.byline} – {house}"),
            (day, f"{piece.byline} @{piece.byline.split()[0].lower()}", f"Source: {house}"),
        )
        for line in heads[(seed + n) % 4]:
            page.gap()
            page.odd(line)
        _body(page, piece, rng, subheads=False)
        page.gap()
        page.odd(f"— Dana Q (@danaq) {day}")
        page.gap()
        page.prose(piece.paragraphs[0])
        for line in (
            f"Posted by tidewatch at {n + 2}:15 pm",
            f"{n} comments",
            "Thanks for reading! Subscribe for free.",
        ):
            page.gap()
            page.odd(line)
        page.close()
        page.gap()
    return page


def last_words(seed: int) -> Page:
    """Titles with full stops and dots; articles that end in a slogan or signature without one, right above the next title."""
    rng, page = random.Random(seed), Page()
    ends = ("Long live the harbour", "Until the last stone", "Media Office of the Tide Front", "And the tide will turn")
    for n, piece in enumerate(pieces(seed)):
        title = piece.title.rstrip("?") + (".", "…", "", "?")[(seed + n) % 4]
        page.begin(title, outlet=piece.outlet, published=piece.iso)
        for line in (written(piece.day, n), f"Source: {piece.outlet}"):
            page.gap()
            page.odd(line)
        _body(page, piece, rng, subheads=False)
        page.gap()
        page.prose(ends[(seed + n) % 4])
        page.close()
        page.gap()
    return page


def source_at_the_foot(seed: int) -> Page:
    """Titles in capitals, the day with the sections of the site, and only at the foot who published it."""
    rng, page = random.Random(seed), Page()
    for piece in pieces(seed):
        title = piece.title.upper()
        page.begin(title, outlet=piece.outlet, published=piece.iso)
        page.gap()
        page.odd(f"{written(piece.day, 0)} at 4:21 pm | Published in: News, Ostrel, Halmar")
        page.gap()
        page.odd("Dockers at the gate of the harbour. Photo: Dana Qureshi")
        _body(page, piece, rng, subheads=False)
        page.gap()
        page.odd(f"SOURCE: {piece.outlet}")
        page.close()
        page.gap()
    return page


def channel_export(seed: int) -> Page:
    """Messages of channels, each under a line with channel, day and clock, without titles."""
    rng, page = random.Random(seed), Page()
    for piece in pieces(seed):
        year, month, day = piece.day
        page.odd(f"{piece.outlet}, [{day:02d}.{month:02d}.{year} {rng.randint(10, 23)}:40]")
        page.gap(1)
        page.begin(None, outlet=piece.outlet, published=piece.iso)
        page.prose("\n\n".join(piece.paragraphs[:3]))
        page.close()
        page.gap()
    return page


def filed_and_flattened(seed: int) -> Page:
    """One line that begins with the title, sections or town, an agency and the day; a credit and a desk's code at its end."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    page.begin(piece.title, outlet=piece.outlet, published=piece.iso)
    page.gap(1)
    page.odd(piece.outlet)
    page.gap(1)
    page.odd("2011-02-03")
    page.gap()
    filed = ("Halmar AFP", "NGO AFP", "Region Ostrel Security", "Reuters")[seed % 4]
    page.odd(f"{piece.title} {filed} {written(piece.day, 1)}")
    page.prose(" " + " ".join(piece.paragraphs))
    page.text += " "
    page.odd(("MARENK", "219", "(Photos Smoke over the harbour of Halmar. by AFP)", "Photo: Reuters")[rng.randrange(4)])
    page.close()
    page.gap(1)
    return page


def list_with_wrapped_title(seed: int) -> Page:
    """A list's message with an address, a title broken over lines, a picture in the list form, and the name of the author below."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    title = "Harbour council of Halmar refuses to open the gates before the prisoners of Kessel are home"
    page.odd("[Tides] Harbour council refuses to open the gates")
    page.gap()
    page.odd("Tide Readers tides at lists.example.org")
    page.gap(1)
    page.odd("Fri Mar 1 09:12:44 EST 2024")
    page.gap()
    page.odd("<https://www.example.org/news/politics/harbour-council-of-halmar-refuses-to-open-the-gates>")
    page.gap(1)
    page.begin(wrap(title, 50), outlet=piece.outlet, published=piece.iso)
    page.gap(1)
    page.odd(piece.outlet)
    page.gap(1)
    page.odd(written(piece.day, 0))
    page.gap()
    page.odd("   - [image: dockers wait at the gate of the harbour]")
    wrapped = Piece(title, piece.outlet, piece.byline, piece.day, tuple(wrap(p, 70) for p in piece.paragraphs))
    _body(page, wrapped, rng, subheads=False)
    page.close()
    page.gap(1)
    for line in (
        "-------------- next part --------------",
        "An HTML attachment was scrubbed...",
        "Set your options at: a.example",
    ):
        page.odd(line)
        page.gap(1)
    return page


def noted_author(seed: int) -> Page:
    """An undated post whose last paragraph says who its author is."""
    rng, page = random.Random(seed), Page()
    piece = pieces(seed, 1)[0]
    page.begin(piece.title, byline=piece.byline)
    page.gap()
    page.odd(f"By {piece.byline}")
    _body(page, piece, rng)
    page.gap()
    page.odd(f"{piece.byline} is a teacher and has written on the northern shore for nine years.")
    page.close()
    return page


def windows_lines(seed: int) -> Page:
    """The blog compilation with carriage returns before line feeds."""
    page = blog_compilation(seed)
    moved = [0]
    for char in page.text:
        moved.append(moved[-1] + (2 if char == "\n" else 1))
    shifted = Page(page.text.replace("\n", "\r\n"))
    shifted.truths = [
        Truth(moved[t.start], moved[t.end], t.title, t.outlet, t.byline, t.published) for t in page.truths
    ]
    shifted.furniture = [(moved[s], moved[e]) for s, e in page.furniture]
    return shifted


def wrap(words: str, width: int) -> str:
    """Words broken into lines as mail programs break them."""
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


LAYOUTS: tuple[Callable[[int], Page], ...] = (
    blog_compilation,
    blog_bare_source,
    repeated_titles,
    day_first_digest,
    name_and_day_line,
    summary_before_byline,
    mailing_list,
    forwarded_mail,
    statement,
    flattened,
    hard_wrapped_compilation,
    opinion_post,
    windows_lines,
    names_and_houses,
    last_words,
    source_at_the_foot,
    channel_export,
    filed_and_flattened,
    list_with_wrapped_title,
    noted_author,
)
