from assistant.agreement import Statement
from assistant.matter import matter
from assistant.reading import ReadSentence
from assistant.sentences import Sentence
from assistant.voices import voices
from index.article import Passage
from tests.assistant.test_agreement import SILENT
from tests.conftest import article

ANSWER = "The pass will open again on 3 May."
DISPATCH = (
    "Snow has kept the road over the pass closed since November, and the villages behind it have "
    f"been supplied by helicopter ever since. {ANSWER} Engineers of the province said on Monday "
    "that two bridges had to be repaired first, and that lorries of more than ten tonnes would "
    "have to wait until the end of the month."
)


def stating(name: str, text: str) -> Statement:
    """Return the answering sentence of an article `text`."""
    start = text.index(ANSWER)
    passage = Passage(id=f"{name}-0", article_id=name, start=0, end=len(text), text=text)
    sentence = Sentence(
        article=article(name, text), passage=passage, start=start, end=start + len(ANSWER),
        same_language=True, about_another=False, matter=matter(ANSWER, "en"), features={},
    )  # fmt: skip
    return Statement(ReadSentence(sentence, 0.5, True, True, SILENT), None)


def test_a_dispatch_on_several_sites_is_one_voice() -> None:
    first = stating("a", DISPATCH)
    renamed = stating("b", "MOUNTAIN NEWS AGENCY. " + DISPATCH.replace("Monday", "Tuesday"))
    cut = stating("c", DISPATCH[: DISPATCH.index(", and that lorries")] + ".")
    assert voices([first, renamed, cut]) == [[first, renamed, cut]]


def test_articles_that_share_a_sentence_are_voices_of_their_own() -> None:
    other = (
        "Hikers had asked for months when they could cross again. "
        f"{ANSWER} The tourist office expects full hotels at both ends of the road, and has added "
        "a bus on Sundays, which stops at the lake and at the old customs house on request."
    )
    statements = [stating("a", DISPATCH), stating("b", other)]
    assert voices(statements) == [[one] for one in statements]


def test_voices_keep_their_order() -> None:
    own = stating("b", f"A reader writes to us. {ANSWER} She is looking forward to it very much.")
    first, copy = stating("a", DISPATCH), stating("c", DISPATCH)
    assert voices([own, first, copy]) == [[own], [first, copy]]
