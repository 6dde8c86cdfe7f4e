"""Writes the trained reader where the product finds it: `python -m training.reader.export`.

The record of the run that made it goes to `runs/`, beside this file.
"""

import argparse
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from index.embedding.graph import (
    Graph,
    IntegerMatrix,
    encode,
    encoder_inputs,
    quantized,
)
from index.embedding.weights import ModelShape, find_weight_file, read_weights
from training.reader.train import ROOT

SHIPPED = ROOT / "assistant" / "span_reader"
RUNS = Path(__file__).with_name("runs")
_ENDS = {"w": "weight", "b": "bias"}


@dataclass(frozen=True)
class LearnedTensors:
    """The parameters of a trained `ReaderModel`, by the names that the graph asks for."""

    shape: ModelShape
    state: Mapping[str, Tensor]

    def matrix(self, name: str) -> IntegerMatrix:
        """Return the weights of the linear layer `name`."""
        return quantized(self._values(f"{name}.w"))

    def vector(self, name: str) -> NDArray[np.float32]:
        """Return a bias or what belongs to a layer norm."""
        return self._values(name)

    def places(self) -> NDArray[np.float32]:
        """Return what is added to each token by its place."""
        return self.state["place"].numpy()

    def head(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return the weights (hidden, 2) and biases (2) of the scores."""
        return self.state["head.weight"].numpy().T, self.state["head.bias"].numpy()

    def _values(self, name: str) -> NDArray[np.float32]:
        layer, _, end = name.rpartition(".")
        place = "norm" if layer == "emb.ln" else f"layers.{layer.removeprefix('l')}"
        return self.state[f"{place}.{_ENDS[end]}"].numpy()


def write_graph(tensors: LearnedTensors, path: Path) -> None:
    """Write the graph: the inputs of an encoder -> `scores` (batch, length, 2) float32."""
    from onnx import TensorProto, helper

    graph = Graph()
    states = encode(graph, tensors)
    weights, biases = tensors.head()
    product = graph.node("MatMul", states, graph.constant("head.w", weights))
    scores = graph.node("Add", product, graph.constant("head.b", biases))
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["batch", "length", 2])
    model = graph.model("reader", encoder_inputs(tensors.shape), scores, output)
    path.write_bytes(model.SerializeToString())


def main() -> None:
    """Export the checkpoint of --folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "reader")
    parser.add_argument("--into", type=Path, default=SHIPPED)
    parser.add_argument("--version", default="1")
    given = parser.parse_args()
    kept = torch.load(given.folder / "checkpoint.pt", weights_only=True)
    shape = read_weights(find_weight_file()).shape
    given.into.mkdir(parents=True, exist_ok=True)
    graph = given.into / f"reader-{given.version}.onnx"
    write_graph(LearnedTensors(shape, kept["model"]), graph)
    manifest = {
        "version": given.version,
        "file": graph.name,
        "sha256": hashlib.sha256(graph.read_bytes()).hexdigest(),
    }
    (given.into / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")
    record = json.loads((given.folder / "record.json").read_text(encoding="utf-8"))
    RUNS.mkdir(exist_ok=True)
    kept_record = RUNS / f"{graph.stem}.json"
    kept_record.write_text(json.dumps(manifest | record, indent=1) + "\n", encoding="utf-8")
    print(f"Wrote {graph}, {graph.stat().st_size / 1e6:.1f} MB, and {kept_record}.")


if __name__ == "__main__":
    main()
