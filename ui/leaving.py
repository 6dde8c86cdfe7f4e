"""Clients that leave before their answer: nobody waits for it, so that its work is stopped."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from fastapi import Request, Response
from starlette.requests import ClientDisconnect

_Result = TypeVar("_Result")

_CLIENT_CLOSED_REQUEST = 499  # as nginx calls it; nobody reads it but the log


async def unless_left(request: Request, answering: Coroutine[Any, Any, _Result]) -> _Result:
    """Return what `answering` gives; cancel it when the client of `request` leaves.

    The body of the request has to be read by then. Raises ClientDisconnect when the client left,
    and what `answering` does.
    """
    task = asyncio.ensure_future(answering)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({task, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            raise ClientDisconnect
        return task.result()
    finally:
        task.cancel()
        leaving.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def nobody_reads(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """The response to a client that has left."""
    return Response(status_code=_CLIENT_CLOSED_REQUEST)
