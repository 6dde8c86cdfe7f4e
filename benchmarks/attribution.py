"""Is a claim supported by what it cites? `python -m benchmarks.attribution`.

First the judging half of the attribution set (in ../shared/eval): English claims of four systems,
judged by people; the half shares no question with the one that the weights are learned from. Then
sentences of the judging articles of the development sets, as claims on their own passage, or in
XQuAD on its translation: how many of the true ones are refused, and how many are caught of those
that are put to another passage, or in which a number, date, ordinal, country or name has been
exchanged or the verb denied. There is no parallel French set, so French is only within itself.

--passages N   how many passages of each set, the same ones each time (default 25)
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from platformdirs import user_cache_path
from rich.progress import track

from assistant.checking import Support, SupportChecker
from assistant.evaluation.figures import auroc
from index.embedding import open_embedding
from training.claims import Claim, across, attributions, within
from training.pools import EVAL

_WITHIN = (
    ("en", "xquad_en"), ("fr", "piaf_v11"), ("es", "xquad_es"), ("de", "xquad_de"),
    ("ru", "xquad_ru"), ("zh", "xquad_zh"),
)  # fmt: skip
_ACROSS = (("en", "es"), ("en", "de"), ("en", "ru"), ("en", "zh"), ("es", "en"), ("ru", "en"))
_KINDS = ("number", "date", "ordinal", "country", "name", "negation")
_TRUE, _ELSEWHERE = "own passage", "other passage"


@dataclass(frozen=True)
class Checked:
    """A claim, what the check said of it, and how long it took in seconds."""

    claim: Claim
    support: Support
    took: float


def main() -> None:
    """Check all claims and print the shares."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=25)
    given = parser.parse_args()
    if not EVAL.is_dir():
        raise SystemExit(f"This benchmark needs the development sets at {EVAL}.")
    checker = SupportChecker(open_embedding(cache=user_cache_path("depeche"), notify=print))
    judged = checked(attributions("judge"), checker, "Attribution")
    print(f"{'attribution, judging half':30} {'claims':>7} {'accuracy':>9} {'AUROC':>7}")
    for origin in sorted({one.claim.origin for one in judged}):
        print_judged(origin, [one for one in judged if one.claim.origin == origin])
    print_judged("all", judged)
    three = [one.took for one in judged if len(one.claim.sources) == 3]
    print(f"time of a check, p50: {median(one.took for one in judged) * 1e3:.0f} ms;", end=" ")
    print(f"with three sources {median(three) * 1e3:.0f} ms ({len(three)} claims)\n")
    heads = ("true refused", _ELSEWHERE, *_KINDS)
    print(f"{'share refused':16}" + "".join(f"{head:>14}" for head in heads))
    for language, name in _WITHIN:
        made = within(name, "judge", given.passages)
        print_refused(language, checked(made, checker, name))
    for claimed_in, written_in in _ACROSS:
        made = across(claimed_in, written_in, "judge", given.passages)
        name = f"{claimed_in} of {written_in}"
        print_refused(name, checked(made, checker, name))


def checked(claims: Sequence[Claim], checker: SupportChecker, what: str) -> list[Checked]:
    """Return what the check says of each claim."""
    found = []
    for claim in track(claims, what):
        started = time.perf_counter()
        support = checker.check(claim.text, claim.sources, claim.language)
        found.append(Checked(claim, support, time.perf_counter() - started))
    return found


def print_judged(name: str, claims: Sequence[Checked]) -> None:
    """Print how often the check agrees with people, and how well its score parts the claims."""
    right = sum(one.support.supported == one.claim.supported for one in claims)
    area = auroc(
        [one.support.score for one in claims if one.claim.supported],
        [one.support.score for one in claims if not one.claim.supported],
    )
    print(f"{name:30} {len(claims):7} {right / len(claims):9.3f} {area or 0:7.3f}")


def print_refused(name: str, claims: Sequence[Checked]) -> None:
    """Print the share that is refused of the true claims and of each kind of untrue ones."""
    cells = []
    for origin in (_TRUE, _ELSEWHERE, *_KINDS):
        mine = [one for one in claims if one.claim.origin == origin]
        refused = sum(not one.support.supported for one in mine)
        cells.append(f"{refused / len(mine):.2f} of {len(mine)}" if mine else "–")
    print(f"{name:16}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    main()
