"""A whole build: what it reads, what it keeps when it is killed, and that one input gives one export."""

from __future__ import annotations

import filecmp
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import counterclaim
from counterclaim.errors import SettingsError, UsageError
from counterclaim.showing.export import export

WIRE = """Shells hit Dunmere market, monitor says

Meridian Wire
4 March 2031

DUNMERE, Ostrel - At least 14 civilians were killed on Tuesday when shells hit the market of Dunmere, the Kell Monitoring
Centre said. "We counted fourteen bodies," said Sela Orin, its director. The Ostreli Defence Ministry denied that its forces
had struck the market.
"""
FRONT = """Tide Front warns Ostrel

Tide Voice
5 March 2031

The Tide Front accused Ostrel of a massacre. Its spokesman Milo Venn said that 21 people had died in Dunmere on Tuesday.
"If the bombing goes on, we will close the strait," Venn warned.
"""


def pile(folder: Path, **texts: str) -> Path:
    """A folder of text files."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def exported(ledger: Path, folder: Path) -> Path:
    with counterclaim.open(ledger) as opened:
        export(opened, folder)
    return folder


def same(left: Path, right: Path) -> bool:
    """Two exports are equal byte for byte."""
    names = sorted(p.name for p in left.iterdir())
    assert names == sorted(p.name for p in right.iterdir())
    return not any(filecmp.cmpfiles(left, right, names, shallow=False)[1:])


def rows(folder: Path, table: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_build_finds_who_said_what(tmp_path: Path) -> None:
    summary = counterclaim.build([pile(tmp_path / "in", wire=WIRE, front=FRONT)], tmp_path / "a.ledger")
    assert (summary.documents, summary.articles, summary.rejects) == (2, 2, 0)
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        outlets = {a.outlet: a.published for a in ledger.articles()}
        assert outlets == {"Meridian Wire": "2031-03-04", "Tide Voice": "2031-03-05"}
        said = {(c.speaker, c.text): (c.stance, c.direct) for c in ledger.claims()}
        assert said["Sela Orin", "We counted fourteen bodies"] == ("asserts", True)
        assert said["Venn", "If the bombing goes on, we will close the strait"] == ("threatens", True)
        assert counterclaim.verify(ledger).faults == ()


def test_what_cannot_be_used_of_a_catalogue_is_a_reject(tmp_path: Path) -> None:
    own = tmp_path / "own.ftm"
    own.write_text('{"schema": "Organization", "properties": {"name": ["Tide Front"]}}\n{"schema": \n')
    counterclaim.build([pile(tmp_path / "in", front=FRONT)], tmp_path / "a.ledger", catalogue=[own])
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert [(r.path, r.stage, r.reason) for r in ledger.rejects()] == [
            ("own.ftm", "catalogue", "line 2: no JSON object")
        ]
        assert [e.known for e in ledger.entities(about="Tide Front")] == [True]
        assert counterclaim.verify(ledger).faults == ()


def test_the_same_input_gives_the_same_exports(tmp_path: Path) -> None:
    folder = pile(tmp_path / "in", wire=WIRE, front=FRONT)
    for name in ("a", "b"):
        counterclaim.build([folder], tmp_path / f"{name}.ledger")
    assert same(exported(tmp_path / "a.ledger", tmp_path / "ea"), exported(tmp_path / "b.ledger", tmp_path / "eb"))


def test_adding_files_later_equals_one_build(tmp_path: Path) -> None:
    both = pile(tmp_path / "both", wire=WIRE, front=FRONT)
    counterclaim.build([both / "front.txt"], tmp_path / "a.ledger")
    first = counterclaim.build([both], tmp_path / "a.ledger")
    counterclaim.build([both], tmp_path / "b.ledger")
    assert first.new_documents == 1
    assert same(exported(tmp_path / "a.ledger", tmp_path / "ea"), exported(tmp_path / "b.ledger", tmp_path / "eb"))


def test_building_again_adds_nothing(tmp_path: Path) -> None:
    folder = pile(tmp_path / "in", wire=WIRE)
    counterclaim.build([folder], tmp_path / "a.ledger")
    again = counterclaim.build([folder], tmp_path / "a.ledger")
    assert (again.new_documents, again.documents) == (0, 1)


def test_identical_bytes_at_two_paths_are_one_document(tmp_path: Path) -> None:
    counterclaim.build([pile(tmp_path / "in", b=WIRE, a=WIRE)], tmp_path / "a.ledger")
    (document,) = rows(exported(tmp_path / "a.ledger", tmp_path / "e"), "documents")
    assert (document["path"], document["other_paths"]) == ("a.txt", ["b.txt"])


def test_what_a_person_states_is_kept_and_nothing_else_is_filled_in(tmp_path: Path) -> None:
    folder = pile(tmp_path / "in", wire=WIRE, front=FRONT)
    meta = tmp_path / "meta.csv"
    meta.write_text("path,url,collected_by\nwire.txt,https://wire.example/1,M. Reader\n", encoding="utf-8")
    counterclaim.build([folder], tmp_path / "a.ledger", meta=meta)
    stated = {d["path"]: d for d in rows(exported(tmp_path / "a.ledger", tmp_path / "e"), "documents")}
    assert (stated["wire.txt"]["url"], stated["wire.txt"]["collected_by"]) == ("https://wire.example/1", "M. Reader")
    assert [stated["front.txt"][k] for k in ("url", "collected_at", "retrieved_at", "method")] == [None] * 4


def test_rejects_say_why_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = pile(tmp_path / "in", wire=WIRE, empty="")
    (folder / "noise.bin").write_bytes(bytes(range(256)) * 40)
    summary = counterclaim.build([folder], tmp_path / "a.ledger")
    assert (summary.documents, summary.rejects) == (1, 2)
    rejects = {r["path"]: r["reason"] for r in rows(exported(tmp_path / "a.ledger", tmp_path / "e"), "rejects")}
    assert set(rejects) == {"empty.txt", "noise.bin"}
    assert all(rejects.values())


def test_a_withdrawn_document_is_not_read_again(tmp_path: Path) -> None:
    folder = pile(tmp_path / "in", wire=WIRE, front=FRONT)
    target = tmp_path / "a.ledger"
    counterclaim.build([folder], target)
    with counterclaim.Ledger.open(target, write=True) as ledger:
        ledger.withdraw("wire.txt", why="asked by the author", by="M. Reader")
    counterclaim.build([folder], target)
    with counterclaim.open(target) as ledger:
        assert [d.path for d in ledger.documents()] == ["front.txt"]
        assert ["asked by the author" in r.reason for r in ledger.rejects()] == [True]
        assert counterclaim.verify(ledger).faults == ()
    assert b"fourteen bodies" not in target.read_bytes()


def test_own_actors_are_merged_over_the_shipped_ones(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[actor]]\nid = "tide-front"\nname = "Tide Front"\ntype = "ORG"\n', encoding="utf-8")
    counterclaim.build([pile(tmp_path / "in", front=FRONT)], tmp_path / "a.ledger", catalogue=[own])
    with counterclaim.open(tmp_path / "a.ledger") as ledger:
        assert {e.entity_id: e.known for e in ledger.entities()}["tide-front"] is True


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"paths": []}, UsageError),
        ({"paths": ["nowhere"]}, UsageError),
        ({"out": "."}, UsageError),
        ({"meta": "nowhere.csv"}, SettingsError),
        ({"catalogue": ["nowhere.toml"]}, SettingsError),
    ],
)
def test_a_bad_call_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: dict[str, object], error: type[Exception]
) -> None:
    monkeypatch.chdir(tmp_path)
    pile(tmp_path / "in", wire=WIRE)
    call = {"paths": ["in"], "out": "a.ledger"} | change
    with pytest.raises(error) as raised:
        counterclaim.build(call.pop("paths"), call.pop("out"), **call)  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)


KILLED = """
import os, signal, sys
import counterclaim
from counterclaim.ledger import Ledger
stop, seen = int(sys.argv[3]), 0
add, weigh = Ledger.add_document, Ledger.store_weighed
def counted(self, *args, **kwargs):
    global seen
    seen += 1
    if seen == stop:
        os.kill(os.getpid(), signal.SIGKILL)
    return add(self, *args, **kwargs)
