"""Questions about five real French articles, which lie beside the checkout."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import Assistant
from assistant.span_reader.model import SpanReader
from index.embedding import EmbeddingModel
from index.files import FolderInput
from index.intake import take_in
from index.library import Library
from tests.conftest import SHARED

ARTICLES = SHARED / "articles"

pytestmark = pytest.mark.skipif(
    not ARTICLES.is_dir(), reason=f"the five real articles are not at {ARTICLES}"
)

ANSWERED = [
    ("when is the second China-Central Asia summit", "IIe Sommet"),
    ("quand a lieu le deuxième sommet Chine-Asie centrale ?", "IIe Sommet"),
    ("Where will the second China-Central Asia summit be held?", "Kazakhstan|Almaty"),
    ("Où se tiendra le deuxième sommet Chine-Asie centrale ?", "Kazakhstan|Almaty"),
    ("When was the first China-Central Asia summit?", "19 mai"),
    ("Quand a eu lieu le premier sommet Chine-Asie centrale ?", "19 mai"),
    ("Where was the first China-Central Asia summit held?", "Xi’an|Xi'an"),
    ("Où le premier sommet Chine-Asie centrale s'est-il tenu ?", "Xi’an|Xi'an"),
    ("Who is China's ambassador to Kazakhstan?", "Zhang Xiao"),
    ("Qui est l'ambassadeur de Chine au Kazakhstan ?", "Zhang Xiao"),
    ("How much was the bilateral trade between China and Kazakhstan in 2022?", "31 milliards"),
    ("À combien s'élevait le commerce bilatéral en 2022 ?", "31 milliards"),
    ("By how much did bilateral trade grow in 2022?", "23,6"),
    ("De combien le commerce bilatéral a-t-il augmenté en 2022 ?", "23,6"),
    ("Where did the fifth foreign ministers' meeting take place?", "Chengdu"),
    ("Où s'est tenue la cinquième réunion des ministres des Affaires étrangères ?", "Chengdu"),
    ("Which document did the first summit adopt?", "Déclaration de Xi"),
    ("Quel document le premier sommet a-t-il adopté ?", "Déclaration de Xi"),
    ("What was signed after the second strategic dialogue?", "mémorandum"),
    ("Qu'est-ce qui a été signé à l'issue du deuxième dialogue stratégique ?", "mémorandum"),
    ("When did the second strategic dialogue take place?", "25 avril 2025"),
    ("Quand le deuxième dialogue stratégique a-t-il eu lieu ?", "25 avril 2025"),
    ("Which year is the year of Chinese tourism in Kazakhstan?", "2025"),
    ("Quelle année est l'année du tourisme chinois au Kazakhstan ?", "2025"),
]
NOT_ANSWERED = [
    "When is the third China-Central Asia summit?",
    "Quand aura lieu le troisième sommet Chine-Asie centrale ?",
    "What is the population of Astana?",
    "Quelle est la population d'Astana ?",
    "Who won the 2022 World Cup?",
    "Qui a gagné la Coupe du monde 2022 ?",
    "What is the GDP of Turkmenistan?",
    "Quel est le PIB du Turkménistan ?",
]


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel, span_reader: SpanReader
) -> Iterator[Assistant]:
    folder: Path = tmp_path_factory.mktemp("real") / "library"
    with Library.create(folder, embedding) as library:
        take_in(library, [FolderInput(ARTICLES)])
        yield Assistant(library, span_reader)


@pytest.mark.parametrize(("question", "expected"), ANSWERED)
def test_the_answering_sentence_comes_first(
    assistant: Assistant, question: str, expected: str
) -> None:
    answer = assistant.ask(question)
    assert not answer.abstained, answer.answer
    first = answer.citations[0]
    assert any(part in first.quote for part in expected.split("|")), answer.answer
    for citation in answer.citations:
        text = assistant.article(citation.article_id).text
        assert text[citation.start : citation.end] == citation.quote


@pytest.mark.parametrize("question", NOT_ANSWERED)
def test_what_the_articles_do_not_say_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained, answer.answer
    assert answer.citations, "the nearest passages are shown"
