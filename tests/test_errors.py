"""The exception tree: everything of ours has one root, and the drawing in the module shows all of it."""

from __future__ import annotations

import inspect
import re

import pytest

from counterclaim import errors

CLASSES = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.__name__)
def test_every_error_hangs_on_the_root_and_says_what_it_means(error: type[Exception]) -> None:
    assert issubclass(error, errors.CounterclaimError)
    assert error.__doc__


def test_the_drawing_shows_the_tree() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or "")) | {"CounterclaimError"}
    assert drawn == {c.__name__ for c in CLASSES}


@pytest.mark.parametrize("error", CLASSES, ids=lambda c: c.__name__)
def test_the_command_line_turns_every_error_into_one_line(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from counterclaim import cli

    def fail(**_: object) -> None:
        raise error("first line\nsecond line")

    monkeypatch.setattr(cli, "app", fail)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 2
    assert capsys.readouterr().err.splitlines() == ["counterclaim: first line second line"]
