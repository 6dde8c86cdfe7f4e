"""Runs the server: listens, opens the library of the settings, and answers until it is stopped."""

import contextlib
import socket
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI

from index.channel import Channel
from index.errors import AddressUnavailable, LibraryEmpty
from index.intake import Progress
from index.library import Library, find_catalogue
from index.work import Done, Work
from ui.access.keys import KeyFile
from ui.observation.logs import start_log
from ui.server import create_app
from ui.serving import Serving
from ui.settings import Settings
from ui.working import inputs_of

_EVERYWHERE = frozenset({"0.0.0.0", "::"})  # noqa: S104
_BACKLOG = 128  # connections that wait while the server starts
_LAST_ANSWERS_S = 3  # seconds that open requests may take after the server is told to stop


def run(settings: Settings, tell: Callable[[str], None]) -> None:
    """Serve the library of `settings` until the process is told to stop.

    `tell` is given the line that says where, as soon as questions are answered. Raises
    AddressUnavailable, SettingsInvalid, and what making or opening the library and its models does.
    """
    with listen(settings.host, settings.port) as listener:
        from ui.models import open_assistant, open_embedding_model

        # Listening everywhere is no address that another program could ask.
        reachable = "127.0.0.1" if settings.host in _EVERYWHERE else settings.host
        address = f"http://{reachable}:{settings.port}"
        _find_library(settings)  # keys in a folder without a library would be lost
        with KeyFile.of(settings.library) as keys:
            embedding = open_embedding_model(settings)
            serving = Serving.of(settings, keys, embedding)
            with open_assistant(
                settings, embedding, purpose="depeche serve", address=address
            ) as opened:
                opened.warm_up()
                app = create_app(opened, serving)
                start_log(settings.log)

                inputs = inputs_of(settings)

                def do(work: Work, progress: Progress) -> Done:
                    return opened.perform(work, inputs.open, progress)

                with Channel(settings.library, do):
                    tell(f"The chat is at {address} and the API at {address}/docs (Ctrl-C stops).")
                    _answer(app, listener)


def _find_library(settings: Settings) -> None:
    """Make an empty library where there is none yet, but articles may be added on the page.

    Raises LibraryEmpty where there is none and none may be, and NotALibrary.
    """
    try:
        find_catalogue(settings.library)
    except LibraryEmpty:
        if not settings.uploads:
            raise
        from ui.models import open_embedding_model

        embedding = open_embedding_model(settings)
        Library.create(settings.library, embedding, purpose="depeche serve").close()


def listen(host: str, port: int) -> socket.socket:
    """The listening socket of the server; raises AddressUnavailable when it cannot be had.

    Made before the models are loaded, so that a port in use is told at once; connections wait
    in its queue until they are answered.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except socket.gaierror as error:
        raise AddressUnavailable(f"The host {host!r} is not an address of this machine.") from error
    except OSError as error:
        raise AddressUnavailable(
            f"The server cannot listen on {host} port {port} ({error.strerror}): "
            "stop what uses it, or choose another port."
        ) from error


def _answer(app: FastAPI, listener: socket.socket) -> None:
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # uvicorn would believe any program on this machine
        timeout_graceful_shutdown=_LAST_ANSWERS_S,
    )
    # Ctrl-C is how a server is stopped; uvicorn has closed everything when it raises this.
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])
