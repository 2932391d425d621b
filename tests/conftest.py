"""Switches for the suites that `make test` leaves out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# The same examples on every run and machine, whatever its speed.
settings.register_profile("fixed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run the heavier suites")
    parser.addoption("--browser-tests", action="store_true", help="run the tests in a real browser")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, left = [], []
    for item in items:
        long = "long" in item.keywords and not config.getoption("--long")
        browser = "browser" in item.keywords and not config.getoption("--browser-tests")
        (left if long or browser else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept
