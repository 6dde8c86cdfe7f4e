"""widget.js as it is served: small, cached, open to other sites."""

import gzip
import re

import httpx

from tests.ui.widget.conftest import Widgets
from ui.widget.script import WIDGET_JS

SIZE_LIMIT = 10_000  # bytes, compressed


def test_it_is_small() -> None:
    assert len(gzip.compress(WIDGET_JS.read_bytes())) < SIZE_LIMIT


def test_other_sites_may_load_it_and_keep_it(widgets: Widgets) -> None:
    with httpx.Client(base_url=widgets.server, trust_env=False) as client:
        got = client.get("/widget.js")
        assert got.headers["content-encoding"] == "gzip"
        assert got.content == WIDGET_JS.read_bytes()
        assert int(got.headers["content-length"]) < SIZE_LIMIT
        assert got.headers["content-type"] == "text/javascript; charset=utf-8"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["cross-origin-resource-policy"] == "cross-origin"
        assert got.headers["cache-control"] == "public, max-age=3600"
        assert got.headers["vary"] == "Accept-Encoding"
        plain = client.get("/widget.js", headers={"accept-encoding": "identity"})
        assert plain.content == got.content
        again = client.get("/widget.js", headers={"if-none-match": got.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_it_never_makes_markup_or_code_of_a_text() -> None:
    script = WIDGET_JS.read_text(encoding="utf-8")
    forbidden = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("]
    assert not [word for word in forbidden if word in script]
    assert "new Function" not in script


def test_it_says_the_same_in_both_languages() -> None:
    script = WIDGET_JS.read_text(encoding="utf-8")
    tables = re.search(
        r"const WORDS = {\n    en: {(.+?)\n    },\n    fr: {(.+?)\n    },", script, re.S
    )
    assert tables
    english, french = (re.findall(r"^      (\w+):", table, re.M) for table in tables.groups())
    assert english == french
    assert set(re.findall(r'#word\("(\w+)"\)', script)) <= set(english)
