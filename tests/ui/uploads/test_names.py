"""A name that is sent is only a name."""

import pytest

from ui.uploads.names import safe_name


@pytest.mark.parametrize(
    "plain",
    ["a.txt", "Le sommet d_Astana (2).md", "港口.txt", "2025-06-17.html", "été.txt", "README"],
)
def test_a_plain_name_stays(plain: str) -> None:
    assert safe_name(plain) == plain


@pytest.mark.parametrize(
    "hostile",
    [
        "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\a.txt", "..", ".", "", " ", "/",
        ".bashrc", "-rf", "a\0.txt", "a\n.txt", "a/../b.txt", "con.txt", "COM1", "a.txt.",
        "a:b.txt", "$(touch x).txt", "<img src=x>.txt", "x" * 300 + ".txt", "é" * 200 + ".txt",
        "a." + "x" * 300, "\u202etxt.exe", "\ud800.txt", "a?.txt", "a*.txt",
    ],
)  # fmt: skip
def test_a_hostile_name_becomes_a_plain_one(hostile: str) -> None:
    name = safe_name(hostile)
    assert name not in {"", ".", ".."}
    assert not name.startswith((".", "-", " "))
    assert not set(name) & set('/\\:*?"<>|$\0\n\u202e')
    assert len(name.encode()) <= 160
    assert name.partition(".")[0].lower() not in {"con", "com1"}
    assert safe_name(name) == name


def test_different_names_stay_different() -> None:
    names = ["a?.txt", "a*.txt", "a_.txt", "x/a.txt", "y/a.txt", "con.txt", "con_.txt"]
    assert len({safe_name(name) for name in names}) == len(names)
    assert safe_name("a?.txt").endswith(".txt")
