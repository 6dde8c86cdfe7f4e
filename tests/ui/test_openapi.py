"""The API keeps what its description promises, whatever is sent to it (schemathesis).

For every operation, requests that fit the description and requests that do not: no answer may be
5xx, of an undescribed status or of another form; and none may be had without the key.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from tests.ui.standin import StandIn
from ui.access.keys import KeyFile
from ui.access.policy import AccessPolicy
from ui.server import create_app

_KEYS = KeyFile(None)
_BEARER = {"Authorization": f"Bearer {_KEYS.create('schemathesis', ['ask'], '100000/s')}"}
_EXAMPLES = 25  # an operation: about ten seconds in all


@pytest.fixture(scope="module")
def described() -> Any:
    """The app as another machine sees it, by the description that it gives of itself."""
    policy = AccessPolicy(allowed_hosts=("testserver",))  # as Starlette's client calls it
    app = create_app(StandIn(), host="127.0.0.1", port=0, policy=policy, keys=_KEYS)
    return schemathesis.openapi.from_asgi("/openapi.json", app, headers=_BEARER)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=_EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_every_operation_keeps_its_description(case: Case) -> None:
    case.call_and_validate(headers=_BEARER)
