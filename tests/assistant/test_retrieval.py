from datetime import date

import numpy as np
import pytest

from assistant.question import understand
from assistant.retrieval import PassageCandidate, RetrievedPassage, Retriever
from assistant.weights import weights
from index.library import Library
from index.scope import Scope
from tests.conftest import article, put

QUESTION = "When does the second summit in Astana open?"
SUMMIT = {
    "en": "The second summit of China and Central Asia will open in Astana on 17 June.",
    "fr": "Le deuxième sommet Chine-Asie centrale s'ouvrira à Astana le 17 juin.",
    "ru": "Второй саммит Китай — Центральная Азия откроется в Астане 17 июня.",
    "zh": "第二届中国—中亚峰会将于6月17日在阿斯塔纳开幕。",
}
BREAD = {
    "en": "The baker on the corner sells fresh loaves and cakes every morning.",
    "fr": "Le boulanger du coin vend des pains frais et des gâteaux chaque matin.",
}


def passage_id(name: str) -> str:
    """Return the id of the only passage of the article `name`."""
    return f"{name:0>16}-0"


def retrieve(library: Library, question: str, language: str = "en") -> list[RetrievedPassage]:
    """Return the six best passages for `question`."""
    asked = understand(question, language=language)
    vector = library.embedding.encode_queries([question])[0]
    return Retriever(library, weights()).retrieve(asked, vector, 6)


def candidate(library: Library, name: str, question: str) -> PassageCandidate:
    """Return what the retrieval knows of the article `name` for an English question."""
    asked = understand(question, language="en")
    vector = library.embedding.encode_queries([question])[0]
    found = Retriever(library, weights()).candidates(asked, vector)
    return next(one for one in found if one.passage_id == passage_id(name))


def test_an_empty_library_has_no_passage(library: Library) -> None:
    assert retrieve(library, QUESTION) == []


def test_a_passage_that_only_the_words_bring_up(library: Library) -> None:
    put(library, article("summit", SUMMIT["en"]), article("bread", BREAD["en"]))
    stored = library.catalogue.passages.vectors([passage_id("summit")])[passage_id("summit")]
    library.vectors.delete([passage_id("summit")])
    found = candidate(library, "summit", QUESTION)
    assert found.stems > 0.0
    assert found.same_language
    vector = library.embedding.encode_queries([QUESTION])[0]
    assert found.cosine == pytest.approx(float(np.dot(stored, vector)), abs=1e-5)
    assert retrieve(library, QUESTION)[0].passage_id == passage_id("summit")


def test_a_passage_that_only_the_vectors_bring_up(library: Library) -> None:
    put(library, article("summit", SUMMIT["en"]), article("bread", BREAD["en"]))
    question = "What can I buy for breakfast?"
    found = candidate(library, "bread", question)
    assert found.stems == found.folded == 0.0
    assert retrieve(library, question)[0].passage_id == passage_id("bread")


@pytest.mark.parametrize("asked_in", ["en", "fr"])
@pytest.mark.parametrize("language", SUMMIT)
def test_the_topic_in_another_language_comes_before_another_topic_in_this_one(
    library: Library, asked_in: str, language: str
) -> None:
    put(
        library,
        article("bread", BREAD[asked_in], language=asked_in),
        article("summit", SUMMIT[language], language=language),
    )
    question = {"en": QUESTION, "fr": "Quand s'ouvre le deuxième sommet à Astana ?"}[asked_in]
    first, second = retrieve(library, question, asked_in)
    assert first.passage_id == passage_id("summit")
    assert (first.same_language, second.same_language) == (language == asked_in, True)


def test_names_meet_across_scripts(library: Library) -> None:
    put(
        library,
        article("almaty", "Встреча прошла в городе Алматы.", language="ru"),
        article("moscow", "Встреча прошла в городе Москва.", language="ru"),
    )
    question = "Who came to Almaty?"
    found = candidate(library, "almaty", question)
    assert found.folded > candidate(library, "moscow", question).folded == 0.0
    assert found.stems == 0.0
    assert not found.same_language


def test_an_article_of_unknown_language_is_found(library: Library) -> None:
    put(library, article("summit", SUMMIT["en"], language=None))
    (found,) = retrieve(library, QUESTION)
    assert not found.same_language


def test_passages_come_best_first_and_no_more_than_asked_for(library: Library) -> None:
    put(library, *(article(str(n), f"{SUMMIT['en']} Note {n}.") for n in range(8)))
    found = retrieve(library, QUESTION)
    odds = [one.log_odds for one in found]
    assert len({one.passage_id for one in found}) == 6
    assert odds == sorted(odds, reverse=True)


DISPATCH = (
    SUMMIT["en"] + " Ministers of six states will sign a treaty on trade and roads, and plant a "
    "garden of friendship beside the new railway station. A choir of children will sing, and the "
    "guests will be shown the old town by bus before they leave for home in the evening."
)


def test_a_story_that_several_articles_tell_is_retrieved_once(library: Library) -> None:
    put(
        library,
        article("summit1", DISPATCH, published=date(2025, 6, 2), title="Summit"),
        article("summit2", DISPATCH, published=date(2025, 6, 1), title="Summit: the programme"),
        article("summit3", DISPATCH + " By our agency.", title="Guests in Astana"),
        article("bread", BREAD["en"]),
    )
    found = [one.passage_id for one in retrieve(library, QUESTION)]
    assert found[0] == passage_id("summit2"), "the earliest leads"
    assert len(found) == 2


def test_within_a_scope_a_story_is_told_by_who_is_in_it(library: Library) -> None:
    put(
        library,
        article("summit1", DISPATCH, source="The Times of Osh"),
        article("summit2", DISPATCH, source="The Post", published=date(2025, 6, 1)),
    )
    asked = understand(QUESTION, language="en")
    vector = library.embedding.encode_queries([QUESTION])[0]
    scope = Scope(source="The Times of Osh")
    found = Retriever(library, weights()).retrieve(asked, vector, 6, scope)
    assert [one.passage_id for one in found] == [passage_id("summit1")]
