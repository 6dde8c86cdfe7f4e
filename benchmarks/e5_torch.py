"""The built-in model as a sentence-transformers folder in fp32: what others run in torch."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedding.tokenizer import build_tokenizer
from index.embedding.weights import Weights, find_weight_file, read_weights

_LAYER = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
"""The weight file's names of a layer's parts, and those of transformers' BertModel."""
_MODULES = ("Transformer", "Pooling", "Normalize")


def write_e5_torch(folder: Path) -> None:
    """Write the model to `folder`, unless it is there already."""
    from safetensors.numpy import save_file

    if (folder / "modules.json").exists():
        return
    weights = read_weights(find_weight_file())
    folder.mkdir(parents=True, exist_ok=True)
    save_file(_tensors(weights), folder / "model.safetensors", metadata={"format": "pt"})
    build_tokenizer(weights).save(str(folder / "tokenizer.json"))
    special = {
        "bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>",
        "unk_token": "<unk>", "pad_token": "<pad>", "mask_token": "<mask>",
    }  # fmt: skip
    shape = weights.shape
    _write(folder / "tokenizer_config.json", special | {
        "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": shape.positions,
    })  # fmt: skip
    _write(folder / "config.json", {
        "architectures": ["BertModel"], "model_type": "bert", "vocab_size": shape.vocabulary,
        "hidden_size": shape.hidden, "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads, "intermediate_size": shape.feed_forward,
        "hidden_act": "gelu", "max_position_embeddings": shape.positions,
        "type_vocab_size": shape.token_types, "layer_norm_eps": 1e-12,
        "pad_token_id": weights.special.padding,
    })  # fmt: skip
    (folder / "1_Pooling").mkdir()
    (folder / "2_Normalize").mkdir()
    _write(folder / "1_Pooling" / "config.json", {
        "word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True,
    })  # fmt: skip
    _write(folder / "modules.json", [
        {
            "idx": number, "name": str(number), "path": f"{number}_{name}" if number else "",
            "type": f"sentence_transformers.models.{name}",
        }
        for number, name in enumerate(_MODULES)
    ])  # fmt: skip


def _tensors(weights: Weights) -> dict[str, NDArray[np.float32]]:
    shape = weights.shape
    hidden, wide = shape.hidden, shape.feed_forward
    named = {
        "embeddings.word_embeddings.weight": weights.tensor("emb.word", shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": weights.tensor("emb.pos", shape.positions, hidden),
        "embeddings.token_type_embeddings.weight": weights.tensor(
            "emb.type", shape.token_types, hidden
        ),
        "embeddings.LayerNorm.weight": weights.tensor("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.tensor("emb.ln.b"),
    }
    sizes = {"fi": (wide, hidden), "fo": (hidden, wide), "aln": (), "oln": ()}
    for layer in range(shape.layers):
        for short, long in _LAYER.items():
            size = sizes.get(short, (hidden, hidden))
            prefix = f"encoder.layer.{layer}.{long}"
            named[f"{prefix}.weight"] = weights.tensor(f"l{layer}.{short}.w", *size)
            named[f"{prefix}.bias"] = weights.tensor(f"l{layer}.{short}.b")
    return {name: tensor.copy() for name, tensor in named.items()}


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
