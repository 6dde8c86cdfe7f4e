from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.embedding import EmbeddingModel

RAIN = {
    "en": "Heavy rain flooded the streets of the port on Tuesday night.",
    "fr": "De fortes pluies ont inondé les rues du port dans la nuit de mardi.",
    "de": "Starker Regen hat in der Nacht zum Dienstag die Straßen am Hafen überflutet.",
    "es": "Las fuertes lluvias inundaron las calles del puerto el martes por la noche.",
    "ru": "Сильный дождь затопил улицы порта во вторник ночью.",
    "zh": "星期二夜间,大雨淹没了港口的街道。",
    "ar": "أغرقت الأمطار الغزيرة شوارع الميناء ليلة الثلاثاء.",
}
OTHERS = [
    "The central bank left its main interest rate unchanged for the third time.",
    "La chorale du village cherche deux ténors pour son concert de printemps.",
    "Учёные нашли новый вид бабочек в горах Алтая.",
]


def test_a_sentence_is_nearest_to_its_translations(embedding: EmbeddingModel) -> None:
    rain = embedding.encode_passages(list(RAIN.values()))
    others = embedding.encode_passages(OTHERS)
    english = rain[0]
    assert (rain[1:] @ english).min() > (others @ english).max()


def test_a_question_finds_its_passage_in_other_languages(embedding: EmbeddingModel) -> None:
    passages = embedding.encode_passages([RAIN["ru"], *OTHERS])
    questions = embedding.encode_queries(
        [
            "Where did rain cause floods?",
            "Qui cherche des voix ?",
            "央行对利率做了什么决定?",
        ]
    )
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 2, 1]


def test_vectors_have_length_one_and_keep_the_order_of_the_texts(embedding: EmbeddingModel) -> None:
    texts = [f"{'word ' * (number * 7 % 23)}number {number}" for number in range(21)]
    together = embedding.encode_passages(texts)
    alone = np.concatenate([embedding.encode_passages([text]) for text in texts])

    assert together.dtype == np.float32
    assert together.shape == (21, embedding.dimension) == (21, 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    assert (together * alone).sum(axis=1).min() >= 0.995


def test_a_text_in_a_batch_is_almost_what_it_is_alone(embedding: EmbeddingModel) -> None:
    texts = [*RAIN.values(), *OTHERS]
    together = embedding.encode_passages(texts)
    alone = np.concatenate([embedding.encode_passages([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.995


def test_queries_and_passages_are_encoded_differently(embedding: EmbeddingModel) -> None:
    query, passage = embedding.encode_queries(["rain"]), embedding.encode_passages(["rain"])
    assert not np.allclose(query, passage, atol=0.01)


def test_what_is_beyond_512_tokens_is_not_read(embedding: EmbeddingModel) -> None:
    long = "rain and wind " * 400
    first, second = (embedding.encode_passages([long + end]) for end in ("cat", "dog " * 900))
    assert np.array_equal(first, second)


def test_no_text_no_vector(embedding: EmbeddingModel) -> None:
    assert embedding.encode_passages([]).shape == (0, 384)
    assert embedding.encode_queries([""]).shape == (1, 384)


def test_threads_may_share_it(embedding: EmbeddingModel) -> None:
    expected = [embedding.encode_queries([text]) for text in OTHERS * 4]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: embedding.encode_queries([text]), OTHERS * 4))
    assert all(
        np.allclose(one, other, atol=1e-5) for one, other in zip(expected, found, strict=True)
    )


def test_as_an_embedding_of_llama_index(embedding: EmbeddingModel) -> None:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from index.embedding.llama import EncoderEmbedding

    adapted: BaseEmbedding = EncoderEmbedding(embedding)
    assert adapted.model_name == embedding.identity
    query = np.array(adapted.get_query_embedding("rain"))
    assert query == pytest.approx(embedding.encode_queries(["rain"])[0], abs=1e-6)
    texts = np.array(adapted.get_text_embedding_batch(OTHERS))
    assert texts == pytest.approx(embedding.encode_passages(OTHERS), abs=1e-6)
