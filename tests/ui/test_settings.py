"""The settings, read from real files and a real environment in a home folder of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from index.errors import SettingsInvalid
from tests.conftest import ROOT
from ui.access.policy import AccessPolicy
from ui.settings import Settings, config_file, load_settings

README = ROOT / "README.md"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without settings, and an environment without ours."""
    for name in os.environ:
        if name.upper().startswith(("DEPECHE_", "XDG_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def write(text: str) -> Path:
    """Make the user's own settings file."""
    file = config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def refusal(**overrides: object) -> str:
    with pytest.raises(SettingsInvalid) as caught:
        load_settings(**overrides)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith((".", "?"))
    assert caught.value.__cause__ is None or not isinstance(caught.value.__cause__, ValidationError)
    return message


def test_without_any_setting_the_defaults_hold_and_lie_in_the_home_folder(home: Path) -> None:
    settings = load_settings()
    assert settings.library.is_relative_to(home)
    assert settings.library.name == "library"
    assert settings.cache.is_relative_to(home)
    assert settings.embedding_model == "builtin"
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.examples == {}
    assert not any(home.iterdir()), "reading the settings must not make folders"


def test_command_line_wins_over_environment_which_wins_over_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write('host = "file"\nport = 1001\nembedding_model = "file"\n')
    monkeypatch.setenv("DEPECHE_PORT", "1002")
    monkeypatch.setenv("DEPECHE_EMBEDDING_MODEL", "environment")
    settings = load_settings(embedding_model="command", port=None)
    assert (settings.host, settings.port, settings.embedding_model) == ("file", 1002, "command")


def test_example_questions_are_given_by_language() -> None:
    write('[examples]\nen = ["When is it?"]\nfr = ["Quand ?"]\n')
    assert load_settings().examples == {"en": ("When is it?",), "fr": ("Quand ?",)}


def test_environment_may_name_another_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("port = 1001")
    (home / "other.toml").write_text("port = 1002", encoding="utf-8")
    monkeypatch.setenv("DEPECHE_CONFIG", "~/other.toml")
    assert load_settings().port == 1002


def test_a_named_file_must_exist(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPECHE_CONFIG", str(home / "absent.toml"))
    assert "DEPECHE_CONFIG" in refusal()


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPECHE_LIBRARY", "")
    monkeypatch.setenv("DEPECHE_CONFIG", "")
    assert load_settings().library.name == "library"


def test_home_sign_is_expanded_wherever_a_path_comes_from(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write('library = "~/from-file"\n')
    assert load_settings().library == home / "from-file"
    monkeypatch.setenv("DEPECHE_LIBRARY", "~/from-environment")
    assert load_settings().library == home / "from-environment"
    assert load_settings(library=Path("~/from-command")).library == home / "from-command"


def test_unknown_key_in_file_names_the_file_and_the_nearest_setting() -> None:
    file = write('libary = "/tmp"')
    message = refusal()
    assert "'libary'" in message
    assert str(file) in message
    assert "did you mean library?" in message


def test_unknown_table_in_file_lists_the_settings() -> None:
    write("[xyz]\nport = 1\n")
    message = refusal()
    assert "'xyz'" in message
    assert all(name in message for name in Settings.model_fields)


@pytest.mark.parametrize("name", ["DEPECHE_LIBARY", "depeche_libary"])
def test_unknown_variable_names_the_nearest_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "library")
    message = refusal()
    assert name in message
    assert "did you mean DEPECHE_LIBRARY?" in message


def test_unknown_override_says_so() -> None:
    assert "command line" in refusal(prot=1)


@pytest.mark.parametrize("port", ["0", "65536", "78.5", '"many"', "true", "[7860]", "{}"])
def test_port_that_does_not_fit_is_refused_in_one_sentence(port: str) -> None:
    file = write(f"port = {port}")
    message = refusal()
    assert "'port'" in message
    assert str(file) in message
    assert "1 to 65535" in message


def test_wrong_value_names_the_source_that_won(monkeypatch: pytest.MonkeyPatch) -> None:
    write("port = 1")
    monkeypatch.setenv("DEPECHE_PORT", "many")
    assert "from DEPECHE_PORT" in refusal()
    assert "command line" in refusal(port=0)


@pytest.mark.parametrize(
    "line", ['library = ""', "library = 5", 'cache = "~nobody-of-this-name/x"', 'host = ""']
)
def test_other_values_that_do_not_fit(line: str) -> None:
    write(line)
    assert f"'{line.split()[0]}'" in refusal()


def test_a_value_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPECHE_PORT", "hunter2")
    assert "hunter2" not in refusal()


def test_lists_are_written_with_commas_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    write('allowed_hosts = ["press.example"]\n')
    monkeypatch.setenv("DEPECHE_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")
    settings = load_settings()
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")
    assert settings.allowed_hosts == ("press.example",)


@pytest.mark.parametrize(
    ("lines", "setting"),
    [
        ('open_to = "all"', "open_to"),
        ('password = "short"', "password"),
        ('password = "long enough"\nopen_to = "everyone"', "password"),
        ('trusted_proxies = ["proxy.example"]', "trusted_proxies"),
        ('user_header = "X-User"', "user_header"),
        ('user_header = "X-User"\ntrusted_proxies = ["::1"]\nopen_to = "everyone"', "user_header"),
        ('rate_per_address = "often"', "rate_per_address"),
        ('traces = "localhost:4318"', "traces"),
    ],
)
def test_settings_of_access_that_do_not_fit(lines: str, setting: str) -> None:
    write(lines)
    assert f"'{setting}'" in refusal()


def test_a_secret_is_not_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEPECHE_PASSWORD", "correct horse")
    settings = load_settings()
    policy = AccessPolicy.of(settings)
    assert policy.password == "correct horse"
    assert "horse" not in f"{settings!r} {settings} {policy!r}"


def test_malformed_file_says_the_line() -> None:
    file = write("port = 7860\nhost = \n")
    message = refusal()
    assert str(file) in message
    assert "line 2" in message


def test_file_that_is_not_utf8_is_refused() -> None:
    write("").write_bytes(b'host = "caf\xe9"\n')
    assert "UTF-8" in refusal()


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load_settings().port = 1


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_described(name: str) -> None:
    assert Settings.model_fields[name].description


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_has_its_row_in_readme(name: str) -> None:
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line[:1] == "|"]
    assert any(f"`{name}`" in row.split("|")[1] for row in rows)


def test_the_default_user_agent_is_our_name_and_version() -> None:
    settings = load_settings()
    assert settings.user_agent.startswith("Depeche/")
    assert settings.allow_private_networks is False


@pytest.mark.parametrize("agent", ["", "/1.0", "Bot\\r\\nCookie: a=b", "Bôt/1", "B" * 201])
def test_a_user_agent_that_no_server_would_understand_is_refused(agent: str) -> None:
    write(f'user_agent = "{agent}"')
    assert "'user_agent'" in refusal()


@pytest.mark.parametrize("agent", ["Depeche", "Our-Bot/2.1 (+https://example.org/bot; ann@x.org)"])
def test_a_user_agent_may_tell_who_runs_it(agent: str) -> None:
    write(f'user_agent = "{agent}"')
    assert load_settings().user_agent == agent


def test_nothing_is_read_at_import() -> None:
    """A malformed environment and file do no harm until the settings are asked for."""
    write("not toml")
    environment = os.environ | {"DEPECHE_NONSENSE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", "import ui.settings"],
        env=environment,
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
