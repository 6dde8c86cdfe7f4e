import pytest

from assistant.writing.markers import read_markers


@pytest.mark.parametrize(
    ("sentence", "markers"),
    [
        ("It opened in Astana [1].", (1,)),
        ("It opened in Astana.[1]", (1,)),
        ("It opened in Astana【2】.", (2,)),
        ("It opened in Astana [1][2].", (1, 2)),
        ("It opened in Astana [2, 1].", (2, 1)),
        ("It opened in Astana [1-3].", (1, 2, 3)),
        ("It opened in Astana [Passage 3].", (3,)),
        ("It opened in Astana [^1].", (1,)),
        ("[1] It opened in Astana.", (1,)),
        ("It opened [1] in Astana [1].", (1,)),
    ],
)
def test_markers_are_read_in_the_forms_that_models_write(
    sentence: str, markers: tuple[int, ...]
) -> None:
    cited = read_markers(sentence, {1, 2, 3})
    assert cited.markers == markers
    assert cited.text == "It opened in Astana."


@pytest.mark.parametrize("broken", ["[1", "[", "【1", "[9]", "[0]", "[1-", "[9999999999]"])
def test_a_marker_that_points_nowhere_or_broke_off_never_appears(broken: str) -> None:
    cited = read_markers(f"It opened in Astana {broken}", {1, 2})
    assert "[" not in cited.written
    assert cited.text.startswith("It opened in Astana")
    assert cited.markers == ()


def test_markers_stand_behind_their_sentence() -> None:
    assert read_markers("It opened 【2】[1].", {1, 2}).written == "It opened. [2] [1]"
