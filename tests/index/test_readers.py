"""Untidy files of our own, in five languages, and what must come out of them."""

from datetime import date
from pathlib import Path

import pytest

from index.article import Article, DateOrigin, DatePrecision
from index.readers import SUFFIXES, article_id, read_article

DATA = Path(__file__).parent / "data"


def write(folder: Path, name: str, text: str) -> Article:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return read_article(path)


def test_french_text_with_everything_around_it() -> None:
    article = read_article(DATA / "sans_ordre.txt")
    assert article.title == "Le port de Kerlann reçoit ses deux premiers ferries électriques"
    assert (article.published, article.published_precision) == (date(2024, 3, 3), "day")
    assert article.published_origin is DateOrigin.TEXT
    assert (article.source, article.language) == ("Le Courrier du Ponant", "fr")
    assert article.text.split("\n") == [
        article.title,
        "",
        "Les deux navires, longs de 62 mètres, ont accosté samedi matin devant plusieurs centaines "
        "d'habitants venus malgré la pluie.",
        "",
        "La région a payé 41 millions d’euros. Le premier départ régulier est annoncé pour le "
        "12 juin 2024.",
    ]


def test_russian_agency_dispatch() -> None:
    article = read_article(DATA / "agence.txt")
    assert article.title == "Порт Нижнереченска открыл новый причал"
    assert (article.published, article.source) == (date(2024, 3, 15), "ТАСС")
    assert article.language == "ru"
    assert article.text.endswith("3,2 миллиарда рублей.")


def test_chinese_text() -> None:
    article = read_article(DATA / "港口.txt")
    assert article.title == "临江港新码头正式启用"
    assert (article.published, article.source) == (date(2024, 3, 15), "临江日报")
    assert article.language == "zh"
    assert "分享" not in article.text
    assert "发布时间" not in article.text


def test_markdown_with_front_matter() -> None:
    article = read_article(DATA / "harbour.md")
    assert article.title == "Harbour reopens: what changes for commuters"
    assert (article.published, article.published_origin) == (date(2024, 3, 15), "metadata")
    assert (article.source, article.language) == ("The Estuary Post", "en")
    assert article.url == "https://estuary.example/2024/03/15/harbour"
    assert article.text == (
        "Harbour reopens: what changes for commuters\n\n"
        "The north quay takes its first passengers on Monday, the port authority said, after a "
        "closure of fourteen months.\n\n"
        "Ferries leave every 20 minutes.\nBicycles travel free; snake_case and 3 * 4 stay.\n\n"
        '"Nobody thought it would take this long," said Ana Ruiz.\n\n'
        "Line | Minutes |\nRed | 12 |"
    )


def test_german_page_that_claims_to_be_english() -> None:
    article = read_article(DATA / "hafen.html")
    assert article.title == "Der neue Kai ist fertig & offen"
    assert (article.published, article.published_origin) == (date(2024, 3, 15), "metadata")
    assert (article.source, article.language) == ("Küstenbote", "de")
    assert article.url == "https://kuestenbote.example/hafen/der-neue-kai"
    assert "Die ersten Fähren sollen am 2. April 2024 ablegen" in article.text.replace("\n", " ")
    assert "Abo" not in article.text
    assert "Kaistraße" not in article.text


def test_front_matter_that_is_no_yaml_is_read_by_lines(tmp_path: Path) -> None:
    article = write(tmp_path, "a.md", "---\ntitle: Port: the plan\ndate: 2024-07\n---\nIt opens.")
    assert (article.title, article.published_precision) == ("Port: the plan", DatePrecision.MONTH)
    assert article.text == "It opens."


def test_heading_is_the_title_of_markdown(tmp_path: Path) -> None:
    assert write(tmp_path, "a.md", "# The *plan*\n\nIt opens.").title == "The plan"
    assert write(tmp_path, "b.md", "It opens.\n\n## Later\n\nIt closes.").title is None


