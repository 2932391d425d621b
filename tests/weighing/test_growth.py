"""The made corpus: the same for the same seed, anchored, and weighed as it was made."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.growth import Pool, corpus, measured, pool
from counterclaim import knowledge
from counterclaim.build import build
from counterclaim.ledger import Ledger
from tests.strait import EXAMPLES

KNOWN = knowledge.load(())


@pytest.fixture(scope="module")
def of(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    path: Path = tmp_path_factory.mktemp("growth") / "strait.ledger"
    build([EXAMPLES / "strait"], path, catalogue=[EXAMPLES / "strait.catalogue.toml"])
    with Ledger.open(path) as ledger:
        return pool(ledger.iter_found(), KNOWN)


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one(of: Pool) -> None:
    assert corpus(of, 20, 7) == corpus(of, 40, 7)[:20]
    assert corpus(of, 20, 7) != corpus(of, 20, 8)


def test_what_is_made_is_anchored(of: Pool) -> None:
    made = corpus(of, 40, 7)
    assert {m.original is None for m in made} == {True, False}
    for m in made:
        for row in (*m.found.findings.accounts, *m.found.findings.claims):
            assert m.found.text[row.start : row.end] == row.text
        assert set(m.events) == {a.account_id for a in m.found.findings.accounts}


def test_known_copies_and_events_are_found(of: Pool) -> None:
    figures = measured(corpus(of, 80, 7), KNOWN)
    assert figures["copies_recall"] >= 0.9
    assert figures["events_f1"] >= 0.7
