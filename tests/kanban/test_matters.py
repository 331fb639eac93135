"""What can be done with a matter, and what is said when it cannot."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, matters
from kanban.commands.matters import Place
from kanban.errors import Conflict, Forbidden, Gone, Invalid, NotFound
from kanban.models import Board, Matter
from realtime import chain
from realtime.errors import NotWriting
from tests.factories import MatterFactory


def test_a_new_matter_gets_the_next_number_and_version_one(board: Board, bob: User) -> None:
    first = MatterFactory(board=board)
    second = MatterFactory(board=board)
    assert first.version == 1
    assert first.number.endswith("-0001")
    assert second.number.endswith("-0002")


def test_each_change_adds_one_to_the_matter_and_to_the_board(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board)
    before = board.stream.events.count()
    outcome = matters.edit(Intent(board, bob), matter.pk, {"title": "Doe v. Coe", "court": "nysd"}, base=1)
    assert outcome.version == 2
    board.stream.refresh_from_db()
    assert board.version == outcome.board_version == before + 2
    assert chain.verify(board.stream) is None


def test_edits_of_different_fields_are_both_kept(board: Board, alice: User, bob: User) -> None:
    matter = MatterFactory(board=board)
    matters.edit(Intent(board, alice), matter.pk, {"court": "nysd"}, base=1)
    outcome = matters.edit(Intent(board, bob), matter.pk, {"judge": "Hand"}, base=1)
    matter.refresh_from_db()
    assert (matter.court, matter.judge) == ("nysd", "Hand")
    assert outcome.merged == ["court"]


def test_edits_of_the_same_field_are_a_conflict_that_names_all_three_values(
    board: Board, alice: User, bob: User
) -> None:
    matter = MatterFactory(board=board, title="Base")
    matters.edit(Intent(board, alice), matter.pk, {"title": "Theirs"}, base=1)
    with pytest.raises(Conflict) as caught:
        matters.edit(Intent(board, bob), matter.pk, {"title": "Mine", "judge": "Hand"}, base=1)
    (conflict,) = caught.value.extra["conflicts"]
    assert (conflict["base"], conflict["mine"], conflict["theirs"], conflict["by"]) == (
        "Base",
        "Mine",
        "Theirs",
        "alice",
    )
    matter.refresh_from_db()
    assert (matter.title, matter.judge, matter.version) == ("Theirs", "", 2)


def test_an_edit_to_what_already_stands_there_is_no_change(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board, title="Same")
    outcome = matters.edit(Intent(board, bob), matter.pk, {"title": "Same"}, base=1)
    assert outcome.version == 1


def test_matters_keep_the_order_they_are_put_in(board: Board, bob: User) -> None:
    a, b, c = (MatterFactory(board=board, title=title) for title in "ABC")
    matters.move(Intent(board, bob), c.pk, to="intake", place=Place(at_top=True))
    matters.move(Intent(board, bob), a.pk, to="intake", place=Place(after=b.pk))
    titles = Matter.objects.filter(board=board).order_by("rank").values_list("title", flat=True)
    assert list(titles) == ["C", "B", "A"]


def test_a_neighbour_that_is_gone_does_not_make_a_move_fail(board: Board, bob: User) -> None:
    a, b = (MatterFactory(board=board, title=title) for title in "AB")
    matters.delete(Intent(board), b.pk)
    outcome = matters.move(Intent(board, bob), a.pk, to="waiting", place=Place(after=b.pk))
    assert outcome.version == 2


def test_a_deleted_matter_is_gone_and_an_archived_one_says_so(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board)
    matters.archive(Intent(board, bob), matter.pk)
    with pytest.raises(Gone) as caught:
        matters.edit(Intent(board, bob), matter.pk, {"title": "Late"}, base=1)
    assert caught.value.extra["state"] == "archived"
    matters.delete(Intent(board), matter.pk)
    with pytest.raises(Gone):
        matters.restore(Intent(board, bob), matter.pk)


def test_viewers_cannot_write_and_strangers_do_not_even_find_it(board: Board, vera: User, mallory: User) -> None:
    matter = MatterFactory(board=board)
    with pytest.raises(Forbidden):
        matters.edit(Intent(board, vera), matter.pk, {"title": "No"})
    with pytest.raises(NotFound):
        matters.edit(Intent(board, mallory), matter.pk, {"title": "No"})


def test_writing_past_the_commands_raises(board: Board) -> None:
    """T-037"""
    matter = MatterFactory(board=board)
    with pytest.raises(NotWriting):
        matter.save()
    with pytest.raises(NotWriting):
        Matter.objects.filter(pk=matter.pk).update(title="Silent")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"description": "x" * 1_000_000}, "description"),
        ({"title": "nul\0"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"title": 7}, "title"),
        ({"filed_on": "yesterday"}, "filed_on"),
        ({"priority": "extreme"}, "priority"),
        ({"responsible": "mallory"}, "responsible"),
        ({"assignees": "bob"}, "assignees"),
        ({"labels": ["none such"]}, "labels"),
        ({"board": 1}, "board"),
        ({"version": 9}, "version"),
    ],
)
def test_bad_input_is_refused_by_the_field_and_nothing_is_written(
    board: Board, bob: User, mallory: User, values: dict[str, object], field: str
) -> None:
    matter = MatterFactory(board=board)
    with pytest.raises(Invalid) as caught:
        matters.edit(Intent(board, bob), matter.pk, {"judge": "Hand", **values}, base=1)
    assert list(caught.value.extra["fields"]) == [field]
    matter.refresh_from_db()
    assert (matter.version, matter.judge) == (1, "")
