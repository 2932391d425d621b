"""Whole texts made to break a build, and calls that something stands in the way of.

Each maker of a text takes about how many characters it may have.

All are made by rule from invented words, the same on every machine.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Maker = Callable[[int], str]

_ARTICLE = """{title}
Meridian Wire, {day} March 2031

Ostrel's army shelled the port of Dunmere on Tuesday and killed {dead} people, the Varda Observatory said.
"We counted {dead} bodies," said Sela Orin, who runs the hospital in Dunmere. Tide Front spokesman Milo Venn denied
that fighters had been in the town and threatened to close the strait if the bombing went on.
"""
_CHINESE = "奥斯特雷尔军队周二炮击了邓米尔港,造成十四人死亡,瓦尔达观察站表示。“我们数了十四具尸体。”医院院长说。\n\n"
_ARABIC = (
    "قصف جيش أوستريل ميناء دنمير يوم الثلاثاء وقتل أربعة عشر شخصا، بحسب مرصد فاردا. "
    "وقالت مديرة المستشفى: «أحصينا أربع عشرة جثة».\n\n"
)
_RUSSIAN = (
    "Армия Острела обстреляла порт Данмир во вторник, погибли четырнадцать человек, сообщил Вардский центр. "
    "«Мы насчитали четырнадцать тел», — сказала Села Орин.\n\n"
)


def article(title: str = "Shells hit Dunmere", day: int = 4, dead: int = 14) -> str:
    """One short article."""
    return _ARTICLE.format(title=title, day=day, dead=dead)


def _again(unit: str) -> Maker:
    return lambda size: (unit * (size // len(unit) + 1))[:size]


def _letters(size: int) -> str:
    dice = random.Random(3)
    return "".join(dice.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/", k=size))


def _numbers(size: int) -> str:
    dice = random.Random(5)
    found, length = [], 0
    while length < size:
        found.append(dice.choice(("{}", "{:,}", "{}.5", "{}%", "${}", "{}-7")).format(dice.randrange(10**6)))
        length += len(found[-1]) + 1
    return " ".join(found)[:size]


def _syllables(dice: random.Random) -> str:
    return "".join(dice.choice(("ka", "ro", "ve", "lin", "dor", "mi", "sun", "tal")) for _ in range(dice.randint(2, 4)))


def _joined(join: str, *, capital: bool) -> Maker:
    def make(size: int) -> str:
        dice = random.Random(11)
        words = [_syllables(dice) for _ in range(size // 8 + 1)]
        return join.join(word.capitalize() if capital else word for word in words)[:size]

    return make


def _nested(size: int) -> str:
    return "Ostrel said " + "(so it said " * (size // 26) + ")" * (size // 26) + "."


def _long(size: int) -> str:
    """One article of many paragraphs, each a little different."""
    dice = random.Random(13)
    found = [article()]
    length = len(found[0])
    while length < size:
        who, where = _syllables(dice).capitalize(), _syllables(dice).capitalize()
        found.append(
            f"Ostrel's forces shelled {where} on {dice.randint(1, 28)} March and killed {dice.randint(1, 90)} people, "
            f'{who} {where}son said. He added: "We will not leave {where}, whatever the Tide Front says." '
            f"The ministry denied that it had bombed the market.\n"
        )
        length += len(found[-1]) + 1
    return "\n".join(found)


def _tiny(size: int) -> str:
    """Thousands of short articles one after another."""
    found: list[str] = []
    length = 0
    while length < size:
        n = len(found)
        found.append(article(f"Shells hit Dunmere, part {n}", n % 28 + 1, n % 90 + 1))
        length += len(found[-1])
    return "\n\n".join(found)


def _digits_and_dates(size: int) -> str:
    return _again("on 4 March 2031 and on Tuesday, two days later, ")(size)


MAKERS: tuple[tuple[str, str, Maker], ...] = (
    ("one-line", "one line of letters without a space", _letters),
    ("one-letter", "one letter again and again", _again("a")),
    ("one-capital", "one capital again and again", _again("A")),
    ("numbers", "bare numbers", _numbers),
    ("digits", "one number of many digits", _again("7")),
    ("commas", "digits with commas, without an end", _again("7,")),
    ("emoji", "emoji", _again("🌊🔥🕊️👩‍⚕️")),
    ("one-word-lines", "a word on every line", _joined("\n", capital=False)),
    ("one-name-lines", "a capitalised word on every line", _joined("\n", capital=True)),
    ("one-word-paragraphs", "a word in every paragraph", _joined("\n\n", capital=False)),
    ("quotation-marks", "straight quotation marks", _again('"')),
    ("spaced-marks", "straight quotation marks with spaces", _again('" ')),
    ("opening-marks", "quotation marks that open and never close", _again("“he ")),
    ("angle-marks", "nested angle quotation marks", _again("«x ")),
    ("apostrophes", "single marks before letters", _again(" 'a")),
    ("doubled-apostrophes", "doubled single marks", _again("'' a ")),
    ("capitals", "capitalised words in a row", _joined(" ", capital=True)),
    ("hyphens", "capitalised words joined by hyphens", _joined("-", capital=True)),
    ("name", "one name joined by apostrophes", _joined("'", capital=True)),
    ("of-the", "capitalised words joined by small ones", _joined(" of the ", capital=True)),
    ("parentheses", "nested parentheses", _nested),
    ("brackets", "opening brackets alone", _again("([{")),
    ("full-stops", "full stops", _again(".")),
    ("full-stops-and-letters", "full stops between letters", _again("a" + "." * 2000)),
    ("stars-and-stops", "exclamation marks between words", _again("no!!?!no?!")),
    ("gaps", "prose with thousands of spaces in it", lambda size: article() + "Orin said" + " " * size + "so.\n" + article()),
    ("trailing-spaces", "lines that end in spaces", _again("Orin said it" + " " * 500 + "x\n")),
    ("dashes", "dashes", _again("—")),
    ("stars", "stars and spaces", _again("* ")),
    ("line-ends", "line ends", _again("\n")),
    ("carriage-returns", "carriage returns", _again("\r")),
    ("spaces", "spaces and a word", lambda size: " " * size + "word"),
    ("tabs", "tabs between letters", _again("a\t")),
    ("zero-width", "zero-width characters", _again("\u200bO")),
    ("soft-hyphens", "soft hyphens in prose", lambda size: article() + _again("Or\u00adin said it. ")(size)),
    ("mojibake", "marks read in a wrong encoding", lambda size: article() + _again("Orinâ€™s â€œwordsâ€\u009d ")(size)),
    ("combining", "a letter under thousands of accents", lambda size: "a" + "\u0301" * size),
    ("mixed-directions", "right-to-left words and marks of direction",
     _again("\u202eOstrel\u202c \u05d0\u05d1 \u200fقال said \u2067x\u2069 ")),
    ("controls", "a control character after each word",
     lambda size: article() + _again("Orin said it \x01 again. " + "x" * 40)(size)),
    ("zeros", "zero bytes in prose", lambda size: article() + _again("Orin said it again and again and again.\x00 ")(size)),
    ("said", "one cue again and again", _again("said ")),
    ("said-that", "claims inside claims without end", _again("Orin said that Venn denied that ")),
    ("said-comma", "cues and names without a full stop", _again("Orin said, Venn said, ")),
    ("and", "and", _again("and ")),
    ("killed", "tolls without a full stop", _again("killed 14 and wounded 7, ")),
    ("dates", "days without a full stop", _digits_and_dates),
    ("known-names", "known actors in a row", _again("Hezbollah Iran Assad Baghdad ")),
    ("demonyms", "demonyms joined by hyphens", _again("Iraqi-Syrian-")),
    ("titles", "ranks in a row", _again("President General Gen. Minister ")),
    ("arabic-articles", "Arabic articles in a row", _again("al-")),
    ("abd", "parts of names in a row", _again("Abu Abd al-Ibn ")),
    ("addresses", "web addresses without end", _again("http://a.example/x?y=")),
    ("mail-addresses", "mail addresses", _again("a@b.example ")),
    ("by-lines", "bylines and date lines", _again("By Sela Orin\nMarch 4, 2031\n")),
    ("headers", "mail headers without an end", _again("From: a\nSubject: b\n")),
    ("sources", "lines that name a source", _again("Source: Meridian Wire\n")),
    ("separators", "lines of dashes", _again("-----\n")),
    ("questions", "an interview of one-word answers", _again("Q: Why?\nA: So.\n")),
    ("commas-and-names", "a list of names", _joined(", ", capital=True)),
    ("long", "one article of many words", _long),
    ("tiny-articles", "thousands of short articles in one file", _tiny),
    ("chinese", "an article in Chinese", _again(_CHINESE)),
    ("arabic", "an article in Arabic", _again(_ARABIC)),
    ("russian", "an article in Russian", _again(_RUSSIAN)),
    ("script-titles", "a title that is a script",
     lambda size: article("<script>alert(1)</script>") + _again("Orin said it. ")(size)),
    ("markup", "opened tags without an end", _again("<b><i>")),
)  # fmt: skip


# ---------------------------------------------------------------- calls of the program


@dataclass(frozen=True)
class Call:
    """A call that something stands in the way of. ``prepare`` makes ready what it needs in an empty folder.

    ``folder/in`` holds two good articles and ``folder/good.ledger`` what was built of them; ``args`` are relative to the
    folder. ``words`` stand in the one line that the program says, ``code`` is what it ends with.
    """

    name: str
    what: str
    args: tuple[str, ...]
    code: int
    words: str
    prepare: Callable[[Path], None] = lambda _: None


def _write(name: str, data: bytes | str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))

    return prepare


def _cut(share: float) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        data = (folder / "good.ledger").read_bytes()
        (folder / "bad.ledger").write_bytes(data[: int(len(data) * share)])

    return prepare


def _changed(statement: str) -> Callable[[Path], None]:
    def prepare(folder: Path) -> None:
        shutil.copy(folder / "good.ledger", folder / "bad.ledger")
        db = sqlite3.connect(folder / "bad.ledger")
        db.execute(statement)
        db.commit()
        db.close()

    return prepare


def _overwritten(folder: Path) -> None:
    data = bytearray((folder / "good.ledger").read_bytes())
    for at in range(4096, len(data) - 64, 4096):
        data[at : at + 64] = b"\xa5" * 64
    (folder / "bad.ledger").write_bytes(data)


CALLS: tuple[Call, ...] = (
    Call("no such source", "a source that is not there", ("build", "nowhere", "--out", "a.ledger"), 2, "no such file"),
    Call("folder as ledger", "an `--out` that is a folder", ("build", "in", "--out", "in"), 2, "is a folder"),
    Call("no folder", "an `--out` in a folder that is not there",
         ("build", "in", "--out", "none/a.ledger"), 2, "there is no folder"),
    Call("text as ledger", "an `--out` that is a text file", ("build", "in", "--out", "bad.ledger"), 2, "not a ledger",
         _write("bad.ledger", "a list of things to do\n" * 9)),
    Call("empty ledger", "an `--out` that is an empty file", ("build", "in", "--out", "bad.ledger"), 2, "not a ledger",
         _write("bad.ledger", "")),
    Call("another database", "an `--out` that is a database of another program", ("build", "in", "--out", "bad.ledger"), 2,
         "not a ledger", _changed("PRAGMA application_id = 7")),
    Call("newer ledger", "a ledger of a newer version of the program", ("build", "in", "--out", "bad.ledger"), 2, "newer version",
         _changed("PRAGMA user_version = 99")),
    Call("ledger cut at half", "the first half of a ledger", ("build", "in", "--out", "bad.ledger"), 2, "damaged", _cut(0.5)),
    Call("ledger cut at its head", "the first hundredth of a ledger", ("verify", "bad.ledger"), 2, "damaged", _cut(0.01)),
    Call("ledger cut at its end", "a ledger without its last twentieth", ("verify", "bad.ledger"), 2, "damaged", _cut(0.95)),
    Call("overwritten pages", "a ledger with every page overwritten", ("verify", "bad.ledger"), 2, "damaged", _overwritten),
    Call("a table gone", "a ledger without one of its tables", ("show", "bad.ledger", "claims"), 2, "wording_article' is missing",
         _changed("DROP TABLE wording")),
    Call("a table more", "a ledger with a trigger of somebody else", ("verify", "bad.ledger"), 2, "which no ledger has",
         _changed("CREATE TRIGGER t AFTER DELETE ON claims BEGIN DELETE FROM documents; END")),
    Call("words changed", "a ledger in which one word of a claim was changed", ("verify", "bad.ledger"), 1, "FAULT",
         _changed("UPDATE claims SET text = 'x' || substr(text, 2)")),
    Call("a row gone", "a ledger from which a date was deleted", ("verify", "bad.ledger"), 1, "FAULT",
         _changed("DELETE FROM dates")),
    Call("export over a file", "an export to where a file stands", ("export", "good.ledger", "--out", "note"), 2, "note",
         _write("note", "mine")),
    Call("report over a file", "a report to where a file stands", ("report", "good.ledger", "--out", "note"), 2, "note",
         _write("note", "mine")),
    Call("report among files", "a report into a folder of other files", ("report", "good.ledger", "--out", "in"), 2, "other files"),
    Call("no such ledger", "a ledger that is not there", ("export", "none.ledger", "--out", "e"), 2, "no such ledger"),
    Call("folder to show", "a folder to show", ("show", "in", "claims"), 2, "not a ledger"),
    Call("no such document", "the withdrawal of a document that the ledger has not",
         ("withdraw", "good.ledger", "zzz", "--why", "asked"), 2, "no document"),
    Call("no reason", "a withdrawal without a reason", ("withdraw", "good.ledger", "a.txt", "--why", " "), 2, "needs a reason"),
    Call("bad settings", "settings that are no TOML", ("build", "in", "--out", "a.ledger", "--settings", "s.toml"), 2, "s.toml",
         _write("s.toml", "[reading\n")),
    Call("unknown setting", "settings with an unknown key", ("build", "in", "--out", "a.ledger", "--settings", "s.toml"), 2,
         "has no 'speed'", _write("s.toml", "[reading]\nspeed = 9\n")),
    Call("settings in bytes", "settings that are no UTF-8", ("build", "in", "--out", "a.ledger", "--settings", "s.toml"), 2,
         "s.toml", _write("s.toml", b"\xff\xfe\x00")),
    Call("bad metadata", "metadata without a column `path`", ("build", "in", "--out", "a.ledger", "--meta", "m.csv"), 2, "m.csv",
         _write("m.csv", "file,url\na.txt,x\n")),
    Call("bad catalogue", "a catalogue that is no TOML", ("build", "in", "--out", "a.ledger", "--catalogue", "c.toml"), 2, "c.toml",
         _write("c.toml", "[[actor]\n")),
    Call("empty catalogue entry", "a catalogue entry without a name",
         ("build", "in", "--out", "a.ledger", "--catalogue", "c.toml"), 2, "c.toml", _write("c.toml", "[[actor]]\nid = 'x'\n")),
)  # fmt: skip
