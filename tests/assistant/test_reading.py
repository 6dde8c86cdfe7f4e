"""How sentences are read: around the likeliest, with the words found as ranges of the article."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.question import understand
from assistant.reading import PassageReader, ReadSentence
from assistant.retrieval import Retriever
from assistant.sentences import SentenceFinder
from assistant.span_reader.inputs import WINDOW_WIDTH
from assistant.span_reader.model import SpanReader
from assistant.span_reader.scores import TextScores
from assistant.spans import SpanFinder
from assistant.weights import weights
from index.library import Library
from tests.conftest import article, put

QUESTION = "When did Queen Ottilie open the harbour of Vellmar?"
FILLER = "The town keeps a museum of nets and lamps, and a choir sings there on Sundays. " * 9
OPENED = "Queen Ottilie opened the harbour of Vellmar in 1874."


class Pointing(SpanReader):
    """Points to one word of every text, and keeps what it was given to read."""

    def __init__(self, word: str, none: float = 0.0) -> None:
        self._word = word
        self._none = none
        self.given: list[tuple[str | None, str]] = []

    def read(self, question: str, texts: Sequence[tuple[str | None, str]]) -> list[TextScores]:
        assert question == QUESTION
        self.given.extend(texts)
        return [self._scores(text) for _, text in texts]

    def _scores(self, text: str) -> TextScores:
        words = text.split(" ")
        ends = np.cumsum([len(word) + 1 for word in words]) - 1
        characters = np.array([(end - len(w), end) for w, end in zip(words, ends, strict=True)])
        high = np.array([4.0 if self._word in word else -4.0 for word in words], np.float32)
        return TextScores(characters, high, high, self._none)


@pytest.fixture
def filled(library: Library) -> Library:
    put(
        library,
        article("opened", f"{FILLER}{OPENED} {FILLER}", title="A harbour"),
        article("other", FILLER * 2, title="Museums"),
    )
    return library


def read(library: Library, span_reader: SpanReader | None) -> list[ReadSentence]:
    question = understand(QUESTION)
    vector = library.embedding.encode_queries([question.text])[0]
    retrieved = Retriever(library, weights()).retrieve(question, vector, 6)
    return PassageReader(library, weights(), span_reader).read(question, vector, retrieved)


def test_the_words_found_are_a_range_of_the_article(filled: Library) -> None:
    best = read(filled, Pointing("1874"))[0]
    assert best.sentence.text == OPENED
    assert best.span is not None
    assert best.sentence.article.text[best.span.start : best.span.end] == "1874."
    assert best.span.score == pytest.approx(8.0)


def test_the_reader_is_given_stretches_of_whole_sentences_under_their_title(
    filled: Library,
) -> None:
    reader = Pointing("1874")
    read(filled, reader)
    assert any(OPENED in text for _, text in reader.given)
    assert len(set(reader.given)) == len(reader.given), "nothing is read twice"
    for title, text in reader.given:
        assert title in {"A harbour", "Museums"}
        assert len(text) <= WINDOW_WIDTH
        assert text.endswith(".")


def test_what_the_reader_finds_counts(filled: Library) -> None:
    found, none = (read(filled, Pointing("1874", none))[0] for none in (-4.0, 12.0))
    assert found.sentence.text == none.sentence.text == OPENED
    assert found.probability > none.probability


def test_without_it_sentences_are_ranked_all_the_same(filled: Library) -> None:
    best = read(filled, None)[0]
    assert best.sentence.text == OPENED
    assert best.span is None


def test_a_sentence_of_a_stretch_that_was_read_has_what_was_found_in_it(filled: Library) -> None:
    question = understand(QUESTION)
    vector = filled.embedding.encode_queries([question.text])[0]
    retrieved = Retriever(filled, weights()).retrieve(question, vector, 6)
    sentences = SentenceFinder(filled).sentences(question, retrieved)
    finder = SpanFinder(Pointing("1874", none=-10.0), weights())
    candidates = finder.candidates(question, sentences)
    opened = next(one for one in candidates if one.sentence.text == OPENED)
    others = [one for one in candidates if "1874" not in one.sentence.text]
    assert opened.span
    assert opened.sentence.article.text[opened.span.start : opened.span.end] == "1874."
    assert opened.features["span_behind"] == 0.0
    assert opened.features["span"] < 18.0, "beyond some score it is as sure as can be"
    assert others
    assert all(one.features["span_behind"] > 0.0 for one in others)
