"""multilingual-e5-small as two ONNX graphs, made from the weight file: its table and its layers.

They are apart so that the trained reader, which has layers of its own, uses the same table.

The table stays in the 4 bits that it comes in. The layers' weights become integers of 7 bits and
their inputs integers of 8, scaled at run time (onnxruntime's DynamicQuantizeMatMul).

Why 7 bits and not 8: without VNNI instructions onnxruntime adds pairs of products in 16 bits, and
2 * 255 * 127 overflows there (it saturates), 2 * 255 * 63 does not. So one graph gives the same
result on every processor, and the vectors of two machines can be compared. On an AVX2 machine,
beside fp32, 8 bits have a mean cosine of 0.9951 (lowest 0.981), 7 bits 0.9961 (lowest 0.992), at
the same speed.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding.weights import BLOCK, ModelShape, Weights

if TYPE_CHECKING:
    import onnx

_MICROSOFT = "com.microsoft"
_OPSET = 21
_IR_VERSION = 10
_EPSILON = 1e-12
"""Of the layer norms: BERT's."""
WEIGHT_MAX = 63
"""Of 7 bits, in size."""
_MASKED = -1e9
"""Added to the attention scores of padding, so that softmax makes them nothing."""


@dataclass(frozen=True)
class IntegerMatrix:
    """The weights of a linear layer: `values * scales`, int8 (out, in) and float32 (out, 1)."""

    values: NDArray[np.int8]
    scales: NDArray[np.float32]


class EncoderTensors(Protocol):
    """The weights of an encoder's layers, by the names of the weight file."""

    @property
    def shape(self) -> ModelShape:
        """The sizes of the encoder."""

    def matrix(self, name: str) -> IntegerMatrix:
        """Return the weights of the linear layer `name`; those of q, k and v are one, "qkv"."""

    def vector(self, name: str) -> NDArray[np.float32]:
        """Return a bias or what belongs to a layer norm, in one dimension."""

    def places(self) -> NDArray[np.float32]:
        """Return what is added to each token by its place: (positions, hidden)."""


def quantized(matrix: NDArray[np.float32]) -> IntegerMatrix:
    """Return float weights (out, in) as integers of 7 bits with a scale for each output."""
    scales = np.abs(matrix).max(axis=1, keepdims=True) / WEIGHT_MAX
    return IntegerMatrix(np.rint(matrix / scales).astype(np.int8), scales)


@dataclass(frozen=True)
class EmbeddingTensors:
    """The weights of the embedding model itself."""

    weights: Weights

    @property
    def shape(self) -> ModelShape:
        """The sizes of the encoder."""
        return self.weights.shape

    def matrix(self, name: str) -> IntegerMatrix:
        """Return the weights of the linear layer `name`."""
        width = self.shape.feed_forward if name.endswith(".fo") else self.shape.hidden
        joined = [self.weights.tensor(f"{part}.w", -1, width) for part in _parts(name)]
        return quantized(np.concatenate(joined))

    def vector(self, name: str) -> NDArray[np.float32]:
        """Return a bias or what belongs to a layer norm."""
        layer, _, end = name.rpartition(".")
        return np.concatenate([self.weights.tensor(f"{part}.{end}") for part in _parts(layer)])

    def places(self) -> NDArray[np.float32]:
        """Return the places' vectors; the type's is in them, as every token is of type 0."""
        hidden = self.shape.hidden
        return self.weights.tensor("emb.pos", -1, hidden) + self.weights.tensor("emb.type")[:hidden]


def _parts(layer: str) -> list[str]:
    return [layer.replace("qkv", part) for part in "qkv"] if "qkv" in layer else [layer]


