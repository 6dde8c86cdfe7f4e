"""The fields that a file states about its article: `Title: …`, `Date: …`, in several languages."""

import re
from collections.abc import Mapping

from index.article import DateOrigin
from index.dates import read_date
from index.language import language_code
from index.readers.draft import Draft
from index.readers.hygiene import one_line

_NAMES = {
    "title": "title titre titel título titulo titolo tytuł başlık headline заголовок название 标题 "
    "標題 العنوان",
    "date": "date datum fecha data tarih published publication_date pubdate publié дата 日期 "
    "发布时间 التاريخ",
    "source": "source site publisher publication newspaper journal quelle fuente fonte источник "
    "来源 المصدر",
    "url": "url link lien canonical canonical_url source_url enlace ссылка 链接 الرابط",
    "language": "language lang langue locale sprache idioma lingua язык 语言 اللغة",
    "author": "author authors auteur byline autor autore автор 作者 الكاتب",
}
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
_LINE = re.compile(r"(?P<name>[^\W\d][\w -]{1,30}?)\s*[:：]\s*(?P<value>.*)")
_WRITTEN_BY = re.compile(
    r"(?:(?:written|posted|écrit|publié|un article de)\s+)?(?:by|par|von|por|di|door|автор:?)\s+",
    re.I,
)
_WEB_ADDRESS = re.compile(r"https?://[^\s/]+\S*", re.I)


def split_header(text: str) -> tuple[dict[str, str], str]:
    """Return the known fields of the leading block of `Name: value` lines, and the text after it.

    One line alone is a block only when a blank line follows, for an article may well begin with
    "Title: …" in a sentence. No block: no fields and the whole text.
    """
    fields: dict[str, str] = {}
    lines = text.split("\n")
    for line in lines:
        found = _LINE.fullmatch(line.strip())
        field = field_of(found["name"]) if found else None
        if found is None or field is None or field in fields:
            break
        fields[field] = found["value"]
    after = lines[len(fields) :]
    blank_follows = bool(after) and not after[0].strip()
    if len(fields) > 1 or (fields and blank_follows):
        return fields, "\n".join(after)
    return {}, text


def field_of(name: str) -> str | None:
    """Return the field that a name in any of the languages stands for, None when it is unknown."""
    return _FIELD_OF.get(name.strip().casefold().replace(" ", "_").replace("-", "_"))


def draft_of(fields: Mapping[str, str], text: str) -> Draft:
    """Return the draft that `fields` (by the names of `field_of`) and `text` make.

    A value that cannot be read (a date that is none, an address that is not http) stays unknown.
    """
    language = language_code(fields.get("language"))
    published = read_date(fields.get("date", ""), language)
    return Draft(
        text=text,
        title=one_line(fields.get("title")),
        published=published,
        published_origin=DateOrigin.METADATA if published else None,
        author=author_name(fields.get("author")),
        source=one_line(fields.get("source")),
        url=web_address(fields.get("url")),
        language=language,
    )


def web_address(value: str | None) -> str | None:
    """Return `value` when it is an http or https address, None otherwise."""
    value = (value or "").strip()
    return value if _WEB_ADDRESS.fullmatch(value) else None


def author_name(value: str | None) -> str | None:
    """Return who wrote it without "By", "Par" and the like; None for an address or a user name.

    Many pages give the address of a profile where the name belongs.
    """
    name = _WRITTEN_BY.sub("", one_line(value) or "", count=1)
    has_letters = any(character.isalpha() for character in name)
    return name if has_letters and "://" not in name and not name.startswith("@") else None
