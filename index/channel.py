"""The channel by which other processes of the same user hand their work to who holds a library.

It is a local socket (a named pipe on Windows). Where it is, and a secret to be let in, stand in a
file of the library's folder that nobody but its owner can read; everything sent is JSON.
"""

import json
import os
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index.errors import DepecheError
from index.intake import Progress, Step
from index.work import Done, Work

CHANNEL = "channel.json"
"""The name of the file in the library's folder."""
_WORK: TypeAdapter[Work] = TypeAdapter(Work)
_LARGEST = 16_000_000  # bytes of a message: some 50,000 inputs or reasons


class _Place(BaseModel):
    model_config = ConfigDict(frozen=True)

    address: str
    secret: str


class _Message(BaseModel):
    """One of: how far the work is, what came of it, why it could not be done."""

    model_config = ConfigDict(frozen=True)

    progress: Step | None = None
    done: Done | None = None
    refused: str | None = None


class Channel:
    """Takes work while its context is open, one piece after the other, in a thread of its own."""

    def __init__(self, folder: Path, perform: Callable[[Work, Progress], Done]) -> None:
        """Do the work that is handed to the library in `folder` with `perform`."""
        self._file = folder / CHANNEL
        self._perform = perform
        self._thread = threading.Thread(target=self._listen, name="channel", daemon=True)
        self._closing = False

    def __enter__(self) -> Self:
        secret = secrets.token_bytes(32)
        self._listener = Listener(None, authkey=secret)
        place = _Place(address=str(self._listener.address), secret=secret.hex())
        self._file.unlink(missing_ok=True)
        with open(os.open(self._file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(place.model_dump_json())
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _value: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._closing = True
        self._file.unlink(missing_ok=True)
        self._listener.close()

    def _listen(self) -> None:
        while not self._closing:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError, AuthenticationError):
                continue  # somebody without the secret, or it is being closed
            with connection, suppress(OSError, EOFError):  # who asked has gone
                self._answer(connection)

    def _answer(self, connection: "Connection[bytes, bytes]") -> None:
        def tell(step: Step) -> None:
            if self._closing:
                raise DepecheError("The server was stopped; run the command again to go on.")
            _send(connection, _Message(progress=step))

        try:
            work = _WORK.validate_json(connection.recv_bytes(_LARGEST))
            _send(connection, _Message(done=self._perform(work, tell)))
        except DepecheError as error:
            _send(connection, _Message(refused=str(error)))
        except ValueError:
            _send(connection, _Message(refused="Only this version of Dépêche can hand work over."))


def hand_over(folder: Path, work: Work, progress: Progress) -> Done | None:
    """Let the process that holds the library in `folder` do the work; None when it takes none.

    Raises DepecheError with its sentence when it could not do it, or stopped while it did.
    """
    try:
        place = _Place.model_validate_json((folder / CHANNEL).read_bytes())
        connection = Client(place.address, authkey=bytes.fromhex(place.secret))
    except (OSError, EOFError, ValueError, AuthenticationError):
        return None
    with connection:
        try:
            connection.send_bytes(work.model_dump_json().encode())
            while True:
                message = _Message.model_validate_json(connection.recv_bytes(_LARGEST))
                if message.progress is not None:
                    progress(message.progress)
                elif message.done is not None:
                    return message.done
                else:
                    raise DepecheError(message.refused or "The work was refused.")
        except (OSError, EOFError) as error:
            raise DepecheError(
                "The process that holds the library stopped before the work was done; run the "
                "command again to go on."
            ) from error


def _send(connection: "Connection[bytes, bytes]", message: _Message) -> None:
    connection.send_bytes(json.dumps(message.model_dump(mode="json", exclude_none=True)).encode())
