"""A restricted card changes on the boards of those who may see it, also by what happens to its column and its
labels.
"""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, labels, matters
from kanban.commands import places as commanded_places
from kanban.commands.matters import Place
from kanban.models import Board, Label
from tests.factories import MatterFactory
from tests.readers import Reader, fresh


def test_a_renamed_label_shows_on_a_restricted_card_to_whom_is_on_it(board: Board, alice: User, bob: User) -> None:
    labels.add(Intent(board, alice), {"name": "Appeal"})
    MatterFactory(board=board, confidentiality="restricted", assignees=["bob"], labels=["Appeal"])
    reader = Reader(bob, board.slug)
    reader.open()
    labels.change(Intent(board, alice), Label.objects.get(board=board).pk, {"name": "Remand"})
    reader.poll()
    assert reader.board == fresh(reader)


def test_a_restricted_card_keeps_its_place_when_its_column_is_spread(
    board: Board, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    MatterFactory(board=board)
    MatterFactory(board=board, confidentiality="restricted", assignees=["bob"])
    reader = Reader(bob, board.slug)
    reader.open()
    monkeypatch.setattr(commanded_places, "LONGEST", 1)
    matters.create(Intent(board), {"title": "At the top"}, place=Place(at_top=True))
    assert board.stream.events.filter(kind="column.spread").exists()
    reader.poll()
    assert reader.board == fresh(reader)
