"""Apps with one policy or another, asked from any address."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.ui.standin import StandIn
from ui.access.keys import KeyFile
from ui.access.policy import AccessPolicy
from ui.server import create_app
from ui.serving import Serving

HERE, ELSEWHERE, PROXY = "127.0.0.1", "203.0.113.9", "10.0.0.7"

Connect = Callable[..., TestClient]
"""Gives a client of the app of a test, whose requests come from that address."""


@cache  # a chat page takes half a second to make
def app_of(policy: AccessPolicy) -> tuple[FastAPI, KeyFile]:
    keys = KeyFile(None)
    return create_app(StandIn(), Serving(policy=policy, keys=keys)), keys


@pytest.fixture
def policy() -> AccessPolicy:
    """What a class of tests replaces to try another one."""
    return AccessPolicy()


@pytest.fixture
def keys(policy: AccessPolicy) -> KeyFile:
    """The keys of the app: none yet."""
    _, keys = app_of(policy)
    for key in keys.all():
        keys.revoke(key.name)
    return keys


@pytest.fixture
def connect(policy: AccessPolicy) -> Iterator[Connect]:
    app, _ = app_of(policy)
    app.middleware_stack = None  # made anew for the first request, with nothing counted yet
    with ExitStack() as stack:

        def connected(address: str, *, base_url: str = f"http://{HERE}:7860") -> TestClient:
            client = TestClient(
                app, base_url=base_url, client=(address, 4711), follow_redirects=False
            )
            stack.callback(client.close)
            return client

        yield connected
