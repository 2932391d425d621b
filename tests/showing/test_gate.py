"""The gate: which hosts a request may name, which token it must bear."""

from __future__ import annotations

import hmac

import pytest

from counterclaim.errors import UsageError
from counterclaim.showing import serving
from counterclaim.showing.gate import POLICY, Gate, bearer, is_loopback, new_token


@pytest.mark.parametrize(
    ("named", "known"),
    [
        ("127.0.0.1:8077", True), ("127.0.0.1", True), ("localhost:8077", True), ("LOCALHOST", True), ("[::1]:8077", True),
        ("127.0.0.2:1", True), ("evil.example", False), ("evil.example:8077", False), ("192.0.2.7:8077", False),
        ("localhost.evil.example", False), ("127.0.0.1.evil.example", False), ("127.0.0.1@evil.example", False),
        ("127.0.0.1:8077/x", False), ("localhost:port", False), ("", False), (None, False), ("[::1", False),
    ],
)  # fmt: skip
def test_bound_to_this_machine_only_its_own_names_are_known(named: str | None, known: bool) -> None:
    assert Gate("127.0.0.1").knows(named) is known


def test_bound_elsewhere_plain_addresses_and_given_names_are_known() -> None:
    gate = Gate("0.0.0.0", "t", ("archive.example",))
    assert gate.knows("192.0.2.7:8077")
    assert gate.knows("[2001:db8::7]")
    assert gate.knows("Archive.Example:80")
    assert not gate.knows("evil.example")


@pytest.mark.parametrize("offered", [None, "", "wrong", "the-token-of-this-room-", "the-token-of-this-roon", "ä\udcff"])
def test_a_token_is_this_one_or_none(offered: str | None) -> None:
    gate = Gate("0.0.0.0", "the-token-of-this-room")
    assert not gate.admits(offered)
    assert gate.admits("the-token-of-this-room")


def test_tokens_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(hmac, "compare_digest", lambda a, b: compared.append((a, b)) or a == b)
    assert Gate("0.0.0.0", "right").admits("right")
    assert compared == [(b"right", b"right")]


def test_this_machine_alone_needs_no_token_and_every_other_host_does() -> None:
    assert serving.gate("127.0.0.1").token is None
    assert serving.gate("localhost").token is None
    assert serving.gate("127.0.0.1", ask=True).token
    tokens = {serving.gate(host).token for host in ("0.0.0.0", "::", "192.0.2.7", "archive.example")}
    assert None not in tokens and len(tokens) == 4
    assert serving.gate("0.0.0.0", token="a-token-that-stays").token == "a-token-that-stays"


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(UsageError, match="16 letters"):
        serving.gate("0.0.0.0", token="secret")


def test_made_tokens_differ_and_are_long() -> None:
    assert len({new_token() for _ in range(50)}) == 50
    assert len(new_token()) >= 32


@pytest.mark.parametrize(
    ("header", "token"), [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", None), (None, None)]
)
def test_a_header_can_bear_the_token(header: str | None, token: str | None) -> None:
    assert bearer(header) == token


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("[::1]", True), ("0.0.0.0", False), ("a.example", False)],
)
def test_loopback(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    rules = dict(rule.strip().split(" ", 1) for rule in POLICY.split(";"))
    assert rules["default-src"] == "'none'"
    assert {rules[name] for name in ("script-src", "style-src", "img-src", "font-src", "form-action")} == {"'self'"}
    assert rules["frame-ancestors"] == rules["base-uri"] == "'none'"
    assert "unsafe" not in POLICY


def test_without_the_extra_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    import sys

    monkeypatch.delitem(sys.modules, "counterclaim.showing.web", raising=False)
    monkeypatch.delattr("counterclaim.showing.web", raising=False)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    with pytest.raises(UsageError, match=r"pip install 'counterclaim\[serve\]'"):
        serving.serve(tmp_path / "a.ledger", host="127.0.0.1", port=0, ready=print)  # type: ignore[operator]
