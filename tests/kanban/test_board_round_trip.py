"""export_board and import_board: whatever was done to a board, its copy is the same, past and all (hypothesis).

The copy is made in the same database, where no id can be the same; so what is compared names things by their place.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from kanban.exporters.history import history_of
from kanban.exporters.whole import whole
from kanban.importers.board_file import read_board
from kanban.importers.board_load import first_hash, load_board
from kanban.models import Board
from realtime import chain
from tests.kanban.machine import BoardMachine, search

pytestmark = pytest.mark.django_db(transaction=True)


def exported(board: Board) -> dict[str, Any]:
    """What export_board writes, as it is read again."""
    board = Board.objects.select_related("stream").get(pk=board.pk)
    export = whole(board, board.matters.all())
    told = {**export, "history": history_of(board, export["matters"])}
    return json.loads(json.dumps(told))


def without_ids(export: dict[str, Any]) -> dict[str, Any]:
    """The export with ids replaced by places, and without what must differ: address, hashes."""
    history = export["history"]
    order = {matter["id"]: at for at, matter in enumerate([*export["matters"], *history["deleted"]])}
    labels = {pk: name for name, pk in history["label_ids"].items()}
    board = {name: value for name, value in export["board"].items() if name not in ("id", "slug")}
    return {
        **{name: export[name] for name in ("format", "version", "columns", "labels", "members")},
        "board": board,
        "matters": [{**matter, "id": order[matter["id"]]} for matter in export["matters"]],
        "deleted": [{**matter, "id": order[matter["id"]]} for matter in history["deleted"]],
        "openings": [{**opening, "matter": order[opening["matter"]]} for opening in history["openings"]],
        "pruned_through": history["pruned_through"],
        "people": history["people"],
        "events": [
            {**event, "subject": placed(event["subject"], order, labels), "hash": ""} for event in history["events"]
        ],
    }


def placed(subject: str, order: dict[int, int], labels: dict[int, str]) -> str:
    kind, _, key = subject.partition(":")
    if kind == "matter":
        return f"matter at {order[int(key)]}"
    if kind == "label":  # the removed ones get names by their turn
        return f"label {labels.setdefault(int(key), f'removed {len(labels)}')}"
    return "board" if kind == "board" else subject


def copied(export: dict[str, Any], path: Path, slug: str) -> Board:
    path.write_text(json.dumps(export))
    return load_board(read_board(path), slug=slug)


class CopiedBoard(BoardMachine):
    """At the end, the board is copied."""

    readers_of = ()
    folder: Path

    def poll(self, which: int) -> None:
        """Nobody reads: others look at that."""

    def teardown(self) -> None:
        super().teardown()
        was = exported(self.board)
        copy = copied(was, self.folder / "board.json", f"copy-of-{self.board.pk}")
        assert without_ids(exported(copy)) == without_ids(was)
        assert chain.verify(copy.stream) is None
        assert copy.stream.pruned_hash == first_hash(was["history"]["head"])


def test_whatever_was_done_to_a_board_its_copy_is_the_same(tmp_path: Path) -> None:
    CopiedBoard.folder = tmp_path
    run_state_machine_as_test(CopiedBoard.with_cast(), settings=settings(search(steps=20, examples=15)))
