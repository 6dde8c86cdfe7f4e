import pytest

from assistant.marking import mark
from assistant.matter import matter
from assistant.question import understand
from assistant.sentences import Sentence
from assistant.span_reader.scores import FoundSpan
from index.article import Passage
from tests.conftest import article

BEFORE = "What stands before. "

WHEN = "When was the first summit?"
TRADE = "How much was the trade in 2022?"
WHO = "Who is the ambassador?"
WHERE = "Where was it held?"
WHAT = "What was adopted?"


def sentence(text: str, language: str) -> Sentence:
    """Return `text` as the second sentence of an article."""
    whole = article("a", f"{BEFORE}{text}", language=language)
    end = len(whole.text)
    return Sentence(
        article=whole,
        passage=Passage(id="a-0", article_id=whole.id, start=0, end=end, text=whole.text),
        start=len(BEFORE), end=end, same_language=language == "en",
        matter=matter(text, language), about_another=False, features={},
    )  # fmt: skip


def marked(question: str, text: str, language: str, found: FoundSpan | None = None) -> str | None:
    """Return the words of `text` that are marked, None when none are."""
    quote = sentence(text, language)
    span = mark(understand(question, language="en"), quote, found)
    if span is None:
        return None
    assert quote.start <= span.start < span.end <= quote.end, "the span lies inside the quote"
    return quote.article.text[span.start : span.end]


@pytest.mark.parametrize(
    ("question", "language", "text", "expected"),
    [
        (WHEN, "en", "It was held on 19 May 2023 in Xi'an.", "19 May 2023"),
        (WHEN, "fr", "Il s'est tenu du 18 au 19 mai 2023.", "18 au 19 mai 2023"),
        (WHEN, "ru", "Он прошёл 19 мая 2023 года.", "19 мая 2023"),
        (WHEN, "zh", "首届峰会于2023年5月19日举行。", "2023年5月19日"),
        ("When in 2023 was it?", "fr", "En 2023, il s'est tenu le 19 mai.", "19 mai"),
        (TRADE, "fr", "En 2022, le commerce a atteint 31 milliards de dollars.", "31 milliards"),
        (TRADE, "en", "It grew by 23.6% in 2022.", "23.6%"),
        (TRADE, "zh", "贸易额达到310亿美元。", "310亿"),
        (WHO, "fr", "Selon l'ambassadeur Zhang Xiao, tout va bien.", "Zhang Xiao"),
        (WHO, "fr", "Il s'agit de Kassym-Jomart Tokaïev.", "Kassym-Jomart Tokaïev"),
        (WHO, "ru", "Послом является Чжан Сяо.", "Чжан Сяо"),
        (WHO, "en", "Zhang Xiao is the ambassador.", "Zhang Xiao"),
        (WHO, "en", "In Ghana the vote was won by Mahama.", "Mahama"),
        (WHO, "fr", "Kassym-Jomart Tokaïev l'a dit.", "Kassym-Jomart Tokaïev"),
        (WHERE, "fr", "Il s'est tenu à Astana.", "Astana"),
        (WHERE, "fr", "Il s'est tenu à Xi’an, en Chine.", "Xi’an"),
        (WHERE, "en", "There the ministers met Wang Yi in Almaty.", "Almaty"),
        (WHAT, "fr", "Il a adopté la « Déclaration de Xi'an ».", "Déclaration de Xi'an"),
        (WHAT, "de", "Er nahm die „Erklärung von Xi'an“ an.", "Erklärung von Xi'an"),
        (WHAT, "en", "It adopted the “Xi’an Declaration”.", "Xi’an Declaration"),
        (WHAT, "en", 'It adopted the "Xi’an Declaration".', "Xi’an Declaration"),
        (WHAT, "zh", "峰会通过了《西安宣言》。", "西安宣言"),
    ],
)
def test_the_answering_words_are_marked(
    question: str, language: str, text: str, expected: str
) -> None:
    assert marked(question, text, language) == expected


def test_values_close_together_are_one_answer() -> None:
    text = "Le commerce a atteint 31 milliards de dollars, soit 23,6 % de plus."
    assert marked(TRADE, text, "fr") == "31 milliards de dollars, soit 23,6 %"


def test_values_far_apart_are_not() -> None:
    text = f"It was held on 19 May 2023, {'and this was said at length, ' * 3}then in 2025."
    assert marked(WHEN, text, "en") == "19 May 2023"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (WHEN, "It was held in Astana."),
        ("When in 2023 was it?", "It was in 2023."),
        (TRADE, "Trade grew a lot in 2022."),
        (WHO, "He said nothing about it."),
        (WHAT, "It adopted a declaration."),
        ("Why was it closed?", "It was closed on 19 May 2023 by the “Agency” of Astana."),
    ],
)
def test_nothing_is_marked_where_nothing_of_that_kind_answers(question: str, text: str) -> None:
    assert marked(question, text, "en") is None


