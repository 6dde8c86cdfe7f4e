"""The form of the setting that names a language model."""

import re

MODEL_PATTERN = r"[a-z][a-z0-9_-]*:(?:https?://[^\s#]+)?#[^\s#]+"
"""`openai-like:http://127.0.0.1:8080/v1#name`, or another integration: `mistralai:#name`."""

_PARTS = re.compile(r"(?P<integration>[^:]+):(?P<address>[^#]+)?#(?P<name>.+)")


def setting_parts(setting: str) -> tuple[str, str | None, str] | None:
    """Return the integration, the address and the model's name; None if it is no such setting."""
    parts = _PARTS.fullmatch(setting) if re.fullmatch(MODEL_PATTERN, setting) else None
    return (parts["integration"], parts["address"], parts["name"]) if parts else None
