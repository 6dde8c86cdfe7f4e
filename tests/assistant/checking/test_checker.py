"""What is certainly wrong with a written sentence, in any language; and how it is scored."""

from datetime import date

import pytest

from assistant.checking import Source, Support, SupportChecker
from index.embedding import EmbeddingModel

FAIR = (
    "The second fair of Bergen opened on 12 June 2024 and drew 31,200 visitors. Mayor Marit "
    "Warncke said that prices would not rise. The first one was held on 18 May 2023 in Oslo."
)
FOIRE = (
    "La deuxième foire de Bergen a ouvert le 12 juin 2024 et a attiré 31 200 visiteurs. La maire "
    "Marit Warncke a déclaré que les prix ne monteraient pas. La première s'était tenue le "
    "18 mai 2023 à Oslo."
)
YARMARKA = (
    "Вторая ярмарка в Бергене открылась 12 июня 2024 года и привлекла 31 200 посетителей. Мэр "
    "Марит Варнке заявила, что цены не вырастут. Первая прошла 18 мая 2023 года в Осло."
)


@pytest.fixture(scope="module")
def checker(embedding: EmbeddingModel) -> SupportChecker:
    return SupportChecker(embedding)


def checked(
    checker: SupportChecker,
    sentence: str,
    *texts: str,
    language: str = "en",
    written_in: str = "en",
    published: date | None = None,
) -> Support:
    return checker.check(
        sentence, [Source(text, written_in, published) for text in texts], language
    )


@pytest.mark.parametrize(
    ("text", "written_in"), [(FAIR, "en"), (FOIRE, "fr"), (YARMARKA, "ru")], ids=["en", "fr", "ru"]
)
@pytest.mark.parametrize(
    ("sentence", "faults"),
    [
        ("The second fair of Bergen opened on 12 June 2024.", ()),
        ("The second fair of Bergen opened on 2024-06-12 [1].", ()),
        ("The second fair of Bergen drew 31,200 visitors【1】.", ()),
        ("The second fair of Bergen drew 32,100 visitors [1][2].", ("32,100",)),
        ("The second fair of Bergen opened on 14 June 2024.", ("14 June 2024",)),
        ("The third fair of Bergen opened on 12 June 2024.", ("third", "12 June 2024")),
        ("The second fair was held in Norway's Bergen, in Denmark.", ("Norway", "Denmark")),
    ],
)
def test_what_no_source_holds_is_a_fault_in_every_language(
    checker: SupportChecker,
    text: str,
    written_in: str,
    sentence: str,
    faults: tuple[str, ...],
) -> None:
    found = checked(checker, sentence, text, written_in=written_in)
    assert found.faults == faults
    assert not (found.faults and found.supported)


@pytest.mark.parametrize(("text", "written_in"), [(FAIR, "en"), (FOIRE, "fr"), (YARMARKA, "ru")])
def test_the_date_of_another_one_is_a_fault(
    checker: SupportChecker, text: str, written_in: str
) -> None:
    cited = [Source(text, written_in, None)]
    found = checker.check("The second fair of Bergen opened on 18 May 2023.", cited, "en")
    assert found.faults == ("18 May 2023",)
    assert not found.supported
    question, short = "When did the second fair open?", "It opened on 18 May 2023."
    assert checker.check(short, cited, "en", question).faults == ("18 May 2023",)
    assert not checker.check(short, cited, "en", "When did the first fair open?").faults


def test_a_name_that_is_not_there_is_a_fault(checker: SupportChecker) -> None:
    found = checked(checker, "According to Erna Solberg, prices would not rise.", FAIR)
    assert found.faults == ("Erna Solberg",)
    assert not checked(checker, "According to Marit Warnke, prices would not rise.", FAIR).faults


def test_half_a_name_is_not_the_name(checker: SupportChecker) -> None:
    found = checked(checker, "According to Marit Solberg, prices would not rise.", FAIR)
    assert found.faults == ("Marit Solberg",)


def test_a_name_may_be_written_otherwise_in_another_language(checker: SupportChecker) -> None:
    source = "La foire de Pékin a ouvert le 12 juin."
    sentence = "On 12 June the fair of Beijing opened."
    assert not checked(checker, sentence, source, written_in="fr").faults


def test_a_name_in_another_script_is_recognised_by_its_sound(checker: SupportChecker) -> None:
    found = checked(checker, "As Marit Warncke said, prices stay.", YARMARKA, written_in="ru")
    assert not found.faults


def test_initials_stand_for_a_name(checker: SupportChecker) -> None:
    assert not checked(checker, "Since then the United Nations pays.", "The UN pays.").faults
    assert not checked(checker, "Since then the UN pays.", "The United Nations pays.").faults


