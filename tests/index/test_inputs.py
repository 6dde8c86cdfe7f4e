"""Files and folders as inputs: what is found in them, and when it is read again."""

import os
from pathlib import Path

import pytest

from index.article import Article
from index.document import Content, Document, Input
from index.errors import DocumentGone, NothingToIndex, UnreadableArticle
from index.files import FileDocument, FileInput, FolderInput
from index.library import Library
from index.readers import FieldMapping

COTTON = "Cotton prices fell sharply in the month of May this year.\n"


def document(path: Path, mapping: FieldMapping | None = None) -> Document:
    given: Input = FileInput(path, mapping)
    (only,) = given.documents()
    return only


def content(found: Document) -> Content:
    read = found.read(None)
    assert read is not None
    return read


def names(folder: Path) -> list[str]:
    given: Input = FolderInput(folder)
    found = [Path(one.address).relative_to(folder).as_posix() for one in given.documents()]
    assert len(given) == len(found)
    return found


def test_a_file_is_one_document_by_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(COTTON)
    monkeypatch.chdir(tmp_path)
    given = FileInput(Path("a.txt"))
    assert (given.name, len(given)) == (str(tmp_path / "a.txt"), 1)
    (found,) = content(document(Path("a.txt"))).articles
    assert isinstance(found, Article)
    assert found.address == str(tmp_path / "a.txt")


def test_a_file_is_not_opened_while_its_state_is_known(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(COTTON)
    state = content(document(path)).state
    os.chmod(path, 0)
    assert document(path).read(state) is None
    os.chmod(path, 0o600)
    path.write_text(COTTON + "More.")
    again = document(path).read(state)
    assert again is not None
    assert again.state != state


def test_a_file_is_read_again_by_better_readers_and_another_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "One.", "body": "Two."}')
    state = content(document(path)).state
    assert document(path, FieldMapping(text="body")).read(state) is not None
    monkeypatch.setattr("index.files.READERS_VERSION", 99)
    assert document(path).read(state) is not None


def test_a_broken_file_is_refused_before_its_articles_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0" * 100)
    with pytest.raises(UnreadableArticle, match=r"a\.txt is a binary file"):
        document(tmp_path / "a.txt").read(None)


def test_a_file_that_is_gone_says_so(tmp_path: Path) -> None:
    with pytest.raises(DocumentGone):
        FileDocument(tmp_path / "a.txt", FieldMapping()).read(None)
    with pytest.raises(NothingToIndex, match="does not exist"):
        document(tmp_path / "a.txt")


def test_a_file_of_an_unknown_kind_is_refused_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.xyz").write_text(COTTON)
    with pytest.raises(UnreadableArticle, match=r"must end in \.csv"):
        document(tmp_path / "a.xyz").read(None)


def test_a_folder_gives_the_files_of_known_kinds_in_order(tmp_path: Path) -> None:
    for name in ("b/two.md", "a.txt", "b/rows.jsonl.gz", "b/x.gz", "p.png", ".h/c.txt", ".d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(COTTON)
    assert names(tmp_path) == ["a.txt", "b/rows.jsonl.gz", "b/two.md"]


def test_a_library_inside_a_folder_is_no_article(tmp_path: Path, library: Library) -> None:
    (tmp_path / "a.txt").write_text(COTTON)
    (tmp_path / "library" / "x.json").write_text("{}")
    assert library
    assert names(tmp_path) == ["a.txt"]


def test_links_lead_in_no_circle_and_name_no_file_twice(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(COTTON)
    (tmp_path / "folder" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "folder" / "a.txt")
    found = list(FolderInput(tmp_path).documents())
    assert [Path(one.address).name for one in found] == ["a.txt", "self.txt"]
    with pytest.raises((UnreadableArticle, DocumentGone)):
        found[1].read(None)


def test_a_folder_that_is_absent_or_no_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(COTTON)
    for path in (tmp_path / "absent", tmp_path / "a.txt"):
        with pytest.raises(NothingToIndex, match="cannot be looked through"):
            list(FolderInput(path).documents())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may open every folder")
def test_a_closed_folder_inside_is_a_document_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0)
    (only,) = FolderInput(tmp_path).documents()
    with pytest.raises(UnreadableArticle):
        only.read(None)


def test_a_name_that_is_no_utf8_can_be_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(COTTON)
    (found,) = content(document(path)).articles
    assert found.address.endswith("/caf\ufffd.txt")
