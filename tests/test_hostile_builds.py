"""Whole builds of broken, endless and malicious input: one clear line, nothing lost, and a ledger that verifies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

import counterclaim
from counterclaim.errors import Busy
from counterclaim.ledger import Ledger
from counterclaim.records import Document, Reject
from counterclaim.settings import Reading, Settings
from tests.nasty import CALLS, MAKERS, Call, Maker, article
from tests.reading.hostile import CASES, Case
from tests.test_build import FRONT, WIRE, exported, pile, rows, same
from tests.test_cli import run

# Characters of each text: few in `make test`, and in `make test-long` what a hostile file may well hold.
_FEW = 4_000
_HEAVY = ("one long line",)  # half a million words of prose: a case of `make test-long`
_MANY = 300_000
_FULL = {
    "one-line": 5_000_000, "numbers": 5_000_000, "emoji": 400_000, "quotation-marks": 100_000, "capitals": 400_000,
    "parentheses": 520_000, "long": 1_200_000, "tiny-articles": 1_000_000, "line-ends": 5_000_000,
}  # fmt: skip


def told(ledger: Ledger) -> dict[str, list[Document | Reject]]:
    """Documents and rejects by the first folder of their path."""
    found: dict[str, list[Document | Reject]] = defaultdict(list)
    for row in (*ledger.documents(), *ledger.rejects()):
        found[row.path.split("/")[0]].append(row)
    return found


# ---------------------------------------------------------------- broken files


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Document | Reject]]:
    """All broken files of the reading tests in whole builds, one for each of the settings that they want."""
    folder = tmp_path_factory.mktemp("broken")
    wanted: dict[Reading, list[Case]] = defaultdict(list)
    for case in CASES:
        if case.name not in _HEAVY:
            wanted[case.settings].append(case)
    found: dict[str, list[Document | Reject]] = {}
    for number, (settings, cases) in enumerate(wanted.items()):
        source = folder / str(number)
        for case in cases:
            (source / case.name).mkdir(parents=True)
            try:
                case.build(source / case.name)
            except OSError:
                continue  # a name that this file system refuses
        target = folder / f"{number}.ledger"
        counterclaim.build([source], target, settings=Settings(reading=settings))
        with counterclaim.open(target) as ledger:
            assert counterclaim.verify(ledger).faults == ()
            found |= told(ledger)
    return found


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in CASES if c.name not in _HEAVY])
def test_a_broken_file_ends_in_the_ledger_as_the_table_says(
    case: Case, broken: dict[str, list[Document | Reject]]
) -> None:
    if case.name == "unreadable" and os.geteuid() == 0:
        pytest.skip("root may read everything")
    rejects = [row.reason for row in broken.get(case.name, []) if isinstance(row, Reject)]
    for expected in case.outcome:
        if expected != "page":
            assert any(expected in reason for reason in rejects), rejects
    assert all("\n" not in reason for reason in rejects)


@pytest.mark.long
@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in CASES if c.name in _HEAVY])
def test_a_heavy_file_is_built(case: Case, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    case.build(tmp_path / "in")
    summary = counterclaim.build([tmp_path / "in"], tmp_path / "a.ledger")
    assert summary.documents == case.outcome.count("page")
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert counterclaim.verify(ledger).faults == ()


# ---------------------------------------------------------------- endless texts


def nasty(folder: Path, sizes: dict[str, int]) -> Path:
    folder.mkdir()
    for name, _, make in MAKERS:
        if name in sizes:
            (folder / f"{name}.txt").write_bytes(make(sizes[name]).encode("utf-8"))
    return folder


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("endless")
    source = nasty(folder / "in", {name: _FEW for name, _, _ in MAKERS})
    counterclaim.build([source], folder / "a.ledger")
    return folder


@pytest.mark.parametrize("name", [name for name, _, _ in MAKERS])
def test_an_endless_text_is_a_document_or_a_reject(endless: Path, name: str) -> None:
    with counterclaim.open(endless / "a.ledger") as ledger:
        found = told(ledger)[f"{name}.txt"]
        assert len(found) == 1, found
        for row in found:
            if isinstance(row, Document):
                assert ledger.text(row.document_id) == (endless / "in" / f"{name}.txt").read_bytes().decode()


def test_a_ledger_of_endless_texts_verifies_and_can_be_shown(endless: Path, tmp_path: Path) -> None:
    for args in (
        ("verify", endless / "a.ledger"),
        ("export", endless / "a.ledger", "--out", tmp_path / "e"),
        ("export", endless / "a.ledger", "--format", "csv", "--public", "--out", tmp_path / "c"),
        ("report", endless / "a.ledger", "--out", tmp_path / "r"),
        *(("show", endless / "a.ledger", table, "--limit", "0") for table in ("claims", "events", "disputes")),
    ):
        done = run(*args)
        assert (done.returncode, done.stderr) == (0, ""), args[0]
    pages = [page.read_text(encoding="utf-8") for page in (tmp_path / "r").rglob("*.html")]
    assert pages
    assert not any("<script>alert(1)" in page for page in pages)


@pytest.mark.long
@pytest.mark.parametrize(("name", "make"), [(name, make) for name, _, make in MAKERS])
def test_a_text_of_full_size_is_built(tmp_path: Path, name: str, make: Maker) -> None:
    source = nasty(tmp_path / "in", {name: _FULL.get(name, _MANY)})
    counterclaim.build([source], tmp_path / "a.ledger")
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert len(told(ledger)[f"{name}.txt"]) == 1
        assert counterclaim.verify(ledger).faults == ()


def test_a_long_article_is_searched_to_its_end(tmp_path: Path) -> None:
    filler = "The ferry to Ostrel sailed as planned. " * 2_500
    text = f"{article()}\n{filler}\n\nOstrel's army shelled the port of Kessom on Friday, the Varda Observatory said.\n"
    counterclaim.build([pile(tmp_path / "in", a=text)], tmp_path / "a.ledger")
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        found = [a for a in ledger.accounts() if "Kessom" in a.text]
        assert found
        assert all(text[a.start : a.end] == a.text for a in found)
        assert any(c.speaker == "Varda Observatory" and c.start > 90_000 for c in ledger.claims())
        assert counterclaim.verify(ledger).faults == ()


# ---------------------------------------------------------------- calls that cannot be answered


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("good")
    counterclaim.build([pile(folder / "in", a=WIRE, b=FRONT)], folder / "good.ledger")
    return folder


@pytest.mark.parametrize("call", CALLS, ids=[call.name for call in CALLS])
def test_a_call_that_cannot_be_answered_is_one_clear_line(call: Call, good: Path, tmp_path: Path) -> None:
    pile(tmp_path / "in", a=WIRE, b=FRONT)
    (tmp_path / "good.ledger").write_bytes((good / "good.ledger").read_bytes())
    call.prepare(tmp_path)
    # A writer that is sent away may leave another counter in a ledger's head; its rows are looked at below.
    touched = {tmp_path / "good.ledger"} if call.args[0] == "withdraw" else set()
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and p not in touched}
    done = run(*call.args, cwd=tmp_path)
    assert done.returncode == call.code, done.stderr
    assert call.words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
    assert {p: p.read_bytes() for p in before} == before  # what was there is as it was
    with counterclaim.open(tmp_path / "good.ledger") as ledger:
        assert len(ledger.documents()) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="names that Windows refuses")
@pytest.mark.parametrize(
    "name", [b"line\nbreak", b"quo\"te's", "🌊".encode(), b"no\xfftext", b"[red]x[/red]", b"-dash"]
)
def test_odd_names_of_files_folders_and_ledgers_are_usable(tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / os.fsdecode(name)
    try:
        folder.mkdir()
        (folder / os.fsdecode(name + b".txt")).write_text(WIRE, encoding="utf-8")
    except OSError as error:
        pytest.skip(f"this file system refuses the name: {error}")
    ledger = folder / os.fsdecode(name + b".ledger")
    for args in (
        ("build", folder, "--out", ledger),
        ("verify", ledger),
        ("show", ledger, "claims"),
        ("export", ledger, "--out", folder / "e"),
        ("report", ledger, "--out", folder / "r"),
    ):
        done = run_bytes(*args)
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr
    with counterclaim.open(ledger) as opened:
        assert all(d.path.isprintable() for d in opened.documents())


def run_bytes(*args: object) -> subprocess.CompletedProcess[bytes]:
    """``counterclaim`` with arguments and output that need be no text."""
    code = "from counterclaim.cli import main; main()"
    root = str(Path(__file__).resolve().parent.parent)
    return subprocess.run(
        [sys.executable, "-c", code, *(os.fsencode(str(a)) for a in args)],
        capture_output=True, check=False, env=os.environ | {"PYTHONPATH": root},
    )  # fmt: skip


def test_a_ledger_in_the_folder_that_is_read_is_no_source_of_itself(tmp_path: Path) -> None:
    folder = pile(tmp_path / "in", a=WIRE)
    for _ in range(2):
        summary = counterclaim.build([folder], folder / "a.ledger")
        assert (summary.documents, summary.rejects) == (1, 0)


def test_leftovers_of_a_ledger_that_is_gone_do_not_enter_a_new_one(tmp_path: Path) -> None:
    counterclaim.build([pile(tmp_path / "one", a=WIRE)], tmp_path / "b.ledger")
    with Ledger.open(tmp_path / "b.ledger", write=True) as ledger:
        ledger.add_reject(Reject("old.txt", None, "reading", "of the old ledger"))
        log = (tmp_path / "b.ledger-wal").read_bytes()
    assert log
    (tmp_path / "a.ledger-wal").write_bytes(log)
    counterclaim.build([pile(tmp_path / "two", b=FRONT)], tmp_path / "a.ledger")
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert [d.path for d in ledger.documents()] == ["b.txt"]
        assert ledger.rejects() == ()
        assert counterclaim.verify(ledger).faults == ()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_takes_no_files_is_one_clear_line(tmp_path: Path) -> None:
    pile(tmp_path / "in", a=WIRE)
    (tmp_path / "shut").mkdir(mode=0o500)
    done = run("build", "in", "--out", "shut/a.ledger", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


# ---------------------------------------------------------------- stopped, full, busy

LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from counterclaim.cli import main
main()
"""


