"""Exported records: JSON Lines, JSON and CSV, and the mapping of their fields."""

import csv
import gzip
import json
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from index.article import Article
from index.document import Skipped
from index.errors import SettingsInvalid
from index.readers import FieldMapping, article_id, read_file
from tests.index.readers.reading import (
    FIRST,
    SECOND,
    TITLE,
    article,
    articles,
    read,
    read_bytes,
    refusal,
    refusal_of_bytes,
)

RECORD: dict[str, Any] = {
    "id": "k-1",
    "headline": TITLE,
    "body": f"{FIRST}\n\n{SECOND}",
    "published_at": "2024-03-03T10:00:00+01:00",
    "author": [{"name": "Par Ana Ruiz"}, "Yann Le Goff"],
    "source": {"name": "Le Courrier du Ponant"},
    "url": "https://courrier.example/2024/k-1",
    "lang": "fr",
}


def lines(*records: object) -> bytes:
    return "\n".join(json.dumps(record) for record in records).encode()


def is_the_record(found: Article, address: str) -> None:
    assert (found.address, found.id) == (address, article_id(address))
    assert (found.title, found.text) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert (found.published, found.published_origin) == (date(2024, 3, 3), "metadata")
    assert (found.author, found.source) == ("Ana Ruiz, Yann Le Goff", "Le Courrier du Ponant")
    assert (found.url, found.language) == ("https://courrier.example/2024/k-1", "fr")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jsonl", lines(RECORD)),
        ("a.jsonl.gz", gzip.compress(lines(RECORD))),
        ("a.json", json.dumps([RECORD]).encode()),
        ("a.json", json.dumps({"count": 1, "articles": [RECORD]}, indent=1).encode()),
        ("a.json", json.dumps(RECORD, indent=1).encode()),
        ("a.json", lines(RECORD, {"id": "other"})),
    ],
)
def test_a_record_of_json_is_an_article(tmp_path: Path, name: str, data: bytes) -> None:
    found = read_bytes(tmp_path, name, data)[0]
    assert isinstance(found, Article)
    is_the_record(found, f"{tmp_path / name}#k-1")


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t")]
)
def test_a_row_of_a_table_is_an_article(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        table = csv.writer(file, delimiter=delimiter)
        table.writerow(["Titre", "Date", "Contenu", "Auteur"])
        table.writerow([TITLE, "03/03/2024", f"{FIRST}\n\n{SECOND}", "Ana Ruiz"])
        table.writerow(["Second", "", SECOND, ""])
    first, second = articles(read(path))
    assert (first.title, first.text) == (TITLE, f"{FIRST}\n\n{SECOND}")
    assert (first.address, second.address) == (f"{path}#1", f"{path}#2")
    assert (first.author, second.author) == ("Ana Ruiz", None)


def test_the_mapping_names_the_fields(tmp_path: Path) -> None:
    record = {"chapo": FIRST, "titraille": TITLE, "text": "Lead only.", "quand": "2024-03"}
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines(record))
    mapping = FieldMapping.parse("text=chapo, title=titraille,date=quand")
    found = article(read(path, mapping))
    assert (found.title, found.text, found.published) == (TITLE, FIRST, date(2024, 3, 1))


@pytest.mark.parametrize("text", ["text", "text=", "body=text", "text=a,text=b", "=a"])
def test_a_mapping_that_is_none_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(SettingsInvalid, match="FIELD=NAME"):
        FieldMapping.parse(text)


def test_html_in_a_field_is_read_as_text(tmp_path: Path) -> None:
    html = f"<h2>Port</h2><p>{FIRST}</p><ul><li>un</li><li>deux</li></ul><script>x</script>"
    found = article(read_bytes(tmp_path, "a.jsonl", lines({"content": html, "title": TITLE})))
    assert found.text == f"Port\n\n{FIRST}\n\nun\ndeux"


def test_signs_of_mathematics_are_no_html(tmp_path: Path) -> None:
    text = "If a < b and b > c, nothing is known about a and c."
    assert article(read_bytes(tmp_path, "a.jsonl", lines({"text": text}))).text == text


def test_what_cannot_be_read_is_skipped_by_its_number(tmp_path: Path) -> None:
    data = b"\n".join(
        [
            lines({"title": "Empty"}, {"text": FIRST, "id": 7}, {"text": SECOND, "id": 7}),
            b"{broken",
            "{'text': 'é'}".encode("latin-1"),
            b"",
            lines({"text": SECOND}),
        ]
    )
    found = read_bytes(tmp_path, "a.jsonl", data)
    assert [one.address.rpartition("#")[2] for one in found] == ["1", "7", "7", "4", "5", "7"]
    reasons = [one.reason for one in found if isinstance(one, Skipped)]
    assert all(reason.startswith(str(tmp_path)) for reason in reasons)
    for reason, part in zip(
        reasons,
        ("(record 1) has no text", "identifier of another", "not valid JSON", "not valid UTF-8"),
        strict=True,
    ):
        assert part in reason


