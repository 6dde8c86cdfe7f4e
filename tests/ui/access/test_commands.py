"""`depeche keys`, as it is typed."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from index.catalogue import Catalogue
from index.errors import DepecheError, KeyRefused, LibraryEmpty
from ui.access.keys import KeyFile
from ui.command import app


def depeche(*arguments: str) -> tuple[str, str]:
    """What it writes to standard output and to standard error."""
    done = CliRunner().invoke(app, arguments)
    if isinstance(done.exception, DepecheError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DEPECHE_LIBRARY", str(tmp_path))
    Catalogue(tmp_path / "catalogue.sqlite").close()
    return tmp_path


def test_a_key_is_made_listed_and_revoked(library: Path) -> None:
    assert "no key yet" in depeche("keys", "list")[0]
    told, hint = depeche("keys", "create", "--name", "bot1", "--rate", "5/s")
    key = told.strip()
    assert "not shown again" in hint
    assert key not in hint
    scopes = ("--scope", "ask", "--scope", "metrics")
    depeche("keys", "create", "--name", "bot2", *scopes)
    with KeyFile.of(library) as keys:
        found = keys.find(key)
    assert found is not None
    assert (found.name, found.scopes, found.rate) == ("bot1", ("ask",), "5/s")
    listed = depeche("keys", "list")[0]
    assert [line.split()[0] for line in listed.splitlines()] == ["Name", "bot1", "bot2"]
    assert "ask metrics" in listed
    assert key not in listed
    depeche("keys", "revoke", "bot1")
    assert "bot1" not in depeche("keys", "list")[0]


def test_what_cannot_be_done_is_one_sentence(library: Path) -> None:
    with pytest.raises(KeyRefused, match="60/min"):
        depeche("keys", "create", "--name", "bot", "--rate", "always")
    with pytest.raises(KeyRefused, match="no key named"):
        depeche("keys", "revoke", "bot")
    assert CliRunner().invoke(app, ["keys", "create", "--name", "b", "--scope", "x"]).exit_code == 2
    with pytest.raises(LibraryEmpty):
        depeche("keys", "list", "--library", str(library / "none"))
    assert not (library / "none").exists()
