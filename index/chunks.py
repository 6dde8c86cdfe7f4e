"""Cuts an article into chunks along its sentences; every chunk carries its character offsets.

LlamaIndex's own SentenceSplitter finds a chunk's offsets again by searching its text, which is
ambiguous as soon as a sentence is repeated; this node parser carries them from the start.
"""

from collections.abc import Sequence
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
from index.stretches import stretches

CHUNK_WIDTH = 900
"""Widest chunk, in characters of an alphabet: about 220 tokens, well below the model's 512."""


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


def text_to_embed(title: str | None, chunk: str) -> str:
    """Return what `embedded_text` does, of a chunk as the catalogue keeps it."""
    return f"{title}\n{chunk}" if title else chunk


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
            for number, (start, end) in enumerate(stretches(text, language, self.width))
        ]
