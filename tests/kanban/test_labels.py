"""A board's labels, and the cards that bear them."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels, matters
from kanban.errors import Forbidden, Invalid, NotFound
from kanban.models import Board, Label
from tests.clients import browser_of, cursor_of, poll
from tests.factories import BoardFactory, MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tax(board: Board, alice: User) -> Label:
    labels.add(Intent(board, alice), {"name": "Tax", "colour": "red"})
    return board.labels.get()


def test_a_renamed_or_recoloured_label_shows_on_its_cards_at_once(
    board: Board, tax: Label, alice: User, bob: User
) -> None:
    bearing, other = MatterFactory(board=board, labels=["Tax"]), MatterFactory(board=board)
    before = cursor_of(board)
    labels.change(Intent(board, alice), tax.pk, {"name": "Taxes", "colour": "blue"})
    body = poll(browser_of(bob), board, before).content.decode()
    assert "Taxes" in body
    assert f'data-matter-id="{bearing.pk}"' in body
    assert f'data-matter-id="{other.pk}"' not in body
    bearing.refresh_from_db()
    assert bearing.version == 1


def test_a_removed_label_comes_off_its_cards_and_each_says_so(board: Board, tax: Label, alice: User, bob: User) -> None:
    bearing = MatterFactory(board=board, labels=["Tax"])
    archived = MatterFactory(board=board, labels=["Tax"])
    matters.archive(Intent(board), archived.pk)
    before = cursor_of(board)
    labels.remove(Intent(board, alice), tax.pk)
    body = poll(browser_of(bob), board, before).content.decode()
    assert f'data-matter-id="{bearing.pk}"' in body
    assert "Tax" not in body
    for matter, version in ((bearing, 2), (archived, 3)):
        matter.refresh_from_db()
        assert (matter.version, list(matter.labels.all())) == (version, [])
    assert not board.labels.exists()


def test_a_deleted_matter_does_not_keep_a_label(board: Board, tax: Label, alice: User) -> None:
    matters.delete(Intent(board), MatterFactory(board=board, labels=["Tax"]).pk)
    labels.remove(Intent(board, alice), tax.pk)
    assert not board.labels.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 41}, "name"),
        ({"name": "tAX"}, "name"),
        ({"colour": "beige"}, "colour"),
        ({"board": 1}, "board"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    board: Board, tax: Label, alice: User, values: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as caught:
        labels.add(Intent(board, alice), {"name": "New", **values})
    assert list(caught.value.extra["fields"]) == [field]
    assert board.labels.count() == 1


def test_a_label_may_be_called_what_it_is_called(board: Board, tax: Label, alice: User) -> None:
    before = cursor_of(board)
    labels.change(Intent(board, alice), tax.pk, {"name": "Tax", "colour": "red"})
    assert cursor_of(board) == before
    labels.change(Intent(board, alice), tax.pk, {"name": "TAX"})
    assert str(board.labels.get()) == "TAX"


def test_another_boards_label_is_not_found(board: Board, tax: Label, alice: User) -> None:
    other = BoardFactory(manager=alice)
    for write in (
        lambda: labels.change(Intent(other, alice), tax.pk, {"name": "Mine"}),
        lambda: labels.remove(Intent(other, alice), tax.pk),
    ):
        with pytest.raises(NotFound):
            write()


def test_only_managers_do_this(board: Board, tax: Label, bob: User) -> None:
    for write in (
        lambda: labels.add(Intent(board, bob), {"name": "New"}),
        lambda: labels.change(Intent(board, bob), tax.pk, {"name": "New"}),
        lambda: labels.remove(Intent(board, bob), tax.pk),
    ):
        with pytest.raises(Forbidden):
            write()
