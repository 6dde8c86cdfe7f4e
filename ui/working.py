"""Does work on the library of the settings: here, or by the process that holds it."""

from collections.abc import Callable

from index.channel import hand_over
from index.inputs import Inputs
from index.intake import Progress, Step
from index.library import Library
from index.work import Done, Work, perform
from ui.models import open_embedding_model
from ui.settings import Settings


def do_work(
    settings: Settings, work: Work, progress: Progress,
    *, inputs: Inputs, purpose: str, may_create: bool, tell: Callable[[str], None],
) -> Done:  # fmt: skip
    """Do `work` and return what came of it.

    `inputs` opens what is to be taken in here. `purpose` is what others are told while this process
    holds the library; it is made where there is none when `may_create`. `tell` is given a line when
    another process does the work. Raises what opening the library and the work itself do.
    """
    # First: where another process does it, no model is loaded here.
    done = hand_over(settings.library, work, _TellOnce(tell, progress))
    if done is not None:
        return done
    opened = Library.create if may_create else Library.open
    with opened(settings.library, open_embedding_model(settings), purpose=purpose) as library:
        return perform(library, work, inputs.open, progress)


def inputs_of(settings: Settings) -> Inputs:
    """Return what opens inputs as the settings say."""
    return Inputs(
        user_agent=settings.user_agent, allow_private_networks=settings.allow_private_networks
    )


class _TellOnce:
    """Says who does the work, with the first that is heard of it."""

    def __init__(self, tell: Callable[[str], None], progress: Progress) -> None:
        self._tell = tell
        self._progress = progress
        self._told = False

    def __call__(self, step: Step) -> None:
        if not self._told:
            self._told = True
            self._tell("The server that holds the library does the work.")
        self._progress(step)
