"""How time and memory of weighing grow with the corpus, and whether what is found stays right.

    python benchmarks/growth.py FOLDER_OR_LEDGER [--sizes 1000 10000] [--seed 1] [--json FILE]

The folder's texts (or the articles of a ledger) are read and searched once. Then each size N gets N articles made from
them, the same ones for the same seed: an *incident* is one text with other names, figures, days and words; it is told by an
original and, mostly, by copies of known kind (verbatim: other outlet and dateline; edited: a sentence cut, one moved, one
added, single words changed; partial: half of the sentences among as many of another text) and by retellings in other words,
with slots left out, that are no copies. One incident in 100 is carried by 30 outlets. Incidents lie in ten years whatever
N is, so a larger corpus is a denser one, too.

Copies: the share of copies whose lineage is their original's, and the share of joined pairs of articles that belong together.

Events: recall over pairs of accounts of two articles that vary one account in one incident. Between texts that are no copies
only accounts count that state a day, a place and a party or a toll: with less, nobody can tell. Precision over the pairs that
the program joins; a pair that varies two accounts of one text which the program joins in that text alone is neither right
nor wrong. A size runs in a process of its own; above 20,000
articles without claims, for copies and events alone. Time is the processor's, peak memory is that of the whole process, the
made articles included.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from counterclaim import knowledge
from counterclaim.build import build
from counterclaim.knowledge import Knowledge
from counterclaim.ledger import Ledger
from counterclaim.records import UNNAMED, Account, Article, Claim, Findings, Found, MentionType, identify
from counterclaim.settings import Settings
from counterclaim.text import sentences
from counterclaim.weighing import disputes, events, lineage, support
from counterclaim.weighing.features import Places, Telling
from counterclaim.weighing.parties import Parties

T = TypeVar("T")
FIRST, DAYS = date(2012, 1, 1), 3650
KINDS = ("original", "verbatim", "edited", "partial", "retold")
_WORD = re.compile(r"[^\W\d_]+|\d+")
_CARRIED = 100  # one incident in so many is carried by
_BY = 30  # so many outlets
_WITHOUT_CLAIMS = 20_000  # articles; above that their claims are left out
_OTHER = 0.85  # of the longer words of a text that are other ones in an incident made from it


@dataclass(frozen=True)
class Base:
    """A text to vary. ``accounts`` and ``claims`` are by sentence; ``event`` says which accounts the program joins in it alone."""

    found: Found
    spans: tuple[tuple[int, int], ...]
    accounts: Mapping[int, tuple[Account, ...]]
    claims: Mapping[int, tuple[Claim, ...]]
    event: Mapping[str, str]


@dataclass(frozen=True)
class Pool:
    """What variations draw from: texts, words, and names by what they are names of, each as often as the texts have it."""

    bases: tuple[Base, ...]
    words: tuple[str, ...]
    names: Mapping[str, tuple[tuple[str, str], ...]]
    kind: Mapping[str, str]


@dataclass(frozen=True)
class Made:
    """A made article; ``original`` is the id of what it is a copy of, ``events`` what each account varies."""

    found: Found
    original: str | None
    events: Mapping[str, Gold]


@dataclass(frozen=True, slots=True)
class Gold:
    """What an account varies: which account of which incident, and which of the events that the text alone holds."""

    account: str
    event: str


@dataclass(frozen=True)
class Sentence:
    """A varied sentence with the accounts and claims in it; their offsets count from its start, their ids say what they vary."""

    text: str
    accounts: tuple[Account, ...]
    claims: tuple[Claim, ...]


# ---------------------------------------------------------------- what is varied


def pool(articles: Iterable[Found], known: Knowledge) -> Pool:
    """The texts of 80 to 900 words that tell something, and the names and words of all."""
    bases, names, kind, seen = [], defaultdict(list), {}, Counter()
    for f in articles:
        if f.findings.accounts and 80 <= len(f.text.split()) <= 900:
            bases.append(_base(f, known))
            seen.update(w.lower() for w in _WORD.findall(f.text) if len(w) > 3 and w.islower())
            for mention in f.findings.mentions:
                name = " ".join(mention.text.split())
                if mention.how == "name" and len(name) < 40:
                    what = _what(mention.entity_id, mention.type, known)
                    kind[mention.entity_id] = what
                    names[what].append((mention.entity_id, name))
    ordered = {what: tuple(sorted(found)) for what, found in sorted(names.items())}
    return Pool(tuple(bases), tuple(sorted(w for w, n in seen.items() if n > 2)), ordered, kind)


def _what(key: str, type_: MentionType, known: Knowledge) -> str:
    place = known.gazetteer.get(key)
    return f"place {place.precision}" if place is not None else str(type_)


def _base(f: Found, known: Knowledge) -> Base:
    spans = sentences(f.text)
    starts = [s for s, _ in spans]
    alone = replace(f, article=replace(f.article, lineage_id="lin"))
    told = events.group([alone], knowledge=known, settings=Settings().weighing)
    event = {a.account_id: t.event.event_id for t in told for a in t.accounts}
    return Base(f, spans, _by_sentence(f, spans, starts, f.findings.accounts), _by_sentence(
        f, spans, starts, f.findings.claims), event)  # fmt: skip


def _by_sentence(
    f: Found, spans: Sequence[tuple[int, int]], starts: Sequence[int], rows: Sequence[Any]
) -> dict[int, Any]:
    """Rows by the number of their sentence, with offsets in the article's text, cut where the sentence ends."""
    held: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        start, end = row.start - f.article.start, row.end - f.article.start
        n = bisect_right(starts, start) - 1
        if n >= 0 and start < spans[n][1]:
            held[n].append(replace(row, start=start, end=min(end, spans[n][1])))
    return {n: tuple(found) for n, found in held.items()}


