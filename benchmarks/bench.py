"""Quality and speed in one table.

    python benchmarks/bench.py --shared FOLDER [--tasks ner dates ...] [--no-speed] [--json FILE]

Quality: every task of the benchmark pack in FOLDER/benchmarks, predicted on its dev file through the product's own code and
scored by the pack's own scorer; and the labelled articles of ``benchmarks/own`` (task ``own_articles``, its development part),
built from FOLDER/corpus and scored by ``own_articles.py``. Speed: a whole build of FOLDER/corpus (words a second, peak memory)
beside a spaCy pipeline with tok2vec, tagger, parser and NER in the same run; its weights are untrained, which cost the same
time as trained ones.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

# Task, dev file, the figures shown (name in the scorer's output).
ROWS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("attribution", "attribution/dev.jsonl",
     ("source_exact.f1", "cue_exact.f1", "content_exact.f1", "triple_exact.f1", "content_overlap.f1")),
    ("ner", "ner/enwww_train.jsonl", ("strict.f1", "span.f1")),
    ("ner", "ner/re3d_dev.jsonl", ("strict.f1", "span.f1")),
    ("ner", "ner/uner_dev.jsonl", ("strict.f1", "span.f1")),
    ("dates", "dates/gum_dev.jsonl", ("strict.f1", "relaxed.f1", "value.f1", "relaxed_value.f1")),
    ("dates", "dates/gum_train.jsonl", ("strict.f1", "relaxed.f1", "value.f1", "relaxed_value.f1")),
    ("events", "events/dev.jsonl", ("given.accuracy", "given.macro_f1", "given.quad_macro_f1", "type.f1", "dyad.f1")),
    ("event_types", "events/quad_dev.jsonl", ("accuracy", "macro_f1")),
    ("event_arguments", "events/arguments_dev.jsonl", ("trigger.f1", "event.f1", "argument_overlap.f1")),
    ("event_codes", "events/regression_petrarch2.jsonl", ("triple.f1", "dyad.f1", "perfect")),
    ("templates", "templates/dev.jsonl", ("all.f1", "template.f1", "entity.all.f1", "entity.all.exact.f1")),
    ("places", "places/dev.jsonl", ("tagging.f1", "resolution.accuracy_161km", "end_to_end.f1")),
    ("crossdoc", "crossdoc/dev.jsonl", ("event.conll", "participant.conll", "all.conll")),
    ("names", "names/dev.jsonl", ("precision", "recall", "f1", "best.f1", "Person.f1")),
    ("copies", "copies/dev.jsonl", ("accuracy", "macro_f1", "copy.f1", "story.f1")),
    ("accounts", "accounts/dev.jsonl", ("all.f1", "slot.date.f1", "slot.killed.f1", "slot.source.f1", "disputed.f1")),
)  # fmt: skip

# The shipped weights were trained on these: here the rules are measured without them.
TRAINED_ON = ("dates/gum_train.jsonl",)

# The figures shown of our own labelled articles (name in the output of own_articles.py).
OWN_SHOWN = (
    "mentions: span and type", "claims: found", "claims: credited", "events: by type", "relations", "dates: span and value",
    "figures: span and value", "wording: any overlap",
)  # fmt: skip


def digest(path: Path) -> str:
    """First 12 hex digits of the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def quality(pack: Path, tasks: list[str]) -> list[dict[str, Any]]:
    """One row a dev file: the scorer's figures, the digest of what was measured."""
    rows = []
    for task, name, shown in ROWS:
        if tasks and task not in tasks:
            continue
        with tempfile.TemporaryDirectory() as folder:
            source, target = _dev_part(pack, name, Path(folder)), Path(folder) / "pred.jsonl"
            began = time.monotonic()
            done = subprocess.run(
                [sys.executable, str(HERE / "predict.py"), task, str(source), str(target)],
                capture_output=True, text=True, check=False,
                env=os.environ | ({"READ_WITH": "surface"} if name in TRAINED_ON else {}),
            )  # fmt: skip
            took = time.monotonic() - began
            if done.returncode:
                print(f"{task} {name}: predict failed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
                continue
            scored = subprocess.run(
                [sys.executable, str(pack / "score.py"), task, str(source), str(target), "--json"],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if scored.returncode:
                print(f"{task} {name}: scoring failed: {scored.stderr.strip()}", file=sys.stderr)
                continue
            figures = json.loads(scored.stdout)
            rows.append({"task": task, "file": name, "digest": digest(source), "seconds": round(took, 1),
                         "shown": {k: figures[k] for k in shown if k in figures}, "all": figures})  # fmt: skip
            _print_row(rows[-1])
    return rows


def own_articles(corpus: Path) -> list[dict[str, Any]]:
    """The row of our own labelled articles, development part; none where they cannot be measured."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "figures.json"
        began = time.monotonic()
        done = subprocess.run(
            [sys.executable, str(HERE / "own_articles.py"), "--corpus", str(corpus), "--split", "dev", "--json", str(target)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        took = time.monotonic() - began
        if done.returncode:
            print(f"own_articles: not measured: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return []
        made = json.loads(target.read_text(encoding="utf-8"))
    figures = made["figures"]["dev"]
    shown = {f"{name.replace(': ', '_').replace(' ', '_')}.f1": figures[name]["f1"] for name in OWN_SHOWN}
    row = {"task": "own_articles", "file": "own/*.jsonl, dev", "digest": made["digest"], "seconds": round(took, 1),
           "shown": shown, "all": figures}  # fmt: skip
    _print_row(row)
    return [row]


def _dev_part(pack: Path, name: str, folder: Path) -> Path:
    """The dev file; of enwww, whose dev part is a list of ids, a file of just these records."""
    if name != "ner/enwww_train.jsonl":
        return pack / name
    ids = set((pack / "ner/enwww_dev_ids.txt").read_text(encoding="utf-8").split())
    lines = (pack / name).read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.strip() and json.loads(line)["id"] in ids]
    target = folder / "enwww_dev.jsonl"
    target.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return target


def _print_row(row: dict[str, Any]) -> None:
    figures = "  ".join(
        f"{k.removesuffix('.f1')} {v * 100:.1f}" if v <= 1 else f"{k} {v:.1f}" for k, v in row["shown"].items()
    )
    print(f"{row['task']:<16} {row['file']:<36} {row['digest']}  {figures}  ({row['seconds']} s)", flush=True)


_BUILD = """
import resource, sys, time, json
from pathlib import Path
import counterclaim
began = time.monotonic()
folders = [f for f in (Path(sys.argv[1]) / name for name in ("seeds", "official", "rival")) if f.is_dir()]
summary = counterclaim.build(folders or [sys.argv[1]], sys.argv[2])
took = time.monotonic() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(dict(words=summary.words, seconds=took, peak_mib=peak, documents=summary.documents, articles=summary.articles,
      claims=summary.claims, accounts=summary.accounts, events=summary.events, disputes=summary.disputes, rejects=summary.rejects)))
"""
_SPACY = """
import resource, sys, time, json
from pathlib import Path
import spacy
from spacy.training import Example
nlp = spacy.blank("en")
for pipe in ("tagger", "parser", "ner"):
    nlp.add_pipe(pipe)
tags, deps = ["N", "V"], ["ROOT", "dep"]
doc = nlp.make_doc("One two .")
example = Example.from_dict(doc, {"tags": ["N", "V", "N"], "heads": [1, 1, 1], "deps": ["dep", "ROOT", "dep"],
                                  "entities": [(0, 3, "PERSON")]})
nlp.initialize(lambda: [example])
texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(Path(sys.argv[1]).rglob("*.txt"))]
began = time.monotonic()
for doc in nlp.pipe(texts):
    pass
