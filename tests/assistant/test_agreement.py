import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.agreement import Statement, compare, group_by_answer, says_the_same
from assistant.answer import Span
from assistant.marking import mark
from assistant.matter import matter
from assistant.question import understand
from assistant.reading import ReadSentence
from assistant.sentences import Sentence
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
SPORT = "What sport did she play?"
WHY = "Why was the bridge closed?"


def stated(
    question: str,
    text: str,
    language: str = "en",
    *,
    name: str = "a",
    vector: NDArray[np.float32] = SILENT,
    marked: str | None = None,
) -> Statement:
    """Return `text` as the only sentence of the article `name`, with its answer marked.

    `marked` are the words that answer; those that `mark` finds when None.
    """
    whole = article(name, text, language=language)
    passage = Passage(id=f"{name}-0", article_id=whole.id, start=0, end=len(text), text=text)
    sentence = Sentence(
        article=whole, passage=passage, start=0, end=len(text), same_language=language == "en",
        matter=matter(text, language), about_another=False, features={},
    )  # fmt: skip
    span = mark(understand(question, language="en"), sentence)
    if marked is not None:
        start = text.index(marked)
        span = Span(start=start, end=start + len(marked))
    return Statement(ReadSentence(sentence, 0.5, True, True, vector), span)


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
        if not says_the_same(
            asked, stated(question, text), stated(question, other, language, name="b")
        )
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
        (HELD, "It will be held in Kenya.", "Kenya says that it will be held in Germany."),
        (HELD, "The China–Ghana summit is in Accra.", "The China–Ghana summit is in Kumasi."),
    ],
)
def test_different_answers_stay_apart(
    question: str, one: str, other: str, embedding: EmbeddingModel
) -> None:
    first, second = embedding.encode_passages([one, other])
    sentences = [
        stated(question, one, name="a", vector=first),
        stated(question, other, name="b", vector=second),
    ]
    assert not says_the_same(understand(question, language="en"), *sentences)


def test_a_year_does_not_bring_two_days_of_it_together() -> None:
    texts = ["It opens in 2025.", "It opens on 17 June 2025.", "It opens on 3 July 2025."]
    sentences = [stated(WHEN, text, name=str(number)) for number, text in enumerate(texts)]
    groups = group_by_answer(understand(WHEN, language="en"), sentences)
    days = [[one.sentence.text for one in group if one is not sentences[0]] for group in groups]
    assert not any(len(together) > 1 for together in days)


def test_an_article_is_one_voice_and_the_best_comes_first() -> None:
    best = stated(WHEN, "It opens on 17 June 2025.", name="a")
    other = stated(WHEN, "It opens on 3 July 2025.", name="b")
    again = [
        stated(WHEN, "It lasts from 17 to 18 June 2025.", name="a"),
        stated(WHEN, "The third opens on 5 May 2026.", name="a"),
    ]
    agreeing = stated(WHEN, "Il s'ouvre le 17 juin 2025.", "fr", name="c")
    groups = group_by_answer(understand(WHEN, language="en"), [best, other, *again, agreeing])
    assert groups == [[best, agreeing], [other]]


@pytest.mark.parametrize("question", [WHEN, TRADE, WON, WHY])
def test_a_sentence_printed_twice_is_one_answer(question: str, embedding: EmbeddingModel) -> None:
    text = "It is not known yet, and nobody wanted to say more."
    vector = embedding.encode_passages([text])[0]
    sentences = [stated(question, text, name=name, vector=vector) for name in "ab"]
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
        stated(WHY, text, language, name=name, vector=vector)
        for (language, text), name, vector in zip((one, other), "ab", vectors, strict=True)
    ]
    assert says_the_same(understand(WHY, language="en"), *sentences) is same


@pytest.mark.parametrize(
    ("question", "one", "other", "agree"),
    [
        (WHEN, ("en", "It opens on 17 June 2025."), ("en", "It opens on 3 July 2025."), False),
        (WHEN, ("en", "It opens on 17 June 2025."), ("fr", "Il s'ouvre en juillet 2025."), False),
        (WHEN, ("en", "It lasts from 16 to 18 June."), ("en", "It opens on 17 June 2025."), True),
        (WHEN, ("en", "It opens on 17 June."), ("en", "It opens in 2025."), None),
        (WHEN, ("en", "On 1 May they set it for 17 June 2025."),
         ("en", "It opens on 17 June 2025."), True),
        (WHEN, ("en", "It opens soon."), ("en", "It opens on 17 June 2025."), None),
        (TRADE, ("en", "It was worth 31 billion."), ("en", "It was worth 41 billion."), False),
        (TRADE, ("en", "It was worth 31 billion."), ("fr", "Il valait 31,2 milliards."), True),
        (TRADE, ("en", "It was worth 31 billion."), ("en", "It grew by 23.6 percent."), None),
        (WON, ("en", "The vote was won by Tokayev."), ("en", "It was won by Amrebayev."), False),
        (WON, ("en", "The vote was won by Kassym-Jomart Tokayev."),
         ("en", "It was won by Tokayev."), True),
        (WON, ("en", "The book was won by Confucius."),
         ("fr", "Il l'a remporté par Kongzi."), None),
        (HELD, ("en", "It will be held in Kazakhstan."), ("fr", "Il se tiendra en Chine."), False),
        (HELD, ("en", "It will be held in Kazakhstan."),
         ("en", "It will be held in Almaty."), None),
        (HELD, ("en", "It will be held in Almaty, in Kazakhstan."),
         ("en", "It will be held in Kazakhstan."), True),
        (HELD, ("en", "It will be held in Almaty."), ("en", "It will be held in Xi'an."), False),
        (HELD, ("en", "It will be held in Beijing."), ("fr", "Il se tiendra à Pékin."), None),
        (HELD, ("en", "It will be held in Kazakhstan."), ("en", "It will be held in Asia."), None),
        (WHY, ("en", "It was closed."), ("en", "It was open."), None),
    ],
)  # fmt: skip
def test_a_contradiction_is_told_only_between_facts_of_one_kind(
    question: str, one: tuple[str, str], other: tuple[str, str], agree: bool | None
) -> None:
    (language, text), (second, another) = one, other
    asked = understand(question, language="en")
    first = stated(question, text, language)
    assert compare(asked, first, stated(question, another, second, name="b")) is agree
    assert compare(asked, stated(question, another, second, name="b"), first) is agree


def test_words_that_answer_are_compared_and_not_what_stands_around_them() -> None:
    asked = understand(SPORT, language="en")
    first = stated(SPORT, "In Perth she played tennis.", marked="tennis")
    again = stated(SPORT, "At school her sport was Tennis.", name="b", marked="Tennis")
    other = stated(SPORT, "In Perth she played golf.", name="c", marked="golf")
    assert group_by_answer(asked, [first, again, other]) == [[first, again], [other]]


def test_a_copy_with_another_word_is_another_answer(embedding: EmbeddingModel) -> None:
    asked = "What did he play in his long career as a professional in England?"
    texts = [
        f"A {word}, he began his long career in England in 1979." for word in ("keeper", "forward")
    ]
    vectors = embedding.encode_passages(texts)
    first, other = (
        stated(asked, text, name=name, vector=vector)
        for text, name, vector in zip(texts, "ab", vectors, strict=True)
    )
    assert float(np.dot(*vectors)) > 0.9
    assert not says_the_same(understand(asked, language="en"), first, other)
