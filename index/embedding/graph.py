"""The encoder of multilingual-e5-small as an ONNX graph, made from the weight file.

The embedding table stays in the 4 bits that it comes in. The layers' weights become integers of
7 bits and their inputs integers of 8, scaled at run time (onnxruntime's DynamicQuantizeMatMul).

Why 7 bits and not 8: without VNNI instructions onnxruntime adds pairs of products in 16 bits, and
2 * 255 * 127 overflows there (it saturates), 2 * 255 * 63 does not. So one graph gives the same
result on every processor, and the vectors of two machines can be compared. On an AVX2 machine,
beside fp32, 8 bits have a mean cosine of 0.9951 (lowest 0.981), 7 bits 0.9961 (lowest 0.992), at
the same speed.
"""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embedding.weights import BLOCK, Weights

if TYPE_CHECKING:
    import onnx

_MICROSOFT = "com.microsoft"
_OPSET = 21
_IR_VERSION = 10
_EPSILON = 1e-12
"""Of the layer norms: BERT's."""
WEIGHT_MAX = 63
_MASKED = -1e9
"""Added to the attention scores of padding, so that softmax makes them nothing."""


class _Graph:
    """Collects nodes and constants; a value is known by its name."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, name: str, values: Any) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.multi_node(operator, 1, *inputs, domain=domain, **attributes)[0]

    def multi_node(
        self, operator: str, count: int, *inputs: str, domain: str = "", **attributes: Any
    ) -> list[str]:
        from onnx import helper

        name = f"{operator}_{len(self.nodes)}"
        outputs = [f"{name}_{number}" for number in range(count)]
        self.nodes.append(
            helper.make_node(operator, inputs, outputs, name=name, domain=domain, **attributes)
        )
        return outputs


def build_graph(weights: Weights) -> "onnx.ModelProto":
    """Return the model: `input_ids`, `attention_mask` (batch, length) int64 -> `embedding`.

    `embedding` is (batch, hidden) float32, the mean over the tokens, of length 1.
    """
    from onnx import TensorProto, helper

    graph = _Graph()
    mask = graph.node("Cast", "attention_mask", to=TensorProto.FLOAT)
    states = _embed_tokens(graph, weights)
    _declare_shapes(graph, weights)
    bias = _mask_bias(graph, mask)
    for layer in range(weights.shape.layers):
        states = _attend(graph, weights, f"l{layer}", states, bias)
        states = _feed_forward(graph, weights, f"l{layer}", states)
    embedding = _pool(graph, states, mask)
    graph.nodes.append(helper.make_node("Identity", [embedding], ["embedding"]))
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info(
        "embedding", TensorProto.FLOAT, ["batch", weights.shape.hidden]
    )
    return helper.make_model(
        helper.make_graph(graph.nodes, "e5-small", inputs, [output], graph.constants),
        opset_imports=[helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=_IR_VERSION,
    )


def _embed_tokens(graph: _Graph, weights: Weights) -> str:
    from onnx import TensorProto

    shape = weights.shape
    scales, values = weights.blocks("emb.word")
    # From 0..15 to the two's complement of value - 8, two to a byte, the first in the low half.
    signed = (values ^ 8).reshape(-1, 2)
    table = TensorProto(name="emb.word", data_type=TensorProto.INT4)
    table.dims.extend([shape.vocabulary, shape.hidden])
    table.raw_data = (signed[:, 0] | signed[:, 1] << 4).tobytes()
    graph.constants.append(table)
    graph.constant("emb.word.scale", scales.reshape(shape.vocabulary, -1))
    words = graph.node(
        "GatherBlockQuantized", "emb.word", "input_ids", "emb.word.scale",
        domain=_MICROSOFT, gather_axis=0, quantize_axis=1, block_size=BLOCK,
    )  # fmt: skip
    words = graph.node("Cast", words, to=TensorProto.FLOAT)
    # Every token is of type 0, so that the type's vector can be added to each position's.
    places = weights.tensor("emb.pos", shape.positions, shape.hidden)
    types = weights.tensor("emb.type", shape.token_types, shape.hidden)
    graph.constant("emb.place", places + types[0])
    length = graph.node("Shape", "input_ids", start=1, end=2)
    zero = graph.constant("zero", np.array([0], np.int64))
    place = graph.node("Slice", "emb.place", zero, length)
    gain = graph.constant("emb.ln.w", weights.tensor("emb.ln.w"))
    offset = graph.constant("emb.ln.b", weights.tensor("emb.ln.b"))
    total = graph.node("Add", words, place)
    return graph.node("LayerNormalization", total, gain, offset, axis=-1, epsilon=_EPSILON)


def _declare_shapes(graph: _Graph, weights: Weights) -> None:
    """Declare the shapes that every layer's attention needs; 0 keeps a dimension."""
    heads, hidden = weights.shape.heads, weights.shape.hidden
    graph.constant("to_heads", np.array([0, 0, 3 * heads, hidden // heads], np.int64))
    graph.constant("each_heads", np.array([heads] * 3, np.int64))
    graph.constant("from_heads", np.array([0, 0, hidden], np.int64))


def _mask_bias(graph: _Graph, mask: str) -> str:
    padding = graph.node("Sub", graph.constant("one", np.ones(1, np.float32)), mask)
    bias = graph.node("Mul", padding, graph.constant("masked", np.full(1, _MASKED, np.float32)))
    return graph.node("Unsqueeze", bias, graph.constant("head_axes", np.array([1, 2], np.int64)))


def _attend(graph: _Graph, weights: Weights, layer: str, states: str, bias: str) -> str:
    """Add self-attention. Plain operators: faster here than the masked MultiHeadAttention."""
    hidden = weights.shape.hidden
    scale = (hidden // weights.shape.heads) ** -0.5
    parts = [f"{layer}.{part}" for part in "qkv"]
    joined = _linear(
        graph, f"{layer}.qkv", states,
        np.concatenate([weights.tensor(f"{part}.w", hidden, hidden) for part in parts]),
        np.concatenate([weights.tensor(f"{part}.b") for part in parts]),
    )  # fmt: skip
    heads = graph.node("Reshape", joined, "to_heads")
    query, key, value = graph.multi_node("Split", 3, heads, "each_heads", axis=2)
    query = graph.node("Transpose", query, perm=[0, 2, 1, 3])
    key = graph.node("Transpose", key, perm=[0, 2, 3, 1])
    value = graph.node("Transpose", value, perm=[0, 2, 1, 3])
    scores = graph.node("FusedMatMul", query, key, domain=_MICROSOFT, alpha=scale)
    shares = graph.node("Softmax", graph.node("Add", scores, bias), axis=-1)
    mixed = graph.node("Transpose", graph.node("MatMul", shares, value), perm=[0, 2, 1, 3])
    mixed = graph.node("Reshape", mixed, "from_heads")
    matrix, offset = (
        weights.tensor(f"{layer}.ao.w", hidden, hidden),
        weights.tensor(f"{layer}.ao.b"),
    )
    result = _linear(graph, f"{layer}.ao", mixed, matrix, offset)
    return _add_and_norm(graph, weights, f"{layer}.aln", states, result)


def _feed_forward(graph: _Graph, weights: Weights, layer: str, states: str) -> str:
    hidden, inner = weights.shape.hidden, weights.shape.feed_forward
    wide = _linear(
        graph, f"{layer}.fi", states, weights.tensor(f"{layer}.fi.w", inner, hidden), None
    )
    offset = graph.constant(f"{layer}.fi.b", weights.tensor(f"{layer}.fi.b"))
    wide = graph.node("BiasGelu", wide, offset, domain=_MICROSOFT)
    matrix, last = weights.tensor(f"{layer}.fo.w", hidden, inner), weights.tensor(f"{layer}.fo.b")
    result = _linear(graph, f"{layer}.fo", wide, matrix, last)
    return _add_and_norm(graph, weights, f"{layer}.oln", states, result)


def _linear(
    graph: _Graph, name: str, states: str,
    matrix: NDArray[np.float32], offset: NDArray[np.float32] | None,
) -> str:  # fmt: skip
    """Add `states @ matrix.T + offset`, matrix (out, in), with a scale for each output."""
    scale = np.abs(matrix).max(axis=1) / WEIGHT_MAX
    integers = np.rint(matrix / scale[:, None]).astype(np.int8)
    inputs = [
        graph.constant(f"{name}.w", integers.T),
        graph.constant(f"{name}.scale", scale),
        graph.constant(f"{name}.zero", np.zeros(len(scale), np.int8)),
    ]
    if offset is not None:
        inputs.append(graph.constant(f"{name}.b", offset))
    return graph.node("DynamicQuantizeMatMul", states, *inputs, domain=_MICROSOFT)


def _add_and_norm(graph: _Graph, weights: Weights, name: str, states: str, change: str) -> str:
    gain = graph.constant(f"{name}.w", weights.tensor(f"{name}.w"))
    offset = graph.constant(f"{name}.b", weights.tensor(f"{name}.b"))
    return graph.node(
        "SkipLayerNormalization", states, change, gain, offset, domain=_MICROSOFT, epsilon=_EPSILON
    )


def _pool(graph: _Graph, states: str, mask: str) -> str:
    """Add the mean over the tokens, of length 1: the sum has the same direction, so it will do."""
    column = graph.node("Unsqueeze", mask, graph.constant("last_axis", np.array([2], np.int64)))
    kept = graph.node("Mul", states, column)
    total = graph.node("ReduceSum", kept, graph.constant("token_axis", np.array([1])), keepdims=0)
    return graph.node("LpNormalization", total, axis=-1, p=2)
