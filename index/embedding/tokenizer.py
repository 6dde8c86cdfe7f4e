"""The tokenizer of multilingual-e5-small (that of XLM-RoBERTa), made from the weight file."""

from typing import TYPE_CHECKING

from index.embedding.double_array import build_charsmap
from index.embedding.weights import Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SPACE = "\u2581"


def build_tokenizer(weights: Weights) -> "Tokenizer":
    """Return the tokenizer; it cuts texts at the model's longest input and pads batches."""
    from tokenizers import (
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    special = weights.special
    vocabulary = list(zip(weights.pieces, weights.log_probabilities, strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=special.unknown, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            # The file knows single characters only; SentencePiece's own table also composes a
            # letter and the accents that follow it, which is what NFC does.
            normalizers.NFC(),
            normalizers.Precompiled(build_charsmap(weights.replacements)),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.WhitespaceSplit(),
            pre_tokenizers.Metaspace(replacement=_SPACE, prepend_scheme="always"),
        ]
    )
    tokenizer.decoder = decoders.Metaspace(replacement=_SPACE, prepend_scheme="always")
    start, end, padding, unknown = (
        weights.pieces[number]
        for number in (special.start, special.end, special.padding, special.unknown)
    )
    tokenizer.add_special_tokens([start, padding, end, unknown, AddedToken("<mask>", lstrip=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{start} $A {end}",
        pair=f"{start} $A {end} {end} $B {end}",
        special_tokens=[(start, special.start), (end, special.end)],
    )
    tokenizer.enable_truncation(weights.shape.positions)
    tokenizer.enable_padding(pad_id=special.padding, pad_token=padding)
    return tokenizer
