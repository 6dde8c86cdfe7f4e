"""ZIP archives of articles, friendly and hostile."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from index.article import Article
from index.document import Skipped
from tests.index.readers.reading import FIRST, SECOND, articles, read_bytes, refusal_of_bytes


def packed(members: Mapping[str, bytes | str]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return data.getvalue()


def test_files_of_every_kind_inside(tmp_path: Path) -> None:
    inner = packed({"deep.txt": FIRST})
    rows = json.dumps({"id": "r", "text": SECOND})
    members: dict[str, bytes | str] = {
        "2024/a.txt": FIRST,
        "../../b.md": SECOND,
        "r.jsonl": rows,
        "inner.zip": inner,
        "picture.png": b"\x89PNG",
        "__MACOSX/._a.txt": b"\0\0",
    }
    found = articles(read_bytes(tmp_path, "a.zip", packed(members)))
    assert [one.address.removeprefix(str(tmp_path)) for one in found] == [
        "/a.zip!/2024/a.txt",
        "/a.zip!/../../b.md",
        "/a.zip!/r.jsonl#r",
        "/a.zip!/inner.zip!/deep.txt",
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["a.zip"]


def test_one_bad_member_costs_itself_only(tmp_path: Path) -> None:
    data = packed({"a.txt": b"\0" * 50, "bomb.txt": b" " * 15_000_000, "b.txt": FIRST})
    first, second, third = read_bytes(tmp_path, "a.zip", data)
    assert isinstance(first, Skipped)
    assert isinstance(second, Skipped)
    assert "binary" in first.reason
    assert "bomb" in second.reason
    assert second.reason.startswith(second.address)
    assert isinstance(third, Article)


def test_archives_are_opened_two_deep_and_no_deeper(tmp_path: Path) -> None:
    data = packed({"a.txt": FIRST})
    for _ in range(2):
        data = packed({"inner.zip": data, "b.txt": SECOND})
    found = read_bytes(tmp_path, "a.zip", data)
    assert [isinstance(one, Article) for one in found] == [False, True, True]
    assert isinstance(found[0], Skipped)
    assert "unpack it first" in found[0].reason


def test_everything_together_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = packed({f"{number}.txt": f"{number} {FIRST}" for number in range(4)})
    data = packed({"1.zip": inner, "2.zip": inner})
    monkeypatch.setattr("index.readers.limits.LARGEST_UNPACKED", len(inner) * 2 + 700)
    found = read_bytes(tmp_path, "a.zip", data)
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Skipped)
    assert "holds more than" in found[-1].reason


def test_an_encrypted_member_is_skipped(tmp_path: Path) -> None:
    data = bytearray(packed({"a.txt": FIRST}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (found,) = read_bytes(tmp_path, "a.zip", bytes(data))
    assert isinstance(found, Skipped)
    assert "encrypted" in found.reason


def test_an_archive_of_nothing_that_can_be_read_is_refused(tmp_path: Path) -> None:
    assert "no file" in refusal_of_bytes(tmp_path, "a.zip", packed({"a.png": b"x"}))
    assert "no file" in refusal_of_bytes(tmp_path, "b.zip", packed({"c.txt/": b""}))


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    data = packed({"a.txt": FIRST * 100})
    refusal_of_bytes(tmp_path, "a.zip", data[:-30])


def test_a_name_with_a_line_end_stays_one_line(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, "a.zip", packed({"a\nb.txt": b"\0" * 50}))
    assert isinstance(found, Skipped)
    assert "\n" not in found.reason