def limited(size: int, *args: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """``counterclaim`` where no file may grow beyond so many bytes: a disk that is full."""
    root = str(Path(__file__).resolve().parent.parent)
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(size), *map(str, args)],
        capture_output=True, text=True, check=False, cwd=cwd, env=os.environ | {"PYTHONPATH": root},
    )  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
@pytest.mark.parametrize("size", [8 << 10, 200 << 10, 330 << 10, 600 << 10])
def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path, size: int) -> None:
    source = pile(tmp_path / "in", **{f"t{n}": FRONT.replace("21", str(21 + n)) for n in range(40)})
    full = limited(size, "build", "in", "--out", "a.ledger", cwd=tmp_path)
    assert full.returncode == 2
    assert len(full.stderr.splitlines()) == 1
    counterclaim.build([source], tmp_path / "a.ledger")
    counterclaim.build([source], tmp_path / "b.ledger")
    assert same(exported(tmp_path / "a.ledger", tmp_path / "ea"), exported(tmp_path / "b.ledger", tmp_path / "eb"))
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert counterclaim.verify(ledger).faults == ()
    for args in (("export", "a.ledger", "--out", "e"), ("report", "a.ledger", "--out", "r")):
        done = limited(2 << 10, *args, cwd=tmp_path)
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1), done.stderr
    assert run("verify", tmp_path / "a.ledger").returncode == 0


