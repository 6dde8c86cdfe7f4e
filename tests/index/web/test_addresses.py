"""Web addresses: one form for a page, and what is refused."""

import pytest

from index.errors import UnreadableArticle
from index.web.addresses import canonical_address, clean_address, join


@pytest.mark.parametrize(
    ("given", "form"),
    [
        ("HTTPS://Example.COM", "https://example.com/"),
        (" http://example.com:80/a ", "http://example.com/a"),
        ("https://example.com:8443/a", "https://example.com:8443/a"),
        ("https://example.com/a#part", "https://example.com/a"),
        ("https://example.com/a?utm_source=x&id=5&fbclid=y", "https://example.com/a?id=5"),
        ("https://example.com/a?utm_source=x", "https://example.com/a"),
        ("https://example.com/a?source=5&eid=3", "https://example.com/a?source=5&eid=3"),
        ("https://example.com//a/?b&a=%C3%A9", "https://example.com//a/?b&a=%C3%A9"),
        ("http://münchen.example/é", "http://xn--mnchen-3ya.example/%C3%A9"),
        ("http://[::1]:8080/", "http://[::1]:8080/"),
    ],
)
def test_an_address_has_one_form(given: str, form: str) -> None:
    assert clean_address(given) == form
    assert clean_address(form) == form


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/a", "file:///etc/passwd", "javascript:alert(1)", "example.com", "", "http://",
        "http:///a", "http://exa\nmple.com/", "http://example.com:99999999/",
        "http://example.com:0/", "http://example.com:22/", "http://example.com:25/",
        "http://0177.0.0.1/", "http://１２７.0.0.1/",
    ],
)  # fmt: skip
def test_other_addresses_are_refused_in_one_sentence(address: str) -> None:
    with pytest.raises(UnreadableArticle) as caught:
        clean_address(address)
    assert str(caught.value).endswith(".")


def test_a_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(UnreadableArticle, match="user name or password") as caught:
        clean_address("https://ann:secret@example.com/a")
    assert "secret" not in str(caught.value)


def test_links_are_read_from_the_page_they_stand_on() -> None:
    assert join("https://example.com/a/b", "../c?utm_medium=x") == "https://example.com/c"
    with pytest.raises(UnreadableArticle):
        join("https://example.com/", "mailto:ann@example.com")


@pytest.mark.parametrize(
    ("declared", "address"),
    [
        ("https://www.example.com/a", "https://www.example.com/a"),
        ("http://m.example.com/a?utm_source=x", "http://m.example.com/a"),
        ("https://elsewhere.example/a", "https://example.com/a?page=1"),
        ("https://victim.example.com/a", "https://example.com/a?page=1"),
        ("https://example.com:8080/a", "https://example.com/a?page=1"),
        ("https://example.com/", "https://example.com/a?page=1"),
        ("javascript:alert(1)", "https://example.com/a?page=1"),
        (None, "https://example.com/a?page=1"),
    ],
)
def test_a_page_may_declare_another_address_of_its_own_site(
    declared: str | None, address: str
) -> None:
    assert canonical_address("https://example.com/a?page=1", declared) == address
