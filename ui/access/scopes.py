"""What a key may be good for."""

from typing import Literal, get_args

KeyScope = Literal["ask", "index", "metrics"]
"""`ask`: questions, searches, articles and passages; `index`: adding articles; `metrics`: the
figures for Prometheus."""

KEY_SCOPES: tuple[KeyScope, ...] = get_args(KeyScope)