@pytest.mark.parametrize(
    ("sentence", "source", "language"),
    [
        ("Prices would rise, said the mayor.", "The mayor said that prices would not rise.", "en"),
        ("Le pont n'est pas ouvert au public.", "Le pont est ouvert au public.", "fr"),
        ("Die Brücke ist nicht geöffnet.", "Die Brücke ist geöffnet.", "de"),
        ("Мост не открыт для публики.", "Мост открыт для публики.", "ru"),
        ("这座桥不对公众开放。", "这座桥对公众开放。", "zh"),
    ],
)
def test_a_sentence_that_a_source_denies_is_not_supported(
    checker: SupportChecker, sentence: str, source: str, language: str
) -> None:
    found = checked(checker, sentence, source, language=language, written_in=language)
    assert found.faults == (sentence,)
    assert not found.supported
    assert not checked(checker, source, source, language=language, written_in=language).faults


@pytest.mark.parametrize(
    ("source", "written_in"),
    [
        ("Le pont est ouvert au public.", "fr"),
        ("Die Brücke ist geöffnet.", "de"),
        ("Мост открыт для публики.", "ru"),
        ("这座桥对公众开放。", "zh"),
    ],
)
def test_a_denial_weighs_across_languages(
    checker: SupportChecker, source: str, written_in: str
) -> None:
    said = checked(checker, "The bridge is open to the public.", source, written_in=written_in)
    denied = checked(
        checker, "The bridge is not open to the public.", source, written_in=written_in
    )
    assert said.score > denied.score


def test_a_relative_date_counts_from_the_article_s_day(checker: SupportChecker) -> None:
    source, sentence = "The bridge opened yesterday.", "The bridge opened on 11 June 2024."
    assert not checked(checker, sentence, source, published=date(2024, 6, 12)).faults
    assert checked(checker, sentence, source, published=date(2024, 6, 20)).faults
    assert checked(checker, sentence, source).faults


def test_a_date_is_no_finer_than_that_of_its_source(checker: SupportChecker) -> None:
    sentence = "The bridge opened on 11 June 2024."
    assert checked(checker, sentence, "The bridge opened in June 2024.").faults
    assert not checked(checker, "The bridge opened in June 2024.", sentence).faults


def test_a_year_left_out_is_that_of_the_article(checker: SupportChecker) -> None:
    source, sentence = "The bridge opened on 11 June.", "The bridge opened on 11 June 2024."
    assert not checked(checker, sentence, source, published=date(2024, 6, 12)).faults
    assert checked(checker, sentence, source, published=date(2020, 6, 12)).faults


@pytest.mark.parametrize(
    ("sentence", "source", "language"),
    [
        ("It cost 31 billion euros.", "Elle a coûté 31 milliards d'euros.", "fr"),
        ("It cost 2 million.", "It cost two million.", "en"),
        ("Twenty-five percent of them left.", "25% of them left.", "en"),
        ("Some 1,200 came.", "Es kamen 1.200 Menschen.", "de"),
        ("There were 45 of them.", "Их было сорок пять.", "ru"),
    ],
)
def test_a_number_is_one_in_every_form(
    checker: SupportChecker, sentence: str, source: str, language: str
) -> None:
    assert not checked(checker, sentence, source, written_in=language).faults


def test_what_is_said_scores_higher_than_what_is_not(checker: SupportChecker) -> None:
    said = checked(checker, "Bergen's second fair had 31,200 visitors.", FAIR)
    unsaid = checked(checker, "The harbour of the town froze that winter.", FAIR)
    assert said.supported
    assert not unsaid.supported
    assert 0 <= unsaid.score < said.score <= 1


def test_a_language_without_rules_of_its_own_is_checked(checker: SupportChecker) -> None:
    source = "Pociąg z Warszawy do Krakowa jedzie teraz 140 minut, a bilet kosztuje 60 złotych."
    right = checked(checker, "Bilet kosztuje 60 złotych.", source, language="pl", written_in="pl")
    wrong = checked(checker, "Bilet kosztuje 75 złotych.", source, language="pl", written_in="pl")
    assert not right.faults
    assert wrong.faults == ("75",)
    assert right.score > wrong.score


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [("", (FAIR,)), ("…", (FAIR,)), ("The fair opened.", ()), ("The fair opened.", ("", " \n"))],
)
def test_nothing_supports_nothing(
    checker: SupportChecker, sentence: str, texts: tuple[str, ...]
) -> None:
    assert checked(checker, sentence, *texts) == Support(supported=False, score=0.0)


def test_hostile_text_only_fails_the_check(checker: SupportChecker) -> None:
    for text in ("[" * 5_000, "1 " * 5_000, "A" * 20_000, "\u202e\x00 (", "9" * 400):
        assert not checked(checker, text, FAIR).supported
        assert not checked(checker, "The harbour froze.", text).supported
