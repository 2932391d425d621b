"""Places of a text, with demonyms of states and places inside names of bodies."""

from __future__ import annotations

from benchmarks.tasks.places import predict

TEXT = "Iraqi officials in Mosul met the Texas Department of Fisheries near Highway 19 in Dallas, Texas."


def test_places_have_their_words_and_points() -> None:
    places = predict({"id": "1", "text": TEXT, "published": None, "outlet": None, "title": None})["places"]
    assert all(TEXT[p["start"] : p["end"]] == p["text"] for p in places)
    points = {p["text"]: p["lat"] and round(p["lat"]) for p in places}
    assert points["Iraqi"] == 33
    assert points["Mosul"] == 36
    assert points["Dallas"] == 33
    assert sum(p["text"] == "Texas" for p in places) == 2
