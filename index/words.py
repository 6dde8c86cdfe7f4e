"""The lexical index (tantivy): which passages hold the words of a question.

Two fields stand side by side: `stems`, stemmed in the article's own language and marked with it,
so that a French word never matches an English one by accident; and `folded`, plain Latin letters,
where names and numbers meet across languages. BM25 scores are divided by the best that the same
words could reach, so that a score is a share of the question and comparable between questions.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import tantivy
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from index.terms import fold, stem, tokens

_WRITER_MEMORY = 64_000_000  # bytes; tantivy asks for 15 MB at least
_SHORTEST_CORRECTED = 4
"""Letters of the shortest word that is corrected: a letter more or less makes another short one."""
_LONG = 8
"""Letters of a word in which two edits are forgiven, not one: "trouve" is no misspelt "toute"."""
_K1 = 1.2  # tantivy's BM25 constant: no word can score more than idf * (K1 + 1)


class WordMatch(NamedTuple):
    """How well a passage holds the words asked for, each share from 0 to 1."""

    passage_id: str
    score: float


class WordIndex:
    """A tantivy index in a folder of its own. Searching is safe from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`, made when absent; raises ValueError when it is damaged."""
        folder.mkdir(parents=True, exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for field in ("stems", "folded"):
            builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
        self._index = tantivy.Index(builder.build(), path=str(folder))
        self._index.register_tokenizer(
            "whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        )
        self._writer: tantivy.IndexWriter | None = None

    def count(self) -> int:
        """Return how many passages the index holds."""
        return int(self._index.searcher().num_docs)

    def close(self) -> None:
        """Let go of the folder, dropping what was not committed."""
        self._writer = None

    def put(self, passage_id: str, text: str, language: str | None) -> None:
        """Add a passage, in the place of any older one of that id; visible after `commit`."""
        self.delete(passage_id)
        words = [token.word for token in tokens(text)]
        document = tantivy.Document(
            id=passage_id,
            stems=" ".join(_marked_stem(word, language) for word in words),
            folded=" ".join(fold(word) for word in words),
        )
        self._open_writer().add_document(document)

    def delete(self, passage_id: str) -> None:
        """Remove a passage if it is there; visible after `commit`."""
        self._open_writer().delete_documents_by_term("id", passage_id)

    def commit(self) -> None:
        """Make what was put and deleted durable and visible."""
        if self._writer is not None:
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
            self._index.reload()

    def search_stems(
        self,
        words: Sequence[str],
        language: str | None,
        limit: int,
        among: Collection[str] | None = None,
    ) -> list[WordMatch]:
        """Return the passages in `language` that hold most of `words`, best first.

        `among` are the ids of the only passages to search, all when None.
        """
        stems = [_marked_stem(word, language) for word in words]
        return self._search("stems", stems, limit, among)

    def search_folded(
        self, words: Sequence[str], limit: int, among: Collection[str] | None = None
    ) -> list[WordMatch]:
        """Return the passages of any language that hold most of `words` as they stand."""
        return self._search("folded", [fold(word) for word in words], limit, among)

    def weights(self, words: Iterable[str], language: str | None) -> dict[str, float]:
        """Return the inverse document frequency of each word's stem in `language`."""
        searcher = self._index.searcher()
        return {word: _idf(searcher, "stems", _marked_stem(word, language)) for word in words}

    def nearest_term(self, word: str, language: str | None) -> str | None:
        """Return the folded word that `word` is a misspelling of; None when it needs no correction.

        It begins with the same letter and is one edit away, two for a long word;
        of several such words the nearest, then the one that most passages hold. Numbers,
        short words and words that some passage holds are right as they are.
        """
        plain = fold(word)
        if len(plain) < _SHORTEST_CORRECTED or not plain.isascii() or not plain.isalpha():
            return None
        searcher = self._index.searcher()
        if searcher.doc_freq("folded", plain) or searcher.doc_freq(
            "stems", _marked_stem(word, language)
        ):
            return None
        terms = {
            term: count
            for term, count in searcher.terms_with_prefix("folded", plain[0])
            if len(term) >= _SHORTEST_CORRECTED and term.isalpha()
        }
        edits = 2 if len(plain) >= _LONG else 1
        near = extract(plain, terms.keys(), scorer=OSA.distance, score_cutoff=edits, limit=None)
        return min(near, key=lambda found: (found[1], -terms[found[0]]), default=(None,))[0]

    def _search(
        self, field: str, terms: Sequence[str], limit: int, among: Collection[str] | None
    ) -> list[WordMatch]:
        searcher = self._index.searcher()
        distinct = list(dict.fromkeys(terms))
        best = sum(_idf(searcher, field, term) for term in distinct) * (_K1 + 1)
        if not best:
            return []
        schema = self._index.schema
        query = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, tantivy.Query.term_query(schema, field, term, "freq"))
                for term in distinct
            ]
        )
        if among is not None:
            ids = tantivy.Query.term_set_query(schema, "id", list(among))
            only = tantivy.Query.const_score_query(ids, 0.0)
            query = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)]
            )
        hits = searcher.search(query, limit, count=False).hits
        return [
            WordMatch(str(searcher.doc(address).get_first("id")), score / best)
            for score, address in hits
        ]

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(_WRITER_MEMORY, 1)
        return self._writer


def _marked_stem(word: str, language: str | None) -> str:
    return f"{language or 'und'}:{stem(word, language)}"


def _idf(searcher: tantivy.Searcher, field: str, term: str) -> float:
    """BM25's inverse document frequency, as tantivy computes it."""
    total, holding = searcher.num_docs, searcher.doc_freq(field, term)
    return math.log(1 + (total - holding + 0.5) / (holding + 0.5)) if total else 0.0
