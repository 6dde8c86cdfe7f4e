"""Which field of an exported record is its text, its title and so on."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import SettingsInvalid
from index.readers.headers import field_of

_TEXT_NAMES = tuple(
    name
    for line in (
        "text body content articlebody article_body maintext full_text fulltext content_text",
        "content_html html article story texte corps contenu inhalt texto testo tekst текст",
        "正文 内容",
    )
    for name in line.split()
)
_TITLE_NAMES = ("title", "headline")
_DATE_NAMES = (
    "published",
    "published_at",
    "date_published",
    "datepublished",
    "publish_date",
    "pub_date",
)
_ID_NAMES = ("id", "guid", "uuid", "_id", "article_id", "document_id")


class FieldMapping(BaseModel):
    """The names of the fields of a record; None is for those that are to be guessed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None
    language: str | None = None
    id: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the mapping that "text=body,title=headline" says.

        Raises SettingsInvalid for another form and for a field that articles do not have.
        """
        pairs = [part.partition("=") for part in text.split(",") if part.strip()]
        names = {field.strip(): name.strip() for field, _, name in pairs}
        try:
            if len(names) < len(pairs) or not all(names.values()):
                raise ValueError
            return cls(**names)
        except (ValidationError, ValueError) as error:
            raise SettingsInvalid(
                f"The mapping {text!r} cannot be read: write FIELD=NAME with commas between, FIELD "
                f"being one of {', '.join(cls.model_fields)}."
            ) from error

    def has_text(self, keys: Iterable[str]) -> bool:
        """Whether one of the keys of a record is that of its text."""
        taken = set() if self.text is None else {self.text}
        return any(field == "text" for key in keys for field, _ in self._fields_of(key, taken))

    def values_of(self, record: Mapping[str, Any]) -> dict[str, str]:
        """Return the values of a record by the names of our fields, as text; empty ones left out.

        What the mapping names is taken from there only; the rest is looked for under usual names
        in many languages, the most telling name first.
        """
        taken = {name for name in self.model_dump().values() if name is not None}
        found: dict[str, tuple[int, str]] = {}
        for key, value in record.items():
            for field, rank in self._fields_of(key, taken):
                words = _words(value)
                if words and (field not in found or rank < found[field][0]):
                    found[field] = rank, words
        return {field: words for field, (_, words) in found.items()}

    def _fields_of(self, key: str, taken: set[str]) -> Iterator[tuple[str, int]]:
        """The fields that `key` can stand for, each with a rank: the lower, the surer."""
        if key in taken:
            yield from ((field, 0) for field, name in self.model_dump().items() if name == key)
            return
        guessed = _guess(key)
        if guessed and getattr(self, guessed[0]) is None:
            yield guessed


def _guess(key: str) -> tuple[str, int] | None:
    name = key.strip().casefold().replace(" ", "_").replace("-", "_")
    for field, names in (
        ("text", _TEXT_NAMES),
        ("title", _TITLE_NAMES),
        ("date", _DATE_NAMES),
        ("id", _ID_NAMES),
    ):
        if name in names:
            return field, names.index(name)
    field = field_of(name)
    return (field, len(_TEXT_NAMES)) if field else None


def _words(value: Any) -> str:
    """A value as text: of a list its items, of an object its name, as APIs write authors."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(words for item in value if (words := _words(item)))
    return str(value).strip() if isinstance(value, str | int | float) else ""