def weighed(self, *args, **kwargs):
    if stop == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return weigh(self, *args, **kwargs)
Ledger.add_document, Ledger.store_weighed = counted, weighed
counterclaim.build([sys.argv[1]], sys.argv[2])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize("stop", [1, 2, 3, 0], ids=["first document", "second", "third", "before weighing"])
def test_a_killed_build_resumes_with_the_same_exports(tmp_path: Path, stop: int) -> None:
    folder = pile(tmp_path / "in", wire=WIRE, front=FRONT, third=FRONT.replace("21", "22"))
    target = tmp_path / "a.ledger"
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(target), str(stop)], check=False)
    assert killed.returncode == -signal.SIGKILL
    counterclaim.build([folder], target)
    counterclaim.build([folder], tmp_path / "b.ledger")
    assert same(exported(target, tmp_path / "ea"), exported(tmp_path / "b.ledger", tmp_path / "eb"))
    with counterclaim.open(target) as ledger:
        assert counterclaim.verify(ledger).faults == ()


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_build_killed_at_any_moment_resumes(tmp_path: Path) -> None:
    texts = {f"t{n}": FRONT.replace("21", str(21 + n)) for n in range(60)}
    folder = pile(tmp_path / "in", **texts)
    target = tmp_path / "a.ledger"
    code = "import sys, counterclaim; counterclaim.build([sys.argv[1]], sys.argv[2])"
    for wait in (0.9, 1.1, 1.3, 1.6, 2.0, 2.6):
        child = subprocess.Popen([sys.executable, "-c", code, str(folder), str(target)])
        time.sleep(wait)
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    counterclaim.build([folder], target)
    counterclaim.build([folder], tmp_path / "b.ledger")
    assert same(exported(target, tmp_path / "ea"), exported(tmp_path / "b.ledger", tmp_path / "eb"))
