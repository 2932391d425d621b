"""Incident templates from wire texts in capitals."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.tasks.templates import predict

TEXT = """   SAN SALVADOR, 4 FEB 90 (WIRE) -- [TEXT] TWO UNIDENTIFIED GUNMEN KILLED SENATOR LUIS ALBERTO MARENO YESTERDAY IN SAN
SALVADOR, POLICE REPORTED.  THE SENATOR'S DRIVER WAS WOUNDED IN THE ATTACK.

   IN ANOTHER INCIDENT, A POWERFUL BOMB EXPLODED IN FRONT OF THE VARDAN EMBASSY.  NOBODY WAS HURT.
"""


@pytest.fixture(scope="module")
def found() -> dict[str, dict[str, Any]]:
    record = {"id": "1", "text": TEXT, "published": "1990-02-04", "place": "SAN SALVADOR", "outlet": "WIRE"}
    return {t["type"][0]: t for t in predict(record)["templates"]}


def test_each_kind_of_attack_has_a_template(found: dict[str, dict[str, Any]]) -> None:
    assert sorted(found) == ["ATTACK", "BOMBING"]


def test_people_with_what_befell_them(found: dict[str, dict[str, Any]]) -> None:
    attack = found["ATTACK"]
    assert attack["victims"] == ["LUIS ALBERTO MARENO"]
    assert attack["perpetrators"] == ["UNIDENTIFIED GUNMEN"]
    effects = {fill["ref"][0]: fill["values"][0] for fill in attack["effects"]}
    assert effects["LUIS ALBERTO MARENO"] == "DEATH"
    assert effects["DRIVER"] == "INJURY"
    kinds = {fill["ref"][0]: fill["values"][0] for fill in attack["victim_types"]}
    assert kinds["LUIS ALBERTO MARENO"] == "GOVERNMENT OFFICIAL"


def test_things_with_their_kind(found: dict[str, dict[str, Any]]) -> None:
    bombing = found["BOMBING"]
    assert bombing["targets"] == ["VARDAN EMBASSY"]
    assert bombing["target_types"][0]["values"] == ["DIPLOMAT OFFICE OR RESIDENCE"]
    assert bombing["weapons"] == ["BOMB"]


def test_where_and_when(found: dict[str, dict[str, Any]]) -> None:
    attack = found["ATTACK"]
    assert attack["location"] == [{"country": "EL SALVADOR", "places": ["SAN SALVADOR"]}]
    assert (attack["date"][0]["from"], attack["date"][0]["to"]) == ("1990-02-03", "1990-02-03")


def test_a_text_without_attack_has_no_template() -> None:
    text = "   DUNMERE, 4 FEB 90 (WIRE) -- [TEXT] THE MINISTER OF FISHERIES OPENED A NEW PORT AND SPOKE OF HERRING TO THE PRESS.\n"
    assert predict({"id": "2", "text": text, "published": "1990-02-04"})["templates"] == []