class Graph:
    """Collects nodes and constants; a value is known by its name."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: Any) -> str:
        """Add a constant and return its name."""
        from onnx import numpy_helper

        return self.tensor(numpy_helper.from_array(np.ascontiguousarray(values), name))

    def tensor(self, tensor: "onnx.TensorProto") -> str:
        """Add a constant that is a tensor already."""
        self._constants.append(tensor)
        return tensor.name

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add a node and return the name of its output."""
        return self.multi_node(operator, 1, *inputs, domain=domain, **attributes)[0]

    def multi_node(
        self, operator: str, count: int, *inputs: str, domain: str = "", **attributes: Any
    ) -> list[str]:
        """Add a node and return the names of its `count` outputs."""
        from onnx import helper

        name = f"{operator}_{len(self._nodes)}"
        outputs = [f"{name}_{number}" for number in range(count)]
        self._nodes.append(
            helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes)
        )
        return outputs

    def model(
        self, name: str, inputs: "list[onnx.ValueInfoProto]", result: str,
        output: "onnx.ValueInfoProto",
    ) -> "onnx.ModelProto":  # fmt: skip
        """Return the model that gives the value `result` out as `output`."""
        from onnx import helper

        self._nodes.append(helper.make_node("Identity", [result], [output.name]))
        return helper.make_model(
            helper.make_graph(self._nodes, name, inputs, [output], self._constants),
            opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
            ir_version=_IR_VERSION,
        )


def build_table_graph(weights: Weights) -> "onnx.ModelProto":
    """Return the table: `input_ids` (batch, length) int64 -> `words` (batch, length, hidden)."""
    from onnx import TensorProto, helper

    graph, shape = Graph(), weights.shape
    scales, values = weights.blocks("emb.word")
    # From 0..15 to the two's complement of value - 8, two to a byte, the first in the low half.
    signed = (values ^ 8).reshape(-1, 2)
    table = TensorProto(name="emb.word", data_type=TensorProto.INT4)
    table.dims.extend([shape.vocabulary, shape.hidden])
    table.raw_data = (signed[:, 0] | signed[:, 1] << 4).tobytes()
    words = graph.node(
        "GatherBlockQuantized", graph.tensor(table), "input_ids",
        graph.constant("emb.word.scale", scales.reshape(shape.vocabulary, -1)),
        domain=_MICROSOFT, gather_axis=0, quantize_axis=1, block_size=BLOCK,
    )  # fmt: skip
    words = graph.node("Cast", words, to=TensorProto.FLOAT)
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])
    output = helper.make_tensor_value_info(
        "words", TensorProto.FLOAT, ["batch", "length", shape.hidden]
    )
    return graph.model("e5-small table", [ids], words, output)


def build_embedding_graph(tensors: EncoderTensors) -> "onnx.ModelProto":
    """Return the layers: the inputs of `encoder_inputs` -> `embedding` (batch, hidden) float32.

    An embedding is the mean over the tokens, of length 1.
    """
    from onnx import TensorProto, helper

    graph = Graph()
    states = encode(graph, tensors)
    embedding = _pool(graph, states)
    output = helper.make_tensor_value_info(
        "embedding", TensorProto.FLOAT, ["batch", tensors.shape.hidden]
    )
    return graph.model("e5-small", encoder_inputs(tensors.shape), embedding, output)


def encoder_inputs(shape: ModelShape) -> "list[onnx.ValueInfoProto]":
    """Return the inputs: `words` (batch, length, hidden) and `attention_mask` (batch, length)."""
    from onnx import TensorProto, helper

    return [
        helper.make_tensor_value_info(
            "words", TensorProto.FLOAT, ["batch", "length", shape.hidden]
        ),
        helper.make_tensor_value_info("attention_mask", TensorProto.INT64, ["batch", "length"]),
    ]


def encode(graph: Graph, tensors: EncoderTensors) -> str:
    """Add the layers; the last one's states (batch, length, hidden) are the value returned."""
    from onnx import TensorProto

    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    states = _place_words(graph, tensors)
    _declare_shapes(graph, tensors.shape)
    bias = _mask_bias(graph, mask)
    for layer in range(tensors.shape.layers):
        states = _attend(graph, tensors, f"l{layer}", states, bias)
        states = _feed_forward(graph, tensors, f"l{layer}", states)
    return states


