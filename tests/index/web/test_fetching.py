"""Fetching a page: manners, limits, and one sentence for everything that goes wrong."""

import gzip
import threading
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from index.errors import DocumentGone, UnreadableArticle
from index.web import Fetcher, Timing
from tests.index.web.conftest import AGENT, QUICK
from tests.index.web.site import Page, Site, html_page

HTML = ("text/html",)
ROBOTS = "text/plain"


def refusal(fetcher: Fetcher, address: str) -> str:
    with pytest.raises(UnreadableArticle) as caught:
        fetcher.fetch(address, HTML)
    message = str(caught.value)
    assert message.startswith(address)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_a_page_comes_with_what_its_server_says_of_it(site: Site, fetcher: Fetcher) -> None:
    page = html_page("Cotton.")
    address = site.put("/a", page, headers={"ETag": '"1"', "Last-Modified": "yesterday"})
    fetched = fetcher.fetch(address, HTML)
    assert (fetched.address, fetched.media_type, fetched.charset) == (address, "text/html", "utf-8")
    assert fetched.body == page.encode()
    assert (fetched.etag, fetched.modified) == ('"1"', "yesterday")


def test_requests_name_the_user_agent_and_carry_no_cookie(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a", html_page("Cotton."), headers={"Set-Cookie": "session=1"})
    fetcher.fetch(address, HTML)
    fetcher.fetch(address, HTML)
    assert {one.headers["user-agent"] for one in site.asked} == {AGENT}
    assert not any("cookie" in one.headers for one in site.asked)


def test_proxies_of_the_environment_are_not_used(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    fetcher = Fetcher(user_agent=AGENT, allow_private_networks=True, timing=QUICK)
    assert fetcher.fetch(site.put("/a", html_page("Cotton.")), HTML).body


def test_an_unchanged_page_is_not_sent_again(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a", html_page("Cotton."), headers={"ETag": '"1"'})
    assert fetcher.fetch_changed(address, HTML, etag='"1"', modified=None) is None
    assert fetcher.fetch_changed(address, HTML, etag='"0"', modified=None) is not None


def test_a_server_that_calls_unchanged_what_was_never_had_is_not_believed(
    site: Site, fetcher: Fetcher
) -> None:
    address = site.put("/a", "", status=304)
    assert "says 304" in refusal(fetcher, address)
    with pytest.raises(UnreadableArticle):
        fetcher.fetch_changed(address, HTML, etag=None, modified=None)


def test_redirects_are_followed_five_times_and_no_more(site: Site, fetcher: Fetcher) -> None:
    for number in range(6):
        site.put(f"/{number}", "", status=301, headers={"Location": f"{number + 1}"})
    site.put("/6", html_page("Cotton."))
    assert fetcher.fetch(f"{site.address}/1", HTML).address == f"{site.address}/6"
    assert "more than 5 times" in refusal(fetcher, f"{site.address}/0")


@pytest.mark.parametrize(
    "location", ["ftp://127.0.0.1/a", "http://ann:secret@127.0.0.1/", "http://127.0.0.1:22/"]
)
def test_redirects_to_what_may_not_be_fetched_are_refused(
    site: Site, fetcher: Fetcher, location: str
) -> None:
    address = site.put("/a", "", status=302, headers={"Location": location})
    assert "redirected to an address that will not do" in refusal(fetcher, address)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_not_there_is_gone(site: Site, fetcher: Fetcher, status: int) -> None:
    with pytest.raises(DocumentGone, match=str(status)):
        fetcher.fetch(site.put("/a", "", status=status), HTML)


@pytest.mark.parametrize("status", [400, 401, 403, 451, 500, 502])
def test_other_answers_are_told(site: Site, fetcher: Fetcher, status: int) -> None:
    assert f"says {status}" in refusal(fetcher, site.put("/a", "", status=status))


def test_nobody_at_the_port(fetcher: Fetcher) -> None:
    assert "does not answer" in refusal(fetcher, "http://127.0.0.1:1024/a")


def test_another_kind_is_refused_without_reading_it(site: Site, fetcher: Fetcher) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 100_000

    site.pages["/a"] = Page(media_type="video/mp4", pieces=endless)
    assert "video/mp4" in refusal(fetcher, f"{site.address}/a")


def test_a_body_without_end_is_cut(site: Site) -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b"x" * 1_000_000

    site.pages["/a"] = Page(pieces=endless)
    patient = Fetcher(user_agent=AGENT, allow_private_networks=True, timing=Timing(pause=0))
    assert "larger than 20 MB" in refusal(patient, f"{site.address}/a")


def test_packed_pages_are_unpacked(site: Site, fetcher: Fetcher) -> None:
    page = html_page("Cotton.").encode()
    halves = gzip.compress(page[:100]) + gzip.compress(page[100:])
    for body in (gzip.compress(page), halves):
        address = site.put("/a", body, headers={"Content-Encoding": "gzip"})
        assert fetcher.fetch(address, HTML).body == page


def test_a_bomb_of_gzip_is_cut(site: Site) -> None:
    bomb = gzip.compress(bytes(40_000_000))
    assert len(bomb) < 100_000
    address = site.put("/a", bomb, headers={"Content-Encoding": "gzip"})
    patient = Fetcher(user_agent=AGENT, allow_private_networks=True, timing=Timing(pause=0))
    assert "larger than 20 MB" in refusal(patient, address)


@pytest.mark.parametrize(
    ("packing", "body"),
    [
        ("gzip", b"this is not packed"),
        ("gzip", gzip.compress(b"x" * 1000, mtime=0)[:-9]),
        ("deflate", zlib.compress(b"x")),
        ("br", b"x"),
    ],
)
def test_what_is_packed_wrongly_is_refused(
    site: Site, fetcher: Fetcher, packing: str, body: bytes
) -> None:
    address = site.put("/a", body, headers={"Content-Encoding": packing})
    assert "packed" in refusal(fetcher, address)


def test_a_server_that_stops_sending_is_given_up(site: Site, fetcher: Fetcher) -> None:
    def silent() -> Iterator[bytes]:
        yield b"<html>"
        time.sleep(2)

    site.pages["/a"] = Page(pieces=silent)
    began = time.monotonic()
    assert "takes too long" in refusal(fetcher, f"{site.address}/a")
    assert time.monotonic() - began < 2


def test_a_server_that_goes_on_sending_slowly_is_given_up(site: Site, fetcher: Fetcher) -> None:
    def slow() -> Iterator[bytes]:
        for _ in range(20):
            yield b"x"
            time.sleep(0.3)

    site.pages["/a"] = Page(pieces=slow)
    began = time.monotonic()
    assert "takes too long" in refusal(fetcher, f"{site.address}/a")
    assert time.monotonic() - began < QUICK.whole + 1


def test_a_body_that_ends_too_early_is_refused(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a", "x", headers={"Content-Length": "100"})
    assert "breaks off" in refusal(fetcher, address)


def test_robots_txt_is_obeyed_and_asked_once(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: Depeche\nDisallow: /private\n", ROBOTS)
    private = site.put("/private/a", html_page("Cotton."))
    public = site.put("/a", html_page("Cotton."))
    assert fetcher.fetch(public, HTML)
    assert "robots.txt" in refusal(fetcher, private)
    assert [one.path for one in site.asked] == ["/robots.txt", "/a"]


def test_robots_txt_that_forbids_others_is_none_of_ours(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: example\nUser-agent: bot\nDisallow: /\n", ROBOTS)
    assert fetcher.fetch(site.put("/a", html_page("Cotton.")), HTML)


def test_a_redirect_does_not_lead_around_robots_txt(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\n", ROBOTS)
    site.put("/private", html_page("Cotton."))
    address = site.put("/a", "", status=302, headers={"Location": "/private"})
    assert "robots.txt" in refusal(fetcher, address)


@pytest.mark.parametrize(
    ("status", "allowed"), [(403, True), (404, True), (429, False), (500, False)]
)
def test_without_a_robots_txt_all_is_allowed_but_not_when_it_fails(
    site: Site, fetcher: Fetcher, status: int, allowed: bool
) -> None:
    site.put("/robots.txt", "", ROBOTS, status=status, headers={"Retry-After": "0"})
    address = site.put("/a", html_page("Cotton."))
    if allowed:
        assert fetcher.fetch(address, HTML)
    else:
        assert f"answered {status}" in refusal(fetcher, address)
        assert site.paths() == []


def test_a_robots_txt_without_end_is_read_as_far_as_need_be(site: Site, fetcher: Fetcher) -> None:
    def endless() -> Iterator[bytes]:
        yield b"User-agent: *\nDisallow: /private\n"
        while True:
            yield b"# more\n" * 10_000

    site.pages["/robots.txt"] = Page(media_type=ROBOTS, pieces=endless)
    site.put("/private", html_page("Cotton."))
    assert fetcher.fetch(site.put("/a", html_page("Cotton.")), HTML)
    assert "robots.txt" in refusal(fetcher, f"{site.address}/private")


def test_a_host_is_left_alone_between_two_requests(site: Site) -> None:
    timing = Timing(pause=0.3, connect=2, read=2, whole=5)
    fetcher = Fetcher(user_agent=AGENT, allow_private_networks=True, timing=timing)
    address = site.put("/a", html_page("Cotton."))
    fetcher.fetch(address, HTML)
    began = time.monotonic()
    fetcher.fetch(address, HTML)
    assert time.monotonic() - began >= 0.29


def test_the_pause_that_a_site_asks_for_is_kept(site: Site, fetcher: Fetcher) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n", ROBOTS)
    address = site.put("/a", html_page("Cotton."))
    fetcher.fetch(address, HTML)
    began = time.monotonic()
    fetcher.fetch(address, HTML)
    assert time.monotonic() - began >= 0.39


def test_threads_wait_for_each_other_at_a_host(site: Site, fetcher: Fetcher) -> None:
    open_now, most = 0, 0

    def slow() -> Iterator[bytes]:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        time.sleep(0.1)
        open_now -= 1
        yield b"x"

    site.pages["/a"] = Page(pieces=slow)
    threads = [
        threading.Thread(target=fetcher.fetch, args=(f"{site.address}/a", HTML)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert site.paths() == ["/a"] * 4


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_a_moment_is_asked_again_after_it(
    site: Site, fetcher: Fetcher, status: int
) -> None:
    def busy_once() -> Iterator[bytes]:
        site.put("/a", html_page("Cotton."))
        yield b""

    site.pages["/a"] = Page(status=status, headers={"Retry-After": "1"}, pieces=busy_once)
    began = time.monotonic()
    assert b"Cotton" in fetcher.fetch(f"{site.address}/a", HTML).body
    assert time.monotonic() - began >= 1


def test_a_server_that_asks_for_an_hour_is_left_alone(site: Site, fetcher: Fetcher) -> None:
    hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    address = site.put("/a", "", status=503, headers={"Retry-After": hour})
    other = site.put("/b", html_page("Cotton."))
    assert "asks to be left alone for 3" in refusal(fetcher, address)
    assert "asks to be left alone for 3" in refusal(fetcher, other)
    assert site.paths() == ["/a"]


def test_a_server_that_goes_on_asking_for_time_is_given_up(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a", "", status=429, headers={"Retry-After": "0"})
    assert "says 429" in refusal(fetcher, address)
    assert site.paths() == ["/a", "/a"]
