"""How an assistant is served: what the app is made with besides the assistant itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from assistant.writing.writer import Writer
from index.embedding import EmbeddingModel
from ui.access.keys import KeyFile
from ui.access.policy import AccessPolicy
from ui.feedback.store import FeedbackStore
from ui.hooks import Hook, configured_hooks
from ui.models import open_writer
from ui.observation.tracing import Tracing, open_tracing
from ui.settings import Settings
from ui.uploads.folder import UPLOADS
from ui.widget.gate import Gate, closed_gate, open_gate
from ui.words import Language


@dataclass(frozen=True)
class Serving:
    """As it stands by default: to this machine alone, and nothing that has to be switched on."""

    host: str = "127.0.0.1"
    """Where the app will listen."""
    port: int = 7860
    examples: Mapping[Language, Sequence[str]] = field(default_factory=dict)
    """The questions that the empty chat proposes, by the language of the page."""
    feedback: FeedbackStore | None = None
    """Where opinions of answers are kept; None when none are asked for."""
    hooks: Sequence[Hook] = ()
    """The webhooks that are on."""
    uploads: Path | None = None
    """The folder for files that are added from outside; None when none may be."""
    gate: Gate = field(default_factory=closed_gate)
    """What lets widgets in."""
    policy: AccessPolicy = field(default_factory=AccessPolicy)
    """Who may come in without a key."""
    keys: KeyFile = field(default_factory=lambda: KeyFile(None))
    """The keys of bots, and the secret that everything is signed with."""
    tracing: Tracing = field(default_factory=Tracing)
    writer: Writer | None = None
    """What writes the answers; without it they are quotes."""
    log_questions: bool = False
    """Whether the text of questions may stand in the log."""

    @classmethod
    def of(cls, settings: Settings, keys: KeyFile, embedding: EmbeddingModel) -> Self:
        """Return what `settings` say; raises SettingsInvalid where a part cannot be had."""
        return cls(
            host=settings.host,
            port=settings.port,
            examples=settings.examples,
            feedback=FeedbackStore(settings.library) if settings.feedback else None,
            hooks=configured_hooks(settings),
            uploads=settings.library / UPLOADS if settings.uploads else None,
            gate=open_gate(settings.widgets, keys.secret()),
            policy=AccessPolicy.of(settings),
            keys=keys,
            tracing=open_tracing(settings.traces),
            writer=open_writer(settings, embedding),
            log_questions=settings.log_questions,
        )
