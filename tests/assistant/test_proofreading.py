from collections.abc import Iterator

import pytest

from assistant import Assistant
from assistant.proofreading import proofread
from assistant.question import Question, understand
from assistant.retrieval import Retriever
from assistant.weights import weights
from index.embedding import EmbeddingModel
from index.files import FolderInput
from index.intake import take_in
from index.library import Library
from tests.conftest import SAMPLES, article, put

LIKELY = ("en", "fr")


@pytest.fixture
def harbour(library: Library) -> Library:
    """A library of two towns."""
    put(
        library,
        article("a", "The mayor of Lisbon, Ada Lindqvist, opened the new harbour.", language="en"),
        article("b", "À Lisbonne, la maire Ada Lindqvist a ouvert un port.", language="fr"),
        article("c", "The baker of the town sells bread. The town is small.", language="en"),
    )
    return library


@pytest.fixture(scope="module")
def sample_library(
    tmp_path_factory: pytest.TempPathFactory, embedding: EmbeddingModel
) -> Iterator[Library]:
    """A library of the sample articles."""
    with Library.create(tmp_path_factory.mktemp("spelled") / "library", embedding) as library:
        take_in(library, [FolderInput(SAMPLES)])
        yield library


def proofed(library: Library, text: str) -> Question:
    """Return the question, understood and proofread."""
    return proofread(understand(text, likely=LIKELY), library)


@pytest.mark.parametrize("text", ["who is ada lindqvist", "WHO IS ADA LINDQVIST"])
def test_names_without_case_are_those_that_the_articles_write_as_names(
    harbour: Library, text: str
) -> None:
    careful = understand("Who is the lady Ada Lindqvist?")
    assert proofed(harbour, text).names == careful.names == {"ada", "lindqvist"}


def test_common_words_are_no_names(harbour: Library) -> None:
    assert proofed(harbour, "THE TOWN OF THE BAKER").names == frozenset()


def test_names_with_case_are_left_as_they_are(harbour: Library) -> None:
    assert proofed(harbour, "Where is Bread sold by the baker?").names == {"bread"}


def test_a_misspelt_word_is_searched_as_the_library_spells_it(harbour: Library) -> None:
    asked = proofed(harbour, "who opened the new harbuor")
    assert asked.spellings == {"harbuor": "harbour"}
    assert asked.words == ("opened", "new", "harbuor")
    assert asked.searched == ("opened", "new", "harbour")
    vector = harbour.embedding.encode_queries([asked.text])[0]
    found = Retriever(harbour, weights()).candidates(asked, vector)
    plain = Retriever(harbour, weights()).candidates(understand(asked.text), vector)
    stems = [
        next(one.stems for one in each if one.passage_id.endswith("a-0")) for each in (found, plain)
    ]
    assert stems[0] > stems[1]


def test_numbers_and_dates_are_not_corrected(harbour: Library) -> None:
    assert not proofed(harbour, "What opened on 3 februari 1999 and in 2001?").spellings.keys() & {
        "1999",
        "2001",
    }


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("sommmet", {"sommmet": "sommet"}),
        ("kazakstan", {"kazakstan": "kazakhstan"}),
        ("ASIE CENTRALE SOMMET DATE", {}),
        ("quand a lieu le deuxieme sommet", {}),
    ],
)
def test_the_spellings_of_the_sample_articles(
    sample_library: Library, text: str, spellings: dict[str, str]
) -> None:
    assert proofed(sample_library, text).spellings == spellings


def test_a_country_is_a_name_in_capitals_too(sample_library: Library) -> None:
    careful = understand("Quelle est la date du sommet en Asie centrale ?")
    assert proofed(sample_library, "ASIE CENTRALE SOMMET DATE").names == careful.names == {"asie"}


def test_a_careless_question_gets_the_answer_of_the_careful_one(
    sample_library: Library,
) -> None:
    samples = Assistant(sample_library, None)
    careless = samples.ask("ou s'est tenu le premier sommmet chine-asie centrale")
    careful = samples.ask("Où s'est tenu le premier sommet Chine-Asie centrale ?")
    assert not careless.abstained
    assert careless.citations[0].quote == careful.citations[0].quote
