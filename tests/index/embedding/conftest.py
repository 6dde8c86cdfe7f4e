"""A tiny model in the sentence-transformers format."""

import json
from pathlib import Path

import pytest

TINY_WIDTH = 8


def special(*names: str) -> dict[str, str]:
    return {f"{name}_token": f"[{name.upper()}]" for name in names}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sentence-transformers folder: a BERT of one layer with random weights, and prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    root = tmp_path_factory.mktemp("models")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "find", "text", "cat", "dog", "rain", ":"]
    numbers = {word: number for number, word in enumerate(words)}
    tokenizer = Tokenizer(models.WordLevel(numbers, **special("unk")))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    save = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, model_max_length=32, **special("pad", "unk", "cls", "sep")
    ).save_pretrained
    save(root / "bert")
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
