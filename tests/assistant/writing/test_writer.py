import logging
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.writing.model import CallStopped, Failure
from tests.assistant.writing.scripted import (
    FiguresChecker,
    Passages,
    Scripted,
    verbatim,
    writer,
)

QUOTE = "The second summit was held in Astana on 17 June 2025."
WRITTEN = "The second summit was held in Astana. [1]"


def write(
    answer: Answer, model: Scripted, folder: Path, *, context: int = 4096, per_day: int = 0
) -> Answer:
    library = Passages(*(one.quote for one in answer.citations))
    return writer(model, folder, context=context, per_day=per_day).write(answer, library)


def test_the_answer_is_the_models_and_its_proof_the_articles(tmp_path: Path) -> None:
    answer = verbatim(QUOTE)
    written = write(
        answer,
        Scripted(
            "The second summit was held",
        ),
        tmp_path,
    )
    assert written.mode == "verbatim"
    written = write(answer, Scripted(WRITTEN), tmp_path)
    assert written.mode == "written"
    assert written.answer == WRITTEN
    assert written.citations == answer.citations
    assert written.writing is not None
    assert (written.writing.sentences, written.writing.failure) == (1, None)
    assert (written.writing.prompt_tokens, written.writing.completion_tokens) == (100, 20)


def test_an_invented_date_does_not_reach_the_reader(tmp_path: Path) -> None:
    invented = "The second summit took place on 2023-05-18. [1]"
    written = write(verbatim(QUOTE), Scripted(invented), tmp_path)
    assert "2023" not in written.answer
    assert written.mode == "verbatim"
    assert QUOTE in written.answer
    assert written.answer.endswith(
        "(In the articles’ own words: the articles do not support what the language model wrote.)"
    )
    assert written.writing
    assert (written.writing.unsupported, written.writing.failure) == (1, Failure.UNSUPPORTED)


def test_a_sentence_is_checked_as_an_answer_to_what_was_understood(tmp_path: Path) -> None:
    checker = FiguresChecker()
    answer = verbatim(QUOTE, question="and where?")
    library = Passages(QUOTE)
    writer(Scripted(WRITTEN), tmp_path, checker=checker).write(answer, library)
    understood = answer.model_copy(update={"understood": "Where was it held?"})
    writer(Scripted(WRITTEN), tmp_path, checker=checker).write(understood, library)
    assert checker.questions == ["and where?", "Where was it held?"]


def test_what_is_not_supported_is_left_out_of_the_rest_and_counted(tmp_path: Path) -> None:
    reply = f"{WRITTEN} It cost 40 million. [1] Six leaders came."
    written = write(verbatim(QUOTE), Scripted(reply), tmp_path)
    assert written.answer.startswith(WRITTEN)
    assert "40" not in written.answer
    assert "Six" not in written.answer
    assert written.answer.endswith(
        "(One sentence left out because the articles do not support it.)"
    )
    assert written.writing
    assert (written.writing.sentences, written.writing.unsupported, written.writing.uncited) == (
        1,
        1,
        1,
    )


@pytest.mark.parametrize(
    ("script", "failure"),
    [
        ([Failure.DOWN], Failure.DOWN),
        (["The second", Failure.SLOW], Failure.SLOW),
        ([Failure.LIMITED], Failure.LIMITED),
        ([Failure.REFUSED], Failure.REFUSED),
        ([Failure.CONTEXT], Failure.CONTEXT),
        (["blah blah blah"], Failure.NONSENSE),
        ([""], Failure.NONSENSE),
        (["NONE"], Failure.UNANSWERED),
        (["None. [1]"], Failure.UNANSWERED),
    ],
)
def test_where_the_model_fails_the_quotes_come_with_the_reason(
    tmp_path: Path, script: list[str | Failure], failure: Failure
) -> None:
    answer = verbatim(QUOTE)
    written = write(answer, Scripted(script), tmp_path)
    assert written.answer.startswith(answer.answer)
    assert written.answer.count("(In the articles’ own words: ") == 1
    assert written.mode == "verbatim"
    assert written.writing
    assert written.writing.failure is failure


def test_a_reply_that_breaks_off_keeps_what_was_proved(tmp_path: Path) -> None:
    script = [WRITTEN, " It was", Failure.DOWN]
    written = write(verbatim(QUOTE), Scripted(script), tmp_path)
    # The first sentence is whole only when the next one has begun.
    assert written.answer == f"{WRITTEN}\n\n(The language model broke off here.)"
    assert written.mode == "written"