COUNTRIES = "Which countries signed the accord?"
WHY = "Why was the port closed?"
ADA = "Who is Ada Lindqvist?"


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Norway, Denmark and Iceland signed the accord.", "Norway, Denmark and Iceland"),
        ("en", "It was signed by Norway, the Faroe Islands and Peru.",
         "Norway, the Faroe Islands and Peru"),
        ("fr", "L'accord lie la Norvège, le Danemark et l'Islande.",
         "Norvège, le Danemark et l'Islande"),
        ("es", "Lo firmaron Noruega, Dinamarca e Islandia.", "Noruega, Dinamarca e Islandia"),
        ("de", "Es banden sich Norwegen, Dänemark und Island.", "Norwegen, Dänemark und Island"),
        ("ru", "Его подписали Норвегия, Дания и Исландия.", "Норвегия, Дания и Исландия"),
        ("zh", "签署国有：挪威、丹麦和冰岛。", "挪威、丹麦和冰岛"),
        ("ar", "وقعت الاتفاق: النرويج والدنمارك وأيسلندا.", "النرويج والدنمارك وأيسلندا"),
        ("en", "Lindqvist Rail, Oslo Gas and Bergen Tar signed it.",
         "Lindqvist Rail, Oslo Gas and Bergen Tar"),
        ("en", "They brought wool, dried fish and tar.", "wool, dried fish and tar"),
    ],
)  # fmt: skip
def test_a_list_is_marked_as_a_whole(language: str, text: str, expected: str) -> None:
    assert marked(COUNTRIES, text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "It was closed because of the storm.", "because of the storm"),
        ("en", "Due to the storm, it was closed.", "Due to the storm"),
        ("en", "It closed since no ship came; it was cold.", "since no ship came"),
        ("fr", "Il a fermé afin d’éviter un accident.", "afin d’éviter un accident"),
        ("fr", "Il a fermé parce qu’il gelait.", "parce qu’il gelait"),
        ("es", "Cerró debido a la tormenta.", "debido a la tormenta"),
        ("de", "Er schloss, um die Schiffe zu schützen.", "um die Schiffe zu schützen"),
        ("ru", "Порт закрыли из-за шторма.", "из-за шторма"),
        ("zh", "由于风暴，港口关闭了。", "由于风暴"),
        ("ar", "أغلق الميناء بسبب العاصفة.", "بسبب العاصفة"),
    ],
)
def test_the_clause_of_the_reason_is_marked(language: str, text: str, expected: str) -> None:
    assert marked(WHY, text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Ada Lindqvist is the mayor of Bergen.", "the mayor of Bergen"),
        ("en", "Ada Lindqvist, the mayor of Bergen, came.", "the mayor of Bergen"),
        ("en", "The Norwegian foreign minister Ada Lindqvist came.",
         "The Norwegian foreign minister"),
        ("fr", "Selon Mme Lindqvist, maire de Bergen, il gèle.", "maire de Bergen"),
        ("fr", "La ministre des Affaires étrangères Ada Lindqvist est venue.",
         "La ministre des Affaires étrangères"),
        ("es", "Ada Lindqvist es la alcaldesa de Bergen.", "la alcaldesa de Bergen"),
        ("de", "Ada Lindqvist ist die Bürgermeisterin.", "die Bürgermeisterin"),
        ("ru", "Ада Линдквист — мэр Бергена.", "мэр Бергена"),
    ],
)  # fmt: skip
def test_what_defines_a_name_is_marked(language: str, text: str, expected: str) -> None:
    assert marked(ADA, text, language) == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (COUNTRIES, "Norway signed it in Oslo."),
        (COUNTRIES, "He came and went."),
        (WHY, "It has been closed since 2013."),
        (ADA, "The minister met Ada Lindqvist."),
        (ADA, "Ada Lindqvist, Olsen and Berg came."),
        (ADA, "Ada Lindqvist is not the mayor."),
    ],
)
def test_no_list_reason_or_definition_is_marked_where_there_is_none(
    question: str, text: str
) -> None:
    assert marked(question, text, "en") is None


def span(text: str, words: str, score: float) -> FoundSpan:
    """Return `words` of `text` as the trained reader finds them."""
    start = len(BEFORE) + text.index(words)
    return FoundSpan(start, start + len(words), score)


TWO_DATES = "Announced on 2 May 2023, it opened on 19 May 2023."


@pytest.mark.parametrize(
    ("question", "text", "words", "score", "expected"),
    [
        (WHEN, TWO_DATES, "19 May 2023", 5.0, "19 May 2023"),
        (WHEN, TWO_DATES, " 19 May 2023.", 5.0, "19 May 2023"),
        (WHEN, TWO_DATES, "19 May 2023", -5.0, "2 May 2023"),
        (WHAT, "It adopted a declaration.", "a declaration", -5.0, "a declaration"),
        (WHAT, "It adopted a declaration.", ".", 5.0, None),
        (TRADE, "It grew by 23.6% in 2022.", "23.6%", 5.0, "23.6%"),
        (WHY, "It was closed because of the storm.", "storm", 5.0, "because of the storm"),
        (COUNTRIES, "Norway, Denmark and Iceland signed.", "Denmark", 5.0,
         "Norway, Denmark and Iceland"),
    ],
)  # fmt: skip
def test_the_words_that_the_reader_is_sure_of_are_marked(
    question: str, text: str, words: str, score: float, expected: str | None
) -> None:
    assert marked(question, text, "en", span(text, words, score)) == expected
