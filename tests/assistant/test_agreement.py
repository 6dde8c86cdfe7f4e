import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.agreement import group_by_answer, says_the_same
from assistant.matter import matter
from assistant.question import understand
from assistant.reading import ReadSentence, Sentence
from index.article import Passage
from index.embedding import EmbeddingModel
from tests.conftest import article

SILENT = np.zeros(2, np.float32)
"""A vector that is near to nothing, so that values and names alone decide."""

WHEN = "When does the second summit open?"
TRADE = "How much was the trade worth?"
WON = "Who won the election?"
HELD = "Where will the summit be held?"
MET = "Where did the ministers meet?"
WHY = "Why was the bridge closed?"


def read(
    text: str, language: str = "en", *, name: str = "a", vector: NDArray[np.float32] = SILENT
) -> ReadSentence:
    """Return `text` as the only sentence of the article `name`."""
    whole = article(name, text, language=language)
    passage = Passage(id=f"{name}-0", article_id=whole.id, start=0, end=len(text), text=text)
    sentence = Sentence(
        article=whole, passage=passage, start=0, end=len(text), same_language=language == "en",
        matter=matter(text, language), about_another=False, features={},
    )  # fmt: skip
    return ReadSentence(sentence, 0.5, True, vector)


@pytest.mark.parametrize(
    ("question", "text", "others"),
    [
        (WHEN, "It opens on 17 June 2025.", [
            ("fr", "Il s'ouvre le 17 juin 2025."), ("de", "Er beginnt am 17. Juni 2025."),
            ("es", "Comienza el 17 de junio de 2025."), ("ru", "Он откроется 17 июня 2025 года."),
            ("zh", "峰会将于2025年6月17日开幕。"), ("ar", "تعقد القمة في 17 يونيو 2025."),
            ("fr", "Il s'ouvre en juin 2025."), ("en", "It lasts from 17 to 18 June 2025."),
        ]),
        (TRADE, "Trade was worth 31 billion dollars.", [
            ("fr", "Le commerce a atteint 31 milliards de dollars."),
            ("de", "Der Handel betrug 31 Milliarden Dollar."),
            ("es", "El comercio fue de 31.000 millones de dólares."),
            ("ru", "Торговля достигла 31 млрд долларов."), ("zh", "贸易额达到310亿美元。"),
        ]),
        (WON, "The vote was won by Tokayev.", [
            ("fr", "Le vote a été remporté par Tokaïev."), ("ru", "На выборах победил Токаев."),
        ]),
        (HELD, "It will be held in Kazakhstan.", [
            ("fr", "Il se tiendra au Kazakhstan."), ("ru", "Он пройдёт в Казахстане."),
            ("zh", "峰会将在哈萨克斯坦举行。"), ("ar", "ستعقد القمة في كازاخستان."),
        ]),
        (HELD, "It will be held in Almaty.", [("ru", "Он пройдёт в Алматы.")]),
    ],
)  # fmt: skip
def test_one_answer_in_several_languages(
    question: str, text: str, others: list[tuple[str, str]]
) -> None:
    asked = understand(question, language="en")
    apart = [
        (language, other)
        for language, other in others
        if not says_the_same(asked, read(text), read(other, language, name="b"))
    ]
    assert apart == []


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        (WHEN, "It opens on 17 June 2025.", "It opens on 3 July 2025."),
        (WHEN, "It opens in June 2025.", "It opens in June 2026."),
        (TRADE, "Trade was worth 31 billion dollars.", "Trade was worth 31 million dollars."),
        (TRADE, "It grew by 23.6 percent.", "It was worth 23.6 dollars."),
        (WON, "The vote was won by Tokayev.", "The vote was won by Amrebayev."),
        (WON, "In Ghana the vote was won by Mahama.", "In Ghana the vote was won by Bawumia."),
        (HELD, "It will be held in Kazakhstan.", "It will be held in Germany."),
        (MET, "There Wang Yi met them in Almaty.", "There Wang Yi met them in Chengdu."),
    ],
)
def test_different_answers_stay_apart(
    question: str, one: str, other: str, embedding: EmbeddingModel
) -> None:
    first, second = embedding.encode_passages([one, other])
    sentences = [read(one, name="a", vector=first), read(other, name="b", vector=second)]
    assert not says_the_same(understand(question, language="en"), *sentences)


def test_a_year_does_not_bring_two_days_of_it_together() -> None:
    texts = ["It opens in 2025.", "It opens on 17 June 2025.", "It opens on 3 July 2025."]
    sentences = [read(text, name=str(number)) for number, text in enumerate(texts)]
    groups = group_by_answer(understand(WHEN, language="en"), sentences)
    days = [[read.sentence.text for read in group if read is not sentences[0]] for group in groups]
    assert not any(len(together) > 1 for together in days)


def test_an_article_is_one_voice_and_the_best_comes_first() -> None:
    best = read("It opens on 17 June 2025.", name="a")
    other = read("It opens on 3 July 2025.", name="b")
    again = [
        read("It lasts from 17 to 18 June 2025.", name="a"),
        read("The third opens on 5 May 2026.", name="a"),
    ]
    agreeing = read("Il s'ouvre le 17 juin 2025.", "fr", name="c")
    groups = group_by_answer(understand(WHEN, language="en"), [best, other, *again, agreeing])
    assert groups == [[best, agreeing], [other]]


@pytest.mark.parametrize("question", [WHEN, TRADE, WON, WHY])
def test_a_sentence_printed_twice_is_one_answer(question: str, embedding: EmbeddingModel) -> None:
    text = "It is not known yet, and nobody wanted to say more."
    vector = embedding.encode_passages([text])[0]
    sentences = [read(text, name=name, vector=vector) for name in "ab"]
    assert len(group_by_answer(understand(question, language="en"), sentences)) == 1


RIVER = "The bridge was closed because the river had risen."
CRUE = "Le pont a été fermé parce que la rivière était en crue."


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("en", "The first summit adopted the Xi'an Declaration."),
         ("fr", "Le premier sommet a adopté la Déclaration de Xi'an."), True),
        (("en", RIVER), ("en", "Because the river had risen, the bridge was closed."), True),
        (("en", RIVER), ("en", "The market opens on Saturdays."), False),
        (("en", RIVER), ("en", "The bridge was closed because of a strike."), False),
        (("fr", CRUE), ("fr", "Le pont a été fermé en raison d'une grève."), False),
        (("en", RIVER), ("fr", "Le pont a été fermé en raison d'une grève."), False),
    ],
)  # fmt: skip
def test_meaning_decides_where_no_value_or_name_does(
    one: tuple[str, str], other: tuple[str, str], same: bool, embedding: EmbeddingModel
) -> None:
    vectors = embedding.encode_passages([text for _, text in (one, other)])
    sentences = [
        read(text, language, name=name, vector=vector)
        for (language, text), name, vector in zip((one, other), "ab", vectors, strict=True)
    ]
    assert says_the_same(understand(WHY, language="en"), *sentences) is same
