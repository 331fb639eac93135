"""T-037: what is logged cannot be changed in silence, by whatever way the ORM offers."""

from collections.abc import Callable

import pytest

from kanban.models import Board, Label, Matter
from realtime.errors import NotWriting
from realtime.log import writing
from tests.clients import cursor_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db

SILENT: list[Callable[[Matter], object]] = [
    lambda matter: matter.save(),
    lambda matter: matter.delete(),
    lambda matter: Matter.objects.filter(pk=matter.pk).update(title="Silent"),
    lambda matter: Matter.objects.filter(pk=matter.pk).delete(),
    lambda matter: Matter.objects.bulk_update([matter], ["title"]),
    lambda matter: Label.objects.bulk_create([Label(board=matter.board, name="Silent")]),
    lambda matter: Label.objects.create(board=matter.board, name="Silent"),
    lambda matter: matter.board.labels.get_or_create(name="Silent"),
    lambda matter: matter.board.labels.create(name="Silent"),
]


@pytest.mark.parametrize("write", SILENT)
def test_outside_a_command_it_raises_and_changes_nothing(board: Board, write: Callable[[Matter], object]) -> None:
    matter, before = MatterFactory(board=board, title="Loud"), cursor_of(board)
    matter.title = "Silent"
    with pytest.raises(NotWriting):
        write(matter)
    assert Matter.objects.get().title == "Loud"
    assert not board.labels.exists()
    assert cursor_of(board) == before


def test_inside_a_command_it_is_written(board: Board) -> None:
    with writing(board.stream_id, actor=None):
        Label.objects.bulk_create([Label(board=board, name="One"), Label(board=board, name="Two")])
        board.labels.filter(name="One").delete()
        board.labels.get().delete()
    assert not board.labels.exists()


def test_one_write_inside_another_does_not_open_the_door_for_good(board: Board) -> None:
    matter = MatterFactory(board=board)
    with writing(board.stream_id, actor=None):
        pass
    with pytest.raises(NotWriting):
        matter.save()
