"""Which language a text is written in, from py3langid, restricted to languages with a press."""

import threading
from collections.abc import Collection
from typing import Any

# ISO 639-1 codes that py3langid knows, XLM-R (under multilingual-e5) was trained on and in which
# news is published daily. Left out on purpose: dialects, dead and constructed languages, which
# short texts in their big neighbours are mistaken for (Galician stays, Latin and Breton do not).
_CODES = (
    "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu hy id is "
    "it ja ka kk km kn ko ku ky lo lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si sk sl so "
    "sq sr sv sw ta te th tl tr ug uk ur uz vi zh"
)
LANGUAGES = frozenset(_CODES.split())

# How many times more an expected language is believed before the text is read: little, and more for
# a text too short to tell. Chosen on XQuAD and PIAF questions and on the short questions of
# tests/index/test_language.py, where 5 for all lengths costs 0.8 points of German and 2 a tenth of
# the short questions.
_LIKELY_WEIGHT = 2.0
_LIKELY_WEIGHT_SHORT = 8.0
_SHORT_CHARACTERS = 30

# A page's own claim against its text: templates claim English for texts of every language, but
# such a text is told with a certainty of a million to one after two sentences.
_STATED_WEIGHT = 1000.0

# The identifier sums the evidence of every byte; this much tells the language of an article.
_ENOUGH_CHARACTERS = 2000

_lock = threading.Lock()
_identifier: Any = None


def detect_language(
    text: str, *, likely: Collection[str] = (), stated: str | None = None
) -> str | None:
    """Return the ISO 639-1 code of the language of `text`, None when it has no letter.

    `likely` holds the codes expected here: those of the conversation, of the library, of the
    interface. They win when the text is too short to tell ("et où ?"), and only then. `stated` is
    the code that the page itself claims, which wins unless the text clearly is in another.
    The first call loads the model (about a second); calls are safe from several threads.
    """
    sample = text[:_ENOUGH_CHARACTERS]
    if not any(character.isalpha() for character in sample):
        return None
    weight = _LIKELY_WEIGHT_SHORT if len(sample) <= _SHORT_CHARACTERS else _LIKELY_WEIGHT
    best, best_score = None, -1.0
    for code, probability in _loaded_identifier().rank(sample):
        score = probability * (weight if code in likely else 1.0)
        score *= _STATED_WEIGHT if code == stated else 1.0
        if score > best_score:
            best, best_score = code, score
    return best


def language_code(tag: str | None) -> str | None:
    """Return the ISO 639-1 code of a language tag such as "fr-FR" or "pt_BR", else None."""
    if not tag:
        return None
    code = tag.strip().replace("_", "-").split("-")[0].lower()
    return code if code in LANGUAGES else {"nb": "no", "nn": "no"}.get(code)


def _loaded_identifier() -> Any:
    global _identifier
    with _lock:
        if _identifier is None:
            from py3langid.langid import MODEL_FILE, LanguageIdentifier

            # Built here rather than taken from py3langid's module-level functions: those share
            # one identifier with every other user of the package in this process.
            identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
            identifier.set_languages(LANGUAGES)
            _identifier = identifier
    return _identifier
