"""The built-in model, prepared once on a machine, and a tiny model for sentence-transformers."""

import json
from pathlib import Path

import platformdirs
import pytest

from index.embedding.builtin import open_builtin
from index.embedding.onnx_e5 import OnnxE5Encoder

TINY_WIDTH = 8


@pytest.fixture(scope="session")
def prepared_cache() -> Path:
    """A folder that outlives the tests: its content is checked by hash whenever it is opened."""
    return Path(platformdirs.user_cache_dir("depeche-tests"))


@pytest.fixture(scope="session")
def encoder(prepared_cache: Path) -> OnnxE5Encoder:
    return open_builtin(prepared_cache, print)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder: a BERT of one layer with random weights, and prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    root = tmp_path_factory.mktemp("models")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "find", "text", "cat", "dog", "rain", ":"]
    tokenizer = Tokenizer(
        models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]",
        cls_token="[CLS]", sep_token="[SEP]", model_max_length=32,
    ).save_pretrained(root / "bert")  # fmt: skip
    BertModel(
        BertConfig(
            vocab_size=len(words), hidden_size=TINY_WIDTH, num_hidden_layers=1,
            num_attention_heads=2, intermediate_size=16, max_position_embeddings=32,
        )
    ).save_pretrained(root / "bert")  # fmt: skip
    model = SentenceTransformer(
        modules=[Transformer(str(root / "bert")), Pooling(TINY_WIDTH)], device="cpu"
    )
    folder = root / "tiny"
    model.save(str(folder), create_model_card=False)
    declaration = folder / "config_sentence_transformers.json"
    declared = json.loads(declaration.read_text(encoding="utf-8"))
    declared["prompts"] = {"query": "find : ", "passage": "text : "}
    declaration.write_text(json.dumps(declared), encoding="utf-8")
    return folder
