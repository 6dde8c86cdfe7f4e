"""The library page: what it lists, finds and shows, with nothing of an article acting as markup."""

import pytest
from fastapi.testclient import TestClient

from index.document import Skipped
from tests.ui.standin import ARTICLES, HOSTILE, StandIn
from ui.server import create_app
from ui.serving import Serving

FRENCH = {"Accept-Language": "fr-FR"}


@pytest.fixture(scope="module")
def assistant() -> StandIn:
    return StandIn()


@pytest.fixture(scope="module")
def client(assistant: StandIn) -> TestClient:
    app = create_app(assistant, Serving())
    return TestClient(app, base_url="http://127.0.0.1", client=("127.0.0.1", 1))


def page(client: TestClient, address: str, **headers: str) -> str:
    answer = client.get(address, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    return answer.text


def test_every_article_is_listed_in_the_readers_language(client: TestClient) -> None:
    english, french = page(client, "/library"), client.get("/library", headers=FRENCH).text
    for article in ARTICLES:
        assert f'href="library/{article.id}"' in english
    assert "La Gazette des Steppes · 17 June 2025 · French" in english
    assert "July 2024 · English" in english
    assert "no date" in english
    assert "La Gazette des Steppes · 17 juin 2025 · français" in french
    assert '<html lang="fr">' in french
    assert "Article sans titre" in french


def test_the_list_has_pages(client: TestClient, assistant: StandIn) -> None:
    assistant.copies = 15
    try:
        first, second = page(client, "/library"), page(client, "/library?page=2&after=2020")
        assert first.count('class="dp-facts"') == 20
        assert ('rel="next"' in first, 'rel="prev"' in first) == (True, False)
        assert "Page 1 of 3" in first
        assert 'href="?after=2020&amp;page=3"' in second
        assert 'href="?after=2020&amp;page=1"' in second
        assert "Page 1 of 3" in page(client, "/library?page=x")
        assert "No article fits" in page(client, "/library?page=99999999")
    finally:
        assistant.copies = 1


def test_a_search_shows_the_passages_found(client: TestClient) -> None:
    found = page(client, "/library?q=visa")
    assert "The nearest articles, best first" in found
    assert "Visitors may stay for thirty days" in found
    assert ARTICLES[0].id not in found


@pytest.mark.parametrize("query", ["after=soon", "article_language=x", "before=2020&after=2021"])
def test_filters_that_do_not_fit_are_told(client: TestClient, query: str) -> None:
    assert 'role="alert"' in page(client, f"/library?{query}")


def test_filters_stay_in_their_fields(client: TestClient) -> None:
    shown = page(client, "/library?q=visa&after=2024&source=La+Gazette+des+Steppes")
    assert 'name="q" value="visa"' in shown
    assert 'name="after" value="2024"' in shown
    assert '<option value="La Gazette des Steppes" selected>' in shown


def test_an_article_is_shown_whole(client: TestClient) -> None:
    shown = page(client, f"/library/{ARTICLES[0].id}")
    assert f'<div class="dp-text" dir="auto">{ARTICLES[0].text}</div>' in shown
    assert (
        'href="https://gazette.example/sommet" target="_blank" rel="noopener noreferrer"' in shown
    )


def test_an_article_that_is_not_there_is_told(client: TestClient) -> None:
    missing = client.get("/library/0123", headers=FRENCH)
    assert missing.status_code == 404
    assert "n’est pas, ou plus, dans la bibliothèque" in missing.text


def test_files_that_were_skipped_are_listed_with_the_reason(client: TestClient) -> None:
    shown = page(client, "/library")
    assert "1 file was skipped" in shown
    assert "does not exist any more." in shown
    assert 'lang="en"' not in shown.partition("1 file was skipped")[2]


def test_a_french_reader_gets_the_reason_in_french(
    client: TestClient, assistant: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    skipped = [
        Skipped(address="/a", reason=f"{HOSTILE}{{name}} holds no article: it is empty."),
        Skipped(address="/b", reason="/b is what nobody foresaw."),
    ]
    monkeypatch.setattr(assistant, "skipped", lambda: skipped)
    shown = page(client, "/library", **FRENCH)
    assert "{name} ne contient aucun article\u202f: il est vide.</li>" in shown
    assert '<li lang="en">/b is what nobody foresaw.</li>' in shown
    assert shown.count('<li lang="en">') == 1 + sum(one.language == "en" for one in ARTICLES)
    assert "<img" not in shown


def test_nothing_acts_as_markup(client: TestClient) -> None:
    typed = f"/library?q={HOSTILE}%22%27%3E&after={HOSTILE[:8]}&source={HOSTILE}"
    for address in ("/library", f"/library/{ARTICLES[2].id}", typed):
        shown = page(client, address)
        assert "<img" not in shown
        assert "javascript:" not in shown.replace("[click](javascript:", "")
        assert shown.count("<script") == 1  # our own
