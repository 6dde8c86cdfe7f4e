"""POST /api/articles: who may add files, what becomes of them, and what is refused."""

import threading
from pathlib import Path

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.ui.standin import StandIn
from tests.ui.test_api import assert_problem
from ui.access.keys import KeyFile
from ui.access.policy import AccessPolicy
from ui.server import create_app
from ui.serving import Serving

HERE, ELSEWHERE = "127.0.0.1", "203.0.113.9"
PASSWORD = "chemin de fer"


class Server:
    """An app whose library is a folder, asked from any address."""

    def __init__(self, folder: Path, policy: AccessPolicy, *, uploads: bool = True) -> None:
        self.assistant, self.folder = StandIn(), folder / "uploads"
        self.keys = KeyFile(None)
        kept = self.folder if uploads else None
        self.app = create_app(self.assistant, Serving(policy=policy, keys=self.keys, uploads=kept))

    def client(self, address: str = HERE) -> TestClient:
        return TestClient(
            self.app, base_url=f"http://{HERE}:7860", client=(address, 4711),
            raise_server_exceptions=False,
        )  # fmt: skip

    def kept(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.iterdir()}


@pytest.fixture
def server(tmp_path: Path) -> Server:
    return Server(tmp_path, AccessPolicy())


def send(client: TestClient, *files: tuple[str, bytes], **headers: str) -> httpx2.Response:
    sent = [("files", (name, content, "text/plain")) for name, content in files]
    return client.post("/api/articles", files=sent, headers=headers)


def outcome(answer: httpx2.Response) -> list[tuple[str, int, int, int, int]]:
    assert answer.status_code == 200, answer.text
    return [
        (one["name"], one["added"], one["updated"], one["unchanged"], len(one["skipped"]))
        for one in answer.json()["files"]
    ]


def test_files_are_added_updated_or_the_same(server: Server) -> None:
    client = server.client()
    assert outcome(send(client, ("a.txt", b"one"), ("b.txt", b"two"))) == [
        ("a.txt", 1, 0, 0, 0),
        ("b.txt", 1, 0, 0, 0),
    ]
    assert outcome(send(client, ("a.txt", b"one"))) == [("a.txt", 0, 0, 1, 0)]
    assert outcome(send(client, ("a.txt", b"other"))) == [("a.txt", 0, 1, 0, 0)]
    assert server.kept() == {"a.txt": b"other", "b.txt": b"two"}


def test_what_cannot_be_read_is_told_and_replaces_nothing(server: Server) -> None:
    client = server.client()
    send(client, ("a.txt", b"good"))
    answer = send(client, ("a.txt", b""), ("picture.png", b"\x89PNG"))
    assert outcome(answer) == [("a.txt", 0, 0, 0, 1), ("picture.png", 0, 0, 0, 1)]
    reasons = [one["skipped"][0] for one in answer.json()["files"]]
    assert reasons[0] == "a.txt holds no text: give a file with an article in it."
    assert answer.json()["files"][0]["told"] == [{"text": reasons[0], "language": "en"}]
    assert str(server.folder) not in answer.text
    assert server.kept() == {"a.txt": b"good"}


def test_a_french_reader_is_told_in_french_beside_the_english(server: Server) -> None:
    answer = send(server.client(), ("a.txt", b""), **{"accept-language": "fr-FR"})
    (added,) = answer.json()["files"]
    assert added["skipped"] == ["a.txt holds no text: give a file with an article in it."]
    french = "a.txt ne contient pas de texte\u202f: donnez un fichier qui contient un article."
    assert added["told"] == [{"text": french, "language": "fr"}]


def test_a_hostile_name_leaves_the_folder_alone(server: Server, tmp_path: Path) -> None:
    for name in ("../../escaped.txt", "/etc/escaped.txt", "..\\escaped.txt", ".hidden.txt"):
        assert outcome(send(server.client(), (name, b"text")))[0][1] == 1
    assert {path.name for path in tmp_path.iterdir()} == {"uploads"}
    assert all(path.is_file() for path in server.folder.iterdir())
    assert len(server.kept()) == 4


