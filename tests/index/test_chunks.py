from llama_index.core.schema import Document

from index.chunks import CHUNK_WIDTH, SentenceChunker, embedded_text, text_to_embed
from index.sentences import sentence_ranges
from tests.conftest import article


def test_chunks_are_exact_ranges_along_sentences() -> None:
    text = "\n\n".join(
        f"Sentence {n} of the article is here. It repeats. It repeats." for n in range(80)
    )
    chunks = SentenceChunker().chunks(article("a", text))
    ranges = [(c.start_char_idx or 0, c.end_char_idx or 0) for c in chunks]
    assert [text[start:end] for start, end in ranges] == [c.text for c in chunks]
    assert all(len(c.text) <= CHUNK_WIDTH for c in chunks)
    starts = {start for start, _ in sentence_ranges(text, "en")}
    assert all(start in starts for start, _ in ranges)
    covered = "".join(c.text for c in chunks)
    assert "".join(covered.split()) == "".join(text.split())


def test_the_last_chunk_is_no_mere_leftover() -> None:
    text = " ".join(["This sentence has forty-five characters in it."] * 21)
    widths = [len(c.text) for c in SentenceChunker().chunks(article("a", text))]
    assert len(widths) == 2
    assert min(widths) > 0.7 * max(widths)


def test_an_endless_sentence_is_cut_at_blanks_and_anywhere_without() -> None:
    for text in ("word " * 1_000, "x" * 5_000, "字" * 3_000):
        chunks = SentenceChunker().chunks(article("a", text))
        assert "".join("".join(c.text for c in chunks).split()) == "".join(text.split())
        assert all(text[c.start_char_idx : c.end_char_idx] == c.text for c in chunks)
    assert max(len(c.text) for c in SentenceChunker().chunks(article("a", "字" * 3_000))) < 400


def test_the_title_is_embedded_with_every_chunk() -> None:
    titled = SentenceChunker().chunks(article("a", "One. Two.", title="A {title}"))
    assert embedded_text(titled[0]) == "A {title}\nOne. Two."
    assert embedded_text(titled[0]) == text_to_embed("A {title}", titled[0].text)
    assert embedded_text(SentenceChunker().chunks(article("b", "One. Two."))[0]) == "One. Two."


def test_it_is_a_llama_index_node_parser() -> None:
    nodes = SentenceChunker().get_nodes_from_documents([Document(id_="d", text="One. Two.")])
    assert [(n.node_id, n.ref_doc_id, n.get_content()) for n in nodes] == [
        ("d-0", "d", "One. Two.")
    ]
