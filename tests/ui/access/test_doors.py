import pytest

from ui.access.doors import Entry, door_of


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "people"),
        ("/api/ask", "ask"),
        ("/api", "ask"),
        ("/v1/chat/completions", "ask"),
        ("/mcp", "ask"),
        ("/hooks/slack", "own check"),
        ("/widget/token", "own check"),
        ("/gradio_api/queue/join", "people"),
        ("/gradio_api/upload", "closed"),
        ("/gradio_api/upload/", "closed"),
        ("/healthz", "public"),
        ("/metrics", "metrics"),
    ],
)
def test_the_longest_prefix_holds(path: str, entry: Entry) -> None:
    door = door_of(path, "GET")
    assert door is not None
    assert door.entry == entry


@pytest.mark.parametrize(
    "path", ["", "//", "/nothing", "/apis", "/API/ask", "//api/ask", "/monitoring", "/login", "/.."]
)
def test_what_nobody_named_has_no_door(path: str) -> None:
    assert door_of(path, "GET") is None


def test_a_row_for_one_method_comes_first() -> None:
    for method, entry in (("GET", "ask"), ("POST", "index"), ("DELETE", "ask")):
        door = door_of("/api/articles", method)
        assert door is not None
        assert door.entry == entry
