"""Files and folders into a library: what is found, taken, updated and skipped."""

from pathlib import Path

import pytest

from index.errors import NothingToIndex
from index.files import FileInput, FolderInput
from index.inputs import find_inputs, open_path
from index.intake import Step, take_in
from index.library import Library

COTTON = "Cotton prices fell sharply in the month of May this year.\n"


def test_folders_are_walked_in_order_and_hidden_files_passed_over(tmp_path: Path) -> None:
    for name in ("b/two.md", "a.txt", "b/page.HTML", "b/picture.png", ".hidden/c.txt", ".d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(COTTON)
    found = [document.address for document in FolderInput(tmp_path).documents()]
    assert found == [str(tmp_path / name) for name in ("a.txt", "b/page.HTML", "b/two.md")]


def test_nothing_to_index(tmp_path: Path) -> None:
    with pytest.raises(NothingToIndex, match="does not exist"):
        find_inputs([str(tmp_path / "absent")])
    with pytest.raises(NothingToIndex, match="no article"):
        find_inputs([str(tmp_path)])


def test_added_then_unchanged_then_updated(library: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(COTTON)
    inputs = [open_path(one) for one in find_inputs([str(tmp_path / "a.txt")])]
    steps: list[Step] = []
    first = take_in(library, inputs, progress=steps.append)
    assert (first.added, first.updated, first.unchanged) == (1, 0, 0)
    assert steps[0] == (0, 1, 0)
    assert steps[-1] == (1, 1, 1)
    assert take_in(library, inputs).unchanged == 1
    (tmp_path / "a.txt").write_text(COTTON.replace("fell sharply", "rose greatly"))
    assert take_in(library, inputs).updated == 1
    assert library.words.search_stems(["fell"], "en", 5) == []
    assert library.words.search_stems(["rose"], "en", 5)


def test_what_cannot_be_read_is_skipped_with_its_reason(library: Library, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(COTTON)
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02" * 100)
    report = take_in(library, [FolderInput(tmp_path)])
    assert report.added == 1
    (skipped,) = report.skipped
    assert Path(skipped.address).name == "bad.txt"
    assert "bad.txt" in skipped.reason


def test_a_deleted_file_leaves_when_its_folder_is_pruned(library: Library, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"{name}: {COTTON}")
    take_in(library, [FolderInput(tmp_path)])
    (tmp_path / "a.txt").unlink()
    assert take_in(library, [FolderInput(tmp_path)], prune=True).removed == 1


def test_a_large_file_tells_how_far_it_is(library: Library, tmp_path: Path) -> None:
    records = [f'{{"id": {n}, "text": "Field {n}: {COTTON.strip()}"}}\n' for n in range(3_000)]
    (tmp_path / "export.jsonl").write_text("".join(records))
    steps: list[Step] = []

    def stop(step: Step) -> None:
        steps.append(step)
        if step.articles == 400:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take_in(library, [FileInput(tmp_path / "export.jsonl")], progress=stop)
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert 0 < done[-1] < 0.5
