"""What the description of the API says of who may ask."""

from typing import Any

from fastapi import Security
from fastapi.security import HTTPBearer

ACCESS = (400, 401, 403, 429)
"""How ui/access/control.py may answer in the place of a route."""

_KEY = HTTPBearer(
    scheme_name="key",
    description="A key made by `depeche keys create`. This machine needs none, and who signed in.",
    auto_error=False,  # it has been looked at before the request comes here
)

KEYED: dict[str, Any] = {"dependencies": [Security(_KEY)]}
"""What a router takes whose routes want a key."""