def test_header_block_of_a_text(tmp_path: Path) -> None:
    header = "Titre : Le port\nDate : 26 avril 2025\nSource : Le Quai\nLangue : fr\n"
    article = write(tmp_path, "a.txt", f"{header}URL: https://quai.example/1\n\nLe port ouvre.")
    assert (article.title, article.published) == ("Le port", date(2025, 4, 26))
    assert (article.source, article.url) == ("Le Quai", "https://quai.example/1")
    assert article.text == "Le port ouvre."


def test_address_that_is_not_http_is_no_url(tmp_path: Path) -> None:
    text = "Title: Port\nURL: javascript:alert(1)\n\nThe port opens."
    assert write(tmp_path, "a.txt", text).url is None


@pytest.mark.parametrize(
    "text",
    [
        "Le port a ouvert hier matin.\nLes habitants sont venus nombreux.",
        "The port reopened on Monday after a\nclosure of fourteen months, the mayor\nsaid.",
        "港口昨天重新开放。\n居民们前来参观。",
        "Rien qu'une ligne",
    ],
)
def test_prose_is_no_title(tmp_path: Path, text: str) -> None:
    article = write(tmp_path, "a.txt", text)
    assert article.title is None
    assert article.text == text


def test_headline_that_is_a_question_is_a_title(tmp_path: Path) -> None:
    assert write(tmp_path, "a.txt", "Who pays?\n\nThe region pays.").title == "Who pays?"


def test_chronology_has_no_publication_date(tmp_path: Path) -> None:
    text = "Les grandes dates\n\n19 mai 2023\nPremier sommet.\n\n17 juin 2025\nDeuxième sommet."
    article = write(tmp_path, "a.txt", text)
    assert article.published is None
    assert article.text == text


def test_event_in_the_body_is_no_publication_date(tmp_path: Path) -> None:
    text = "Le sommet\n\nLe premier sommet a eu lieu le 19 mai 2023 à Xi'an, en Chine."
    assert write(tmp_path, "a.txt", text).published is None


def test_date_in_the_file_name_is_the_last_resort(tmp_path: Path) -> None:
    article = write(tmp_path, "2025-04-26-port.txt", "Le port\n\nIl ouvre.")
    assert (article.published, article.published_origin) == (date(2025, 4, 26), "address")
    article = write(tmp_path, "2025-04-27-port.txt", "Le port\n\n26 avril 2025\n\nIl ouvre.")
    assert (article.published, article.published_origin) == (date(2025, 4, 26), "text")


@pytest.mark.parametrize(
    ("first", "source"),
    [
        ("BEIJING, May 19 (Xinhua) -- The port opened on Friday.", "Xinhua"),
        ("PARIS (AFP) – Le port a ouvert vendredi.", "AFP"),
        ("Berlin (dpa) - Der Hafen ist seit Freitag offen.", "dpa"),
        ("新华社北京4月26日电 港口二十六日正式启用。", "新华社"),
        ("МОСКВА, 26 апр — РИА Новости. Порт открылся в пятницу.", "РИА Новости"),
        ("ROSCOFF (Le Quai) — Le port a ouvert vendredi.", "Le Quai"),
        ("The Port Authority (PA) - a new body - opened it on Friday.", None),
        ("The port (closed in 2020) - a landmark - opened on Friday.", None),
        ("The harbour authority (PHA) opened it on Friday.", None),
    ],
)
def test_source_in_a_dateline(tmp_path: Path, first: str, source: str | None) -> None:
    article = write(tmp_path, "a.txt", f"Title\n\n{first} {'It rained. ' * 12}")
    assert article.source == source
    assert first in article.text


@pytest.mark.parametrize(
    ("last", "source"),
    [
        ("Xinhua/VNA/CVN", "Xinhua/VNA/CVN"),
        ("(avec AFP)", "AFP"),
        ("Source : Le Quai", "Le Quai"),
        ("Источник: Порт сегодня", "Порт сегодня"),
        ("Reference(s):\nThe port opens\nport.example", "port.example"),
    ],
)
def test_closing_credit(tmp_path: Path, last: str, source: str) -> None:
    body = "Le port a ouvert vendredi matin devant plusieurs centaines d'habitants, dit le maire."
    article = write(tmp_path, "a.txt", f"Le port\n\n{body}\n\n{last}")
    assert article.source == source
    assert article.text == f"Le port\n\n{body}"


