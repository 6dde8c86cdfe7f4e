"""The reader as a torch model: the encoder of multilingual-e5-small with two scores a token.

It computes what `index/embedding/graph.py` computes with integers, and its parameters carry the
names of the weight file, so that what is learned here goes into that graph as it is.
"""

from collections.abc import Iterator

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from index.embedding.graph import WEIGHT_MAX, EmbeddingTensors
from index.embedding.weights import ModelShape, Weights

_EPSILON = 1e-12
_HEAD_DEVIATION = 0.02
"""Of the head's first random weights: BERT's."""


class IntegerLinear(nn.Linear):
    """A linear layer that can compute as the integer graph does, and still be trained.

    What rounding takes away is then part of what is learned (quantization-aware training, Jacob et
    al. 2018, arXiv:1712.05877): weights of 7 bits with a scale for each output, inputs of 8 bits
    with one scale for the batch.
    """

    rounding = False

    def forward(self, states: Tensor) -> Tensor:
        """Return `states @ weight.T + bias`, rounded as integers would when `rounding`."""
        if not self.rounding:
            return functional.linear(states, self.weight, self.bias)
        scale = self.weight.detach().abs().amax(dim=1) / WEIGHT_MAX
        zeros = torch.zeros(len(scale), dtype=torch.int32)
        weight = torch.fake_quantize_per_channel_affine(
            self.weight, scale, zeros, 0, -WEIGHT_MAX, WEIGHT_MAX
        )
        low, high = states.detach().aminmax()
        low, high = low.clamp(max=0.0), high.clamp(min=0.0)
        step = float(high - low) / 255 or 1.0
        rounded = torch.fake_quantize_per_tensor_affine(
            states, step, round(-float(low) / step), 0, 255
        )
        return functional.linear(rounded, weight, self.bias)


class _Layer(nn.Module):
    def __init__(self, shape: ModelShape) -> None:
        super().__init__()
        hidden, inner = shape.hidden, shape.feed_forward
        self._heads = shape.heads
        self.qkv = IntegerLinear(hidden, 3 * hidden)
        self.ao = IntegerLinear(hidden, hidden)
        self.aln = nn.LayerNorm(hidden, eps=_EPSILON)
        self.fi = IntegerLinear(hidden, inner)
        self.fo = IntegerLinear(inner, hidden)
        self.oln = nn.LayerNorm(hidden, eps=_EPSILON)

    def forward(self, states: Tensor, bias: Tensor) -> Tensor:
        batch, length, hidden = states.shape
        joined = self.qkv(states).view(batch, length, 3, self._heads, hidden // self._heads)
        query, key, value = joined.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
        states = self.aln(states + self.ao(mixed.transpose(1, 2).reshape(batch, length, hidden)))
        wide = functional.gelu(self.fi(states))
        result: Tensor = self.oln(states + self.fo(wide))
        return result


class ReaderModel(nn.Module):
    """Token numbers in, two scores a token out: that the answer starts, and that it ends there."""

    words: Tensor
    """The embedding table (vocabulary, hidden), shared with the embedding model: not trained."""

    def __init__(self, weights: Weights) -> None:
        """Start from the embedding model's own weights; the head starts at random."""
        super().__init__()
        shape = weights.shape
        table = weights.tensor("emb.word", shape.vocabulary, shape.hidden)
        self.register_buffer("words", torch.from_numpy(table), persistent=False)
        self.place = nn.Parameter(torch.empty(shape.positions, shape.hidden))
        self.norm = nn.LayerNorm(shape.hidden, eps=_EPSILON)
        self.layers = nn.ModuleList(_Layer(shape) for _ in range(shape.layers))
        self.head = nn.Linear(shape.hidden, 2)
        nn.init.normal_(self.head.weight, std=_HEAD_DEVIATION)
        nn.init.zeros_(self.head.bias)
        with torch.no_grad():
            for name, parameter in self.body():
                parameter.copy_(torch.tensor(_initial(name, weights)).view_as(parameter))

    def body(self) -> Iterator[tuple[str, nn.Parameter]]:
        """Yield the encoder's parameters by name; the head's are not among them."""
        return (pair for pair in self.named_parameters() if not pair[0].startswith("head."))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Return the scores (batch, length, 2) of `ids` (batch, length); `mask` is 1 on tokens."""
        states = functional.embedding(ids, self.words) + self.place[: ids.shape[1]]
        states = self.norm(states)
        bias = mask[:, None, None, :].bool()
        for layer in self.layers:
            states = layer(states, bias)
        scores: Tensor = self.head(states)
        return scores

    def round_layers(self, *, rounding: bool) -> None:
        """Make every layer compute as the integer graph does, or exactly."""
        for module in self.modules():
            if isinstance(module, IntegerLinear):
                module.rounding = rounding


def _initial(name: str, weights: Weights) -> NDArray[np.float32]:
    """Return the embedding model's values of a parameter."""
    if name == "place":
        return EmbeddingTensors(weights).places()
    short = {"weight": "w", "bias": "b"}[name.rpartition(".")[2]]
    if name.startswith("norm."):
        return weights.tensor(f"emb.ln.{short}")
    _, layer, part, _ = name.split(".")
    parts = "qkv" if part == "qkv" else [part]
    return np.concatenate([weights.tensor(f"l{layer}.{one}.{short}") for one in parts])
