"""Why something was not taken in: all that index/ says is there in French, whatever is in it."""

import ast
import errno
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.readers.kinds import Kind
from tests.conftest import ROOT
from ui.reasons import all_reasons, in_language

SOURCES = [
    ROOT / "index" / "files.py",
    *sorted((ROOT / "index" / "readers").glob("*.py")),
    *sorted((ROOT / "index" / "web").glob("*.py")),
]

WHOLE = {"UnreadableArticle", "BadLine", "DocumentGone", "NothingToIndex", "Metered"}
"""What takes a sentence; it becomes the reason of a Skipped."""
CAUSES = {"Unreachable", "unknown"}
"""What takes the end of a sentence about an address, see index/web/fetching.py."""

REPEATED = {
    "str(error)",
    "str(error).replace(name, f'{name}#{number}', 1)",
    "self._refusal",
    "rules.problem",
}
"""Arguments that are a sentence made elsewhere in these files."""

CAUSED = "{} cannot be fetched: {}."
NAMED = "{} {}"
"""A name and the end of a sentence, which `refusal_of` returns or stands in `_PROBLEMS`."""


def template(node: ast.expr) -> str | None:
    """A string with {} for what changes; None for another expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [
            str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values
        ]
        return "".join(parts).replace("{}#{}", "{}")  # a part has a longer name
    return None


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def said(names: set[str]) -> set[str]:
    """The templates of what the functions and errors called so are given."""
    found: set[str] = set()
    for path in SOURCES:
        for function in functions(path):
            assigned = [node for node in ast.walk(function) if isinstance(node, ast.Assign)]
            for call in ast.walk(function):
                if not (isinstance(call, ast.Call) and called(call) in names):
                    continue
                given = call.args[2 if called(call) == "Metered" else 0]
                name = ast.unparse(given)
                named = [node.value for node in assigned if ast.unparse(node.targets[0]) == name]
                for written in map(template, named or [given]):
                    place = f"{path}:{call.lineno}"
                    assert written or name in REPEATED, f"{place}: which sentence is {name}?"
                    found |= {written} if written else set()
    return found


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def ends() -> set[str]:
    """The ends of sentences that begin with a name."""
    packages, pdf = (ROOT / "index" / "readers" / name for name in ("packages.py", "pdf.py"))
    (refusal_of,) = (each for each in functions(packages) if each.name == "refusal_of")
    returned = [node.value for node in ast.walk(refusal_of) if isinstance(node, ast.Return)]
    (problems,) = (
        node.value.values
        for node in ast.parse(pdf.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_PROBLEMS"
        if isinstance(node.value, ast.Dict)
    )
    templates = (template(node) for node in [*returned, *problems] if node is not None)
    return {one for one in templates if one is not None}


def test_every_sentence_has_a_french_one_and_no_other_is_kept() -> None:
    sentences = said(WHOLE)
    assert {CAUSED, NAMED} <= sentences
    sentences -= {CAUSED, NAMED}
    sentences |= {f"{{}} cannot be fetched: {cause}." for cause in said(CAUSES)}
    sentences |= {f"{{}} {end}" for end in ends()}
    translated = {re.sub(r"{\w+}", "{}", pair.en) for pair in all_reasons().sentences}
    assert sorted(sentences - translated) == []
    assert sorted(translated - sentences) == []


def test_every_kind_has_a_french_name() -> None:
    calls = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and called(node) == "parsing"
    ]
    named = {call.args[1].value for call in calls if isinstance(call.args[1], ast.Constant)}
    assert named | set(Kind) == set(all_reasons().kinds)


@pytest.mark.skipif(sys.platform != "linux", reason="every system has words of its own")
def test_what_is_translated_of_the_system_it_says() -> None:
    assert set(all_reasons().system) <= {os.strerror(code) for code in errno.errorcode}


def test_pairs_have_the_same_placeholders_and_begin_with_the_name() -> None:
    for pair in all_reasons().sentences:
        assert sorted(re.findall(r"{\w+}", pair.en)) == sorted(re.findall(r"{\w+}", pair.fr))
        assert re.match(r"{\w+}", pair.en)
        assert "}{" not in pair.en, "where one value ends and the next begins could not be told"


def test_french_typography() -> None:
    for pair in all_reasons().sentences:
        assert not re.search(r"[^\u202f][;?!»]|[^\u202f]:(?!//)|«[^\u202f]|'| MB| Mo", pair.fr)


@pytest.mark.parametrize(
    ("english", "french"),
    [
        (
            "/é/a.docx cannot be read as a Word document (.docx) (KeyError): it is broken or cut "
            "short.",
            "/é/a.docx ne peut pas être lu comme un document Word (.docx) (KeyError)~: le contenu "
            "est abîmé ou incomplet.",
        ),
        (
            "a.zip holds more than 100,000 files: split it.",
            "a.zip contient plus de 100~000 fichiers~: divisez-le.",
        ),
        (
            "a.txt is larger than 20 MB: give one article a file, without pictures.",
            "a.txt dépasse 20~Mo~: donnez un fichier par article, sans images.",
        ),
        (
            "a.txt cannot be opened (Permission denied): check its permissions.",
            "a.txt ne peut pas être ouvert (accès refusé)~: vérifiez ses droits d’accès.",
        ),
        (
            "a.txt cannot be opened (Disk on fire): check its permissions.",
            "a.txt ne peut pas être ouvert (Disk on fire)~: vérifiez ses droits d’accès.",
        ),
        (
            "a.zip!/1,000.txt cannot be read: its name must end in .csv, .md.",
            "a.zip!/1,000.txt ne peut pas être lu~: son nom doit se terminer par .csv, .md.",
        ),
        (
            "https://a.fr/ cannot be fetched: it is redirected to an address that will not do "
            "(https://b.fr:5/ cannot be fetched: port 5 is not one of web servers (80, 443, and "
            "1024 to 65535).).",
            "https://a.fr/ ne peut pas être récupérée~: elle est redirigée vers une adresse qui ne "
            "convient pas (https://b.fr:5/ ne peut pas être récupérée~: le port 5 n’est pas de "
            "ceux des serveurs web (80, 443, et de 1024 à 65535).).",
        ),
    ],
)
def test_a_sentence_in_french(english: str, french: str) -> None:
    told = in_language(english, "fr")
    assert (told.text, told.language) == (french.replace("~", "\u202f"), "fr")
    assert in_language(english, "en").text == english


@pytest.mark.parametrize(
    "name",
    [
        "{name}", "{0}", "{kind.__class__}", "\\1 \\g<name>", "<b>&amp;</b>", "a\nb", "", " ", "}{",
        "a cannot be read as a PDF (b): it is broken or cut short. c",
        "a cannot be read as {kind} (b): it is broken or cut short.",
        "a holds no article: it is empty.",
    ],
)  # fmt: skip
def test_a_hostile_name_stays_as_it_is(name: str) -> None:
    told = in_language(
        f"{name} cannot be read as a PDF (KeyError): it is broken or cut short.", "fr"
    )
    ending = (
        " ne peut pas être lu comme un PDF (KeyError)\u202f: le contenu est abîmé ou incomplet."
    )
    assert told.text == f"{name}{ending}"


@pytest.mark.timeout(10)
def test_a_long_hostile_name_costs_no_time() -> None:
    name = "a cannot be read as a PDF (b cannot be fetched: c is at d" * 10_000
    told = in_language(f"{name} cannot be read as a thing (X): it is broken or cut short.", "fr")
    assert told.language == "en"


@pytest.mark.parametrize("other", ["", "a is broken.", "a holds no article: it is empty", "…"])
def test_another_sentence_stays_english(other: str) -> None:
    told = in_language(other, "fr")
    assert (told.text, told.language) == (other, "en")
