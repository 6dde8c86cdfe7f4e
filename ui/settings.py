"""The settings: read in one place, from a file, the environment and the command line."""

import os
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from platformdirs import user_cache_path, user_config_path, user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.errors import SettingsInvalid

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

    feedback: bool = Field(
        default=True,
        description="whether readers may say what they think of an answer, true or false; "
        "it is kept in the library with their question",
    )

    @field_validator("library", "cache", mode="before")
    @classmethod
    def _path_not_empty(cls, value: object) -> object:
        # Path("") is the current folder, which nobody means by an empty setting.
        if value == "":
            raise ValueError("empty path")
        return value

    @field_validator("library", "cache")
    @classmethod
    def _home_expanded(cls, value: Path) -> Path:
        try:
            return value.expanduser()
        except RuntimeError as error:  # "~name" of a user that does not exist
            raise ValueError(str(error)) from error

    @field_validator("port", mode="before")
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
    if first["type"] == "extra_forbidden":
        return (
            f"There is no setting '{name}' ({origin}): {_hint(name, list(Settings.model_fields))}"
        )
    return (
        f"The setting '{name}' ({origin}) does not fit: "
        f"it is {Settings.model_fields[name].description}."
    )


def _hint(name: str, known: Sequence[str]) -> str:
    nearest = get_close_matches(name, known, n=1)
    return f"did you mean {nearest[0]}?" if nearest else f"choose from {', '.join(known)}."
