"""Any sequence of commands, any moment of asking: what is shown plus the delta is what a fresh page shows."""

import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.kanban.machine import BoardMachine, search


@pytest.mark.django_db
def test_readers_end_with_what_a_fresh_page_shows() -> None:
    run_state_machine_as_test(BoardMachine.with_cast(), settings=search(examples=40))