def test_a_file_without_a_text_field_says_which_fields_it_has(tmp_path: Path) -> None:
    message = refusal_of_bytes(tmp_path, "a.jsonl", lines({"chapo": FIRST}, {"dek": FIRST}))
    assert "chapo, dek" in message
    assert "--map text=FIELD" in message


def test_a_table_in_another_encoding_says_so(tmp_path: Path) -> None:
    data = f"title,text\na,{FIRST}\nb,{SECOND}\n".encode("latin-1")
    assert "not valid UTF-8" in refusal_of_bytes(tmp_path, "a.csv", data)


def test_the_name_of_an_export_dates_no_article(tmp_path: Path) -> None:
    name = "export-2025-11-22.jsonl"
    assert article(read_bytes(tmp_path, name, lines({"text": FIRST}))).published is None


def test_half_a_character_of_json_is_left_out(tmp_path: Path) -> None:
    assert article(read_bytes(tmp_path, "a.jsonl", b'{"text": "Port \\ud83d!"}')).text == "Port !"


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv", "a.jsonl.gz"])
def test_a_file_that_is_cut_short_gives_what_is_whole(tmp_path: Path, name: str) -> None:
    rows = [{"text": f"{number} {FIRST}", "title": "a"} for number in range(300)]
    if name == "a.csv":
        data = "\n".join(["title,text", *(f"a,{row['text']}" for row in rows)]).encode()
    else:
        data = json.dumps(rows).encode() if name == "a.json" else lines(*rows)
    data = gzip.compress(data) if name.endswith(".gz") else data
    found = read_bytes(tmp_path, name, data[: len(data) * 9 // 10])
    good = [one for one in found if isinstance(one, Article)]
    assert len(good) > 100
    assert len(found) - len(good) <= 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", b"[" * 1_000_000),
        ("a.json", b'{"a":' * 1_000_000),
        ("a.jsonl", b'{"a":' * 1_000_000),
        ("a.jsonl", b"\0" * 1000),
        ("a.csv", b"title,text\n\0\0\0" + b"\x01\x02" * 1000),
        ("a.json", b""),
        ("a.csv", b""),
        ("a.jsonl", b"\n\n"),
        ("a.json", b'[{"text": "' + b"x" * 12_000_000),
        ("a.csv", b"text\n" + b"x" * 12_000_000),
        ("a.jsonl.gz", b"\x1f\x8bnothing"),
    ],
)
def test_a_hostile_file_is_refused_in_a_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    refusal_of_bytes(tmp_path, name, data)


def test_a_huge_field_costs_its_record_and_no_other(tmp_path: Path) -> None:
    rows = [
        f'a,"{FIRST}"',
        "b," + "x" * 11_000_000,
        f'c,"{SECOND}"',
        'd,"' + f"{'y' * 1000}\n" * 11_000,
    ]
    found = read_bytes(tmp_path, "a.csv", "\n".join(["title,text", *rows]).encode())
    texts = [one.text if isinstance(one, Article) else one.reason for one in found]
    assert (texts[0], texts[2]) == (FIRST, SECOND)
    assert "10 MB" in texts[1]
    assert "10 MB" in texts[3]


def test_gzip_that_grows_without_end_is_given_up(tmp_path: Path) -> None:
    data = lines({"text": FIRST}) + b"\n" + (b" " * 100_000 + b"\n") * 200
    found = read_bytes(tmp_path, "a.jsonl.gz", gzip.compress(data))
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Skipped)
    assert "200 times" in found[-1].reason


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("w") as file:
        file.write("[")
        for number in range(300):
            file.write(json.dumps({"id": number, "text": FIRST + "x" * 50_000}) + ",")
        file.write('{"id": "last", "text": "Last."}]')
    found = read_file(path, str(path), str(path), FieldMapping())
    next(found)
    tracemalloc.start()
    assert sum(1 for _ in found) == 300
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 15_000_000
    assert peak < 5_000_000


def test_missing_field_is_named_for_an_explicit_mapping_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(lines({"text": FIRST}))
    assert "has no text in the fields" in refusal_with(path, FieldMapping(text="corps"))


def refusal_with(path: Path, mapping: FieldMapping) -> str:
    with pytest.raises(Exception, match=r"--map") as caught:
        read(path, mapping)
    return str(caught.value)


def test_a_file_without_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[]")
    assert "no article" in refusal(tmp_path / "a.json")
