"""The models that the settings name, and what is said where one cannot be had."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from index.embedding import EmbeddingModel
from index.errors import ModelUnavailable, SettingsInvalid
from tests.assistant.writing.scripted import Passages, verbatim
from tests.assistant.writing.server import Exchange, model_server
from ui import models
from ui.settings import Settings


def test_the_reader_that_ships_is_found(cache: Path) -> None:
    assert models.find_span_reader(Settings(cache=cache)) is not None


def test_without_it_the_user_is_told_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], cache: Path
) -> None:
    def unavailable(**_: object) -> None:
        raise ModelUnavailable("There is no reader for this system.")

    monkeypatch.setattr(models, "open_span_reader", unavailable)
    assert models.find_span_reader(Settings(cache=cache)) is None
    said = " ".join(capsys.readouterr().err.split())
    assert said.startswith("There is no reader for this system.")
    assert said.endswith("less surely.")


def test_without_a_model_nobody_writes(embedding: EmbeddingModel) -> None:
    assert models.open_writer(Settings(), embedding) is None
    assert models.check_model(Settings()) == [
        "No language model is set: answers are quotes, in the articles’ own words."
    ]


def test_the_model_of_the_settings_writes_with_its_key(
    tmp_path: Path, embedding: EmbeddingModel
) -> None:
    def cites(exchange: Exchange) -> None:
        exchange.say("The museum opened in 1923 [1].")
        exchange.end()

    with model_server(cites) as server:
        settings = Settings(
            library=tmp_path,
            model=f"openai-like:{server.address}#small",
            model_key=SecretStr("secret"),
        )
        writer = models.open_writer(settings, embedding)
        assert writer is not None
        quote = "The museum opened in 1923."
        assert writer.write(verbatim(quote), Passages(quote)).mode == "written"
        assert "cites the passage" in " ".join(models.check_model(settings))
        assert [one.key for one in server.asked] == ["Bearer secret"] * 2


def test_prompts_that_do_not_fit_are_told(tmp_path: Path, embedding: EmbeddingModel) -> None:
    settings = Settings(model="openai-like:http://127.0.0.1:9/v1#x", prompts=tmp_path / "none")
    with pytest.raises(SettingsInvalid):
        models.open_writer(settings, embedding)
    assert "not a folder" in models.check_model(settings)[0]
