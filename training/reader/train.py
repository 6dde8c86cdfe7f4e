"""Trains the reader: `python -m training.reader.train --minutes 80`.

It goes on where it was stopped: every few minutes the model, the optimizer and the place in the
examples are kept in --folder. The last part of the time is trained with the rounding that the
integer graph brings.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer
from torch import Tensor
from torch.nn import functional

from assistant.span_reader.inputs import MAX_TOKENS, reader_input
from index.embedding.tokenizer import build_tokenizer
from index.embedding.weights import find_weight_file, read_weights
from training.pools import EVAL
from training.reader.data import MIX, NO_ANSWER, Example, plan
from training.reader.encoder import ReaderModel

ROOT = Path(__file__).parents[2]
_BATCH = 16
_SORTED_TOGETHER = 32 * _BATCH
"""Examples among which batches of about one length are made."""
_SEED = 3
_RATE = 1.5e-4
_HEAD_RATE = 5 * _RATE
_WARM_UP_STEPS = 40
_ROUNDING_FROM = 0.7
"""Share of the time after which layers are rounded as the integer graph rounds them."""
_KEPT_EVERY_S = 300.0
_OUTSIDE = -1e4
"""Score of a token that cannot begin or end an answer."""


@dataclass
class Progress:
    """How far a run is; `losses` are means over the steps between two lines of output."""

    minutes: float
    seconds: float = 0.0
    steps: int = 0
    examples: int = 0
    losses: list[float] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The share of the time that has passed."""
        return self.seconds / (60 * self.minutes)


@dataclass(frozen=True)
class Batch:
    """Inputs (batch, length), which tokens may hold the answer, and its first and last token."""

    ids: Tensor
    mask: Tensor
    allowed: Tensor
    starts: Tensor
    ends: Tensor


