"""Matter numbers from a board's template: YYYY is the year, a run of N a counter that starts anew with each year."""

import re

from django.utils import timezone

from kanban.models import Board


def next_number(board: Board) -> str:
    """The next number that no matter of the board has. Under the board's lock."""
    year = timezone.localdate().year
    if "YYYY" in board.number_template and board.counter_year != year:
        board.counter, board.counter_year = 0, year
    board.counter += 1
    number = _spell(board.number_template, year, board.counter)
    if board.matters.filter(number=number).exists():  # numbered by hand or by an import: perhaps thousands in a row
        taken = set(board.matters.values_list("number", flat=True))
        while number in taken:
            board.counter += 1
            number = _spell(board.number_template, year, board.counter)
    board.save(update_fields=["counter", "counter_year"])
    return number


def _spell(template: str, year: int, counter: int) -> str:
    with_year = template.replace("YYYY", str(year))
    return re.sub("N+", lambda run: str(counter).zfill(len(run[0])), with_year, count=1)
