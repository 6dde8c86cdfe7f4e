"""Work handed to the process that holds the library: done there, told here."""

import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.channel import CHANNEL, Channel, hand_over
from index.document import Input
from index.errors import DepecheError, NothingToIndex
from index.intake import Progress, Step
from index.library import Library
from index.work import Done, Examine, NamedInput, Rebuild, Remove, TakeIn, Work, perform
from tests.conftest import article
from tests.index.inputs import MadeUpInput

COTTON = article("c", "Cotton prices fell in May.")


def open_made_up(named: NamedInput) -> Input:
    if named.name == "/nothing":
        raise NothingToIndex("/nothing does not exist.")
    documents = {f"{named.name}/{n}": [article(f"c{n}", f"Field {n}.")] for n in range(5)}
    return MadeUpInput.of(named.name, documents)


def silent(_step: Step) -> None:
    pass


@pytest.fixture
def held(library: Library) -> Iterator[Library]:
    """A library whose holder takes work."""

    def do(work: Work, progress: Progress) -> Done:
        return perform(library, work, open_made_up, progress)

    with Channel(library.folder, do):
        yield library


def take(*names: str) -> TakeIn:
    return TakeIn(inputs=tuple(NamedInput(name=name) for name in names))


def test_inputs_are_taken_in_by_the_holder(held: Library) -> None:
    told: list[Step] = []
    done = hand_over(held.folder, take("/fields"), told.append)
    assert done is not None
    assert done.report.added == 5
    assert held.catalogue.article_count() == 5
    assert told[0] == (0, 5, 0)
    assert told[-1] == (5, 5, 5)


def test_what_was_taken_in_before_is_taken_in_again_when_nothing_is_named(held: Library) -> None:
    hand_over(held.folder, take("/fields"), silent)
    done = hand_over(held.folder, TakeIn(inputs=()), silent)
    assert done is not None
    assert done.report.unchanged == 5


def test_every_kind_of_work_can_be_handed_over(held: Library) -> None:
    hand_over(held.folder, take("/fields"), silent)
    assert hand_over(held.folder, Rebuild(), silent) == Done()
    removed = hand_over(held.folder, Remove(places=("/fields/1",)), silent)
    assert removed is not None
    assert removed.removed == 1
    examined = hand_over(held.folder, Examine(), silent)
    assert examined is not None
    assert {one.verdict for one in examined.findings} == {"fine"}


def test_what_the_holder_refuses_is_refused_with_its_sentence(held: Library) -> None:
    with pytest.raises(DepecheError, match="/nothing does not exist"):
        hand_over(held.folder, take("/nothing"), silent)
    assert hand_over(held.folder, take("/fields"), silent) is not None


def test_who_goes_away_stops_the_work_and_the_next_is_done(held: Library) -> None:
    def leave(step: Step) -> None:
        if step.done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        hand_over(held.folder, take("/fields"), leave)
    assert hand_over(held.folder, take("/fields"), silent) is not None
    assert held.catalogue.article_count() == 5


def test_nobody_takes_work_where_no_channel_is_open(tmp_path: Path, held: Library) -> None:
    assert hand_over(tmp_path, Rebuild(), silent) is None
    place = json.loads((held.folder / CHANNEL).read_text())
    for harm in ({"secret": "00" * 32}, {"address": str(tmp_path / "none")}, {"secret": "x"}):
        (tmp_path / CHANNEL).write_text(json.dumps(place | harm))
        assert hand_over(tmp_path, Rebuild(), silent) is None
    assert hand_over(held.folder, Rebuild(), silent) == Done()


def test_only_the_owner_can_read_where_the_channel_is(held: Library) -> None:
    mode = os.stat(held.folder / CHANNEL).st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_closing_lets_nobody_wait(library: Library) -> None:
    started, go_on = threading.Event(), threading.Event()

    def do(_work: Work, progress: Progress) -> Done:
        started.set()
        go_on.wait(10)
        progress(Step(1, 2, 0))
        return Done()

    stopped: list[str] = []

    def ask() -> None:
        try:
            hand_over(library.folder, Rebuild(), silent)
        except DepecheError as error:
            stopped.append(str(error))

    with Channel(library.folder, do):
        asking = threading.Thread(target=ask)
        asking.start()
        assert started.wait(10)
    go_on.set()
    asking.join(10)
    assert len(stopped) == 1
    assert "run the command again" in stopped[0]
    assert not (library.folder / CHANNEL).exists()