def _place_words(graph: Graph, tensors: EncoderTensors) -> str:
    graph.constant("emb.place", tensors.places())
    length = graph.node("Shape", "words", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    place = graph.node("Slice", "emb.place", zero, length)
    gain = graph.constant("emb.ln.w", tensors.vector("emb.ln.w"))
    offset = graph.constant("emb.ln.b", tensors.vector("emb.ln.b"))
    total = graph.node("Add", "words", place)
    return graph.node("LayerNormalization", total, gain, offset, axis=-1, epsilon=_EPSILON)


def _declare_shapes(graph: Graph, shape: ModelShape) -> None:
    """Declare the shapes that every layer's attention needs; 0 keeps a dimension."""
    heads, hidden = shape.heads, shape.hidden
    graph.constant("to_heads", np.array([0, 0, 3 * heads, hidden // heads], np.int64))
    graph.constant("each_heads", np.array([heads] * 3, np.int64))
    graph.constant("from_heads", np.array([0, 0, hidden], np.int64))


def _mask_bias(graph: Graph, mask: str) -> str:
    padding = graph.node("Sub", graph.constant("one", np.ones(1, np.float32)), mask)
    bias = graph.node("Mul", padding, graph.constant("masked", np.full(1, _MASKED, np.float32)))
    return graph.node("Unsqueeze", bias, graph.constant("head_axes", np.array([1, 2], np.int64)))


def _attend(graph: Graph, tensors: EncoderTensors, layer: str, states: str, bias: str) -> str:
    """Add self-attention. Plain operators: faster here than the masked MultiHeadAttention."""
    scale = (tensors.shape.hidden // tensors.shape.heads) ** -0.5
    joined = _linear(graph, tensors, f"{layer}.qkv", states)
    heads = graph.node("Reshape", joined, "to_heads")
    query, key, value = graph.multi_node("Split", 3, heads, "each_heads", axis=2)
    query = graph.node("Transpose", query, perm=[0, 2, 1, 3])
    key = graph.node("Transpose", key, perm=[0, 2, 3, 1])
    value = graph.node("Transpose", value, perm=[0, 2, 1, 3])
    scores = graph.node("FusedMatMul", query, key, domain=_MICROSOFT, alpha=scale)
    shares = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", shares, value), perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, "from_heads")
    result = _linear(graph, tensors, f"{layer}.ao", mixed)
    return _add_and_norm(graph, tensors, f"{layer}.aln", states, result)


def _feed_forward(graph: Graph, tensors: EncoderTensors, layer: str, states: str) -> str:
    wide = _linear(graph, tensors, f"{layer}.fi", states, with_offset=False)
    offset = graph.constant(f"{layer}.fi.b", tensors.vector(f"{layer}.fi.b"))
    wide = graph.node("BiasGelu", wide, offset, domain=_MICROSOFT)
    result = _linear(graph, tensors, f"{layer}.fo", wide)
    return _add_and_norm(graph, tensors, f"{layer}.oln", states, result)


def _linear(
    graph: Graph, tensors: EncoderTensors, name: str, states: str, *, with_offset: bool = True
) -> str:
    """Add `states @ matrix.T + offset`, with a scale for each output."""
    matrix = tensors.matrix(name)
    scales = matrix.scales[:, 0]
    inputs = [
        graph.constant(f"{name}.w", matrix.values.T),
        graph.constant(f"{name}.scale", scales),
        graph.constant(f"{name}.zero", np.zeros(len(scales), np.int8)),
    ]
    if with_offset:
        inputs.append(graph.constant(f"{name}.b", tensors.vector(f"{name}.b")))
    return graph.node("DynamicQuantizeMatMul", states, *inputs, domain=_MICROSOFT)


def _add_and_norm(
    graph: Graph, tensors: EncoderTensors, name: str, states: str, change: str
) -> str:
    gain = graph.constant(f"{name}.w", tensors.vector(f"{name}.w"))
    offset = graph.constant(f"{name}.b", tensors.vector(f"{name}.b"))
    return graph.node(
        "SkipLayerNormalization", states, change, gain, offset, domain=_MICROSOFT, epsilon=_EPSILON
    )


def _pool(graph: Graph, states: str) -> str:
    """Add the mean over the tokens, of length 1: the sum has the same direction, so it will do."""
    from onnx import TensorProto

    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    column = graph.node("Unsqueeze", mask, graph.constant("last_axis", np.array([2], np.int64)))
    kept = graph.node("Mul", states, column)
    total = graph.node("ReduceSum", kept, graph.constant("token_axis", np.array([1])), keepdims=0)
    return graph.node("LpNormalization", total, axis=-1, p=2)
