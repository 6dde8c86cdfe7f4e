"""A page, a sitemap, a feed: what is found in them, and what is read again."""

import gzip
from datetime import date

import pytest

from index.article import Article, DateOrigin
from index.document import Document
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.web import Fetcher, WebInput
from tests.index.web.site import Site, html_page

XML = "application/xml"
RSS = "application/rss+xml"


def found(site: Site, fetcher: Fetcher, path: str) -> list[str]:
    """The addresses of the documents in the input at `path`, those of the site as paths."""
    documents = WebInput(site.address + path, fetcher).documents()
    return [one.address.removeprefix(site.address) for one in documents]


def article(document: Document) -> Article:
    content = document.read(None)
    assert content is not None
    (one,) = content.articles
    assert isinstance(one, Article)
    return one


def urlset(*entries: str) -> str:
    pages = "".join(f"<url>{entry}</url>" for entry in entries)
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{pages}</urlset>'


def sitemapindex(*addresses: str) -> str:
    sitemaps = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{sitemaps}</sitemapindex>'


def rss(*items: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Port news</title>'
        f"{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    )


# One page.


def test_a_page_is_one_article(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a", html_page("Cotton."))
    one = WebInput(f"{address}?utm_source=x#top", fetcher)
    assert one.name == address
    assert len(one) == 0
    (document,) = one.documents()
    assert document.address == address
    assert len(one) == 1
    read = article(document)
    assert (read.address, read.url, read.title) == (address, address, "Harbour")
    assert read.text.startswith("Cotton. The harbour master")
    assert site.paths() == ["/a"], "what was fetched to see what it is, is not fetched again"


def test_a_page_has_the_address_that_it_declares(site: Site, fetcher: Fetcher) -> None:
    head = f'<title>T</title><link rel="canonical" href="{site.address}/a">'
    site.put("/a", html_page("Cotton.", head=head))
    site.put("/a?page=1", html_page("Cotton.", head=head))
    site.put("/go", "", status=301, headers={"Location": "/a?page=1"})
    first, second = (
        article(document)
        for path in ("/a", "/go")
        for document in WebInput(site.address + path, fetcher).documents()
    )
    assert first.address == second.address == f"{site.address}/a"
    assert first.id == second.id


def test_a_page_of_another_site_cannot_be_passed_for(site: Site, fetcher: Fetcher) -> None:
    head = '<title>T</title><link rel="canonical" href="https://victim.example/a">'
    (document,) = WebInput(site.put("/a", html_page("Cotton.", head=head)), fetcher).documents()
    read = article(document)
    assert read.address == read.url == f"{site.address}/a"


def test_plain_text_is_read_as_such(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a.txt", "Cotton prices\n\nThey fell sharply in May.", "text/plain")
    (document,) = WebInput(address, fetcher).documents()
    assert article(document).title == "Cotton prices"


@pytest.mark.parametrize(
    ("encoding", "stated"),
    [
        ("utf-8", "text/html"),
        ("utf-8", "text/html; charset=iso-8859-1"),
        ("cp1252", "text/html; charset=iso-8859-1"),
        ("cp1251", "text/html; charset=windows-1251"),
        ("gb18030", 'text/html; charset="gb2312"'),
    ],
)
def test_the_charset_that_the_server_names_is_believed_unless_it_is_utf8(
    site: Site, fetcher: Fetcher, encoding: str, stated: str
) -> None:
    words = {"cp1251": "Хлопок", "gb18030": "棉花"}.get(encoding, "l’été à Orléans")
    address = site.put("/a", html_page(words).encode(encoding), stated)
    (document,) = WebInput(address, fetcher).documents()
    assert article(document).text.startswith(words)


@pytest.mark.parametrize("stated", ["text/html", "text/html; charset=nonsense"])
def test_a_charset_that_nobody_names_is_refused(site: Site, fetcher: Fetcher, stated: str) -> None:
    address = site.put("/a", html_page("été").encode("cp1252"), stated)
    (document,) = WebInput(address, fetcher).documents()
    with pytest.raises(UnreadableArticle, match="not valid UTF-8"):
        document.read(None)


@pytest.mark.parametrize("body", ["", "<rss", "{}", "plain words"])
def test_what_is_neither_a_page_nor_a_list_is_refused(
    site: Site, fetcher: Fetcher, body: str
) -> None:
    with pytest.raises(NothingToIndex, match="neither a page nor"):
        found(site, fetcher, site.put("/a", body, XML).removeprefix(site.address))


def test_an_address_that_cannot_be_had_is_nothing_to_index(site: Site, fetcher: Fetcher) -> None:
    for path in ("/absent", "/robots.txt"):
        with pytest.raises(NothingToIndex, match=path):
            found(site, fetcher, path)
    with pytest.raises(NothingToIndex):
        WebInput("ftp://example.com/a", fetcher)


# What is read again.


@pytest.mark.parametrize(
    "headers", [{"ETag": '"1"'}, {"Last-Modified": "Wed, 25 Nov 2026 10:00:00 GMT"}]
)
def test_an_unchanged_page_is_not_sent_again(
    site: Site, fetcher: Fetcher, headers: dict[str, str]
) -> None:
    page = site.put("/a", html_page("Cotton."), headers=headers)
    feed = site.put("/feed", rss(f"<link>{page}</link>"), RSS)
    (document,) = WebInput(feed, fetcher).documents()
    content = document.read(None)
    assert content is not None
    assert len(content.state) < 1000
    (again,) = WebInput(feed, fetcher).documents()
    assert again.read(content.state) is None
    assert {"if-none-match", "if-modified-since"} & set(site.asked[-1].headers)
    site.put("/a", html_page("Wool."))
    changed = again.read(content.state)
    assert changed is not None
    assert changed.state != content.state


def test_a_page_without_validators_is_known_by_its_body(site: Site, fetcher: Fetcher) -> None:
    (document,) = WebInput(site.put("/a", html_page("Cotton.")), fetcher).documents()
    content = document.read(None)
    assert content is not None
    assert document.read(content.state) is None


@pytest.mark.parametrize("known", ["", "{", "12", '{"etag": 5}', '{"etag": "x", "more": 1}'])
def test_a_state_of_another_version_counts_as_none(
    site: Site, fetcher: Fetcher, known: str
) -> None:
    (document,) = WebInput(site.put("/a", html_page("Cotton.")), fetcher).documents()
    assert document.read(known) is not None


def test_a_state_stays_short_whatever_the_server_sends(site: Site, fetcher: Fetcher) -> None:
    address = site.put("/a", html_page("Cotton."), headers={"ETag": f'"{"x" * 5000}"'})
    (document,) = WebInput(address, fetcher).documents()
    content = document.read(None)
    assert content is not None
    assert len(content.state) < 1000


def test_a_page_that_has_gone_is_told(site: Site, fetcher: Fetcher) -> None:
    carried = f"<content:encoded><![CDATA[{html_page('Cotton.')}]]></content:encoded>"
    feed = site.put("/feed", rss(f"<link>{site.address}/gone</link>{carried}"), RSS)
    (document,) = WebInput(feed, fetcher).documents()
    with pytest.raises(DocumentGone):
        document.read(None)


def test_a_list_is_asked_for_only_if_it_has_changed(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", html_page("Cotton."))
    feed = site.put("/feed", rss("<link>/a</link>"), RSS, headers={"ETag": '"1"'})
    one = WebInput(feed, fetcher)
    before = [document.address for document in one.documents()]
    assert [document.address for document in one.documents()] == before
    assert site.asked[-1].headers["if-none-match"] == '"1"'
    site.put("/feed", rss("<link>/b</link>", "<link>/a</link>"), RSS, headers={"ETag": '"2"'})
    assert len(list(one.documents())) == 2


# Sitemaps.


def test_a_sitemap_lists_each_page_once(site: Site, fetcher: Fetcher) -> None:
    pages = [f"<loc>{site.address}/{name}</loc>" for name in ("b", "a", "b?utm_source=x", "c#d")]
    site.put("/sitemap.xml", "\n" + urlset(*pages, "<loc>d</loc>", "<loc> </loc>", ""), XML)
    assert found(site, fetcher, "/sitemap.xml") == ["/b", "/a", "/c", "/d"]


def test_an_index_of_sitemaps_is_gone_through_packed_ones_too(site: Site, fetcher: Fetcher) -> None:
    one, two = urlset("<loc>/a</loc>", "<loc>/b</loc>"), urlset("<loc>/b</loc>", "<loc>/c</loc>")
    first = site.put("/1.xml", one, "text/xml")
    second = site.put("/2.xml.gz", gzip.compress(two.encode()), "application/octet-stream")
    site.put("/index", gzip.compress(sitemapindex(first, second).encode()), "application/gzip")
    assert found(site, fetcher, "/index") == ["/a", "/b", "/c"]


def test_a_sitemap_that_fails_is_told_after_the_pages_of_the_others(
    site: Site, fetcher: Fetcher
) -> None:
    good = site.put("/good.xml", urlset("<loc>/a</loc>"), XML)
    broken = site.put("/broken.xml", urlset("<loc>/b</loc>")[:-20], XML)
    site.put("/index", sitemapindex(f"{site.address}/absent.xml", broken, good), XML)
    documents = WebInput(f"{site.address}/index", fetcher).documents()
    assert next(documents).address == f"{site.address}/a"
    with pytest.raises(NothingToIndex, match=r"absent\.xml does not exist"):
        next(documents)


def test_an_index_that_lists_itself_comes_to_an_end(site: Site, fetcher: Fetcher) -> None:
    site.put("/index", sitemapindex(f"{site.address}/index"), XML)
    with pytest.raises(NothingToIndex, match="index of indexes"):
        found(site, fetcher, "/index")


def test_the_second_of_the_last_change_is_believed_but_not_the_day(
    site: Site, fetcher: Fetcher
) -> None:
    site.put("/a", html_page("Cotton."))
    site.put("/b", html_page("Wool."))
    stamps = {"/a": "2026-11-25T10:00:00Z", "/b": "2026-11-25"}
    pages = [f"<loc>{path}</loc><lastmod>{stamp}</lastmod>" for path, stamp in stamps.items()]
    address = site.put("/sitemap.xml", urlset(*pages), XML)
    contents = [document.read(None) for document in WebInput(address, fetcher).documents()]
    before = len(site.asked)
    for document, content in zip(WebInput(address, fetcher).documents(), contents, strict=True):
        assert content is not None
        assert document.read(content.state) is None
    assert [one.path for one in site.asked[before:]] == ["/sitemap.xml", "/b"]


def test_a_bomb_of_gzip_as_a_sitemap_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.put("/bomb.gz", gzip.compress(bytes(60_000_000)), "application/gzip")
    with pytest.raises(NothingToIndex, match="larger than 50 MB unpacked"):
        found(site, fetcher, "/bomb.gz")


# Feeds.


def test_rss_tells_what_the_page_does_not(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", html_page("Cotton.", head=""))
    item = (
        "<title>AT&amp;amp;T &lt;i&gt;buys&lt;/i&gt; cotton</title><link>/a</link>"
        "<pubDate>Wed, 25 Nov 2026 00:30:00 +0100</pubDate>"
        "<dc:creator>Ann Lee</dc:creator><dc:creator>Bo Ray</dc:creator>"
    )
    (document,) = WebInput(site.put("/feed", rss(item), RSS), fetcher).documents()
    read = article(document)
    assert (read.title, read.author) == ("AT&T buys cotton", "Ann Lee, Bo Ray")
    assert (read.published, read.published_origin) == (date(2026, 11, 25), DateOrigin.METADATA)


def test_what_the_page_declares_goes_before_the_feed(site: Site, fetcher: Fetcher) -> None:
    head = '<title>Harbour</title><meta property="article:published_time" content="2026-11-20">'
    site.put("/a", html_page("Cotton.", head=head))
    item = "<title>Other</title><link>/a</link><pubDate>25 Nov 2026 10:00 GMT</pubDate>"
    (document,) = WebInput(site.put("/feed", rss(item), RSS), fetcher).documents()
    read = article(document)
    assert (read.title, read.published) == ("Harbour", date(2026, 11, 20))


def test_atom_entries_have_their_page_and_their_day(site: Site, fetcher: Fetcher) -> None:
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="{site.address}/blog/">
      <title>Blog</title><author><name>Zoé</name></author>
      <entry><title type="text">1 &lt; 2</title><id>tag:1</id>
        <link rel="self" href="self"/><link rel="alternate" href="one"/>
        <published>2026-11-25T00:30:00+01:00</published>
        <updated>2026-11-26T00:30:00+01:00</updated></entry>
      <entry><title>Two</title><id>tag:2</id><link href="two"/>
        <updated>2026-11-26T00:30:00+01:00</updated></entry></feed>"""
    site.put("/blog/one", html_page("Cotton.", head=""))
    site.put("/blog/two", html_page("Wool.", head=""))
    address = site.put("/feed", feed, "application/atom+xml")
    one, two = (article(document) for document in WebInput(address, fetcher).documents())
    assert one.address == f"{site.address}/blog/one"
    assert (one.title, one.author, one.published) == ("1 < 2", "Zoé", date(2026, 11, 25))
    assert two.published is None, "when it was changed is not when it was published"


def test_the_content_of_a_feed_is_taken_where_its_page_cannot_be_read(
    site: Site, fetcher: Fetcher
) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /forbidden\n", "text/plain")
    site.put("/empty", "<html><body></body></html>")
    carried = f"<content:encoded><![CDATA[{html_page('Cotton.')}]]></content:encoded>"
    items = [f"<title>T</title><link>{path}</link>{carried}" for path in ("/empty", "/forbidden")]
    feed = site.put("/feed", rss(*items, f"<title>T</title>{carried}"), RSS)
    documents = list(WebInput(feed, fetcher).documents())
    assert len(documents) == 3
    for document in documents:
        content = document.read(None)
        assert content is not None
        assert article(document).text.startswith("Cotton.")
        assert article(document).address == document.address
        assert document.read(content.state) is None
    assert documents[2].address.startswith(f"{feed}#")


def test_where_neither_can_be_read_it_is_the_page_that_is_told_about(
    site: Site, fetcher: Fetcher
) -> None:
    site.put("/film", b"x", "video/mp4")
    item = "<link>/film</link><content:encoded>&lt;img src='x'&gt;</content:encoded>"
    (document,) = WebInput(site.put("/feed", rss(item), RSS), fetcher).documents()
    with pytest.raises(UnreadableArticle, match="video/mp4"):
        document.read(None)


def test_a_summary_is_not_the_article(site: Site, fetcher: Fetcher) -> None:
    item = "<link>/empty</link><description>Cotton fell.</description>"
    site.put("/empty", "<html><body></body></html>")
    (document,) = WebInput(site.put("/feed", rss(item), RSS), fetcher).documents()
    with pytest.raises(UnreadableArticle, match="no article text"):
        document.read(None)


def test_links_that_are_no_web_addresses_are_told_one_by_one(site: Site, fetcher: Fetcher) -> None:
    site.put("/a", html_page("Cotton."))
    feed = site.put("/feed", rss("<link>ftp://example.com/x</link>", "<link>/a</link>"), RSS)
    bad, good = WebInput(feed, fetcher).documents()
    with pytest.raises(UnreadableArticle, match=r"^ftp://example"):
        bad.read(None)
    assert article(good)


def test_a_feed_is_told_by_its_content_not_by_its_kind(site: Site, fetcher: Fetcher) -> None:
    site.put("/feed", "\n" + rss("<link>/a</link>"), "text/html")
    assert found(site, fetcher, "/feed") == ["/a"]


def test_an_empty_feed_has_no_documents(site: Site, fetcher: Fetcher) -> None:
    site.put("/feed", rss(), RSS)
    assert found(site, fetcher, "/feed") == []


def test_of_a_broken_feed_come_the_entries_that_can_be_made_out(
    site: Site, fetcher: Fetcher
) -> None:
    feed = rss(
        "<title>caf&eacute; & bar</title><link>/a?x=1&y=2</link>", "<link>/b</link>", "<link>/c"
    )
    site.put("/feed", feed[: feed.rindex("/c</") + 1], RSS)
    documents = list(WebInput(f"{site.address}/feed", fetcher).documents())
    paths = [one.address.removeprefix(site.address) for one in documents]
    assert paths[:2] == ["/a?x=1&y=2", "/b"]
    site.put("/a?x=1&y=2", html_page("Cotton.", head=""))
    assert article(documents[0]).title == "café & bar"


def test_a_feed_too_broken_for_any_entry_is_refused(site: Site, fetcher: Fetcher) -> None:
    site.put("/feed", '<rss version="2.0"><channel><title>x</tit', RSS)
    with pytest.raises(NothingToIndex, match="not a valid feed"):
        found(site, fetcher, "/feed")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_charset_of_a_feed_is_told_by_its_server_or_itself(
    site: Site, fetcher: Fetcher, encoding: str
) -> None:
    site.put("/a", html_page("Cotton.", head=""))
    feed = rss("<title>L’été</title><link>/a</link>")
    stated = f"{RSS}; charset=windows-1252" if encoding == "cp1252" else RSS
    (document,) = WebInput(site.put("/feed", feed.encode(encoding), stated), fetcher).documents()
    assert article(document).title == "L’été"


LAUGHS = "".join(
    f"<!ENTITY {name} '{f'&{of};' * 10}'>"
    for of, name in zip("abcdefghi", "bcdefghij", strict=True)
)


@pytest.mark.parametrize("kind", ["rss", "urlset"])
def test_a_billion_laughs_are_not_laughed(site: Site, fetcher: Fetcher, kind: str) -> None:
    head = f"<!DOCTYPE {kind} [<!ENTITY a 'lol'>{LAUGHS}]>"
    site.put("/a", html_page("Cotton.", head=""))
    body = {
        "rss": rss("<title>&j;</title><link>/a</link>", head=head),
        "urlset": head + urlset("<loc>&j;</loc>", "<loc>/a</loc>"),
    }[kind]
    address = site.put("/list", body, XML)
    try:
        titles = [len(article(one).title or "") for one in WebInput(address, fetcher).documents()]
    except (NothingToIndex, UnreadableArticle):
        titles = []
    assert all(length < 1000 for length in titles)


def test_files_that_a_feed_names_as_entities_are_not_read(site: Site, fetcher: Fetcher) -> None:
    head = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    site.put("/a", html_page("Cotton.", head=""))
    site.put("/feed", rss("<title>x&file;</title><link>/a</link>", head=head), RSS)
    (document,) = WebInput(f"{site.address}/feed", fetcher).documents()
    assert article(document).title == "x&file;"


def test_feeds_made_to_take_long_do_not(site: Site, fetcher: Fetcher) -> None:
    for inside in ("<b>", "<item>", "<![CDATA[", "&amp;", "<!--", "&lt;a href=", "&lt;!--"):
        site.put("/feed", rss(f"<link>/a</link><title>{inside * 20_000}</title>"), RSS)
        assert found(site, fetcher, "/feed")[:1] == ["/a"]