@pytest.mark.parametrize(
    "line",
    [
        "Recommander à    Imprimer",
        "Share | Tweet | Print",
        "Teilen Drucken",
        "Compartir · Imprimir",
        "Поделиться  Распечатать",
        "分享 打印",
        "مشاركة | طباعة",
        "L'adresse: 2 rue du Port, Quimper Code Postal 29000 Numéro de Téléphone:02-98-00-00-00",
        "Address: 12 Quay Street, Dublin. Tel: +353 1 555 0100",
        "Адрес: ул. Портовая, 2, индекс 190000",
        "地址：北京市港口路2号 邮编：100701 电话：86-10-00000000",
        "contact@port.example",
        "© 2026 Le Quai. Tous droits réservés.",
        "(Photo: Ann Lee/AFP)",
        "Lire aussi : le phare est fermé",
        "Read also\nThe lighthouse closes\nAnother story",
        "Читайте также:\nМаяк закрыт",
        "相关阅读\n灯塔关闭",
    ],
)
def test_furniture_at_the_foot_goes(tmp_path: Path, line: str) -> None:
    body = "Le port a ouvert vendredi matin devant plusieurs centaines d'habitants, dit le maire."
    assert write(tmp_path, "a.txt", f"Le port\n\n{body}\n\n{line}\n").text == f"Le port\n\n{body}"


@pytest.mark.parametrize(
    "line",
    [
        "L'adresse du président a été saluée à Brest.",
        "Imprimer moins, partager plus : la mairie s'engage.",
        "Temps mondiaux",
        "Address: the speech that changed the port. It lasted an hour and moved the crowd.",
        "Le téléphone de la mairie sonne sans arrêt.",
        "Capitale européenne du port en 2028",
        "Copyright reform passes the Senate",
        "Индекс портовой биржи вырос",
        "Photographes et curieux sont venus.",
    ],
)
def test_words_of_the_article_stay(tmp_path: Path, line: str) -> None:
    body = "Le port a ouvert vendredi matin devant plusieurs centaines d'habitants, dit le maire."
    assert write(tmp_path, "a.txt", f"Le port\n\n{body}\n\n{line}").text.endswith(line)


def test_furniture_inside_the_article_stays(tmp_path: Path) -> None:
    body = "Le port a ouvert vendredi matin devant plusieurs centaines d'habitants, dit le maire."
    text = f"Le port\n\n{body}\n\nPartager\n\n{body}"
    assert write(tmp_path, "a.txt", text).text == text


def test_photo_credit_inside_the_article_goes(tmp_path: Path) -> None:
    body = "Le port a ouvert vendredi matin devant plusieurs centaines d'habitants, dit le maire."
    text = f"Le port\n\n{body}\n\nPhoto : Ann Lee/AFP\n\n{body}"
    assert write(tmp_path, "a.txt", text).text == f"Le port\n\n{body}\n\n{body}"


def test_characters_and_lines_are_clean(tmp_path: Path) -> None:
    raw = "Cafe\u0301 du port\r\n\r\n\r\n"
    raw += "\u200bIl\u00a0ouvre a\u0300 8\u2011h.  \r\x07Fin\u00adi.\ufeff"
    assert write(tmp_path, "a.txt", raw).text == "Café du port\n\nIl\u00a0ouvre à 8\u2011h.\nFini."


def test_address_and_identifier(tmp_path: Path) -> None:
    article = write(tmp_path, "Deep/A.TXT", "Le port ouvre.")
    assert article.address == str((tmp_path / "Deep" / "A.TXT").resolve())
    assert article.id == article_id(article.address)
    assert len(article.id) == 16
    assert int(article.id, 16) >= 0
    assert {".txt", ".md", ".html", ".htm", ".pdf", ".csv.gz"} < SUFFIXES
