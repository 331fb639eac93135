"""Two people, one instant: whoever comes first wins, and the other is told so. Nothing is half done."""

import time
import uuid
from dataclasses import asdict
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection

from kanban.commands import Intent, Outcome, boards, columns, matters, members
from kanban.errors import Conflict, Gone, Invalid, NotFound
from kanban.models import Board, Matter
from realtime import chain
from realtime.log import Mutation, writing
from realtime.models import Stream
from tests.factories import BoardFactory, MatterFactory
from tests.threads import Job, failures, queued, rounds, together

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_same_mutation_sixteen_times_at_once_has_one_effect_and_sixteen_equal_answers(
    board: Board, bob: User
) -> None:
    """T-026"""
    keys = [uuid.uuid4() for _ in range(6)]

    def create(turn: int) -> Outcome:
        return matters.create(Intent(board, bob, Mutation(keys[turn], "once")), {"title": f"Turn {turn}"})

    for answers in rounds([create] * 16, len(keys)):
        assert failures(answers) == []
        assert all(asdict(answer) == asdict(answers[0]) for answer in answers)
    assert board.matters.count() == len(keys)
    _holds(board)


def test_a_board_made_sixteen_times_at_once_under_one_mutation_is_one_board(alice: User) -> None:
    mutation = Mutation(uuid.uuid4(), "once")
    made = together([lambda: boards.create({"name": "One"}, by=alice, mutation=mutation)] * 8)
    assert failures(made) == []
    assert len({board.pk for board in made}) == Board.objects.count() == 1


def test_of_two_edits_of_one_field_on_one_base_exactly_one_wins(board: Board, alice: User, bob: User) -> None:
    """T-033"""
    matter = MatterFactory(board=board)
    count = 100

    def edit(by: User, turn: int) -> Outcome:
        return matters.edit(Intent(board, by), matter.pk, {"title": f"{by.username} {turn}"}, base=turn + 1)

    played = rounds([lambda turn: edit(alice, turn), lambda turn: edit(bob, turn)], count)
    for turn, results in enumerate(played):
        (lost,) = failures(results)
        assert isinstance(lost, Conflict)
        (conflict,) = lost.extra["conflicts"]
        assert {conflict["mine"], conflict["theirs"]} == {f"alice {turn}", f"bob {turn}"}
    matter.refresh_from_db()
    assert matter.version == count + 1
    _holds(board)


def test_a_hard_limit_is_never_passed(board: Board, alice: User, bob: User) -> None:
    """T-045"""
    columns.change(Intent(board, alice), "waiting", {"wip_limit": 3, "wip_is_hard": True})
    pks = [MatterFactory(board=board).pk for _ in range(6)]

    def move(pk: int, turn: int) -> Outcome:
        return matters.move(Intent(board, bob), pk, to="waiting" if turn % 2 == 0 else "done")

    for turn, results in enumerate(rounds([partial(move, pk) for pk in pks], 10)):
        refused = failures(results)
        assert all(isinstance(error, Invalid) for error in refused)
        assert len(refused) == (3 if turn % 2 == 0 else 0)
    _holds(board)


def test_a_move_into_a_column_that_is_being_removed_leaves_no_orphan(board: Board, alice: User, bob: User) -> None:
    """T-041, both orders"""
    first, second = MatterFactory(board=board), MatterFactory(board=board)
    moved, kept = queued(
        board, [_move(board, bob, first, "waiting"), lambda: columns.remove(Intent(board, alice), "waiting")]
    )
    assert isinstance(moved, Outcome)
    assert isinstance(kept, Invalid)
    removed, refused = queued(
        board, [lambda: columns.remove(Intent(board, alice), "done"), _move(board, bob, second, "done")]
    )
    assert isinstance(removed, Outcome)
    assert isinstance(refused, Invalid)
    assert set(board.columns.values_list("slug", flat=True)) == {"intake", "in-progress", "waiting"}
    assert set(board.matters.values_list("column__slug", flat=True)) == {"waiting", "intake"}
    _holds(board)


def test_a_move_and_a_removal_with_an_heir_meet_in_any_order(board: Board, alice: User, bob: User) -> None:
    """T-041"""
    matter = MatterFactory(board=board)
    for turn in range(8):
        columns.add(Intent(board, alice), {"name": f"Short lived {turn}"})
        remove = lambda slug=f"short-lived-{turn}": columns.remove(Intent(board, alice), slug, move_to="done")  # noqa: E731
        moved, removed = together([_move(board, bob, matter, f"short-lived-{turn}"), remove])
        assert isinstance(removed, Outcome)
        assert isinstance(moved, Outcome | Invalid)
        matter.refresh_from_db()
        assert matter.column.slug in ("done", "intake")
    _holds(board)