def test_a_failure_leaves_the_file_as_it_was(server: Server) -> None:
    client = server.client()
    send(client, ("a.txt", b"good"))
    assert "secret" not in assert_problem(send(client, ("a.txt", b"crash")), 500)
    assert server.kept() == {"a.txt": b"good"}


def test_a_disk_that_takes_nothing_is_told(server: Server) -> None:
    server.folder.write_text("in the way", encoding="utf-8")
    assert "cannot be kept" in assert_problem(send(server.client(), ("a.txt", b"one")), 503)


def test_too_much_is_refused(server: Server) -> None:
    assert "20 MB" in assert_problem(send(server.client(), ("a.txt", b"x" * 20_100_000)), 413)
    assert not server.folder.exists()
    assert_problem(server.client().post("/api/articles", json={}), 422)
    assert_problem(server.client().post("/api/articles", data={"files": "text"}), 422)


def test_others_wait_and_then_are_told_to_come_back(server: Server) -> None:
    answers: list[int] = []

    def add(client: TestClient, number: int) -> None:
        answers.append(send(client, (f"{number}.txt", b"wait")).status_code)

    with server.client() as client:  # one event loop for all
        threads = [threading.Thread(target=add, args=(client, number)) for number in range(12)]
        for thread in threads:
            thread.start()
        while len(answers) < 3:
            threading.Event().wait(0.05)
        assert answers == [503] * 3, "one is taken in, eight wait"
        server.assistant.go_on.set()
        for thread in threads:
            thread.join(timeout=30)
    assert sorted(answers) == [200] * 9 + [503] * 3


def test_without_the_setting_there_is_no_such_address(tmp_path: Path) -> None:
    server = Server(tmp_path, AccessPolicy(), uploads=False)
    assert_problem(send(server.client(), ("a.txt", b"one")), 404)
    assert list(tmp_path.iterdir()) == []


def test_only_this_machine_and_keys_of_the_scope_may_add(server: Server) -> None:
    far = server.client(ELSEWHERE)
    assert "--scope index" in assert_problem(send(far, ("a.txt", b"one")), 401)
    asking = server.keys.create("asks", ["ask"], "60/min")
    adding = server.keys.create("adds", ["index"], "2/min")
    wrong = send(far, ("a.txt", b"one"), authorization=f"Bearer {asking}")
    assert "index" in assert_problem(wrong, 403)
    right = {"authorization": f"Bearer {adding}"}
    assert outcome(send(far, ("a.txt", b"one"), **right)) == [("a.txt", 1, 0, 0, 0)]
    assert_problem(far.post("/api/ask", json={"question": "visa"}, headers=right), 403)
    send(far, ("a.txt", b"one"), **right)
    limited = send(far, ("a.txt", b"one"), **right)
    assert limited.status_code == 429
    assert int(limited.headers["retry-after"]) > 0


def test_a_server_that_is_open_to_everyone_takes_files_from_nobody(tmp_path: Path) -> None:
    server = Server(tmp_path, AccessPolicy(open_to="everyone"))
    far = server.client(ELSEWHERE)
    assert far.get("/library").status_code == 200
    assert "dp-add" not in far.get("/library").text
    assert_problem(send(far, ("a.txt", b"one")), 401)
    assert "dp-add" in server.client().get("/library").text


def test_a_page_of_another_site_cannot_add(server: Server) -> None:
    for origin in ("https://evil.example", "null"):
        assert_problem(send(server.client(), ("a.txt", b"one"), origin=origin), 403)
    assert outcome(send(server.client(), ("a.txt", b"one"), origin=f"http://{HERE}:7860"))


def test_who_has_signed_in_may_add(tmp_path: Path) -> None:
    server = Server(tmp_path, AccessPolicy(password=PASSWORD))
    for address in (HERE, ELSEWHERE):
        client = server.client(address)
        assert_problem(send(client, ("a.txt", b"one")), 401)
        client.post("/signin", data={"password": PASSWORD})
        assert outcome(send(client, (f"{address}.txt", b"one"))) == [(f"{address}.txt", 1, 0, 0, 0)]