def batches(examples: Sequence[Example], tokenizer: Tokenizer, skipped: int) -> Iterator[Batch]:
    """Yield batches without end, from the one that follows the first `skipped`."""
    number = 0
    for epoch in range(1_000_000):
        order = list(examples)
        random.Random(_SEED + epoch).shuffle(order)  # noqa: S311
        for first in range(0, len(order), _SORTED_TOGETHER):
            together = order[first : first + _SORTED_TOGETHER]
            count = -(-len(together) // _BATCH)
            if number + count <= skipped:
                number += count
                continue
            together.sort(key=lambda one: len(one.question) + len(one.text))
            groups = [together[at : at + _BATCH] for at in range(0, len(together), _BATCH)]
            random.Random(number).shuffle(groups)  # noqa: S311
            for group in groups:
                number += 1
                if number > skipped:
                    yield _batch(group, tokenizer)


def _batch(examples: Sequence[Example], tokenizer: Tokenizer) -> Batch:
    inputs = [reader_input(one.question, one.title, one.text) for one in examples]
    encodings = tokenizer.encode_batch([(first, second) for first, second, _ in inputs])
    spans = [
        _token_span(encoding, example, offset)
        for encoding, example, (_, _, offset) in zip(encodings, examples, inputs, strict=True)
    ]
    allowed = np.array(
        [
            allowed_tokens(encoding, offset)
            for encoding, (_, _, offset) in zip(encodings, inputs, strict=True)
        ]
    )
    allowed[:, 0] = True  # the first token stands for "no answer"
    return Batch(
        ids=torch.tensor([encoding.ids for encoding in encodings]),
        mask=torch.tensor([encoding.attention_mask for encoding in encodings]),
        allowed=torch.from_numpy(allowed),
        starts=torch.tensor([start for start, _ in spans]),
        ends=torch.tensor([end for _, end in spans]),
    )


def allowed_tokens(encoding: Encoding, offset: int) -> NDArray[np.bool_]:
    """Return which tokens are of the text: those of the second sequence from `offset` on."""
    return np.array(
        [
            sequence == 1 and end > offset
            for sequence, (_, end) in zip(encoding.sequence_ids, encoding.offsets, strict=True)
        ]
    )


def _token_span(encoding: Encoding, example: Example, offset: int) -> tuple[int, int]:
    """Return the first and last token of the answer; (0, 0) when there is none, or it is cut."""
    if (example.start, example.end) == NO_ANSWER:
        return 0, 0
    start, end = example.start + offset, example.end + offset
    tokens = [
        number
        for number, (low, high) in enumerate(encoding.offsets)
        if encoding.sequence_ids[number] == 1 and high > start and low < end
    ]
    return (tokens[0], tokens[-1]) if tokens else (0, 0)


def training_tokenizer() -> Tokenizer:
    """Return the embedding model's tokenizer, cutting the text of a pair that is too long."""
    tokenizer = build_tokenizer(read_weights(find_weight_file()))
    tokenizer.enable_truncation(MAX_TOKENS, strategy="only_second")
    return tokenizer


def _loss(model: ReaderModel, batch: Batch) -> Tensor:
    scores = model(batch.ids, batch.mask).masked_fill(~batch.allowed[..., None], _OUTSIDE)
    starts = functional.cross_entropy(scores[..., 0], batch.starts)
    ends = functional.cross_entropy(scores[..., 1], batch.ends)
    return (starts + ends) / 2


def _optimizer(model: ReaderModel) -> torch.optim.AdamW:
    body = [parameter for _, parameter in model.body()]
    return torch.optim.AdamW(
        [
            {"params": [p for p in body if p.dim() > 1], "lr": _RATE, "weight_decay": 0.01},
            {"params": [p for p in body if p.dim() == 1], "lr": _RATE, "weight_decay": 0.0},
            {"params": list(model.head.parameters()), "lr": _HEAD_RATE, "weight_decay": 0.0},
        ],
        betas=(0.9, 0.98),
        eps=1e-6,
        fused=True,
    )


class Run:
    """A training run and its checkpoint."""

    def __init__(self, folder: Path, minutes: float) -> None:
        """Begin, or go on with what is in `folder`."""
        torch.set_num_threads(2)
        torch.manual_seed(_SEED)
        self.progress = Progress(minutes)
        self.model = ReaderModel(read_weights(find_weight_file()))
        self._optimizer = _optimizer(self.model)
        self._rates = [group["lr"] for group in self._optimizer.param_groups]
        self._file = folder / "checkpoint.pt"
        folder.mkdir(parents=True, exist_ok=True)
        if self._file.exists():
            kept = torch.load(self._file, weights_only=True)
            self.model.load_state_dict(kept["model"])
            self._optimizer.load_state_dict(kept["optimizer"])
            self.progress = Progress(**{**kept["progress"], "minutes": minutes})

    def train(self, examples: Sequence[Example]) -> None:
        """Train until the time is over."""
        tokenizer = training_tokenizer()
        progress, recent, kept_at = self.progress, [], self.progress.seconds
        for batch in batches(examples, tokenizer, progress.steps):
            if progress.share >= 1:
                break
            begun = time.monotonic()
            recent.append(self._step(batch))
            progress.seconds += time.monotonic() - begun
            progress.steps += 1
            progress.examples += len(batch.ids)
            if progress.steps % 50 == 0:
                progress.losses.append(round(sum(recent) / len(recent), 4))
                recent = []
                print(
                    f"{progress.share:6.1%}  step {progress.steps}  loss {progress.losses[-1]:.3f}"
                    f"  {progress.examples / progress.seconds:.2f} examples/s",
                    flush=True,
                )
            if progress.seconds - kept_at > _KEPT_EVERY_S:
                kept_at = progress.seconds
                self.keep()
        self.keep()

    def _step(self, batch: Batch) -> float:
        share, steps = self.progress.share, self.progress.steps
        factor = min(1.0, (steps + 1) / _WARM_UP_STEPS) * max(0.02, 1 - share)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        self.model.round_layers(rounding=share >= _ROUNDING_FROM)
        loss = _loss(self.model, batch)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self._optimizer.step()
        self._optimizer.zero_grad(set_to_none=True)
        return loss.item()

    def keep(self) -> None:
        """Write the checkpoint, whole or not at all."""
        part = self._file.with_suffix(".part")
        torch.save(
            {
                "model": self.model.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "progress": asdict(self.progress),
            },
            part,
        )
        part.rename(self._file)


def main() -> None:
    """Train, and keep the record beside the checkpoint."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minutes", type=float, default=80.0, help="of training, all stops apart")
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "reader")
    given = parser.parse_args()
    if not EVAL.is_dir():
        raise SystemExit(f"The development sets are not at {EVAL}.")
    run = Run(given.folder, given.minutes)
    print("Choosing examples", flush=True)
    run.train(plan(MIX, _SEED))
    record = {"mix": MIX, "seed": _SEED, "rate": _RATE, "batch": _BATCH, **asdict(run.progress)}
    (given.folder / "record.json").write_text(json.dumps(record, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
