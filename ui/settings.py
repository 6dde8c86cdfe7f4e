"""The settings: read in one place, from a file, the environment and the command line."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib.metadata import version
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from assistant.writing.setting import MODEL_PATTERN
from index.errors import SettingsInvalid
from ui.access.limits import Rate
from ui.widget.configuration import WidgetId, WidgetSettings

# In the environment separated by commas, where pydantic would want JSON.
_Names = Annotated[tuple[str, ...], NoDecode]

ENV_PREFIX = "DEPECHE_"
CONFIG_VARIABLE = "DEPECHE_CONFIG"


class Settings(BaseSettings):
    """Everything that a user may set. Made by `load_settings`, which words the errors.

    The descriptions end the sentence "it is ..." in error messages.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix=ENV_PREFIX, env_ignore_empty=True
    )

    library: Path = Field(
        default_factory=lambda: user_data_path("depeche") / "library",
        description="the folder of the library, which holds the articles and their index",
    )
    embedding_model: str = Field(
        default="builtin",
        min_length=1,
        description="the embedding model: builtin, a model's name on the Hub, or a local folder",
    )
    cache: Path = Field(
        default_factory=lambda: user_cache_path("depeche"),
        description="the folder for files that can be made again, such as the prepared model",
    )
    model: str | None = Field(
        default=None,
        pattern=f"^{MODEL_PATTERN}$",
        description="the language model that writes answers, such as "
        "openai-like:http://127.0.0.1:8080/v1#name",
    )
    model_key: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="the key of the language model's server, best in DEPECHE_MODEL_KEY",
    )
    model_timeout: float = Field(
        default=60.0,
        gt=0,
        le=3600,
        description="the seconds that the language model may take for a reply",
    )
    model_context: int = Field(
        default=4096,
        ge=1024,
        description="the tokens that the language model is shown at most, 1024 or more",
    )
    model_tokens_per_day: int = Field(
        default=0,
        ge=0,
        description="the tokens that the language model may use a day, 0 for no limit",
    )
    prompts: Path | None = Field(
        default=None,
        description="a folder of your own texts for the language model, named as in prompts/",
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="the address that the server listens on",
    )
    port: int = Field(
        default=7860,
        ge=1,
        le=65535,
        description="the port that the server listens on, a whole number from 1 to 65535",
    )
    examples: Mapping[Literal["en", "fr"], tuple[str, ...]] = Field(
        default_factory=dict,
        description="the questions that the empty chat page proposes, a list each under en and fr",
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="the signing secret of the Slack app that asks here",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="the bot token (xoxb-...) with which answers are posted to Slack",
    )
    slack_api: str = Field(
        default="https://slack.com/api",
        pattern="^https?://",
        description="the address of Slack's Web API, the only one that answers are sent to",
    )
    mattermost_token: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="the token of the Mattermost outgoing webhook that asks here",
    )
    teams_secret: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="the security token of the Teams outgoing webhook that asks here",
    )
    telegram_secret: SecretStr | None = Field(
        default=None,
        min_length=1,
        description="the secret_token that the Telegram bot's webhook was set with",
    )
    widgets: Mapping[WidgetId, WidgetSettings] = Field(
        default_factory=dict,
        description="a table [widgets.ID] for each widget, ID of letters, digits, - and _",
    )
    open_to: Literal["loopback", "everyone"] = Field(
        default="loopback",
        description="who may ask without a key or a sign-in: loopback (this machine) or everyone",
    )
    password: SecretStr | None = Field(
        default=None,
        min_length=8,
        description="the password, of at least 8 characters, that the chat page asks everyone for; "
        "open_to cannot be everyone beside it",
    )
    trusted_proxies: _Names = Field(
        default=(),
        description="a list of the addresses or networks of reverse proxies that may be believed",
    )
    user_header: str | None = Field(
        default=None,
        pattern="^[A-Za-z][A-Za-z0-9-]*$",
        description="the header in which a proxy tells who signed in there; trusted_proxies lists "
        "that proxy, and open_to cannot be everyone beside it",
    )
    allowed_hosts: _Names = Field(
        default=(),
        description="a list of names of the server besides host, as visitors of a proxy use them",
    )
    rate_per_address: str = Field(
        default="120/min",
        description="how often another machine may ask without a key, such as 120/min or 2000/h",
    )
    log: Literal["problems", "requests"] = Field(
        default="problems",
        description="what the server's log tells: problems alone, or requests as well",
    )
    log_questions: bool = Field(
        default=False,
        description="whether the log may hold the text of questions: true or false",
    )
    traces: str | None = Field(
        default=None,
        pattern="^https?://",
        description="the address (http or https) of an OpenTelemetry collector that takes traces",
    )
    allow_private_networks: bool = Field(
        default=False,
        description="whether articles may be fetched from this machine and private networks: "
        "true or false",
    )
    user_agent: str = Field(
        default_factory=lambda: f"Depeche/{version('depeche')}",
        max_length=200,
        pattern=r"^[A-Za-z][A-Za-z_-]*(/[\w.-]+)?( [ -~]+)?$",
        description="the name told to the servers of web pages, such as "
        "Depeche/1.0 (+https://example.org/bot); robots.txt knows the part before the slash",
    )

    @field_validator("trusted_proxies", "allowed_hosts", mode="before")
    @classmethod
    def _separated_by_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for network in value:
            ip_network(network, strict=False)
        return value

    @field_validator("rate_per_address")
    @classmethod
    def _a_rate(cls, value: str) -> str:
        Rate.parse(value)
        return value

    @field_validator("password", "user_header")
    @classmethod
    def _nobody_comes_in_besides(cls, value: object, info: ValidationInfo) -> object:
        # Who wants a sign-in and opens the server to everyone has made a mistake somewhere.
        if value is not None and info.data.get("open_to") == "everyone":
            raise ValueError("open_to")
        return value

    @field_validator("user_header")
    @classmethod
    def _some_proxy_is_listed(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is not None and not info.data.get("trusted_proxies"):
            raise ValueError("trusted_proxies")
        return value

    feedback: bool = Field(
        default=True,
        description="whether readers may say what they think of an answer, true or false; "
        "it is kept in the library with their question",
    )

    uploads: bool = Field(
        default=False,
        description="whether files may be added from the library page and with keys of the scope "
        "index, true or false",
    )

    @field_validator("library", "cache", "prompts", mode="before")
    @classmethod
    def _path_not_empty(cls, value: object) -> object:
        # Path("") is the current folder, which nobody means by an empty setting.
        if value == "":
            raise ValueError("empty path")
        return value

    @field_validator("library", "cache", "prompts")
    @classmethod
    def _home_expanded(cls, value: Path | None) -> Path | None:
        try:
            return value and value.expanduser()
        except RuntimeError as error:  # "~name" of a user that does not exist
            raise ValueError(str(error)) from error

    @field_validator(
        "port", "model_timeout", "model_context", "model_tokens_per_day", mode="before"
    )
    @classmethod
    def _not_a_boolean(cls, value: object) -> object:
        # Pydantic takes true for 1.
        if isinstance(value, bool):
            raise ValueError("a boolean is not a number")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line wins over the environment, which wins over the file."""
        file = TomlConfigSettingsSource(settings_cls, toml_file=config_file())
        return init_settings, env_settings, file


def config_file() -> Path:
    """The settings file: the one that `DEPECHE_CONFIG` names, or the user's own `depeche.toml`."""
    named = os.environ.get(CONFIG_VARIABLE)
    if named:
        return Path(os.path.expanduser(named))
    return user_config_path("depeche") / "depeche.toml"


def load_settings(**overrides: object) -> Settings:
    """Read the settings; `overrides` come from the command line, and None means not given.

    Raises SettingsInvalid when a setting is unknown or does not fit, or the file cannot be read.
    Values are never part of the message, so that it cannot give a secret away.
    """
    given = {name: value for name, value in overrides.items() if value is not None}
    file = config_file()
    if os.environ.get(CONFIG_VARIABLE) and not file.is_file():
        raise SettingsInvalid(f"{CONFIG_VARIABLE} names {file}, but there is no such file.")
    _refuse_unknown_variables()
    try:
        return Settings(**given)  # type: ignore[arg-type] # pydantic checks the values
    except ValidationError as error:
        # Without its cause: pydantic's own message quotes the value.
        raise SettingsInvalid(_sentence(error, given, file)) from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsInvalid(f"Correct {file}, which is not valid TOML: {error}.") from error
    except UnicodeDecodeError as error:
        raise SettingsInvalid(f"Save {file} as UTF-8, which it is not.") from error
    except OSError as error:
        raise SettingsInvalid(f"{file} cannot be read: {error.strerror}.") from error


def _refuse_unknown_variables() -> None:
    """Pydantic-settings passes over a misspelt DEPECHE_* variable in silence."""
    known = [CONFIG_VARIABLE, *(ENV_PREFIX + name.upper() for name in Settings.model_fields)]
    for variable in os.environ:
        if variable.upper().startswith(ENV_PREFIX) and variable.upper() not in known:
            raise SettingsInvalid(
                f"The environment variable {variable} is not a setting: "
                f"{_hint(variable.upper(), known)}"
            )


def _sentence(error: ValidationError, given: Mapping[str, object], file: Path) -> str:
    """What is wrong with the first setting that pydantic refused, and where it was given."""
    first = error.errors()[0]
    name = str(first["loc"][0])
    variable = ENV_PREFIX + name.upper()
    if name in given:
        origin = "given on the command line"
    elif any(key.upper() == variable and value for key, value in os.environ.items()):
        origin = f"from {variable}"
    else:
        origin = f"from {file}"
    fields = Settings.model_fields
    if name == "widgets" and len(first["loc"]) > 2 and first["loc"][2] != "[key]":
        fields, name = WidgetSettings.model_fields, str(first["loc"][2])
        origin = f"of widgets.{first['loc'][1]}, {origin}"
    if first["type"] == "extra_forbidden":
        return f"There is no setting '{name}' ({origin}): {_hint(name, list(fields))}"
    return f"The setting '{name}' ({origin}) does not fit: it is {fields[name].description}."


def _hint(name: str, known: Sequence[str]) -> str:
    nearest = get_close_matches(name, known, n=1)
    return f"did you mean {nearest[0]}?" if nearest else f"choose from {', '.join(known)}."
