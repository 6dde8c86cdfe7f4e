"""The texts of the chat page in French and English."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from assistant.wording import written_date
from index.article import DatePrecision

Language = Literal["en", "fr"]

_FILE = Path(__file__).with_name("words.toml")


class Words(BaseModel):
    """Every text of the chat page in one language, as words.toml has them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    welcome: str
    library_one: str
    library_many: str
    library_newest: str
    library_empty: str
    question_label: str
    question_placeholder: str
    send: str
    new_chat: str
    conversation: str
    scroll_down: str
    sources: str
    carried_by: str
    translation: str
    copy_answer: str
    copied: str
    understood: str
    stopped: str
    stopped_writing: str
    stop: str
    link: str
    link_copied: str
    again: str
    like: str
    dislike: str
    export: str
    export_title: str
    export_file: str
    untitled: str
    refused: str
    failed: str
    unreachable: str
    filters: str
    filter_after: str
    filter_before: str
    filter_as_of: str
    filter_date: str
    filter_source: str
    filter_language: str
    filter_any: str
    filters_refused: str
    feedback_like: str
    feedback_dislike: str
    feedback_wrong: str
    feedback_incomplete: str
    feedback_beside: str
    feedback_outdated: str
    feedback_other: str
    feedback_comment: str
    feedback_kept: str
    feedback_send: str
    feedback_cancel: str
    feedback_thanks: str
    feedback_failed: str
    panel: str
    panel_close: str
    panel_loading: str
    panel_gone: str
    panel_failed: str
    panel_original: str
    sign_in: str
    sign_in_text: str
    password: str
    password_wrong: str
    password_wait: str
    signed_in: str
    signed_in_back: str
    sign_out: str
    closed: str
    closed_text: str
    busy: str
    library_title: str
    library_search: str
    library_find: str
    library_all: str
    library_found: str
    library_nothing: str
    library_page: str
    library_pages: str
    library_newer: str
    library_older: str
    library_back: str
    library_back_list: str
    library_undated: str
    library_skipped_one: str
    library_skipped_many: str
    library_skipped_why: str
    library_gone: str
    trouble_rate: str
    trouble_busy: str
    add: str
    add_text: str
    add_choose: str
    add_drop: str
    add_progress: str
    add_sending: str
    add_reading: str
    add_waiting: str
    add_done: str
    add_added: str
    add_updated: str
    add_unchanged: str
    add_skipped: str
    add_too_large: str
    add_folder: str
    add_unreachable: str
    add_list: str


@cache
def all_words() -> dict[Language, Words]:
    """The texts of every language of the page."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return TypeAdapter(dict[Language, Words]).validate_python(tables)


def preferred_language(accept_language: str | None) -> Language:
    """The page's language for an Accept-Language header (RFC 9110, section 12.5.4).

    French when French comes first, else English: the browser chooses the page's other texts by
    the same rule, and one page must not speak two languages.
    """
    first = (accept_language or "").split(",")[0].strip().lower()
    return "fr" if first.split(";")[0].split("-")[0] == "fr" else "en"


def library_line(articles: int, newest: date | None, language: Language) -> str:
    """How current the library is, in one line: "12 articles, newest 18 June 2025"."""
    from babel.numbers import format_decimal

    words = all_words()[language]
    if articles == 0:
        return words.library_empty
    if articles == 1:
        library = words.library_one
    else:
        number = format_decimal(articles, locale=language)
        library = words.library_many.format(articles=number)
    if newest is None:
        return library
    return words.library_newest.format(
        library=library, date=written_date(newest, DatePrecision.DAY, language)
    )