STOPPED = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may start its background jobs deaf to it
from counterclaim.ledger import Ledger
add, seen = Ledger.add_document, 0
def counted(self, *args, **kwargs):
    global seen
    seen += 1
    if seen == 2:
        os.kill(os.getpid(), signal.SIGINT)
    return add(self, *args, **kwargs)
Ledger.add_document = counted
from counterclaim.cli import main
main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_a_build_stopped_from_the_keyboard_says_so_and_goes_on_later(tmp_path: Path) -> None:
    source = pile(tmp_path / "in", a=WIRE, b=FRONT, c=article())
    root = str(Path(__file__).resolve().parent.parent)
    stopped = subprocess.run(
        [sys.executable, "-c", STOPPED, "build", "in", "--out", "a.ledger"],
        capture_output=True, text=True, check=False, cwd=tmp_path, env=os.environ | {"PYTHONPATH": root},
    )  # fmt: skip
    assert stopped.returncode == 130
    assert "run the same command again" in stopped.stderr and len(stopped.stderr.splitlines()) == 1
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert [d.path for d in ledger.documents()] == ["a.txt"]
    assert run("verify", tmp_path / "a.ledger").returncode == 0
    counterclaim.build([source], tmp_path / "a.ledger")
    counterclaim.build([source], tmp_path / "b.ledger")
    assert same(exported(tmp_path / "a.ledger", tmp_path / "ea"), exported(tmp_path / "b.ledger", tmp_path / "eb"))


