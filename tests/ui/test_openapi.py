"""The API keeps what its description promises, whatever is sent to it (schemathesis).

For every operation, requests that fit the description and requests that do not: no answer may be
5xx, of an undescribed status or of another form; and none may be had without the key.
"""

from collections.abc import Sequence
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.result import Ok
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)

from tests.ui.standin import StandIn
from ui.access.keys import KeyFile
from ui.access.policy import AccessPolicy
from ui.server import create_app
from ui.serving import Serving

_KEYS = KeyFile(None)
_BEARER = {"Authorization": f"Bearer {_KEYS.create('schemathesis', ['ask', 'index'], '100000/s')}"}
_REFUSALS = ["400", "401", "403", "404", "405", "413", "422", "429"]
_EXAMPLES = 25  # an operation: about ten seconds in all


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> BaseSchema:
    """The description that the app gives of itself to another machine."""
    policy = AccessPolicy(allowed_hosts=("testserver",))  # as Starlette's client calls it
    app = create_app(
        StandIn(), Serving(policy=policy, keys=_KEYS, uploads=tmp_path_factory.mktemp("library"))
    )
    config = schemathesis.Config.from_dict(
        {"checks": {"negative_data_rejection": {"expected-statuses": _REFUSALS}}}
    )
    return schemathesis.openapi.from_asgi("/openapi.json", app, config=config, headers=_BEARER)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_every_operation_keeps_its_description(described: BaseSchema, mode: GenerationMode) -> None:
    tried = []
    for found in described.get_all_operations():
        assert isinstance(found, Ok), "a part of the description cannot be read"
        operation = found.ok()
        try:
            cases = operation.as_strategy(generation_mode=mode)
            # In a form, a file that is wanted and the number 7 are the same bytes.
            form = operation.label == "POST /api/articles"
            _try_each(cases, [negative_data_rejection] if form else [])
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, "takes nothing, so that nothing can be wrong"
            continue
        tried.append(operation.label)
    assert {"POST /api/ask", "POST /api/articles"} <= set(tried)


def _try_each(cases: SearchStrategy[Case[Any]], excluded: Sequence[CheckFunction]) -> None:
    @given(case=cases)
    @settings(max_examples=_EXAMPLES, deadline=None, derandomize=True, database=None)
    def keeps_its_description(case: Case[Any]) -> None:
        # JSON Schema cannot say that a question has to hold a word, or that a day has to exist.
        case.call_and_validate(
            headers=_BEARER, excluded_checks=[positive_data_acceptance, *excluded]
        )

    keeps_its_description()
