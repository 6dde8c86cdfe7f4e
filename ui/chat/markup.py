"""Texts and citations as HTML that acts as nothing else."""

import re

from assistant.answer import Citation

# Everything but letters, digits and spaces is written as a character reference: neither HTML nor
# Markdown nor LaTeX nor an automatic link (www., http:, @) can begin with a reference.
_SPECIAL = re.compile(r"[!-/:-@\[-`{-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BREAKS = re.compile(r"\s*\n\s*")


def escaped(text: str) -> str:
    """`text` in one line, so that it renders as itself wherever Markdown or HTML is read."""
    line = _BREAKS.sub(" ", _CONTROL.sub("", text))
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", line)


def marker_link(citation: Citation, text: str) -> str:
    """A marker, which the page opens in the panel."""
    return f'<a class="dp-marker" href="{citation_address(citation)}">{escaped(text)}</a>'


def citation_address(citation: Citation) -> str:
    """The fragment that the page opens in the panel: passage, quote and answering words.

    Everything needed is in it, so that the citations of earlier turns keep working. The last
    two numbers are equal when no words are marked.
    """
    marked = citation.highlight
    low, high = (marked.start, marked.end) if marked else (citation.start, citation.start)
    return escaped(f"#p-{citation.passage_id}-{citation.start}-{citation.end}-{low}-{high}")
