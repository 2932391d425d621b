"""The command line: what it prints, its exit codes, and that every error is one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_build import FRONT, WIRE, pile


def run(*args: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """``counterclaim`` as a process of its own."""
    root = str(Path(__file__).resolve().parent.parent)
    code = "from counterclaim.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, args)],
        capture_output=True, text=True, check=False, cwd=cwd, env=os.environ | {"PYTHONPATH": root, "COLUMNS": "200"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    pile(folder / "in", wire=WIRE, front=FRONT)
    done = run("build", folder / "in", "--out", folder / "a.ledger")
    assert done.returncode == 0, done.stderr
    assert "2 documents (2 new), 2 articles" in done.stdout
    return folder / "a.ledger"


def test_verify_says_what_it_checked(ledger: Path) -> None:
    done = run("verify", ledger)
    assert (done.returncode, done.stderr) == (0, "")
    assert "verified, 2 documents, 2 articles" in done.stdout


def test_verify_fails_loudly_on_a_changed_byte(ledger: Path, tmp_path: Path) -> None:
    changed = tmp_path / "b.ledger"
    import sqlite3

    changed.write_bytes(ledger.read_bytes())
    with sqlite3.connect(changed) as db:
        db.execute("UPDATE claims SET text = replace(text, 'fourteen', 'forty')")
    db.close()
    done = run("verify", changed)
    assert done.returncode == 1
    assert "FAULT" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("args", "shown"),
    [
        (("claims", "--by", "Sela Orin"), "We counted fourteen bodies"),
        (("claims", "--by", "Sela Orin"), "wire.txt:7"),
        (("documents",), "Tide Voice"),
        (("entities", "--about", "Tide Front"), "Tide Front"),
        (("claims", "--since", "2031-03-05"), "we will close the strait"),
        (("claims", "--by", "nobody at all"), "no claims found"),
        (("rejects",), "no rejects found"),
        (("claims", "--stance", "threatens", "--outlet", "tide voice"), "we will close the strait"),
        (("entity", "Tide Front"), "names:"),
        (("entity", "Tide Front", "--as-of", "2031"), "posts"),
    ],
)
def test_show(ledger: Path, args: tuple[str, ...], shown: str) -> None:
    done = run("show", ledger, *args)
    assert (done.returncode, done.stderr) == (0, "")
    assert shown in done.stdout


@pytest.mark.parametrize(
    ("args", "shown"), [((), "mentions"), (("--format", "csv"), "entity_id,name"), (("--format", "toml"), "[[actor]]")]
)
def test_actors(ledger: Path, args: tuple[str, ...], shown: str) -> None:
    done = run("actors", ledger, "--min", 1, *args)
    assert (done.returncode, done.stderr) == (0, "")
    assert shown in done.stdout


def test_what_a_document_holds_never_steers_the_terminal(tmp_path: Path) -> None:
    words = '"We \x1b]0;owned\x07 counted \u202efourteen\u202c bodies" said'
    pile(tmp_path / "in", wire=WIRE.replace('"We counted fourteen bodies," said', words))
    assert run("build", tmp_path / "in", "--out", tmp_path / "a.ledger").returncode == 0
    shown = "".join(run("show", tmp_path / "a.ledger", what).stdout for what in ("claims", "events", "documents"))
    assert "bodies" in shown
    assert not set(shown) & set("\x1b\x07\u202e\u202c")


def test_explain(ledger: Path) -> None:
    row = run("show", ledger, "claims", "--by", "Sela Orin").stdout.split(" · ")[-1].split()[0]
    done = run("explain", ledger, row)
    assert (done.returncode, done.stderr) == (0, "")
    assert '"We counted fourteen bodies' in done.stdout and "quotation before the verb" in done.stdout


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_export_writes_every_table(ledger: Path, tmp_path: Path, format: str) -> None:
    from counterclaim.ledger import TABLES

    done = run("export", ledger, "--format", format, "--out", tmp_path / "e")
    assert done.returncode == 0
    assert {p.name for p in (tmp_path / "e").iterdir()} == {f"{t}.{format}" for t in TABLES}


CODEBOOK = (
    'name = "N"\n[[category]]\ncode = "V"\ntypes = ["ASSAULT"]\n[[field]]\nname = "killed"\nfrom = "killed_lowest"\n'
)


@pytest.mark.parametrize("format", ["jsonl", "csv"])
def test_export_by_a_codebook_adds_two_tables(ledger: Path, tmp_path: Path, format: str) -> None:
    (tmp_path / "own.toml").write_text(CODEBOOK)
    done = run("export", ledger, "--codebook", tmp_path / "own.toml", "--format", format, "--out", tmp_path / "e")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"coded.{format}: " in done.stdout and "left out" in done.stdout
    assert "14" in (tmp_path / "e" / f"coded.{format}").read_text()
    assert (tmp_path / "e" / f"coded_left_out.{format}").exists()


def test_codebook_check_names_every_fault(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(CODEBOOK)
    done = run("codebook", "check", tmp_path / "own.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "N, 1 categories, 1 fields, one row an event" in done.stdout
    (tmp_path / "off.toml").write_text(CODEBOOK.replace("ASSAULT", "BOMB").replace("killed_lowest", "killed"))
    done = run("codebook", "check", tmp_path / "off.toml")
    assert (done.returncode, done.stdout) == (1, "")
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "FAULT category 1 (V)",
        "FAULT field 1 (killed)",
    ]


def test_report_says_where_it_is(ledger: Path, tmp_path: Path) -> None:
    done = run("report", ledger, "--out", tmp_path / "site")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "site" / "index.html").exists()
    assert "index.html" in done.stdout


def test_a_report_never_overwrites_other_files(ledger: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = run("report", ledger, "--out", tmp_path)
    assert done.returncode == 2
    assert "holds other files" in done.stderr
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_withdraw_and_log(ledger: Path, tmp_path: Path) -> None:
    copy = tmp_path / "c.ledger"
    copy.write_bytes(ledger.read_bytes())
    assert run("withdraw", copy, "wire.txt", "--why", "asked by the author").returncode == 0
    assert run("verify", copy).returncode == 0
    assert "Sela Orin" not in run("show", copy, "claims").stdout
    log = run("log", copy).stdout
    assert "build" in log and "withdraw" in log and "asked by the author" in log


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        (("verify", "nowhere.ledger"), 2, "nowhere.ledger"),
        (("verify", "text.txt"), 2, "text.txt"),
        (("build", "nowhere", "--out", "x.ledger"), 2, "no such file"),
        (("build", "empty", "--out", "x.ledger"), 2, "nothing could be read"),
        (("build", "text.txt", "empty", "--out", "y.ledger", "--strict", "-q"), 1, ""),
        (("export", "A", "--format", "xlsx", "--out", "e"), 2, "xlsx"),
        (("show", "A", "claims", "--since", "yesterday"), 2, "yesterday"),
        (("show", "A", "documents", "--by", "x"), 2, "--by"),
        (("codebook", "check", "text.txt"), 2, "text.txt"),
        (("export", "A", "--codebook", "off.toml", "--out", "e"), 2, "no category"),
        (("places", "import", "text.txt", "own.csv"), 2, "no place can be used"),
        (("build", "text.txt", "--places", "text.txt", "--out", "z.ledger"), 2, "no column 'name'"),
        (("show", "A", "claims", "--stance", "doubts"), 2, "doubts"),
        (("show", "A", "entity", "nobody at all"), 2, "nobody at all"),
        (("actors", "A", "--type", "GROUP"), 2, "GROUP"),
        (("explain", "A", "acc-0"), 2, "acc-0"),
        (("explain", "A", "evt-0123"), 2, "evt-0123"),
        (("withdraw", "A", "nothing-like-it", "--why", "x"), 2, "nothing-like-it"),
        (("decide", "correct", "A", "clm-0", "--by", "x"), 2, "clm-0"),
        (("decide", "same", "A", "Tide Front", "nobody at all", "--by", "x"), 2, "nobody at all"),
        (("decide", "add-claim", "A", "wire.txt", "--words", "Sela", "--by", "x"), 2, "speaker and stance"),
        (("decide", "accept", "A", "Tide Front"), 2, "--by"),
        (("decisions", "import", "A", "nowhere.jsonl"), 2, "nowhere.jsonl"),
        (("decisions", "export", "A", "text.txt"), 2, "exists already"),
        (("build", "text.txt"), 2, "--out"),
        (("nonsense",), 2, "nonsense"),
    ],
)  # fmt: skip
def test_errors_are_one_line(ledger: Path, tmp_path: Path, args: tuple[str, ...], code: int, words: str) -> None:
    (tmp_path / "text.txt").write_text(WIRE)
    (tmp_path / "off.toml").write_text('name = "N"')
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "empty.txt").touch()
    done = run(*(ledger if a == "A" else a for a in args), cwd=tmp_path)
    assert done.returncode == code, done.stderr
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1


def test_every_command_and_option_is_documented() -> None:
    check = subprocess.run(
        [sys.executable, "tools/make_docs.py", "--check"],
        capture_output=True, text=True, check=False, cwd=Path(__file__).resolve().parent.parent,
    )  # fmt: skip
    assert check.returncode == 0, check.stdout + check.stderr


def test_own_places_are_imported_and_used_by_a_build(tmp_path: Path) -> None:
    gazetteer = tmp_path / "own.geojson"
    at = '{"properties": {"name": "%s", "country": "XO", "kind": "town"}, "geometry": {"type": "Point", "coordinates": [%s]}}'
    gazetteer.write_text('{"features": [' + at % ("Sandby", "31.5, 12.25") + "," + at % ("", "31.5, 12.25") + "]}")
    done = run("places", "import", gazetteer, tmp_path / "own.csv")
    assert done.returncode == 0
    assert done.stderr.splitlines() == ["REJECT own.geojson, feature 2: no name"]
    assert "1 places, 1 rejects" in done.stdout
    assert run("places", "import", gazetteer, tmp_path / "own.csv").returncode == 2
    pile(tmp_path / "in", wire=WIRE + "\nJets bombed the town of Sandby in Ostrel.\n")
    assert (
        run("build", tmp_path / "in", "--places", tmp_path / "own.csv", "--out", tmp_path / "a.ledger").returncode == 0
    )
    assert run("export", tmp_path / "a.ledger", "--format", "csv", "--out", tmp_path / "e").returncode == 0
    assert "sandby,Sandby,12.25,31.5,XO" in (tmp_path / "e" / "places.csv").read_text()


def test_decisions_from_the_command_line(ledger: Path, tmp_path: Path) -> None:
    copy, fresh, file = tmp_path / "d.ledger", tmp_path / "f.ledger", tmp_path / "d.jsonl"
    copy.write_bytes(ledger.read_bytes())
    fresh.write_bytes(ledger.read_bytes())
    row = run("show", copy, "claims", "--by", "Sela Orin").stdout.split(" · ")[-1].split()[0]
    done = run("decide", "correct", copy, row, "--stance", "confirms", "--by", "Ilse Maren", "--at", "2031-04-01")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"correct claims {row}: applied" in done.stdout
    shown = run("show", copy, "claims", "--by", "Sela Orin").stdout
    assert "[confirms" in shown and "· reviewed" in shown
    assert f"{file}: 1 decisions" in run("decisions", "export", copy, file).stdout
    file.write_text("nonsense\n" + file.read_text())
    taken = run("decisions", "import", fresh, file)
    assert taken.returncode == 0
    assert taken.stderr.startswith(f"REJECT {file}:1: ") and len(taken.stderr.splitlines()) == 1
    assert "1 decisions added, 1 rejects" in taken.stdout
    assert "[confirms" in run("show", fresh, "claims", "--by", "Sela Orin").stdout
    listed = run("decisions", "list", fresh).stdout
    assert "applied" in listed and "Ilse Maren" in listed
    assert run("decisions", "list", fresh, "--state", "unapplied").stdout == "no decisions found\n"
    assert run("decide", "undo", fresh, listed.split()[0], "--by", "Karl Oster").returncode == 0
    assert "undone (taken back by Karl Oster" in run("decisions", "list", fresh).stdout
    assert run("verify", fresh).returncode == 0
