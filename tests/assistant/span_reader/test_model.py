"""The reader that ships, on texts of our own."""

import json
from pathlib import Path

import pytest

from assistant.span_reader import model
from assistant.span_reader.model import SpanReader, shipped_reader
from index.errors import ModelUnavailable

SUMMIT = (
    "The second summit between China and Central Asia opened in Astana on 17 June 2025. The "
    "leaders signed a treaty of friendship. The first summit had been held in Xi'an two years "
    "earlier."
)


def answer(reader: SpanReader, question: str, text: str) -> tuple[str, float]:
    (scores,) = reader.read(question, [(None, text)])
    found = scores.best(0, len(text))
    assert found is not None
    return text[found.start : found.end], found.score


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where was the second summit held?", "Astana"),
        ("When did the second summit open?", "17 June 2025"),
        ("Où le deuxième sommet a-t-il eu lieu ?", "Astana"),
        ("Wann begann der zweite Gipfel?", "17 June 2025"),
    ],
)
def test_it_finds_the_words_that_answer(
    span_reader: SpanReader, question: str, expected: str
) -> None:
    assert expected in answer(span_reader, question, SUMMIT)[0]


def test_a_text_on_another_matter_scores_lower(span_reader: SpanReader) -> None:
    other = "The price of bread rose by a tenth in the capital, and bakers closed their shops."
    question = "Where was the second summit held?"
    assert answer(span_reader, question, SUMMIT)[1] > answer(span_reader, question, other)[1] + 2


def test_texts_keep_their_order(span_reader: SpanReader) -> None:
    texts = [(None, "In Astana, " + "and so on, " * n + "it ended.") for n in (9, 1, 5, 3, 7, 2)]
    scores = span_reader.read("Where?", texts)
    assert [int(one.characters[-1, 1]) for one in scores] == [len(text) for _, text in texts]


def test_characters_are_those_of_the_text_under_a_title(span_reader: SpanReader) -> None:
    (scores,) = span_reader.read("Where?", [("Two summits in one week", "In Astana.")])
    assert scores.characters[0].tolist() == [0, 2]
    assert scores.characters[-1, 1] == len("In Astana.")


def test_another_file_than_the_one_that_ships_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "reader.onnx").write_bytes(b"something else")
    manifest = {"version": "1", "file": "reader.onnx", "sha256": shipped_reader().sha256}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    monkeypatch.setattr(model, "files", lambda _: tmp_path)
    shipped_reader.cache_clear()
    try:
        with pytest.raises(ModelUnavailable, match="install Dépêche again"):
            shipped_reader()
    finally:
        shipped_reader.cache_clear()


def test_a_missing_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "files", lambda _: tmp_path)
    shipped_reader.cache_clear()
    try:
        with pytest.raises(ModelUnavailable, match=r"manifest\.json"):
            shipped_reader()
    finally:
        shipped_reader.cache_clear()