def test_two_builds_at_once_are_one_build_and_one_clear_line(tmp_path: Path) -> None:
    source = pile(tmp_path / "in", a=WIRE)
    counterclaim.build([source], tmp_path / "a.ledger")
    with Ledger.open(tmp_path / "a.ledger", write=True):
        with pytest.raises(Busy):
            counterclaim.build([source], tmp_path / "a.ledger")
        done = run("build", "in", "--out", "a.ledger", cwd=tmp_path)
        assert done.returncode == 2
        assert "another process is writing" in done.stderr and len(done.stderr.splitlines()) == 1
        assert run("show", tmp_path / "a.ledger", "claims").returncode == 0  # readers need not wait
    assert run("build", "in", "--out", "a.ledger", cwd=tmp_path).returncode == 0


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGINT")
def test_a_build_stopped_at_any_moment_ends_with_130(tmp_path: Path) -> None:
    source = pile(tmp_path / "in", **{f"t{n}": FRONT.replace("21", str(21 + n)) for n in range(200)})
    code = "from counterclaim.cli import main; main()"
    root = str(Path(__file__).resolve().parent.parent)
    for wait in (1.5, 1.8, 2.2, 2.7, 3.3):
        child = subprocess.Popen(
            [sys.executable, "-c", code, "build", "in", "--out", "a.ledger"],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": root}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        time.sleep(wait)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate()
        assert child.returncode in (0, 130)
        assert "Traceback" not in said
    counterclaim.build([source], tmp_path / "a.ledger")
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert counterclaim.verify(ledger).faults == ()


# ---------------------------------------------------------------- the same input, the same exports

ORDERED = """
import sys, counterclaim
from pathlib import Path
from counterclaim.showing.export import export
target, folder, *steps = sys.argv[1:]
for step in steps:
    counterclaim.build(step.split("|"), target)
with counterclaim.open(target) as ledger:
    export(ledger, Path(folder))
"""


def test_exports_depend_on_no_hash_seed_no_order_and_no_steps(tmp_path: Path) -> None:
    texts = {f"t{n}": FRONT.replace("21", str(20 + n % 3)).replace("Tuesday", "Monday") for n in range(6)}
    texts |= {
        "a": WIRE,
        "long": {n: m for n, _, m in MAKERS}["long"](6_000),
        "z": article(),
        "y": article(dead=19),
    }
    source = pile(tmp_path / "in", **texts)
    files = sorted(map(str, source.iterdir()))
    ways = {
        "0": ["|".join(files)],
        "1": ["|".join(reversed(files))],
        "4242": ["|".join(files[::2]), "|".join(files[1::2])],
    }
    root = str(Path(__file__).resolve().parent.parent)
    for seed, steps in ways.items():
        subprocess.run(
            [sys.executable, "-c", ORDERED, str(tmp_path / f"{seed}.ledger"), str(tmp_path / f"e{seed}"), *steps],
            check=True, env=os.environ | {"PYTHONPATH": root, "PYTHONHASHSEED": seed},
        )  # fmt: skip
    assert rows(tmp_path / "e0", "accounts")
    assert same(tmp_path / "e0", tmp_path / "e1")
    assert same(tmp_path / "e0", tmp_path / "e4242")
