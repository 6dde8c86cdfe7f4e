"""Who published an article, where its own text says so beyond doubt."""

import re

_CHINESE_DATELINE = re.compile(
    r"(?P<agency>[\u4e00-\u9fff]{2,6}社)\S{0,20}?\d{1,2}月\d{1,2}日(?:电|電|讯)"
)
_RUSSIAN_DATELINE = re.compile(
    r"[А-ЯЁ][А-ЯЁ\s-]{2,30},\s\d{1,2}\s[а-я]{3,8}\s?[–—-]\s(?P<agency>[А-ЯЁ][^.,–—]{2,30})[.,]\s"
)
# A line of its own under the title: "Paris / La Gazette".
_PLACE_AND_NAME = re.compile(
    r"[A-ZÀ-ÝА-ЯЁ][^\W\d_]+(?:[\s'’-][^\W\d_]+){0,3}\s?/\s?(?P<name>[A-ZÀ-ÝА-ЯЁ][^/\d.,;:!?]{2,40})"
)

# As they sign, upper and lower case: "MAP" is an agency and "Map" a caption.
_AGENCIES = (
    "Xinhua|VNA|CVN|AFP|Reuters|REUTERS|AP|Associated Press|Bloomberg|UPI|PA Media|dpa|DPA|EFE|"
    "Europa Press|ANSA|Adnkronos|Lusa|ATS|Keystone-ATS|APA|Belga|BELGA|ANP|Ritzau|NTB|PAP|ČTK|MTI|"
    "Agerpres|BTA|Tanjug|Hina|Ukrinform|Interfax|TASS|RIA Novosti|Sputnik|BelTA|Kazinform|Azertac|"
    "Kabar|UzA|Khovar|Anadolu|Anadolu Agency|IHA|DHA|IRNA|ISNA|WAFA|WAM|SPA|MAP|APS|TAP|Panapress|"
    "PTI|APP|BSS|Kyodo|Kyodo News|Jiji Press|Yonhap|KCNA|Bernama|Antara|CGTN|CCTV|China Daily|IPS|"
    "ТАСС|РИА Новости|Интерфакс|Казинформ|Укринформ|新华社|中新社|中新网|共同社|時事通信|人民日报|"
    "رويترز|أ ف ب|فرانس برس|الأناضول|شينخوا|وام|واس|وفا"
)

# "BEIJING, May 19 (Xinhua) -- ...", "PARIS (Le Quai) – ...", "МОСКВА, 26 апреля. /ТАСС/. ...": a
# place in capitals before any name, or any place before a known agency. Other words before a
# bracket and a dash are the beginning of a sentence.
_CAPITALS = r"[A-ZÀ-ÝА-ЯЁ][A-ZÀ-ÝА-ЯЁ .'’-]{2,30}(?:,[^()/\n]{3,25})?"
_PLACE = r"[A-ZÀ-ÝА-ЯЁ][^()/\n:;!?]{1,50}"
_NAME = r"[A-ZÀ-ÝА-ЯЁ][^()/\n\d:;]{1,40}"
_DASH = r"\s*(?:--?|[–—―])"
_DATELINE = re.compile(
    rf"{_CAPITALS}\s*\((?P<any>{_NAME})\){_DASH}|"
    rf"(?:{_PLACE})?\((?P<agency>{_AGENCIES})\){_DASH}|"
    rf"{_CAPITALS}\s*/(?P<slashed>{_NAME})/[.\s–—-]"
)
_CREDIT = re.compile(
    rf"[(\[—–-]*\s*(?i:avec |with |mit |con |по материалам )?(?P<name>(?:{_AGENCIES})"
    rf"(?:\s?(?:[/,&+]|et|and|und|y|и)\s?(?:{_AGENCIES}))*)\s*[)\].]*"
)
_LABELLED_SOURCE = re.compile(
    r"[(\[（]?\s*(?:sources?|quelle|fuente|fonte|bron|źródło|kaynak|источник|джерело|来源|來源|出典|"
    r"المصدر)\s?[:：]\s*(?P<name>[^.!?。]{2,60}?(?:\.\w{2,6})?)\s*[)\]）]?",
    re.I,
)
_REFERENCES = re.compile(
    r"(?:r[ée]f[ée]rence\(?s?\)?|sources?|quellen?|fuentes?|источники)\s*[:：]", re.I
)
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?(?P<domain>(?:[\w-]+\.)+[a-z]{2,12})/?", re.I)
_MOST_REFERENCE_LINES = 5


def source_in_dateline(paragraph: str) -> str | None:
    """Return the agency named where `paragraph`, the first of the body, opens with a dateline."""
    for pattern in (_CHINESE_DATELINE, _RUSSIAN_DATELINE, _DATELINE):
        if found := pattern.match(paragraph[:150]):
            return next(name for name in found.groups() if name).strip()
    return None


def source_under_title(line: str) -> str | None:
    """Return the newspaper of a line such as "Paris / La Gazette", None for another line."""
    found = _PLACE_AND_NAME.fullmatch(line)
    return found["name"].strip() if found else None


def source_in_credit(line: str) -> str | None:
    """Return what a credit line names: "Xinhua/VNA/CVN", "(AFP)", "Source : Le Monde"."""
    found = _CREDIT.fullmatch(line) or _LABELLED_SOURCE.fullmatch(line)
    return found["name"].strip() if found else None


def reference_list(lines: list[str]) -> tuple[int, str] | None:
    """Return where the closing list of references begins in `lines`, and the site it names.

    `lines` are the last lines of an article, without blank ones. A reference list is a label, a
    few lines, and the domain of one site as the last line; anything else is None.
    """
    for start in range(max(0, len(lines) - _MOST_REFERENCE_LINES), len(lines) - 1):
        domain = _DOMAIN.fullmatch(lines[-1])
        if domain and _REFERENCES.fullmatch(lines[start]):
            return start, domain["domain"].lower()
    return None