# ---------------------------------------------------------------- one incident


@dataclass(frozen=True)
class Incident:
    """One text under other names, days, figures and words. ``salt`` fixes all of them."""

    pool: Pool
    base: Base
    salt: str
    day: date

    def draw(self, what: str, choices: Sequence[T]) -> T:
        """The choice that stands for a thing in this incident."""
        return choices[zlib.crc32(f"{self.salt} {what}".encode()) % len(choices)]

    def named(self, key: str) -> tuple[str, str | None]:
        """The key and the name that stand for a key; without a name where no text names it."""
        choices = self.pool.names.get(self.pool.kind.get(key, ""), ())
        return self.draw(key, choices) if choices and not key.startswith(UNNAMED) else (key, None)

    def keys(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Keys under the incident's names."""
        return tuple(dict.fromkeys(self.named(key)[0] for key in keys))

    def word(self, word: str, voice: str, share: float) -> str:
        """A word as a voice has it: of longer ones ``share`` is another word."""
        if len(word) < 4 or not word.islower() or zlib.crc32(f"{voice}? {word}".encode()) % 100 >= 100 * share:
            return word
        return self.pool.words[zlib.crc32(f"{voice}! {word}".encode()) % len(self.pool.words)]

    def number(self, number: int) -> int:
        """The figure that stands for a figure."""
        return 2 + zlib.crc32(f"{self.salt} # {number}".encode()) % 90

    def shifted(self, day: str | None) -> str | None:
        """A day of the text as a day of the incident."""
        if day is None or not self.base.found.article.published or len(self.base.found.article.published) < 10:
            return self.day.isoformat() if day else None
        apart = date.fromisoformat(day) - date.fromisoformat(self.base.found.article.published[:10])
        try:
            return (self.day + apart).isoformat()
        except OverflowError:
            return None

    def told(self, voices: Sequence[tuple[str, float]]) -> list[Sentence]:
        """All sentences in some voices, one upon the other."""
        names = {
            (m.start - self.base.found.article.start, m.end - self.base.found.article.start): self.named(m.entity_id)[1]
            for m in self.base.found.findings.mentions
            if m.how == "name"
        }
        return [self._sentence(n, names, voices) for n in range(len(self.base.spans))]

    def _sentence(
        self, n: int, names: Mapping[tuple[int, int], str | None], voices: Sequence[tuple[str, float]]
    ) -> Sentence:
        start, end = self.base.spans[n]
        inside = sorted((s, e, name) for (s, e), name in names.items() if name and start <= s and e <= end)
        pieces: list[str] = []
        old, new = [0], [0]
        at, length = start, 0

        def put(words: str, until: int) -> None:
            nonlocal at, length
            pieces.append(words)
            length += len(words)
            at = until
            old.append(until - start)
            new.append(length)

        text = self.base.found.text
        for s, e, name in [*inside, (end, end, "")]:
            if s < at:
                continue
            for match in _WORD.finditer(text, at, s):
                put(text[at : match.start()], match.start())
                word = match[0]
                if word.isdigit():
                    word = str(self.number(int(word))) if len(word) < 4 else word
                for voice, share in voices:
                    word = self.word(word, voice, share)
                put(word, match.end())
            put(text[at:s], s)
            put(name or "", e)
        whole = "".join(pieces)

        def moved(offset: int) -> int:
            k = bisect_right(old, offset - start) - 1
            return min(new[k] + offset - start - old[k], length)

        def placed(row: Any) -> Any:
            s, e = moved(row.start), moved(row.end)
            return replace(row, start=s, end=e, text=whole[s:e])

        accounts = tuple(self._account(placed(a)) for a in self.base.accounts.get(n, ()))
        claims = tuple(
            replace(
                placed(c),
                claim_id=f"{self.salt} {c.claim_id}",
                speaker_id=self.named(c.speaker_id)[0],
                chain=self.keys(c.chain),
            )
            for c in self.base.claims.get(n, ())
        )
        return Sentence(whole, accounts, claims)

    def _account(self, a: Account) -> Account:
        first, last = self.shifted(a.date_earliest), self.shifted(a.date_latest)
        figures = {
            name: None if value is None else self.number(value)
            for name in ("killed_low", "killed_high", "injured_low", "injured_high")
            for value in (getattr(a, name),)
        }
        return replace(
            a,
            account_id=f"{self.salt} {a.account_id}",
            event_id=f"{self.salt} {self.base.event[a.account_id]}",
            claim_id=f"{self.salt} {a.claim_id}" if a.claim_id else None,
            actor_ids=self.keys(a.actor_ids),
            recipient_ids=self.keys(a.recipient_ids),
            place_ids=self.keys(a.place_ids),
            informant_ids=self.keys(a.informant_ids),
            date_earliest=first,
            date_latest=last,
            **figures,
        )


# ---------------------------------------------------------------- its tellers


def tellings(incident: Incident, number: int, rng: random.Random, other: Incident) -> Iterator[Made]:
    """The original, its copies and its retellings. ``other`` is an incident told nowhere else, for what copies add."""
    own = (incident.salt, _OTHER)
    told = incident.told([own])
    first = _article(incident, told, number, 0, "original", None, rng)
    yield first
    many = _BY if number % _CARRIED == _CARRIED // 2 else rng.choice((0, 1, 2, 3, 4, 5, 6))
    added: list[Sentence] = []
    for n in range(1, many + 1):
        kind = rng.choice(KINDS[1:])
        if kind in ("edited", "partial") and not added:
            added = other.told([(other.salt, _OTHER)])
        made = told
        if kind == "edited":
            made = _edited(incident, added, rng)
        elif kind == "partial":
            half = max(1, len(told) // 2)
            at = rng.randrange(len(told) - half + 1)
            made = added[:half] + told[at : at + half]
        elif kind == "retold":
            made = [_thinned(s, rng) for s in incident.told([own, (f"{incident.salt} {n}", 0.6)])]
            at = rng.randrange(len(made))
            made = made[at:] + made[:at]
        yield _article(incident, made, number, n, kind, first.found.article.article_id, rng)


def _edited(incident: Incident, added: list[Sentence], rng: random.Random) -> list[Sentence]:
    made = incident.told([(incident.salt, _OTHER), (f"{incident.salt} edited", 0.04)])
    if len(made) > 3:
        del made[rng.randrange(1, len(made))]
        made.insert(rng.randrange(1, len(made)), made.pop(rng.randrange(1, len(made))))
    made.insert(rng.randrange(1, len(made) + 1), replace(rng.choice(added), accounts=(), claims=()))
    return made


def _thinned(sentence: Sentence, rng: random.Random) -> Sentence:
    """The sentence with some slots of its accounts left out."""
    gone: tuple[tuple[str, Any, float], ...] = (
        ("actor_ids", (), 0.2), ("recipient_ids", (), 0.2), ("place_ids", (), 0.1), ("killed_low", None, 0.1),
    )  # fmt: skip
    accounts = []
    for a in sentence.accounts:
        left_out = {name: empty for name, empty, share in gone if rng.random() < share}
        if "killed_low" in left_out:
            left_out["killed_high"] = None
        if rng.random() < 0.1:
            left_out |= {"date_earliest": None, "date_latest": None}
        accounts.append(replace(a, **left_out))
    return Sentence(sentence.text, tuple(accounts), sentence.claims)


def _article(
    incident: Incident,
    made: Sequence[Sentence],
    number: int,
    n: int,
    kind: str,
    original: str | None,
    rng: random.Random,
) -> Made:
    article_id = identify("art", number, n, incident.salt)
    outlet = f"Outlet {rng.randrange(40)}"
    text = f"{outlet} - " if kind == "verbatim" else ""
    accounts: list[Account] = []
    claims: list[Claim] = []
    told: dict[str, Gold] = {}
    for s in made:
        for a in s.accounts:
            account_id = identify("acc", article_id, len(accounts))
            told[account_id] = Gold(sys.intern(a.account_id), sys.intern(a.event_id))
            claim_id = identify("clm", article_id, a.claim_id) if a.claim_id else None
            accounts.append(replace(_moved(a, len(text)), account_id=account_id, article_id=article_id,
                                    document_id=article_id, claim_id=claim_id, event_id=""))  # fmt: skip
        for c in s.claims:
            claim_id = identify("clm", article_id, c.claim_id)
            claims.append(
                replace(_moved(c, len(text)), claim_id=claim_id, article_id=article_id, document_id=article_id)
            )
        text += s.text + " "
    published = (incident.day + timedelta(days=0 if original is None else rng.randrange(3))).isoformat()
    article = Article(article_id, article_id, 0, len(text), None, outlet, None, None, published, "date line", "en")
    found = Found(article, Findings(article_id, accounts=tuple(accounts), claims=tuple(claims)), text)
    return Made(found, None if kind == "retold" else original, told)


def _moved(row: Any, by: int) -> Any:
    return replace(row, start=row.start + by, end=row.end + by)


def corpus(of: Pool, size: int, seed: int) -> list[Made]:
    """``size`` articles, the same ones for the same seed; a smaller size is the beginning of a larger one."""
    made: list[Made] = []
    number = 0
    while len(made) < size:
        rng = random.Random(f"{seed} {number}")
        incident, other = (
            Incident(of, rng.choice(of.bases), f"{seed} {number} {name}", FIRST + timedelta(days=rng.randrange(DAYS)))
            for name in ("told", "added")
        )
        told = tellings(incident, number, rng, other)
        made.extend(told if size <= _WITHOUT_CLAIMS else map(_without_claims, told))
        number += 1
    return made[:size]


def _without_claims(made: Made) -> Made:
    return replace(made, found=replace(made.found, findings=replace(made.found.findings, claims=())))


# ---------------------------------------------------------------- measuring


def measured(made: Sequence[Made], known: Knowledge) -> dict[str, Any]:
    """Processor seconds by stage of weighing, and how right lineages and events are."""
    settings = Settings().weighing
    whole = any(m.found.findings.claims for m in made)
    seconds: dict[str, float] = {}

    def timed(stage: str, work: Callable[[], T]) -> T:
        began = time.process_time()
        result = work()
        seconds[stage] = round(time.process_time() - began, 2)
        return result

    found = sorted((m.found for m in made), key=lambda f: f.article.article_id)
    copied = timed("copies", lambda: lineage.copies(found, outlets={}, settings=settings))
    ids = [f.article.article_id for f in found]
    home = lineage.join(ids, ((c.article_id, c.other_id) for c in copied))
    found = [replace(f, article=replace(f.article, lineage_id=home[f.article.article_id])) for f in found]
    grouped = timed("events", lambda: events.group(found, knowledge=known, settings=settings))
    if whole:
        disputed = timed(
            "disputes",
            lambda: disputes.every(
                grouped, found, {}, places=Places(known.gazetteer), parties=Parties(known.catalogue)
            ),
        )
        timed("support", lambda: support.rate(grouped, disputed, {}))
    return {
        "articles": len(made),
        "accounts": sum(len(t.tellings) for t in grouped),
        "seconds": seconds,
        "copies": len(copied),
        **_copies_right(made, home),
        **_events_right(made, grouped),
        "largest_event": max((len(t.tellings) for t in grouped), default=0),
        "peak_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }


def _copies_right(made: Sequence[Made], home: Mapping[str, str]) -> dict[str, float]:
    ids = {m.found.article.article_id for m in made}
    known = [(m.found.article.article_id, m.original) for m in made if m.original in ids]
    right = lineage.join(ids, ((a, b) for a, b in known if b))
    joined = _pairs(Counter(home.values()))
    both = _pairs(Counter((right[i], home[i]) for i in ids))
    hits = sum(home[a] == home[b] for a, b in known if b)
    return {"copies_recall": hits / max(1, len(known)), "lineages_precision": both / max(1, joined)}


def _pairs(sizes: Mapping[Any, int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


def _events_right(made: Sequence[Made], grouped: Sequence[events.Told]) -> dict[str, float]:
    gold = {account: of for m in made for account, of in m.events.items()}
    tellings = {t.account.account_id: t for g in grouped for t in g.tellings}
    given = {account: g.event.event_id for g in grouped for account in (t.account.account_id for t in g.tellings)}
    varied: dict[str, list[str]] = defaultdict(list)
    for account in sorted(gold):
        varied[gold[account].account].append(account)
    known = [(a, b) for ids in varied.values() for a, b in combinations(ids, 2) if _knowable(tellings[a], tellings[b])]
    hits = sum(given[a] == given[b] for a, b in known)
    wrong = sum(
        gold[a.account.account_id].event != gold[b.account.account_id].event
        for g in grouped
        for a, b in combinations(g.tellings, 2)
        if a.article.article_id != b.article.article_id
    )
    precision, recall = hits / max(1, hits + wrong), hits / max(1, len(known))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {"events_precision": precision, "events_recall": recall, "events_f1": f1}


def _knowable(one: Telling, other: Telling) -> bool:
    """Of two articles, and of one text or both stating enough."""
    if one.article.article_id == other.article.article_id:
        return False
    return one.article.lineage_id == other.article.lineage_id or (_enough(one.account) and _enough(other.account))


def _enough(a: Account) -> bool:
    dated = a.date_earliest is not None and a.date_earliest == a.date_latest
    return dated and bool(a.place_ids) and bool(a.actor_ids or a.recipient_ids or a.killed_low)


def run(ledger_path: Path, size: int, seed: int) -> dict[str, Any]:
    """One size, measured in this process."""
    known = knowledge.load(())
    with Ledger.open(ledger_path) as ledger:
        of = pool(ledger.iter_found(), known)
    return measured(corpus(of, size, seed), known)


def report(rows: Sequence[dict[str, Any]]) -> str:
    """A Markdown table; time is relative to linear growth from the first size."""
    stages = list(rows[0]["seconds"])
    titles = [
        "articles", "accounts", *(f"{s}, s" for s in stages), "copies and events to linear", "all to linear", "peak MiB",
        "copies recall", "lineages precision", "events P / R / F1", "largest event",
    ]  # fmt: skip
    lines = [f"| {' | '.join(titles)} |", "| ---: " * len(titles) + "|"]
    for row in rows:
        grown = row["articles"] / rows[0]["articles"]
        ratios = [
            sum(row["seconds"].get(s, 0) for s in of)
            / max(0.01, sum(rows[0]["seconds"][s] for s in of if s in row["seconds"]))
            / grown
            for of in (("copies", "events"), stages)
        ]
        figures = " / ".join(f"{100 * row[f'events_{name}']:.1f}" for name in ("precision", "recall", "f1"))
        times = " | ".join(f"{row['seconds'][s]:.1f}" if s in row["seconds"] else "" for s in stages)
        lines.append(
            f"| {row['articles']:,} | {row['accounts']:,} | {times} | "
            f"{ratios[0]:.2f} | {ratios[1]:.2f} | {row['peak_mib']:,} | {100 * row['copies_recall']:.1f} | "
            f"{100 * row['lineages_precision']:.1f} | {figures} | {row['largest_event']} |"
        )
    return "\n".join(lines)


def main() -> int:
    """Measure every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder of texts, or a ledger built from one")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--here", action="store_true", help="measure the one size in this process and print JSON")
    args = parser.parse_args()
    if args.here:
        print(json.dumps(run(args.corpus, args.sizes[0], args.seed)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        source = args.corpus
        if source.is_dir():
            source = Path(folder) / "growth.ledger"
            build([args.corpus], source)
        rows = []
        for size in args.sizes:
            command = [sys.executable, __file__, str(source), "--sizes", str(size), "--seed", str(args.seed), "--here"]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                print(done.stderr, file=sys.stderr)
                return 1
            rows.append(json.loads(done.stdout))
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    print(report(rows))
    if args.json:
        args.json.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
