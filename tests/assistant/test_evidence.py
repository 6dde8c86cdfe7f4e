from itertools import product

import pytest

from assistant.evidence import is_about_another, names_another, sentence_features
from assistant.matter import matter
from assistant.question import understand

SECOND = "When is the second summit?"
TOKAYEV = "What did Tokayev say in Almaty about Kazakhstan?"


def features(
    question: str, text: str, language: str, *, asked_in: str = "en", around: str = ""
) -> dict[str, float]:
    """Return the features of the sentence `text`, its passage being `around` and itself."""
    asked = understand(question, language=asked_in)
    return sentence_features(
        asked,
        matter(text, language),
        None,
        matter(f"{around}\n{text}", language),
        word_weights=dict.fromkeys(asked.words, 1.0),
    )


@pytest.mark.parametrize(
    ("asked_in", "question", "language", "text", "expected"),
    [
        ("en", SECOND, "fr", "Le IIe sommet s'ouvre.", "ordinal_held"),
        ("en", SECOND, "fr", "Le deuxième sommet s'ouvre.", "ordinal_held"),
        ("en", SECOND, "ru", "Второй саммит откроется скоро.", "ordinal_held"),
        ("en", SECOND, "zh", "第二届峰会将举行。", "ordinal_held"),
        ("fr", "Quand est le IIe sommet ?", "en", "The 2nd summit opens.", "ordinal_held"),
        ("zh", "第二届峰会什么时候举行？", "en", "The second summit opens.", "ordinal_held"),
        ("en", SECOND, "fr", "Le premier sommet s'est tenu.", "ordinal_other"),
        ("en", SECOND, "fr", "Le Ier et le IIIe sommet se sont tenus.", "ordinal_other"),
        ("en", SECOND, "ru", "Первый саммит прошёл.", "ordinal_other"),
        ("en", SECOND, "fr", "Le sommet s'ouvre.", "ordinal_missing"),
        ("en", "Who won in 2022?", "fr", "Le 18 décembre 2022, il a gagné.", "date_held"),
        ("en", "Who won in May 2023?", "ru", "Он победил 19 мая 2023 года.", "date_held"),
        ("en", "Who won in 2022?", "fr", "En 2018, il a gagné.", "date_other"),
        ("en", "What is worth 31 billion?", "fr", "Il vaut 31 milliards.", "number_held"),
        ("en", "What is worth 31 billion?", "fr", "Il vaut 31 millions.", "number_other"),
    ],
)
def test_values_are_compared_across_languages(
    asked_in: str, question: str, language: str, text: str, expected: str
) -> None:
    found = features(question, text, language, asked_in=asked_in)
    assert found[expected] == 1.0
    kind, _, _ = expected.partition("_")
    held = float(expected.endswith("held"))
    assert (found[f"{kind}_held"], found[f"{kind}_missing"]) == (held, 1.0 - held)


def test_a_value_of_the_passage_is_near_not_held() -> None:
    found = features(SECOND, "Il s'ouvre lundi.", "fr", around="Le deuxième sommet approche.")
    assert found["ordinal_near"] == 1.0
    assert found["ordinal_held"] == found["ordinal_missing"] == found["ordinal_other"] == 0.0


@pytest.mark.parametrize(
    ("language", "text", "names", "places"),
    [
        ("en", "In Almaty, Tokayev spoke of Kazakhstan.", 0.0, 0.0),
        ("fr", "À Almaty, Tokaïev a parlé du Kazakhstan.", 0.0, 0.0),
        ("ru", "В Алматы Токаев говорил о Казахстане.", 0.0, 0.0),
        ("fr", "À Astana, il a parlé de l'Allemagne.", 1.0, 1.0),
    ],
)
def test_names_and_places_are_compared_across_languages(
    language: str, text: str, names: float, places: float
) -> None:
    found = features(TOKAYEV, text, language)
    assert (found["names_missing"], found["places_missing"]) == (names, places)


@pytest.mark.parametrize(
    ("question", "language", "text", "given"),
    [
        (SECOND, "fr", "Il s'ouvre le 17 juin.", "date_given"),
        (SECOND, "fr", "Il s'ouvre bientôt.", "date_lacking"),
        ("When in 2025 is it?", "en", "It is in 2025.", "date_lacking"),
        ("How many came?", "ru", "Пришли 500 человек.", "number_given"),
        ("How many came?", "en", "They came in 2025.", "number_lacking"),
        ("Where is it?", "fr", "Il est à Astana.", "place_given"),
        ("Who was it?", "en", "It was a stranger.", "name_lacking"),
        ("Who was it?", "zh", "是一个陌生人。", None),
        ("Why was it closed?", "en", "It was closed in 2025.", "reason_lacking"),
        ("Why was it closed?", "fr", "Il a fermé en raison du gel.", "reason_given"),
        ("Why was it closed?", "hu", "Bezárták a hideg miatt.", None),
        ("Which towns took part?", "en", "Oslo and Bergen did.", "list_given"),
        ("Which towns took part?", "en", "Among them were Oslo and Bergen.", "list_given"),
        ("Which towns took part?", "ru", "Среди них были Осло, Берген и Рига.", "list_given"),
        ("Which towns took part?", "zh", "奥斯陆、卑尔根和里加参加了。", "list_given"),
        ("Which towns took part?", "en", "A single town, Oslo, did.", "list_lacking"),
        ("Which towns took part?", "en", "The towns sold wool, dried fish and tar.", "list_given"),
        ("Who is Ada Lindqvist?", "en", "Ada Lindqvist is a baker.", "definition_given"),
        ("Who is Ada Lindqvist?", "fr", "Ada Lindqvist, boulangère, y était.", "definition_given"),
        ("Who is Ada Lindqvist?", "en", "Ada Lindqvist bought bread.", "definition_lacking"),
        ("How was it closed?", "en", "It was closed in 2025 by 5 men of Astana.", None),
    ],
)
def test_what_is_asked_for_is_given_or_lacking(
    question: str, language: str, text: str, given: str | None
) -> None:
    found = features(question, text, language)
    told = {name for name in found if name.endswith(("_given", "_lacking")) and found[name]}
    assert told == ({given} if given else set())


