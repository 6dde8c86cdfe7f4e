"""What a follow-up question takes over, told by what it lacks; and that no other is touched."""

import pytest

from assistant import Assistant
from assistant.conversation import Turn, complete
from assistant.language.references import known_languages
from assistant.language.vocabulary import QuestionKind
from assistant.question import understand

LIKELY = {"en", "fr"}


def meant(question: str, *before: str | Turn, language: str | None = None) -> str | None:
    turns = [one if isinstance(one, Turn) else Turn(question=one) for one in before]
    completed = complete(question, turns, language=language, likely=LIKELY)
    return completed.text if completed else None


FAIR = {  # "When was the second fair opened?", "and where?", "and the first?"
    "en": ("When did the second fair open?", "And where?", "and the first one?"),
    "fr": ("Quand a ouvert la deuxième foire ?", "Et où ?", "et la première ?"),
    "es": ("¿Cuándo abrió la segunda feria?", "¿Y dónde?", "¿y la primera?"),
    "de": ("Wann wurde die zweite Messe eröffnet?", "Und wo?", "und die erste?"),
    "it": ("Quando ha aperto la seconda fiera?", "E dove?", "e la prima?"),
    "pt": ("Quando abriu a segunda feira?", "E onde?", "e a primeira?"),
    "ru": ("Когда открылась вторая ярмарка?", "А где?", "а первая?"),
    "zh": ("第二届博览会什么时候开幕？", "在哪里？", "那第一届呢？"),
    "ar": ("متى افتتح المعرض الثاني؟", "وأين؟", "والأول؟"),
}


@pytest.mark.parametrize("language", FAIR)
def test_question_word_alone_asks_about_the_same(language: str) -> None:
    before, where, _ = FAIR[language]
    first = understand(before, language=language)
    text = meant(where, before, language=language)
    assert text is not None
    second = understand(text, language=language)
    assert second.kind == QuestionKind.WHERE
    assert second.values
    assert [value.key for value in second.values] == [value.key for value in first.values]
    assert set(first.words) & set(second.words)


@pytest.mark.parametrize("language", FAIR)
def test_value_alone_takes_the_place_of_its_like(language: str) -> None:
    before, _, other = FAIR[language]
    first = understand(before, language=language)
    text = meant(other, before, language=language)
    assert text is not None
    second = understand(text, language=language)
    assert second.kind == first.kind
    assert [value.key for value in second.values] == ["1"]


OTHERS = {  # "When did Ibsen leave Norway?", "is there anything else?"
    "en": ("When did Ibsen leave Norway?", "Is there anything else?"),
    "fr": ("Quand Ibsen a-t-il quitté la Norvège ?", "Y a-t-il autre chose ?"),
    "es": ("¿Cuándo dejó Ibsen Noruega?", "¿Hay otros motivos?"),
    "de": ("Wann verließ Ibsen Norwegen?", "Gibt es sonst noch etwas?"),
    "it": ("Quando Ibsen lasciò la Norvegia?", "Ci sono altri motivi?"),
    "pt": ("Em que ano é que Ibsen deixou a Noruega?", "Há outros motivos?"),
    "ru": ("Когда Ибсен покинул Норвегию?", "Есть ли другие причины?"),
    "zh": ("挪威的易卜生什么时候离开？", "有没有其他原因？"),
    "ar": ("متى غادر إبسن النرويج؟", "هل هناك سبب آخر؟"),
}


@pytest.mark.parametrize("language", OTHERS)
def test_asking_for_another_one_is_about_the_same(language: str) -> None:
    before, other = OTHERS[language]
    text = meant(other, before, language=language)
    assert text is not None
    first, second = (understand(one, language=language) for one in (before, text))
    assert set(first.words) & set(second.words)


def test_every_language_with_little_words_is_tried() -> None:
    assert set(FAIR) == set(OTHERS) == set(known_languages())


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        # A date or place that is new, or in the place of another.
        ("What did the bridge cost in 2019?", "and in 2020?", "What did the bridge cost in 2020?"),
        ("Que coûtait le pont ?", "et en 2020 ?", "Que coûtait le pont en 2020 ?"),
        ("Who is mayor of Norway's capital?", "And Sweden?", "Who is mayor of Sweden's capital?"),
        ("Quel est le PIB de la Suède ?", "et en Norvège ?", "Quel est le PIB en Norvège ?"),
        ("When did Ibsen leave Norway?", "and Munch?", "When did Munch leave Norway?"),
        ("Who is the mayor of Bergen?", "and the bishop of Bergen?", None),
        # Question words that fit the same sentence, or that do not.
        ("Did Norway sign the accord?", "when?", "When did Norway sign the accord?"),
        ("Who signed the accord?", "Where?", "Where – signed the accord?"),
        ("Quand le pont a-t-il ouvert ?", "Pourquoi ?", "Pourquoi le pont a-t-il ouvert ?"),
        # Pronouns.
        ("When did Ibsen leave Norway?", "who is he?", "who is Ibsen?"),
        ("When did Ibsen leave Norway?", "Where was he born?", "Where was Ibsen born?"),
        ("Quand Ibsen a-t-il quitté la Norvège ?", "Qui est-il ?", "Qui est Ibsen ?"),
        ("Quand Ibsen a-t-il quitté la Norvège ?", "Où est-il né ?", "Où est-il né – Ibsen ?"),
        ("When did the second fair open?", "Who visited it?", "Who visited it – second fair open?"),
        ("Où s'est tenue la foire ?", "Qui l'a ouverte ?", "Qui l'a ouverte – foire ?"),
        ("Where was the fair?", "What was sold there?", "What was sold there – fair?"),
        # The same question with less in it.
        ("Who won the regatta of Bergen in 2019?", "who won in 2020?",
         "Who won the regatta of Bergen in 2020?"),
    ],
)  # fmt: skip
def test_what_is_lacking_is_taken_over(before: str, question: str, expected: str | None) -> None:
    text = meant(question, before)
    assert text is not None
    if expected is not None:
        assert text == expected


