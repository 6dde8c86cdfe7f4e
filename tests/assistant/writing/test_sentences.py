import re

import pytest

from assistant.writing.sentences import whole_sentences

CUTS = [r".", r"\s*\S+", r"\S+\s*"]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize(
    ("reply", "language", "sentences"),
    [
        (
            "It was held in Astana. [1][2] It was the second【1】. On 17 June [1, 2].",
            "en",
            ["It was held in Astana. [1][2]", "It was the second【1】.", "On 17 June [1, 2]."],
        ),
        ("- **One** came [1]\n- Two came [2]", "en", ["One came [1]", "Two came [2]"]),
        (
            "峰会在阿斯塔纳举行[1]。下一届在中国【2】。",
            "zh",
            ["峰会在阿斯塔纳举行[1]。", "下一届在中国【2】。"],
        ),
        ("<think>Hm. Yes.</think>M. Xi est venu. [1]", "fr", ["M. Xi est venu. [1]"]),
        ("Er fand am 17. Juni statt. [1]", "en", ["Er fand am 17. Juni statt. [1]"]),
        ("It grew by 3.5 per cent [1].", "en", ["It grew by 3.5 per cent [1]."]),
    ],
)
def test_a_reply_is_cut_into_the_same_sentences_however_it_comes(
    cut: str, reply: str, language: str, sentences: list[str]
) -> None:
    pieces = re.findall(cut, reply, re.DOTALL)
    assert "".join(pieces) == reply
    assert list(whole_sentences(pieces, language)) == sentences


def test_a_sentence_is_given_before_the_next_one_is_whole() -> None:
    def pieces() -> list[str]:
        return ["It was held", " in Astana. [1]", " It", " was"]

    reply = whole_sentences(iter([*pieces()]), "en")
    assert next(reply) == "It was held in Astana. [1]"


def test_what_never_ends_is_given_up() -> None:
    endless = ("word " for _ in iter(int, 1))
    assert len(list(whole_sentences(endless, "en"))) == 1
