"""Whose address is believed. The peer is who sends; what headers say is another thing."""

import pytest
from starlette.types import Scope

from ui.access.callers import Proxies, network_of

PROXIES = Proxies(["10.0.0.0/8", "::1", "127.0.0.1"])


def scope(peer: str, *headers: tuple[str, str], http: str = "1.1") -> Scope:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return {
        "type": "http", "client": (peer, 1), "headers": raw, "http_version": http, "scheme": "http"
    }  # fmt: skip


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.1.1", "::1", "::ffff:127.0.0.1"])
def test_a_program_on_this_machine(peer: str) -> None:
    assert Proxies([]).caller(scope(peer)).is_loopback


@pytest.mark.parametrize("peer", ["192.168.1.20", "::ffff:192.168.1.20", "fe80::1", "", "unknown"])
def test_another_machine(peer: str) -> None:
    assert not Proxies([]).caller(scope(peer)).is_loopback


@pytest.mark.parametrize(
    "header",
    [
        "x-forwarded-for", "X-Forwarded-Host", "x-forwarded-proto", "forwarded", "via",
        "x-real-ip", "cf-connecting-ip", "true-client-ip",
    ],
)  # fmt: skip
def test_an_unlisted_proxy_is_neither_believed_nor_taken_for_this_machine(header: str) -> None:
    sent = scope("127.0.0.1", (header, "127.0.0.1"), ("host", "own.example"))
    proxies = Proxies(["10.0.0.0/8"])
    caller = proxies.caller(sent)
    assert (caller.address, caller.is_loopback) == ("127.0.0.1", False)
    assert not caller.through_proxy
    assert proxies.believed(sent, caller)["headers"] == [(b"host", b"own.example")]


def test_a_proxy_that_adds_no_header_gives_itself_away_by_http_1_0() -> None:
    assert not Proxies([]).caller(scope("127.0.0.1", http="1.0")).is_loopback


@pytest.mark.parametrize(
    ("forwarded_for", "address"),
    [
        (["203.0.113.9"], "203.0.113.9"),
        (["127.0.0.1, 203.0.113.9"], "203.0.113.9"),  # the first is the visitor's invention
        (["127.0.0.1", "203.0.113.9, 10.1.1.1"], "203.0.113.9"),  # through two listed proxies
        (["203.0.113.9:4711"], "203.0.113.9"),
        (["[2001:db8::1]:4711"], "2001:db8::1"),
        (["2001:db8::1"], "2001:db8::1"),
        (["::ffff:203.0.113.9"], "203.0.113.9"),
        (["203.0.113.9, nonsense"], "10.0.0.7"),
        (["10.1.1.1, 127.0.0.1"], "10.0.0.7"),
        ([""], "10.0.0.7"),
        ([], "10.0.0.7"),
    ],
)
def test_a_listed_proxy_tells_the_visitor_who_is_never_this_machine(
    forwarded_for: list[str], address: str
) -> None:
    headers = [("x-forwarded-for", line) for line in forwarded_for]
    caller = PROXIES.caller(scope("10.0.0.7", *headers))
    assert (caller.address, caller.is_loopback, caller.through_proxy) == (address, False, True)


def test_behind_a_listed_proxy_on_this_machine_nobody_is_this_machine() -> None:
    assert not PROXIES.caller(scope("127.0.0.1")).is_loopback
    assert not PROXIES.caller(scope("::1", ("x-forwarded-for", "127.0.0.1"))).is_loopback


def test_host_and_scheme_are_those_that_the_nearest_listed_proxy_wrote() -> None:
    sent = scope(
        "10.0.0.7", ("host", "backend:7860"), ("x-forwarded-host", "evil.example, press.example"),
        ("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.9"), ("accept", "*/*"),
    )  # fmt: skip
    believed = PROXIES.believed(sent, PROXIES.caller(sent))
    assert believed["headers"] == [(b"accept", b"*/*"), (b"host", b"press.example")]
    assert (believed["scheme"], believed["client"][0]) == ("https", "203.0.113.9")


def test_one_host_has_a_whole_network_of_ipv6_addresses() -> None:
    assert network_of("2001:db8::1") == network_of("2001:db8::ffff:1")
    assert network_of("2001:db8::1") != network_of("2001:db8:0:1::1")
    assert network_of("203.0.113.9") == "203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "told", "root"),
    [
        ("10.0.0.7", "/depeche", "/depeche"),
        ("10.0.0.7", "/tools/depeche/", "/tools/depeche"),
        ("10.0.0.7", "", ""),
        ("10.0.0.7", "/", ""),
        ("10.0.0.7", "//evil.example", ""),
        ("10.0.0.7", "https://evil.example", ""),
        ("10.0.0.7", '/"><script>', ""),
        ("192.168.1.20", "/depeche", ""),
    ],
)
def test_a_prefix_is_that_which_a_listed_proxy_took_away(peer: str, told: str, root: str) -> None:
    sent = {**scope(peer, ("x-forwarded-prefix", told)), "path": "/library"}
    caller = PROXIES.caller(sent)
    prefixed = PROXIES.prefixed(sent, PROXIES.believed(sent, caller), caller)
    assert (prefixed.get("root_path", ""), prefixed["path"]) == (root, f"{root}/library")
