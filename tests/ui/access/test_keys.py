import stat
from pathlib import Path

import pytest

from index.errors import KeyRefused
from ui.access.keys import KEYS_FILE, KeyFile


def test_a_key_is_found_and_only_its_hash_is_kept(tmp_path: Path) -> None:
    with KeyFile.of(tmp_path) as keys:
        key = keys.create("bot1", ["ask"], "60/min")
        found = keys.find(key)
        assert found is not None
        assert (found.name, found.scopes, found.rate) == ("bot1", ("ask",), "60/min")
        kept = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert key.rpartition("_")[2].encode() not in kept
    assert stat.S_IMODE((tmp_path / KEYS_FILE).stat().st_mode) == 0o600


def test_what_is_no_key(tmp_path: Path) -> None:
    with KeyFile.of(tmp_path) as keys:
        key = keys.create("bot1", ["ask"], "60/min")
        other = keys.create("bot2", ["ask"], "60/min")
        mark, identifier, secret = key.split("_", 2)
        mixed = f"{mark}_{identifier}_{other.split('_', 2)[2]}"
        for text in ("", key[:-1], key + "a", key.upper(), secret, mixed, f"{mark}_{identifier}_"):
            assert keys.find(text) is None


def test_another_process_sees_new_and_revoked_keys_at_once(tmp_path: Path) -> None:
    with KeyFile.of(tmp_path) as server, KeyFile.of(tmp_path) as command:
        key = command.create("bot1", ["ask", "metrics"], "5/s")
        assert server.find(key) is not None
        (known,) = command.all()
        assert known.last_used is not None, "the day that the server noted"
        command.revoke("bot1")
        assert server.find(key) is None
        assert command.all() == []
        assert server.secret() == command.secret()


def test_refusals(tmp_path: Path) -> None:
    with KeyFile.of(tmp_path) as keys:
        keys.create("bot1", ["ask"], "60/min")
        with pytest.raises(KeyRefused, match="already"):
            keys.create("bot1", ["ask"], "60/min")
        with pytest.raises(KeyRefused, match="60/min"):
            keys.create("bot2", ["ask"], "often")
        with pytest.raises(KeyRefused, match="no key named"):
            keys.revoke("bot2")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / KEYS_FILE).write_bytes(b"something else, longer than a header" * 9)
    with pytest.raises(KeyRefused, match="not a file of keys"):
        KeyFile.of(tmp_path / "other")
