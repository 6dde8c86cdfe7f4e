"""The errors of Dépêche: a small family, each with one sentence that tells the user what to do."""


class DepecheError(Exception):
    """Something that the user can understand and act on; `str(error)` is that one sentence."""


class NotALibrary(DepecheError):
    """The folder given as a library holds something else, or a library of an unknown version."""


class LibraryOutdated(NotALibrary):
    """The library is of an older version, which who only looks at it may not bring up to date."""


class LibraryNotWritable(DepecheError):
    """The disk is full, or forbids to write the library; what was stored before is still there."""


class TransferRefused(DepecheError):
    """A library cannot be exported or imported as asked; nothing was changed."""


class LibraryEmpty(DepecheError):
    """The library has no article yet, or does not exist yet, and one is needed."""


class LibraryInUse(DepecheError):
    """Another process holds the library.

    `address` is the base URL of the server that holds it, None when it is not a server.
    """

    def __init__(self, message: str, *, address: str | None = None) -> None:
        super().__init__(message)
        self.address = address


class ModelMismatch(DepecheError):
    """The library was made by another embedding model than the one that is configured."""


class ModelUnavailable(DepecheError):
    """The embedding model cannot be had or run on this machine."""


class UnreadableArticle(DepecheError):
    """A file cannot be taken in as an article; the sentence says why."""


class DocumentGone(DepecheError):
    """A document that was to be read does not exist any more."""


class NothingToIndex(DepecheError):
    """A path that was to be indexed does not exist or holds no article."""


class NotFound(DepecheError):
    """No article or passage has the identifier asked for."""


class QuestionRefused(DepecheError):
    """The question is empty, too long or otherwise not one that can be answered."""


class ScopeInvalid(DepecheError):
    """A filter has a value that does not fit, or the filters leave no period."""


class EvaluationInvalid(DepecheError):
    """A file of questions or passages to measure with is not what it has to be."""


class SettingsInvalid(DepecheError):
    """A setting is unknown or has a value that does not fit."""


class KeyRefused(DepecheError):
    """A key cannot be made or revoked as asked, or the keys cannot be read."""


class ServerBusy(DepecheError):
    """As many questions wait as may wait; `retry_after` is in how many seconds to ask again."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UploadFailed(DepecheError):
    """A file that was sent to the server cannot be kept."""


class AddressUnavailable(DepecheError):
    """The server cannot listen where it was told to."""