@pytest.mark.parametrize(
    "question",
    [
        "When did the harbour of Oslo freeze?",
        "And when did Munch paint The Scream?",
        "What was signed this year?",
        "Is it true that Sweden left the union?",
        "How long does it take to cross the fjord?",
        "Did the mayor say that he would resign?",
        "Are there bridges in Lyon?",
        "harbour Oslo opening date",
        "What is inflation?",
        "thanks",
        "Le maire de Lyon a-t-il démissionné ?",
        "Où le festival s'est-il tenu ?",
        "Combien y a-t-il de ponts à Lyon ?",
        "Faut-il un visa pour la Suède ?",
        "Que s'est-il passé à Lyon cette année ?",
        "Qu'est-ce que l'inflation ?",
        "Wann kommen Sie nach Oslo?",
        "¿Quién ganó la regata de Bergen?",
        "Кто построил мост в Осло?",
        "奥斯陆的港口什么时候结冰？",
        "متى تجمد ميناء أوسلو؟",
    ],
)
def test_a_question_that_lacks_nothing_is_left_alone(question: str) -> None:
    assert meant(question, "When did Ibsen leave Norway?") is None
    assert meant(question) is None


def test_each_turn_is_understood_from_those_before_it() -> None:
    turns = ("When did the second fair of Bergen open?", "And where?", "and the first one?")
    assert meant("and the third?", *turns) == "Where did the third fair of Bergen open?"


IBSEN = ("When did Henrik Ibsen leave Norway?", "What did he write in Rome?", "Was it a success?")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who liked it?", "Who liked it – success – Henrik Ibsen"),
        ("Did he like it?", "Did Henrik Ibsen like it?"),
        ("Did he write anything else?", "Did Henrik Ibsen write anything else?"),
        ("Any other plays?", "Any other plays – Henrik Ibsen?"),
        ("And did that change the theatre?", "did that change the theatre"),
    ],
)
def test_the_name_that_a_conversation_is_about_is_carried_on(question: str, expected: str) -> None:
    text = meant(question, *IBSEN)
    assert text is not None
    assert text.startswith(expected)
    assert "Henrik Ibsen" in text


def test_a_name_is_known_by_its_longest_form() -> None:
    turns = (IBSEN[0], "Where did Ibsen go first?", "When was that?")
    assert meant("Why did he go?", *turns) == "Why did Henrik Ibsen go?"


def test_a_noun_of_the_answer_with_its_article_goes_on_about_it() -> None:
    asked = Turn(question="Did Ibsen have debts?", answer="he paid the debt with a loan of 1868")
    assert meant("How large was the loan?", asked) == "How large was the loan – Ibsen?"
    assert meant("How long does it take to cross the fjord?", asked) is None


def test_what_was_taken_over_does_not_pile_up() -> None:
    turns = (*IBSEN, "Did they print it?", "Was it read?", "Did they like it?")
    text = meant("Who sold it?", *turns)
    assert text is not None
    assert text.count("–") <= 2
    assert "Ibsen" in text


def test_another_name_is_not_added_to_a_question_that_has_one() -> None:
    assert meant("Did Munch paint anything else?", *IBSEN) is None


def test_the_answer_tells_who_was_asked_for() -> None:
    asked = Turn(question="Who is the mayor of Bergen?", answer="Marit Warncke, mayor of Bergen")
    assert meant("Where was she born?", asked) == "Where was Marit Warncke born?"


def test_the_language_may_change_between_questions() -> None:
    completed = complete(
        "And where?", [Turn(question="Quand a ouvert la deuxième foire ?")], likely=LIKELY
    )
    assert completed is not None
    assert completed.language == "en"
    assert "deuxième foire" in completed.text
    assert understand(completed.text, language="en").kind == QuestionKind.WHERE


def test_empty_and_overlong_turns_are_passed_over() -> None:
    turns = ("When did the second fair open?", " ?", "x" * 3_000)
    assert meant("And where?", *turns) == "Where did the second fair open?"
    assert meant("", *turns) is None
    assert meant("And where?", "When did the second fair open " + "x " * 980 + "?") is not None
    assert meant("and the hundred visitors of it?", "fair " * 400) is None


def test_the_assistant_searches_what_was_meant(samples: Assistant) -> None:
    before = Turn(question="Quand s'est tenu le premier sommet Chine-Asie centrale ?")
    answer = samples.ask("Et où ?", history=[before])
    assert answer.question == "Et où ?"
    assert answer.understood == "Où s'est tenu le premier sommet Chine-Asie centrale ?"
    assert answer.language == "fr"
    whole = samples.ask(answer.understood)
    assert answer.citations == whole.citations
    assert whole.understood is None
    found = samples.search("Et où ?", history=[before])
    assert found == samples.search(answer.understood)
