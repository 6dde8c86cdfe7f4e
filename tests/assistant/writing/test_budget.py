from datetime import date
from pathlib import Path

from assistant.writing.budget import TokenBudget

MONDAY, TUESDAY = date(2025, 6, 16), date(2025, 6, 17)


def test_a_day_is_used_up_and_the_next_begins_anew(tmp_path: Path) -> None:
    days = [MONDAY]
    budget = TokenBudget(tmp_path, 100, today=lambda: days[-1])
    budget.add(60)
    assert not budget.is_used_up()
    budget.add(60)
    assert budget.is_used_up()
    assert TokenBudget(tmp_path, 100, today=lambda: MONDAY).used() == 120
    days.append(TUESDAY)
    assert not budget.is_used_up()


def test_without_a_limit_tokens_are_only_counted(tmp_path: Path) -> None:
    budget = TokenBudget(tmp_path, 0)
    budget.add(10**9)
    assert not budget.is_used_up()
    assert budget.used() == 10**9


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "model-tokens.json").write_text("{", encoding="utf-8")
    assert TokenBudget(tmp_path, 1).used() == 0
