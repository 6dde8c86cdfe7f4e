"""Lines that belong to the page and not to the article: share buttons, addresses, photo credits.

They are looked for at the two ends of an article only, and a line goes when all of it is
furniture: a postal address must never be quoted as the place of a summit, but a sentence about an
address must stay. To teach a language, add its words to the tables.
"""

import re

# Words of buttons; a line made of nothing else is a row of buttons.
_BUTTONS = (
    "recommander à|recommander|imprimer|partager(?: l['’]article| sur)?|envoyer(?: par e-?mail)?|"
    "tweeter|commenter|s['’]abonner|enregistrer|écouter l['’]article|"
    "share(?: this| on| article)*|print(?: this)?|tweet|e-?mail|save|comments?|subscribe|"
    "listen to this article|copy link|"
    "teilen|drucken|merken|kommentare|compartir|imprimir|enviar|comentar|guardar|"
    "condividi|stampa|compartilhar|compartilhe|delen|afdrukken|udostępnij|drukuj|paylaş|yazdır|"
    "поделиться|распечатать|печать|поширити|друк|分享(?:到)?|打印|收藏|字号|シェア|印刷|"
    "مشاركة|شارك|طباعة|"
    "facebook|twitter|x|whatsapp|linkedin|telegram|reddit|pinterest|vk|weibo|微信|微博|朋友圈|line"
)
_BUTTON_ROW = re.compile(rf"(?:(?:{_BUTTONS})[\s|/·•:：,、+-]*)+", re.I)

_READ_ALSO = re.compile(
    r"[\W_]*(?:[àa] lire (?:aussi|également|ensuite)|lire (?:aussi|également)|voir aussi|"
    r"sur le même (?:sujet|thème)|articles? (?:liés|similaires)|"
    r"read (?:also|more|next)|see also|also read|related (?:articles?|stories|news|topics)|"
    r"you (?:may|might) also like|more (?:on this story|from)|"
    r"lesen sie auch|mehr zum thema|lea también|te puede interesar|también te puede interesar|"
    r"noticias relacionadas|leggi anche|leia (?:também|mais)|lees ook|czytaj (?:także|też)|"
    r"ayrıca okuyun|читайте (?:также|ещё|еще)|по теме|читайте також|"
    r"相关(?:阅读|新闻|报道|链接)|延伸阅读|推荐阅读|関連記事|اقرأ (?:أيضا|أيضًا|أيضاً|المزيد))"
    r"(?P<same_line>\s*[:：].{0,160})?[\s.…>»]*",
    re.I,
)

_PHOTO = re.compile(
    r"[(\[（【]?\s*(?:(?:crédits?(?: photos?)?|photos?(?: credit)?|photo by|images?|image credit|"
    r"fotos?|bild(?:nachweis)?|crédito|immagine|zdjęcie|fot\.|fotoğraf|фото|снимок|"
    r"图片?来源|图|图片|摄影|写真|صورة|الصورة)\s*[:：/©].{1,80}|©\s*\S.{0,80})",
    re.I,
)

_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright\s*(?:[:©]|\(c\)|\d{4})|tous droits réservés|"
    r"all rights reserved|alle rechte vorbehalten|"
    r"todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|"
    r"все права защищены|版权所有|無断転載|جميع الحقوق محفوظة).{0,120}",
    re.I,
)

_ADDRESS_LABEL = re.compile(
    r"(?:l['’]\s?)?(?:adresse|address|anschrift|dirección|direccion|endereço|indirizzo|adres|адрес|"
    r"地址|住所|العنوان)(?: postale?)?\s*[:：]",
    re.I,
)
_POST_CODE = re.compile(
    r"(?:code postal|postal code|post ?code|zip(?: code)?|postleitzahl|plz|código postal|cap|cep|"
    r"почтовый индекс|индекс|邮编|邮政编码|〒|الرمز البريدي)"
    r"(?!\w)\s*[:：]?\s*(?=[\w-]*\d)[\w-]{3,10}",
    re.I,
)
_PHONE = re.compile(
    r"(?:t[ée]l(?:\.|éphone|ephone)?|numéro de téléphone|phone(?: number)?|telefon[oe]?|teléfono|"
    r"fax|телефон|тел\.|电话|電話|传真|هاتف|الهاتف)\s*(?:\([^)]{1,20}\))?\s*[.:：]?\s*"
    r"[+(]?\d[\d\s()./-]{5,}",
    re.I,
)
_MAIL = re.compile(
    r"(?:e-?mail|courriel|mail|contact|correo|почта|邮箱)?\s*[:：]?\s*\S+@\S+\.\w{2,}", re.I
)

_LONGEST = 250
_LONGEST_CREDIT = 80
_SENTENCE_INSIDE = re.compile(r"[a-zà-ÿа-я]{3,}[.!?]\s+[A-ZÀ-ÝА-Я][a-zà-ÿа-я]+\s")


def is_furniture(line: str) -> bool:
    """Whether the whole of `line` is page furniture, `line` standing at an end of the article."""
    if len(line) > _LONGEST:
        return False
    patterns = (_BUTTON_ROW, _READ_ALSO, _PHOTO, _RIGHTS)
    return any(pattern.fullmatch(line) for pattern in patterns) or _is_contact(line)


def is_photo_credit(line: str) -> bool:
    """Whether `line` is a short photo credit, which is one in the middle of an article too."""
    return len(line) <= _LONGEST_CREDIT and _PHOTO.fullmatch(line) is not None


def opens_read_also(line: str) -> bool:
    """Whether `line` heads a list of other articles, which runs to the end of the page."""
    found = _READ_ALSO.fullmatch(line)
    return found is not None and len((found["same_line"] or "").strip()) <= 1


def _is_contact(line: str) -> bool:
    if _SENTENCE_INSIDE.search(line):
        return False
    phone, post_code = _PHONE.search(line), _POST_CODE.search(line)
    return bool(
        (_ADDRESS_LABEL.match(line) and any(character.isdigit() for character in line))
        or (phone and (phone.start() == 0 or post_code))
        or _MAIL.fullmatch(line)
    )