def test_words_of_the_passage_count_around_the_sentence() -> None:
    found = features("What did the baker sell?", "He sold bread.", "en", around="The baker came.")
    assert found["words"] < found["words_around"]
    assert features("baker", "The bakers came.", "en")["words"] == 1.0


QUESTIONS = [("en", SECOND), ("en", TOKAYEV), ("fr", "Qui a gagné 3 fois en 2022 et 2023 ?"),
             ("zh", "第二届峰会什么时候举行？"), ("xx", "?a")]  # fmt: skip
TEXTS = [("en", ""), ("fr", "Le IIe et le Ier sommet, 31 milliards, 19 mai 2023 à Almaty."),
         ("zh", "第一届峰会2023年5月在哈萨克斯坦举行。"), ("xx", "— 3, 2, 1!")]  # fmt: skip


def test_every_feature_is_there_and_lies_between_0_and_1() -> None:
    names = set(features(SECOND, "", "en"))
    for (asked_in, question), (language, text) in product(QUESTIONS, TEXTS):
        found = features(question, text, language, asked_in=asked_in, around=text)
        assert set(found) == names
        assert all(0.0 <= value <= 1.0 for value in found.values()), (question, text, found)


@pytest.mark.parametrize(
    ("text", "language", "another"),
    [
        ("Le premier sommet s'est tenu à Xi'an.", "fr", True),
        ("Le sommet s'est tenu à Xi'an.", "fr", True),
        ("Le IIe sommet se tiendra à Astana.", "fr", False),
        ("第一届峰会在西安举行。", "zh", True),
        ("A csúcstalálkozó Asztanában lesz.", "hu", False),  # its ordinals cannot be read
    ],
)
def test_a_passage_without_the_ordinal_is_about_another(
    text: str, language: str, another: bool
) -> None:
    assert is_about_another(understand(SECOND), matter(text, language)) is another


def test_a_first_may_be_said_in_other_words() -> None:
    asked = understand("When was the first summit?")
    assert not is_about_another(asked, matter("Le sommet inaugural s'est tenu en mai.", "fr"))


def test_the_sentence_before_tells_which_one_is_meant() -> None:
    asked = understand("Where did the fifth meeting take place?")
    before = matter("The fifth meeting has been held.", "en")
    own = matter("It took place in Chengdu.", "en")
    weights = dict.fromkeys(asked.words, 1.0)
    alone = sentence_features(asked, own, None, own, word_weights=weights)
    after = sentence_features(asked, own, before, before, word_weights=weights)
    assert after["words"] == alone["words"] == 0
    assert after["words_before"] == 1


@pytest.mark.parametrize(
    ("question", "language", "text", "expected"),
    [
        (SECOND, "en", "The first summit was held in May 2023.", True),
        (SECOND, "en", "The third summit keeps to every second year.", True),
        (SECOND, "en", "The first such summit was held in May 2023.", True),
        (SECOND, "en", "The second summit follows the first summit.", False),
        (SECOND, "en", "The summit was held in May 2023.", False),
        (SECOND, "en", "The first guests of the summit have come.", False),
        (SECOND, "en", "On its first day there was rain.", False),
        ("When is the summit?", "en", "The first summit was held in May 2023.", False),
        ("Quand est le IIe sommet ?", "fr", "Le premier sommet s'est tenu en mai.", True),
        ("When is the second China summit?", "fr", "Le premier sommet Chine-Asie.", True),
    ],
)
def test_another_one_of_its_kind_is_told(
    question: str, language: str, text: str, expected: bool
) -> None:
    asked = understand(question, language="fr" if "Quand" in question else "en")
    own = matter(text, language)
    assert names_another(asked, own, own) is expected


@pytest.mark.parametrize(
    ("around", "expected"),
    [
        ("Le IIe Sommet aura lieu en 2025.", True),
        ("Le deuxième grand sommet aura lieu en 2025.", True),
        ("Le deuxième dialogue aura lieu en 2025.", False),
        ("Le sommet aura lieu en 2025.", False),
    ],
)
def test_it_is_told_across_languages_by_what_the_ordinal_counts_elsewhere(
    around: str, expected: bool
) -> None:
    asked = understand(SECOND, language="en")
    first = "Le premier sommet s'est tenu en mai."
    context = matter(f"{around} {first}", "fr")
    assert names_another(asked, matter(first, "fr"), context) is expected
