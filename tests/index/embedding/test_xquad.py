"""A part of XQuAD (Artetxe et al. 2020): the conversion is right when known figures come out."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.embedding import EmbeddingModel

EVALUATION = Path(__file__).resolve().parents[4] / "shared" / "eval"
PASSAGES = 30
"""Whole articles at the start of the set; all 240 passages give 0.93 in English, 0.83 in German."""


def read(language: str, name: str) -> list[Any]:
    path = EVALUATION / f"xquad_{language}" / f"{name}.jsonl"
    if not path.is_file():
        pytest.skip(f"{path} is not on this machine")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("language", "least"), [("en", 0.95), ("de", 0.87)])
def test_english_questions_find_their_passage(
    embedding: EmbeddingModel, language: str, least: float
) -> None:
    passages = read(language, "passages")[:PASSAGES]
    numbers = {passage["passage_id"]: number for number, passage in enumerate(passages)}
    # Question i of one language is the translation of question i of the other.
    pairs = [
        (english["question"], numbers[translated["gold_passage"]])
        for english, translated in zip(
            read("en", "questions"), read(language, "questions"), strict=True
        )
        if translated["gold_passage"] in numbers
    ][::3]
    found = embedding.encode_queries([question for question, _ in pairs])
    found = found @ embedding.encode_passages([passage["text"] for passage in passages]).T
    right = np.mean(found.argmax(axis=1) == [gold for _, gold in pairs])
    print(f"{language}: {right:.3f} of {len(pairs)}")  # noqa: T201 - shown when the test fails
    assert right >= least
