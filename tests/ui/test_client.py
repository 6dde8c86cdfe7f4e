from datetime import date

import pytest

from index.errors import QuestionRefused
from index.scope import EVERYTHING, Scope
from tests.ui.conftest import serving
from tests.ui.standin import StandIn
from ui.access.bearers import local_pass
from ui.access.keys import KeyFile
from ui.access.policy import AccessPolicy
from ui.client import ask_server
from ui.server import create_app
from ui.serving import Serving


def test_the_server_is_asked_with_language_and_filters() -> None:
    assistant = StandIn()
    scope = Scope(
        as_of=date(2025, 6, 17), after=date(2023, 1, 1), before=date(2025, 2, 28),
        source="Les Échos", language="fr",
    )  # fmt: skip
    with serving(create_app(assistant, Serving())) as address:
        assert ask_server(address, "visa", "de", scope).language == "de"
        ask_server(address, "visa", None, EVERYTHING)
    assert assistant.scopes == [scope, EVERYTHING]


def test_where_people_sign_in_the_command_shows_its_pass() -> None:
    keys = KeyFile(None)
    policy = AccessPolicy(password="chemin de fer")
    app = create_app(StandIn(), Serving(policy=policy, keys=keys))
    with serving(app) as address:
        assert ask_server(address, "visa", None, EVERYTHING, bearer=local_pass(keys)).citations
        with pytest.raises(QuestionRefused, match="Sign in"):
            ask_server(address, "visa", None, EVERYTHING)
