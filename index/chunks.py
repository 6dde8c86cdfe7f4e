"""Cuts an article into chunks along its sentences; every chunk carries its character offsets.

LlamaIndex's own SentenceSplitter finds a chunk's offsets again by searching its text, which is
ambiguous as soon as a sentence is repeated; this node parser carries them from the start.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from llama_index.core.node_parser import NodeParser
from llama_index.core.schema import (
    BaseNode,
    Document,
    MetadataMode,
    NodeRelationship,
    ObjectType,
    RelatedNodeInfo,
    TextNode,
)

from index.article import Article
from index.sentences import sentence_ranges

CHUNK_WIDTH = 900
"""Widest chunk, in characters of an alphabet: about 220 tokens, well below the model's 512."""

_WIDE = re.compile(
    r"[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7A3]"
)
_WIDE_FACTOR = 2.5
"""In multilingual-e5's table a Han or kana character is about 0.6 of a token, a letter 0.25."""


def article_document(article: Article) -> Document:
    """Return `article` as a LlamaIndex document; its title is embedded with every chunk."""
    return Document(
        id_=article.id,
        text=article.text,
        metadata={"title": article.title} if article.title else {},
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}" if article.title else "{content}",
    )


def embedded_text(node: BaseNode) -> str:
    """Return what the embedding model reads of a chunk: the article's title, then the chunk."""
    return node.get_content(MetadataMode.EMBED)


class SentenceChunker(NodeParser):
    """Groups whole sentences into chunks of at most `width`, evenly filled, with exact offsets.

    `text[node.start_char_idx:node.end_char_idx] == node.text` holds for every node.
    """

    width: int = CHUNK_WIDTH

    def _parse_nodes(
        self,
        nodes: Sequence[BaseNode],
        show_progress: bool = False,  # noqa: ARG002  (LlamaIndex's signature)
        **kwargs: Any,  # noqa: ARG002
    ) -> list[BaseNode]:
        return [chunk for node in nodes for chunk in self._chunks(node)]

    def chunks(self, article: Article) -> list[TextNode]:
        """Return the chunks of one article, in order."""
        return self._chunks(article_document(article), article.language)

    def _chunks(self, document: BaseNode, language: str | None = None) -> list[TextNode]:
        text = document.get_content(MetadataMode.NONE)
        pieces = [
            piece
            for start, end in sentence_ranges(text, language)
            for piece in _pieces(text, start, end, self.width)
        ]
        return [
            TextNode(
                id_=f"{document.node_id}-{number}",
                text=text[start:end],
                start_char_idx=start,
                end_char_idx=end,
                metadata=document.metadata,
                metadata_template=getattr(document, "metadata_template", "{key}: {value}"),
                text_template=getattr(document, "text_template", "{content}"),
                relationships={
                    NodeRelationship.SOURCE: RelatedNodeInfo(
                        node_id=document.node_id, node_type=ObjectType.DOCUMENT
                    )
                },
            )
            for number, (start, end) in enumerate(_groups(text, pieces, self.width))
        ]


def _width(text: str) -> float:
    if text.isascii():
        return len(text)
    return len(text) + (_WIDE_FACTOR - 1) * len(_WIDE.findall(text))


def _pieces(text: str, start: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """Cut a sentence that is wider than a chunk at its last blank that fits, or anywhere."""
    while _width(text[start:end]) > width:
        cut = start + width
        while _width(text[start:cut]) > width:
            cut = start + (cut - start) * 3 // 4
        blank = text.rfind(" ", start + 1, cut)
        cut = blank if blank > start else cut
        yield start, cut
        start = cut + 1 if text[cut].isspace() else cut
    if start < end:
        yield start, end


def _groups(text: str, pieces: Sequence[tuple[int, int]], width: int) -> Iterator[tuple[int, int]]:
    """Join pieces into chunks of about equal width, so that no chunk is a mere left-over."""
    if not pieces:
        return
    total = _width(text[pieces[0][0] : pieces[-1][1]])
    wanted = total / -(-total // width)  # the even share of the fewest chunks that can hold it
    start, end = pieces[0]
    for piece_start, piece_end in pieces[1:]:
        together = _width(text[start:piece_end])
        if together > width or _width(text[start:end]) >= wanted:
            yield start, end
            start = piece_start
        end = piece_end
    yield start, end
