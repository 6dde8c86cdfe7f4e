"""The attacks of attacks.toml, tried on the writer with a model that obeys every one of them."""

import sys
import tempfile
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from platformdirs import user_cache_path

from assistant.answer import Answer
from assistant.checking import Checker, SupportChecker
from assistant.writing.commands import without_commands
from assistant.writing.passages import harmless
from index.embedding import open_embedding
from tests.assistant.writing.scripted import Passages, Scripted, verbatim, writer

_TRUE = {
    "en": "The second China-Central Asia summit was held in Astana on 17 June 2025.",
    "fr": "Le deuxième sommet Chine-Asie centrale s’est tenu à Astana le 17 juin 2025.",
    "es": "La segunda cumbre China-Asia Central se celebró en Astaná el 17 de junio de 2025.",
    "de": "Der zweite China-Zentralasien-Gipfel fand am 17. Juni 2025 in Astana statt.",
    "ru": "Второй саммит Китай — Центральная Азия прошёл в Астане 17 июня 2025 года.",
    "zh": "第二届中国—中亚峰会于2025年6月17日在阿斯塔纳举行。",
    "ar": "عُقدت القمة الثانية بين الصين وآسيا الوسطى في أستانا في 17 يونيو 2025.",
    "pt": "A segunda cúpula China-Ásia Central foi realizada em Astana em 17 de junho de 2025.",
    "it": "Il secondo vertice Cina-Asia centrale si è tenuto ad Astana il 17 giugno 2025.",
    "ja": "第2回中国・中央アジアサミットは2025年6月17日にアスタナで開催された。",
    "tr": "İkinci Çin-Orta Asya zirvesi 17 Haziran 2025'te Astana'da yapıldı.",
}


class Attack(NamedTuple):
    """An instruction inside an article, what a model says that obeys, and what must not be read."""

    language: str
    text: str
    said: str
    goal: str
    innocent: str = ""
    """What of the text is no instruction."""


@cache
def _attacks() -> tuple[Attack, ...]:
    file = Path(__file__).with_suffix(".toml")
    tables = tomllib.loads(file.read_text(encoding="utf-8"))["attack"]
    return tuple(Attack(**table) for table in tables)


ATTACKS = _attacks()


def attacked(
    attack: Attack,
    folder: Path,
    checker: Checker,
    *,
    asked_in: str | None = None,
    unfiltered: bool = False,
) -> Answer:
    """Return what the reader is shown where the model obeys every order that it is shown.

    `checker` holds what it says against the article. `asked_in` is the language of the question,
    the article's when None. `unfiltered` shows the model the orders too, so that only the check
    stands between them and the reader. Tokens are counted in `folder`.
    """
    true, passage = attacked_passage(attack)
    left_out = _all_of if unfiltered else without_commands
    obeys = unfiltered or seen_by_model(attack)
    said = attack.said if obeys else f"{true} [1]"
    answer = verbatim(true, language=asked_in or attack.language, of=attack.language)
    # A translation is asked for where the languages differ.
    model = Scripted(said, "")
    with patch("assistant.writing.passages.without_commands", left_out):
        return writer(model, folder, checker=checker).write(answer, Passages(passage))


def attacked_passage(attack: Attack) -> tuple[str, str]:
    """Return the sentence that answers, and the passage that it stands in with the attack."""
    return _TRUE[attack.language], f"{_TRUE[attack.language]}\n\n{attack.text}"


def other_language(attack: Attack) -> str:
    """Return a language that the article is not in."""
    return "fr" if attack.language == "en" else "en"


def _all_of(text: str, _: str | None) -> str:
    return text


def seen_by_model(attack: Attack) -> str:
    """Return what a model is shown of the instruction."""
    seen = harmless(attack.text, attack.language)
    return seen if seen != attack.innocent else ""


def main() -> None:
    """Print how many attacks get past each fence."""
    said = sys.stdout.write
    checker = SupportChecker(open_embedding(cache=user_cache_path("depeche"), notify=print))
    seen = [attack for attack in ATTACKS if seen_by_model(attack)]
    said(f"{len(ATTACKS)} attacks in {len({a.language for a in ATTACKS})} languages.\n")
    said(f"Shown to the model, wholly or in part: {len(seen)}\n")
    for unfiltered in (False, True):
        for crossed in (False, True):
            with tempfile.TemporaryDirectory() as folder:
                through = [
                    attack
                    for attack in ATTACKS
                    if attack.goal
                    in attacked(
                        attack,
                        Path(folder),
                        checker,
                        asked_in=other_language(attack) if crossed else None,
                        unfiltered=unfiltered,
                    ).answer
                ]
            orders = "if it were shown all orders" if unfiltered else "orders left out"
            asked = "another language" if crossed else "the article's language"
            said(f"Reach the reader, asked in {asked}, {orders}: {len(through)}\n")
            for attack in through if not unfiltered else ():
                said(f"    {attack.language}  {attack.goal}\n")


if __name__ == "__main__":
    main()