def test_passages_that_do_not_fit_are_not_sent(tmp_path: Path) -> None:
    model = Scripted()
    written = write(verbatim("word " * 3000), model, tmp_path, context=1024)
    assert written.writing
    assert written.writing.failure is Failure.CONTEXT
    assert model.told == []


def test_a_question_without_an_answer_never_calls_the_model(tmp_path: Path) -> None:
    model = Scripted()
    abstained = verbatim(QUOTE).model_copy(update={"abstained": True})
    assert write(abstained, model, tmp_path) == abstained
    assert model.told == []


def test_a_used_up_day_does_not_call_the_model(tmp_path: Path) -> None:
    model = Scripted(WRITTEN)
    assert write(verbatim(QUOTE), model, tmp_path, per_day=100).mode == "written"
    second = write(verbatim(QUOTE), model, tmp_path, per_day=100)
    assert second.writing
    assert second.writing.failure is Failure.BUDGET
    assert len(model.told) == 1


def test_drafts_grow_by_checked_sentences_and_end_in_the_answer(tmp_path: Path) -> None:
    reply = f"{WRITTEN} It was in 1999. [1] It was held on 17 June 2025. [1]"
    drafts: list[str] = []
    written = writer(Scripted(list(reply)), tmp_path).write(
        verbatim(QUOTE), Passages(QUOTE), drafted=lambda draft: drafts.append(draft.answer)
    )
    assert drafts == [WRITTEN, f"{WRITTEN} It was held on 17 June 2025. [1]"]
    assert written.answer.startswith(drafts[-1])


def test_who_no_longer_waits_ends_the_call(tmp_path: Path) -> None:
    with pytest.raises(CallStopped):
        writer(Scripted(WRITTEN), tmp_path).write(
            verbatim(QUOTE), Passages(QUOTE), stopped=lambda: True
        )


def test_a_contradiction_is_told_whole_or_in_quotes(tmp_path: Path) -> None:
    other = "The second summit was held in Bishkek."
    answer = verbatim(QUOTE, other, disagree=True)
    one_sided = write(answer, Scripted(WRITTEN), tmp_path)
    assert one_sided.writing
    assert one_sided.writing.failure is Failure.ONE_SIDED
    both = f"{WRITTEN} Others say that the second summit was held in Bishkek. [2]"
    told = write(answer, Scripted(both), tmp_path)
    assert told.mode == "written"
    assert told.disagreement == answer.disagreement


def test_an_answer_that_is_not_sure_still_says_so(tmp_path: Path) -> None:
    written = write(verbatim(QUOTE, sure=False), Scripted(WRITTEN), tmp_path)
    assert written.answer == f"Perhaps, though not for certain:\n\n{WRITTEN}"


def test_a_foreign_quote_has_its_translation_beside_it(tmp_path: Path) -> None:
    quote = "Le deuxième sommet s’est tenu à Astana le 17 juin 2025."
    model = Scripted(WRITTEN, QUOTE)
    written = write(verbatim(quote, of="fr"), model, tmp_path)
    assert written.citations[0].quote == quote
    assert written.citations[0].translation == QUOTE


@pytest.mark.parametrize(
    "wrong",
    [
        "The second summit was held in Astana on 18 June 2025.",
        "The second summit was held in Astana.",
        "See https://evil.example: the second summit was held on 17 June 2025.",
        "",
    ],
)
def test_a_translation_with_other_values_is_not_shown(tmp_path: Path, wrong: str) -> None:
    quote = "Le deuxième sommet s’est tenu à Astana le 17 juin 2025."
    written = write(verbatim(quote, of="fr"), Scripted(WRITTEN, wrong), tmp_path)
    assert written.mode == "written"
    assert written.citations[0].translation is None


def test_a_quote_in_the_askers_language_is_not_translated(tmp_path: Path) -> None:
    model = Scripted(WRITTEN)
    write(verbatim(QUOTE), model, tmp_path)
    assert len(model.told) == 1


def test_the_log_says_how_many_tokens_went_where(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, logger="depeche.model"):
        write(verbatim(QUOTE, published=date(2025, 6, 18)), Scripted(WRITTEN), tmp_path)
    fields = caplog.records[-1].__dict__["fields"]
    shown = ("purpose", "place", "prompt_tokens", "completion_tokens")
    told = {name: fields[name] for name in shown}
    assert told == {
        "purpose": "answer",
        "place": "nowhere",
        "prompt_tokens": 100,
        "completion_tokens": 20,
    }
    assert QUOTE not in str(fields)
