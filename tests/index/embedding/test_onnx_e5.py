from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from index.embedding.onnx_e5 import OnnxE5Encoder

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


def test_a_sentence_is_nearest_to_its_translations(encoder: OnnxE5Encoder) -> None:
    rain = encoder.encode_passages(list(RAIN.values()))
    others = encoder.encode_passages(OTHERS)
    assert (rain @ rain.T).min() > (rain @ others.T).max()


def test_a_question_finds_its_passage_in_other_languages(encoder: OnnxE5Encoder) -> None:
    passages = encoder.encode_passages([RAIN["ru"], *OTHERS])
    questions = encoder.encode_queries(
        ["Where did the rain cause floods?", "Qui cherche des chanteurs ?", "利率是多少?"]
    )
    assert (questions @ passages.T).argmax(axis=1).tolist() == [0, 2, 1]


def test_vectors_have_length_one_and_keep_the_order_of_the_texts(encoder: OnnxE5Encoder) -> None:
    texts = [f"{'word ' * (number * 7 % 23)}number {number}" for number in range(21)]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])

    assert together.dtype == np.float32
    assert together.shape == (21, encoder.dimension) == (21, 384)
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)
    assert (together * alone).sum(axis=1).min() >= 0.99


def test_a_text_in_a_batch_is_almost_what_it_is_alone(encoder: OnnxE5Encoder) -> None:
    texts = [*RAIN.values(), *OTHERS]
    together = encoder.encode_passages(texts)
    alone = np.concatenate([encoder.encode_passages([text]) for text in texts])
    assert (together * alone).sum(axis=1).min() >= 0.995


def test_queries_and_passages_are_encoded_differently(encoder: OnnxE5Encoder) -> None:
    query, passage = encoder.encode_queries(["rain"]), encoder.encode_passages(["rain"])
    assert not np.allclose(query, passage, atol=0.01)


def test_what_is_beyond_512_tokens_is_not_read(encoder: OnnxE5Encoder) -> None:
    long = "rain and wind " * 400
    first, second = (encoder.encode_passages([long + end]) for end in ("cat", "dog " * 900))
    assert np.array_equal(first, second)


def test_no_text_no_vector(encoder: OnnxE5Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, 384)
    assert encoder.encode_queries([""]).shape == (1, 384)


def test_threads_may_share_it(encoder: OnnxE5Encoder) -> None:
    expected = [encoder.encode_queries([text]) for text in OTHERS * 4]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: encoder.encode_queries([text]), OTHERS * 4))
    assert all(
        np.allclose(one, other, atol=1e-5) for one, other in zip(expected, found, strict=True)
    )


def test_as_an_embedding_of_llama_index(encoder: OnnxE5Encoder) -> None:
    from llama_index.core.base.embeddings.base import BaseEmbedding

    from index.embedding.llama import EncoderEmbedding

    embedding: BaseEmbedding = EncoderEmbedding(encoder)
    assert embedding.model_name == encoder.identity
    query = np.array(embedding.get_query_embedding("rain"))
    assert query == pytest.approx(encoder.encode_queries(["rain"])[0], abs=1e-6)
    texts = np.array(embedding.get_text_embedding_batch(OTHERS))
    assert texts == pytest.approx(encoder.encode_passages(OTHERS), abs=1e-6)
