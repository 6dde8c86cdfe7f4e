"""The models that the settings name, and what is said where one cannot be had."""

from pathlib import Path

import pytest

from index.errors import ModelUnavailable
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
