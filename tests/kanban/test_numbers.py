"""Matter numbers: the next free one of the board's template, found in few queries."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kanban.commands import Intent, boards, matters
from kanban.models import Board, Matter
from tests.factories import MatterFactory


def test_numbers_count_up_from_one_with_the_year(board: Board) -> None:
    numbers = [MatterFactory(board=board).number for _ in range(3)]
    year = timezone.localdate().year
    assert numbers == [f"{year}-0001", f"{year}-0002", f"{year}-0003"]


def test_numbers_that_were_taken_by_hand_are_passed_over_in_a_constant_number_of_queries(board: Board) -> None:
    year = timezone.localdate().year
    MatterFactory(board=board, number=f"{year}-0001")
    with CaptureQueriesContext(connection) as one_taken:
        assert MatterFactory(board=board).number == f"{year}-0002"
    for counter in range(3, 40):
        MatterFactory(board=board, number=f"{year}-{counter:04}")
    with CaptureQueriesContext(connection) as many_taken:
        assert MatterFactory(board=board).number == f"{year}-0040"
    assert len(many_taken) == len(one_taken)
    assert MatterFactory(board=board).number == f"{year}-0041"


@pytest.mark.parametrize(
    ("template", "number"), [("NNN", "001"), ("M-N", "M-1"), ("YYYY/NNNNNN", "{year}/000001"), ("(NN)", "(01)")]
)
def test_a_board_numbers_by_its_template(board: Board, alice: User, template: str, number: str) -> None:
    boards.change(Intent(board, alice), {"number_template": template})
    assert MatterFactory(board=board).number == number.format(year=timezone.localdate().year)


def test_the_counter_starts_anew_with_each_year(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    MatterFactory(board=board)
    next_year = timezone.now().replace(year=timezone.now().year + 1, day=1)
    monkeypatch.setattr(timezone, "localdate", next_year.date)
    assert MatterFactory(board=board).number == f"{next_year.year}-0001"


def test_a_number_given_up_by_a_refused_write_is_used_by_the_next(board: Board, bob: User) -> None:
    with pytest.raises(Exception, match=r"restricted|could not see"):
        matters.create(Intent(board, bob), {"title": "Walled off from himself", "confidentiality": "restricted"})
    matters.create(Intent(board, bob), {"title": "Open"})
    assert Matter.objects.get(board=board).number.endswith("-0001")
