"""What a library remembers of the files that it could not take in."""

from pathlib import Path

from index.catalogue import Catalogue
from index.document import Skipped
from index.skipping import remember_skipped, skipped_files


def skip(path: Path) -> Skipped:
    return Skipped(
        address=str(path), reason=f"{path} holds no text: give a file with an article in it."
    )


def test_skipped_files_are_remembered_until_they_are_taken_in(tmp_path: Path) -> None:
    one, two, three = (tmp_path / "secret" / f"{name}.txt" for name in ("one", "two", "three"))
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        assert skipped_files(catalogue) == []
        remember_skipped(catalogue, [one, two], [skip(one), skip(two)])
        remember_skipped(catalogue, [three], [skip(three)])
        assert [Path(each.address) for each in skipped_files(catalogue)] == [one, two, three]
        remember_skipped(catalogue, [one, two], [skip(two)])
        assert [Path(each.address) for each in skipped_files(catalogue)] == [three, two]
        assert "secret" not in skipped_files(catalogue)[0].reason


def test_at_most_a_thousand_are_remembered(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(1100)]
    with Catalogue(tmp_path / "catalogue.sqlite") as catalogue:
        remember_skipped(catalogue, files, [skip(path) for path in files])
        kept = skipped_files(catalogue)
        assert len(kept) == 1000
        assert kept[-1].address == str(files[-1])
