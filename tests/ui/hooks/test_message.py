"""Messages: nothing that an article says is read as markup, and none is too long."""

import pytest

from tests.ui.standin import StandIn
from ui.hooks.message import HTMLMarkup, MarkdownMarkup, SlackMarkup, is_web_address, message


def test_slack_reads_no_command_in_an_article() -> None:
    text = message(StandIn().ask("hostile"), SlackMarkup())
    assert "<" not in text
    assert "&lt;script&gt;" in text
    assert SlackMarkup().text("<!channel> <http://evil.example|here>") == (
        "&lt;!channel&gt; &lt;http://evil.example|here&gt;"
    )


def test_mattermost_mentions_nobody() -> None:
    assert "@all" not in MarkdownMarkup(100).text("@all @channel a@b.example")
    assert MarkdownMarkup(100).text("1. *x* <b> & [y](z)") == (
        r"1\. \*x\* &lt;b&gt; &amp; \[y\]\(z\)"
    )


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://gazette.example/a", True),
        ("http://gazette.example", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://bank.example@evil.example/", False),
        ("file:///etc/passwd", False),
        ("https://[", False),
    ],
)
def test_only_addresses_of_the_web_are_links(url: str, safe: bool) -> None:
    assert is_web_address(url) is safe


def test_an_address_cannot_end_its_link() -> None:
    url = 'https://gazette.example/a)|>" onclick=x [b](c'
    assert ")" not in MarkdownMarkup(100).link("x", url)[:-1].split("](", 1)[1]
    slack = SlackMarkup().link("x", url)
    assert slack.count("|") == 1
    assert slack.count(">") == 1
    assert HTMLMarkup().link("x", url).count('"') == 2


def test_a_long_answer_is_cut_between_lines() -> None:
    whole = message(StandIn().ask("sommet"), HTMLMarkup())
    limit = len(whole) - 10
    cut = message(StandIn().ask("sommet"), HTMLMarkup(limit))
    assert len(cut) <= limit
    assert cut.endswith("\n…")
    assert whole.startswith(cut[:-2])
