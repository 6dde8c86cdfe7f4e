"""A site of our own and a fetcher that may reach it, without pauses."""

from collections.abc import Iterator

import pytest

from index.web import Fetcher, Timing
from tests.index.web.site import Site, running_site

QUICK = Timing(pause=0.0, connect=2.0, read=1.0, whole=3.0)
AGENT = "Depeche/1.0 (+https://example.org/bot)"


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site."""
    with running_site() as site:
        yield site


@pytest.fixture
def fetcher() -> Fetcher:
    """A fetcher that may reach this machine."""
    return Fetcher(user_agent=AGENT, allow_private_networks=True, timing=QUICK)