took = time.monotonic() - began
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps(dict(words=sum(len(t.split()) for t in texts), seconds=took, peak_mib=peak)))
"""


def speed(corpus: Path) -> dict[str, dict[str, Any]]:
    """Words a second and peak memory of a whole build, and of a spaCy pipeline where spaCy is installed."""
    measured: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, script in (("build", _BUILD), ("spacy", _SPACY)):
            done = subprocess.run(
                [sys.executable, "-c", script, str(corpus), str(Path(folder) / "bench.ledger")],
                capture_output=True, text=True, check=False, cwd=HERE.parent,
            )  # fmt: skip
            if done.returncode:
                reason = (done.stderr.strip().splitlines() or ["failed"])[-1]
                print(f"speed of {name}: not measured: {reason}", file=sys.stderr)
                continue
            row = json.loads(done.stdout.strip().splitlines()[-1])
            row["words_per_second"] = round(row["words"] / row["seconds"])
            measured[name] = row
            print(
                f"speed {name:<8} {row['words']:,} words in {row['seconds']:.1f} s: {row['words_per_second']:,} words/s, "
                f"peak {row['peak_mib']:.0f} MiB", flush=True,
            )  # fmt: skip
    if len(measured) == 2:
        ratio = measured["build"]["words_per_second"] / measured["spacy"]["words_per_second"]
        print(f"speed of the whole build against the spaCy pipeline in the same run: {ratio:.2f}")
        measured["build"]["ratio_to_spacy"] = round(ratio, 3)
    return measured


def markdown(result: dict[str, Any]) -> str:
    """The figures as the tables of ``docs/accuracy.md``."""
    lines = ["| task | measured on | digest | figures (F1 in per cent unless named) |", "| --- | --- | --- | --- |"]
    for row in result.get("quality", []):
        figures = ", ".join(f"{name.removesuffix('.f1')} {value * 100:.1f}" for name, value in row["shown"].items())
        lines.append(f"| {row['task']} | {row['file']} | {row['digest']} | {figures} |")
    if "speed" in result:
        lines += ["", "| what | words | words/s | peak memory |", "| --- | --- | --- | --- |"]
        for name, row in result["speed"].items():
            lines.append(f"| {name} | {row['words']:,} | {row['words_per_second']:,} | {row['peak_mib']:.0f} MiB |")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--tasks", nargs="*", default=[])
    parser.add_argument("--no-speed", action="store_true")
    parser.add_argument("--no-quality", action="store_true")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    args = parser.parse_args()
    pack, corpus = args.shared / "benchmarks", args.shared / "corpus"
    result: dict[str, Any] = {}
    if args.no_quality:
        pass
    elif (pack / "score.py").exists():
        result["quality"] = quality(pack, args.tasks)
    else:
        print(f"no benchmark pack at {pack}: quality is not measured")
    if not args.no_quality and corpus.is_dir() and (not args.tasks or "own_articles" in args.tasks):
        result.setdefault("quality", []).extend(own_articles(corpus))
    if not args.no_speed:
        if corpus.is_dir():
            result["speed"] = speed(corpus)
        else:
            print(f"no corpus at {corpus}: speed is not measured")
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    if args.markdown:
        args.markdown.write_text(markdown(result), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
