"""Connections go to addresses that were checked, however they are written or named."""

import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpcore
import pytest
import trustme

from index.errors import UnreadableArticle
from index.web import Fetcher, network
from index.web.network import CheckedNetwork, Unreachable, is_public
from tests.index.web.conftest import AGENT, QUICK
from tests.index.web.site import Site, html_page, running_site

HTML = ("text/html",)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254",
        "172.16.0.1", "192.168.1.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1",
        "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2001:db8::1", "2001::1",
        "2002:7f00:1::", "3fff::1", "5f00::1", "fc00::1", "fe80::1", "fe80::1%eth0", "fec0::1",
        "ff02::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2606:4700::1111"],
)
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.fixture
def guarded() -> Fetcher:
    """A fetcher with the default settings."""
    return Fetcher(user_agent=AGENT, timing=QUICK)


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "0177.1", "[::ffff:127.0.0.1]"],
)
def test_this_machine_is_refused_in_every_spelling(site: Site, guarded: Fetcher, host: str) -> None:
    site.put("/a", html_page("Cotton."))
    port = site.address.rsplit(":", 1)[1]
    with pytest.raises(UnreadableArticle, match="allow_private_networks"):
        guarded.fetch(f"http://{host}:{port}/a", HTML)
    assert site.asked == []


class Recording(httpcore.NetworkBackend):
    """Notes where a connection would go, and makes none."""

    def __init__(self) -> None:
        self.connected: list[str] = []

    def connect_tcp(self, host: str, *_: Any, **__: Any) -> httpcore.NetworkStream:
        self.connected.append(host)
        raise httpcore.ConnectError


def connected(answer: Sequence[str]) -> list[str]:
    """Where connections go when the name server gives `answer`."""
    recording = Recording()
    checked = CheckedNetwork(
        allow_private=False, seconds=5, resolve=lambda *_: answer, network=recording
    )
    with pytest.raises(Unreachable):
        checked.connect_tcp("news.example", 443)
    return recording.connected


def test_connections_go_to_the_addresses_that_were_checked_one_after_the_other() -> None:
    assert connected(["2606:4700::1111", "93.184.216.34"]) == ["2606:4700::1111", "93.184.216.34"]


def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name() -> None:
    assert connected(["93.184.216.34", "10.0.0.1"]) == []


def test_the_system_is_asked_for_a_name_once_a_connection(
    site: Site, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.put("/a", html_page("Cotton."))
    port = site.address.rsplit(":", 1)[1]
    names: list[str] = []
    real = socket.getaddrinfo

    def getaddrinfo(host: str, *arguments: Any, **more: Any) -> Any:
        names.append(host)
        return real("127.0.0.1" if host == "news.example" else host, *arguments, **more)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    fetcher.fetch(f"http://news.example:{port}/a", HTML)
    assert names.count("news.example") == len(site.asked) == 2, "robots.txt and the page"
    assert site.asked[1].headers["host"] == f"news.example:{port}"


def test_a_redirect_to_this_machine_is_refused(
    site: Site, guarded: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.1")
    outside = site.put("/go", "", status=302, headers={"Location": "http://127.0.0.2:8080/secret"})
    with pytest.raises(UnreadableArticle, match=r"127\.0\.0\.2, which is not a public address"):
        guarded.fetch(outside, HTML)
    assert site.paths() == ["/go"]


def test_a_name_that_turns_to_this_machine_later_is_refused_then(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "is_public", lambda address: address == "127.0.0.1")
    port = site.address.rsplit(":", 1)[1]
    site.put("/a", html_page("Cotton."))
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    fetcher = Fetcher(user_agent=AGENT, timing=QUICK, resolve=lambda *_: next(answers))
    fetcher.fetch(f"http://rebinding.example:{port}/a", HTML)
    with pytest.raises(UnreadableArticle, match=r"10\.0\.0\.1, which is not a public address"):
        fetcher.fetch(f"http://rebinding.example:{port}/a", HTML)
    assert site.paths() == ["/a"]


def test_a_name_that_nobody_has_is_said_to_be_unknown(guarded: Fetcher) -> None:
    for host in ("nobody.invalid", "a..b", "a" * 70 + ".example"):
        with pytest.raises(UnreadableArticle, match="there is no host"):
            guarded.fetch(f"http://{host}/", HTML)


def test_a_certificate_is_checked_for_the_name_not_for_the_address_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("news.example").configure_cert(tls)

    def fetcher() -> Fetcher:
        return Fetcher(
            user_agent=AGENT,
            allow_private_networks=True,
            timing=QUICK,
            resolve=lambda *_: ["127.0.0.1"],
        )

    with running_site(tls) as site:
        site.put("/a", html_page("Cotton."))
        port = site.address.rsplit(":", 1)[1]
        with pytest.raises(UnreadableArticle, match="no secure connection"):
            fetcher().fetch(f"https://news.example:{port}/a", HTML)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
        assert fetcher().fetch(f"https://news.example:{port}/a", HTML).body
        for other in ("other.example", "127.0.0.1"):
            with pytest.raises(UnreadableArticle, match="no secure connection"):
                fetcher().fetch(f"https://{other}:{port}/a", HTML)
