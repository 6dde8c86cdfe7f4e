"""Who reads while the library changes sees one moment of it, and never half an article."""

import threading
from collections.abc import Callable

import pytest

from assistant import Assistant
from index.indexer import Indexer
from index.library import Library
from tests.conftest import article, put


def test_a_snapshot_does_not_see_what_comes_later(library: Library) -> None:
    put(library, article("c", "Cotton prices fell in May."))
    with library.snapshot():
        before = library.catalogue.article(f"{'c':0>16}")
        changing = threading.Thread(
            target=put, args=(library, article("c", "Cotton prices rose in June."))
        )
        changing.start()
        changing.join()
        assert library.catalogue.article(before.id) == before
        assert library.catalogue.passages.one(f"{before.id}-0").text == before.text
    assert library.catalogue.article(before.id).text == "Cotton prices rose in June."


def test_a_thread_reads_what_it_has_written_itself(library: Library) -> None:
    with library.catalogue.transaction():
        library.catalogue.set_value("name", "value")
        assert library.catalogue.value("name") == "value"
        seen: list[str | None] = []
        other = threading.Thread(target=lambda: seen.append(library.catalogue.value("name")))
        other.start()
        other.join()
        assert seen == [None]


def repeat(errors: list[BaseException], ended: threading.Event, do: Callable[[], None]) -> None:
    try:
        while not ended.is_set():
            do()
    except BaseException as error:
        errors.append(error)
        ended.set()


@pytest.mark.parametrize("change", ["update", "remove", "rebuild"])
def test_answers_are_whole_while_the_library_changes(library: Library, change: str) -> None:
    """Two versions whose quotes cannot be mistaken for each other, and one that stays."""
    versions = [
        article("c", "The cotton fair was opened in Tashkent on 4 May. Many came to the fair."),
        article("c", "Rain fell. " * 30 + "The cotton fair was opened in Osh on 9 June instead."),
    ]
    put(library, versions[0], article("w", "Wheat was sold in Almaty."))
    assistant = Assistant(library, None)
    errors: list[BaseException] = []
    ended = threading.Event()
    asked = 0

    def ask() -> None:
        nonlocal asked
        answer = assistant.ask("Where was the cotton fair opened?")
        asked += 1
        for citation in answer.citations:
            texts = [one.text for one in versions] + ["Wheat was sold in Almaty."]
            assert any(t[citation.start : citation.end] == citation.quote for t in texts)
        if asked > 25:
            ended.set()

    turn = 0

    def alter() -> None:
        nonlocal turn
        turn += 1
        if change == "rebuild":
            library.rebuild()
        elif change == "remove" and turn % 2:
            with library.catalogue.transaction():
                library.catalogue.remove_article(versions[0].id)
            library.sync()
        else:
            with Indexer(library) as indexer:
                indexer.take(versions[turn % 2])

    threads = [
        threading.Thread(target=repeat, args=(errors, ended, do)) for do in (ask, ask, alter)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert errors == []
    assert asked > 25
    assert turn > 1
