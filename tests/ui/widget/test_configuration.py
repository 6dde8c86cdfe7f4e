"""Widgets in the settings: what is taken, and one sentence for everything that is not."""

import pytest

from index.errors import SettingsInvalid
from index.scope import Scope
from ui.settings import config_file, load_settings
from ui.widget.configuration import WidgetSettings, read_origin


def refusal(text: str) -> str:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text(text, encoding="utf-8")
    with pytest.raises(SettingsInvalid) as caught:
        load_settings()
    return str(caught.value)


def test_a_widget_is_a_table() -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text(
        '[widgets.news]\norigins = ["https://Intranet.example/", "http://localhost:8000"]\n'
        'source = "Xinhua"\narticle_language = "fr"\nquestions_per_day = 50\n'
        "[widgets.closed]\n"
    )
    widgets = load_settings().widgets
    assert widgets["news"].origins == ("https://intranet.example", "http://localhost:8000")
    assert widgets["news"].scope == Scope(source="Xinhua", language="fr")
    assert widgets["news"].questions_per_day == 50
    assert widgets["closed"].origins == ()


def test_every_field_is_described() -> None:
    assert all(field.description for field in WidgetSettings.model_fields.values())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('orgins = ["https://a.example"]', "did you mean origins?"),
        ("key = 1", "choose from origins, paused"),
        ('origins = "https://a.example"', "the list of origins"),
        ('origins = ["*"]', "the list of origins"),
        ("paused = 1", "true to close"),
        ("questions_per_visitor = 0", "at least 1"),
        ("calls_per_address = 1.5", "at least 1"),
        ('questions_per_day = "many"', "at least 1"),
        ('article_language = "French"', "ISO 639-1"),
    ],
)
def test_what_does_not_fit_is_told_with_its_widget(line: str, told: str) -> None:
    message = refusal(f"[widgets.news]\n{line}\n")
    assert told in message
    assert "widgets.news" in message
    assert f"'{line.split()[0]}'" in message


@pytest.mark.parametrize("name", ["a b", "é", "a/b", "x" * 65, ""])
def test_an_id_that_could_not_stand_in_an_address(name: str) -> None:
    assert "[widgets.ID]" in refusal(f'[widgets."{name}"]\n')


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("https://intranet.example:443", "https://intranet.example"),
        ("http://intranet.example:80/", "http://intranet.example"),
        ("HTTP://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443"),
        ("https://xn--dpche-bsai.example", "https://xn--dpche-bsai.example"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(written: str, origin: str) -> None:
    assert read_origin(written) == origin


@pytest.mark.parametrize(
    "written",
    [
        "", "*", "null", "https://*.example", "intranet.example", "//intranet.example",
        "https://", "file:///tmp", "ftp://a.example", "https://a.example/path",
        "https://a.example?x", "https://a.example#x", "https://me@a.example",
        "https://a.example:99999", "https://a b.example", "https://a.example, https://b.example",
        "javascript:alert(1)", "https://a.example\\@b.example", "https://a..example",
        "https://straße.example", "https://[2001:db8::g]",
    ],
)  # fmt: skip
def test_what_is_no_origin(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - pydantic makes its own error of it
        read_origin(written)
