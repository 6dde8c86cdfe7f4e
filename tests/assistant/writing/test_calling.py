"""The real integration against a server of ours: every way in which a call can go."""

import threading
import time

import pytest

from assistant.writing.calling import LlamaIndexModel
from assistant.writing.model import CallStopped, Failure, Limits, Message, ModelFailed, Usage
from assistant.writing.opening import open_language_model
from assistant.writing.trial import try_model
from index.errors import ModelUnavailable
from tests.assistant.writing.server import Behaviour, Exchange, model_server

ASKED = [Message("system", "Be short."), Message("user", "When?")]


def opened(address: str, key: str | None = None) -> LlamaIndexModel:
    return open_language_model(f"openai-like:{address}#small", key=key)


def reply(
    model: LlamaIndexModel, *, seconds: float = 20.0, stopped: threading.Event | None = None
) -> tuple[str, list[Usage]]:
    limits = Limits(seconds, tokens=50)
    is_stopped = (stopped or threading.Event()).is_set
    parts = list(model.stream(ASKED, limits=limits, stopped=is_stopped))
    text = "".join(part for part in parts if isinstance(part, str))
    return text, [part for part in parts if isinstance(part, Usage)]


def says_hello(exchange: Exchange) -> None:
    exchange.say("Hel", "lo")
    exchange.end()


def test_a_reply_comes_in_pieces_and_with_its_tokens() -> None:
    with model_server(says_hello) as server:
        model = opened(server.address, key="secret")
        assert reply(model) == ("Hello", [Usage(40, 5)])
        assert server.asked[0].key == "Bearer secret"
        assert server.asked[0].body["model"] == "small"
        assert server.asked[0].body["max_tokens"] == 50
        assert [one["role"] for one in server.asked[0].body["messages"]] == ["system", "user"]
        assert model.place == server.address.removeprefix("http://").removesuffix("/v1")


def test_a_key_of_another_service_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-private")
    with model_server(says_hello) as server:
        reply(opened(server.address))
        assert "private" not in (server.asked[0].key or "")


def test_a_server_that_does_not_count_tokens_is_not_asked_to() -> None:
    def counts_nothing(exchange: Exchange) -> None:
        if "stream_options" in exchange.body:
            exchange.refuse(422, "Extra inputs are not permitted: stream_options")
        else:
            exchange.say("Hello")

    with model_server(counts_nothing) as server:
        model = opened(server.address)
        assert reply(model) == ("Hello", [])
        assert reply(model) == ("Hello", [])
        assert len(server.asked) == 3


def refuses(status: int, message: str) -> Behaviour:
    return lambda exchange: exchange.refuse(status, message)


def breaks_off(exchange: Exchange) -> None:
    exchange.say("Hel")
    exchange.handler.wfile.write(b'data: {"choices": [{\n\n')


@pytest.mark.parametrize(
    ("behaviour", "failure"),
    [
        (refuses(429, "Too many"), Failure.LIMITED),
        (refuses(401, "Wrong key"), Failure.REFUSED),
        (refuses(400, "the request exceeds the available context size"), Failure.CONTEXT),
        (refuses(500, "Oh"), Failure.DOWN),
        (lambda exchange: exchange.redirect("http://127.0.0.1:9/v1"), Failure.DOWN),
        (breaks_off, Failure.DOWN),
    ],
)
def test_what_goes_wrong_is_told_apart(behaviour: Behaviour, failure: Failure) -> None:
    with model_server(behaviour) as server, pytest.raises(ModelFailed) as failed:
        reply(opened(server.address))
    assert failed.value.failure is failure


def test_a_server_that_is_not_there_is_down() -> None:
    with pytest.raises(ModelFailed, match=r"127\.0\.0\.1:9 cannot be reached"):
        reply(opened("http://127.0.0.1:9/v1"))


def test_a_redirection_is_not_followed() -> None:
    with model_server(says_hello) as other:
        elsewhere = f"{other.address}/chat/completions"
        with (
            model_server(lambda exchange: exchange.redirect(elsewhere)) as server,
            pytest.raises(ModelFailed),
        ):
            reply(opened(server.address))
        assert other.asked == []


def test_every_wait_has_an_end() -> None:
    def stalls(exchange: Exchange) -> None:
        exchange.say("Hel")
        time.sleep(15)

    with model_server(stalls) as server:
        model = opened(server.address)
        started = time.monotonic()
        with pytest.raises(ModelFailed) as failed:
            reply(model, seconds=4.0)
        assert failed.value.failure is Failure.SLOW
        assert time.monotonic() - started < 10


def test_an_endless_reply_has_an_end() -> None:
    with model_server(lambda exchange: exchange.say(*["on "] * 1000, pause=0.05)) as server:
        with pytest.raises(ModelFailed):
            reply(opened(server.address), seconds=6.0)
        assert server.left.wait(timeout=10)


def test_stopping_ends_the_call_at_the_server() -> None:
    with model_server(lambda exchange: exchange.say(*["on "] * 1000, pause=0.05)) as server:
        nobody_waits = threading.Event()
        threading.Timer(0.5, nobody_waits.set).start()
        with pytest.raises(CallStopped):
            reply(opened(server.address), stopped=nobody_waits)
        assert server.left.wait(timeout=10)


def test_the_trial_says_what_was_found() -> None:
    def cites(exchange: Exchange) -> None:
        exchange.say("It opened in 1923 [1].")
        exchange.end()

    with model_server(cites) as server:
        lines = try_model(opened(server.address), seconds=20)
    assert "cites the passage" in lines[2]
    assert "40 read, 5 written" in lines[3]


@pytest.mark.parametrize("setting", ["openai-like:#x", "gpt", "nowhere:#x", "../../os:#x"])
def test_a_setting_that_names_no_model_is_refused(setting: str) -> None:
    with pytest.raises(ModelUnavailable, match="`model`"):
        open_language_model(setting)
