"""Serves widget.js, the one file that a page of another site loads."""

import gzip
import hashlib
from pathlib import Path

from fastapi import APIRouter, Request, Response

WIDGET_JS = Path(__file__).with_name("widget.js")

_CACHED_S = 60 * 60  # how long pages may go on with an older script after an update


def script_router() -> APIRouter:
    """The route of /widget.js: small, compressed once, asked again only by its ETag."""
    router = APIRouter()
    plain = WIDGET_JS.read_bytes()
    compressed = gzip.compress(plain, mtime=0)
    version = f'"{hashlib.sha256(plain).hexdigest()[:16]}"'
    headers = {
        "Cache-Control": f"public, max-age={_CACHED_S}",
        "ETag": version,
        "Vary": "Accept-Encoding",
    }

    @router.get("/widget.js", include_in_schema=False)
    async def script(request: Request) -> Response:
        if version in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return _javascript(compressed, headers | {"Content-Encoding": "gzip"})
        return _javascript(plain, headers)

    return router


def _javascript(body: bytes, headers: dict[str, str]) -> Response:
    return Response(body, headers=headers, media_type="text/javascript; charset=utf-8")
