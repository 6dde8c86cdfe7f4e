"""What the weights of the check are learned from, and where its threshold lies."""

from assistant.checking import Source, SupportChecker
from assistant.checking.checker import Evidence
from assistant.weights import probability
from index.embedding import EmbeddingModel
from training.checking import learned, weighed
from training.claims import Claim

BRIDGE = Source("The bridge opened on 11 June 2024. It has two lanes.", "en", None)


def claim(text: str, *, supported: bool, is_altered: bool = False, group: str = "bridge") -> Claim:
    return Claim(text, "en", (BRIDGE,), supported, "made here", group, is_altered)


def test_an_altered_claim_with_a_certain_fault_teaches_nothing(embedding: EmbeddingModel) -> None:
    true = claim("The bridge opened on 11 June 2024.", supported=True)
    elsewhere = claim("The tunnel opened on 5 May 1999.", supported=False)
    wrong_year = claim("The bridge opened in 2023.", supported=False, is_altered=True)
    unseen = claim("The bridge has two roofs.", supported=False, is_altered=True)
    kept = weighed([true, elsewhere, wrong_year, unseen], SupportChecker(embedding))
    assert [one for one, _ in kept] == [true, elsewhere, unseen]


def test_no_more_true_claims_are_refused_than_may_be() -> None:
    def some(number: int, closeness: float, *, supported: bool) -> tuple[Claim, Evidence]:
        features = {"cosine": closeness + number / 100}
        made = claim("It opened.", supported=supported, group=f"{number % 5}")
        return made, Evidence(features, same_language=True, faults=())

    true = [some(number, 0.7, supported=True) for number in range(30)]
    false = [some(number, 0.5, supported=False) for number in range(30)]
    model, threshold, area = learned([*true, *false], 1 / 6)
    assert model.weights["cosine"] > 0
    assert 0.7 < area < 1
    refused = sum(
        probability(model.log_odds(evidence.features)) < threshold for _, evidence in true
    )
    assert 0 < refused <= len(true) / 6