def test_a_move_behind_a_deletion_is_told_and_one_before_it_does_not_save_the_matter(
    board: Board, alice: User, bob: User
) -> None:
    """T-039, T-040, both orders"""
    first, second = MatterFactory(board=board), MatterFactory(board=board)
    deleted, moved, edited = queued(
        board,
        [
            lambda: matters.delete(Intent(board, alice), first.pk),
            _move(board, bob, first, "done"),
            lambda: matters.edit(Intent(board, bob), first.pk, {"title": "Late"}, base=1),
        ],
    )
    assert isinstance(deleted, Outcome)
    assert isinstance(moved, Gone)
    assert isinstance(edited, Gone)
    moved, deleted = queued(
        board, [_move(board, bob, second, "done"), lambda: matters.delete(Intent(board, alice), second.pk)]
    )
    assert failures([moved, deleted]) == []
    assert not board.matters.filter(deleted_at=None).exists()
    _holds(board)


def test_who_is_taken_off_the_board_while_his_write_waits_writes_nothing(board: Board, alice: User, bob: User) -> None:
    """T-050"""
    matter = MatterFactory(board=board)
    removed, edited = queued(
        board,
        [
            lambda: members.remove(Intent(board, alice), "bob"),
            lambda: matters.edit(Intent(board, bob), matter.pk, {"title": "Too late"}, base=1),
        ],
    )
    assert isinstance(removed, Outcome)
    assert isinstance(edited, NotFound)
    assert Matter.objects.get(pk=matter.pk).version == 1


def test_who_is_walled_off_while_his_write_waits_writes_nothing(board: Board, alice: User, bob: User) -> None:
    """T-050"""
    matter = MatterFactory(board=board)
    walled, moved = queued(
        board,
        [
            lambda: matters.edit(Intent(board, alice), matter.pk, {"confidentiality": "restricted"}),
            _move(board, bob, matter, "done"),
        ],
    )
    assert isinstance(walled, Outcome)
    assert isinstance(moved, NotFound)


def test_a_rollback_after_versions_were_taken_leaves_no_gap(board: Board, bob: User) -> None:
    """T-003"""
    matter = MatterFactory(board=board)

    def write(number: int, turn: int) -> None:
        with writing(board.stream_id, actor=bob) as log:
            log.append("matter.edited", f"matter:{matter.pk}", {"title": [f"{number}", f"{turn}"]})
            if (number + turn) % 3 == 0:
                raise RuntimeError("after the version was taken")

    before = board.stream.events.count()
    played = rounds([partial(write, number) for number in range(4)], 15)
    failed = [error for results in played for error in failures(results)]
    assert {str(error) for error in failed} == {"after the version was taken"}
    assert board.stream.events.count() == before + 60 - len(failed)
    _holds(board)


def test_a_board_does_not_wait_for_another(board: Board, alice: User, bob: User) -> None:
    """T-004. Where there is one lock for the whole database, SQLite's, it waits without an error."""
    other = BoardFactory(name="Other", manager=alice)
    hold = 1.0
    began = time.monotonic()

    def create() -> float:
        matters.create(Intent(other, alice), {"title": "Meanwhile"})
        return time.monotonic() - began

    (took,) = queued(board, [create], hold=hold)
    assert (took < hold) == (connection.vendor == "postgresql")


def test_a_lock_that_is_not_to_be_had_is_given_up_in_time(board: Board, bob: User) -> None:
    """T-052: 503 comes of it before the client gives up. SQLite's writers stand in a queue instead."""
    began = time.monotonic()

    def create() -> float:
        try:
            matters.create(Intent(board, bob), {"title": "Waits"})
        except OperationalError:
            return time.monotonic() - began
        return 0.0

    (gave_up_after,) = queued(board, [create], hold=3.6)
    if connection.vendor == "postgresql":
        assert 2.9 < gave_up_after < 3.6
    else:
        assert gave_up_after == 0.0


def _move(board: Board, by: User, matter: Matter, to: str) -> Job:
    return lambda: matters.move(Intent(board, by), matter.pk, to=to)


def _holds(board: Board) -> None:
    """No gap, no double, and the chain verifies."""
    stream = Stream.objects.get(pk=board.stream_id)
    assert list(stream.events.order_by("pk").values_list("version", flat=True)) == list(range(2, stream.version + 1))
    assert chain.verify(stream) is None
