"""What a key may be good for."""

from typing import Literal

KeyScope = Literal["ask", "metrics"]
"""`ask`: questions, searches, articles and passages; `metrics`: the figures for Prometheus."""
