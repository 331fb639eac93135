"""manage.py import_board: the copy works like the board it came from, and a file that was touched is refused whole."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from kanban.access import grant_on
from kanban.commands import Intent, labels, matters, openings, parties
from kanban.commands.undo import undo
from kanban.models import Board, Matter, Opening
from kanban.past import board_then
from realtime import chain
from realtime.prune import prune_stream
from tests.factories import MatterFactory
from tests.kanban.machine import forget
from tests.kanban.test_board_round_trip import exported, without_ids

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], Any]


@pytest.fixture
def file(board: Board, alice: User, bob: User, tmp_path: Path) -> Path:
    """A board with a past: restricted, archived and deleted matters, a removed label, parties, openings."""
    intent = Intent(board, alice)
    labels.add(intent, {"name": "Gone"})
    labels.add(intent, {"name": "Appeal", "colour": "violet"})
    first = MatterFactory(board=board, title="Doe v. Roe", labels=["Gone", "Appeal"], responsible="bob")
    labels.remove(intent, board.labels.get(name="Gone").pk)
    matters.edit(Intent(board, bob), first.pk, {"court": "nysd"})
    matters.move(Intent(board, bob), first.pk, to="done")
    parties.add(intent, first.pk, {"name": "Jane Doe", "role": "witness"})
    walled = MatterFactory(board=board, title="Secret v. Wall", confidentiality="restricted")
    openings.record(walled, person=alice, how=Opening.How.PAGE)
    matters.delete(intent, walled.pk)
    matters.archive(intent, MatterFactory(board=board).pk)
    path = tmp_path / "board.json"
    call_command("export_board", "litigation", "--out", str(path))
    return path


def take(path: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_board", str(path), *options, stdout=out)
    return out.getvalue()


def changed(path: Path, change: Change) -> Path:
    export = json.loads(path.read_text())
    change(export)
    path.write_text(json.dumps(export))
    return path


def copy_of(path: Path) -> Board:
    take(path, "--slug", "copy")
    return Board.objects.select_related("stream").get(slug="copy")


def test_the_copy_is_the_same_and_verifies(file: Path, board: Board) -> None:
    copy = copy_of(file)
    assert without_ids(exported(copy)) == without_ids(exported(board))
    out = StringIO()
    call_command("verify_log", "copy", stdout=out)
    assert f"copy: whole, versions 2 to {copy.version}" in out.getvalue()


def test_the_copy_goes_on_where_the_board_stood(file: Path, board: Board, alice: User, bob: User) -> None:
    copy = copy_of(file)
    found = copy.matters.get(title="Doe v. Roe")
    event = copy.stream.events.get(kind="matter.edited", changes__has_key="court")
    undo(Intent(copy, bob), found.pk, event=event.version)
    matters.edit(Intent(copy, alice), found.pk, {"title": "Doe v. Roe Ltd"}, base=found.version)
    found.refresh_from_db()
    assert (found.court, found.title) == ("", "Doe v. Roe Ltd")
    made = Matter.objects.get(pk=matters.create(Intent(copy, bob), {"title": "Next"}).matter or 0)
    assert made.number == matter_made_next(board)
    copy.stream.refresh_from_db()
    assert chain.verify(copy.stream) is None


def matter_made_next(board: Board) -> str:
    made: Matter = MatterFactory(board=Board.objects.select_related("stream").get(pk=board.pk))
    return made.number


def test_the_copy_stood_at_each_time_as_the_board_did(file: Path, board: Board, alice: User) -> None:
    copy = copy_of(file)
    for version in range(2, copy.version + 1):
        then = [
            [(column.slug, [each.title for each in column.matters_then]) for column in  # type: ignore[attr-defined]
             board_then(grant_on(alice, slug), version).columns]
            for slug in ("litigation", "copy")
        ]  # fmt: skip
        assert then[0] == then[1], version


def test_the_past_of_a_restricted_matter_stays_hidden_where_it_was_deleted(file: Path, bob: User) -> None:
    copy = copy_of(file)
    walled = copy.matters.get(title="Secret v. Wall")
    assert walled.deleted_at
    assert walled.openings.get().person.get_username() == "alice"
    assert not grant_on(bob, "copy").events.filter(subject=f"matter:{walled.pk}").exists()


def test_a_pruned_history_is_taken_from_where_it_begins(board: Board, tmp_path: Path) -> None:
    MatterFactory(board=board)
    board.stream.refresh_from_db()
    forget(board.stream, keep=2)
    path = tmp_path / "board.json"
    call_command("export_board", "litigation", "--out", str(path))
    copy = copy_of(path)
    assert (copy.version, copy.stream.events.count()) == (board.stream.version, 2)
    assert chain.verify(copy.stream) is None
    prune_stream(copy.stream_id, before=copy.stream.events.latest("version").at)
    copy.stream.refresh_from_db()
    assert chain.verify(copy.stream) is None


def test_people_without_an_account_are_named_and_made_only_when_asked_for(file: Path) -> None:
    def marry(export: dict[str, Any]) -> None:
        export["members"].append({"username": "wanda", "name": "Wanda Wise", "role": "viewer"})
        export["history"]["people"].append({"username": "wanda", "first_name": "Wanda", "last_name": "Wise"})

    changed(file, marry)
    with pytest.raises(CommandError, match=r"Nobody here has the user name wanda\. Add --create-people"):
        take(file, "--slug", "copy")
    take(file, "--slug", "copy", "--create-people")
    wanda = User.objects.get(username="wanda")
    assert (wanda.get_full_name(), wanda.has_usable_password()) == ("Wanda Wise", False)
    assert wanda.memberships.get().role == "viewer"


def test_an_address_that_is_taken_is_told(file: Path) -> None:
    with pytest.raises(CommandError, match=r"There is a board litigation already\. Name another address with --slug"):
        take(file)
    with pytest.raises(CommandError, match="cannot be a board's address"):
        take(file, "--slug", "No Slug!")


def test_what_one_person_may_see_is_no_whole_board(board: Board, tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    call_command("export_board", "litigation", "--as", "vera", "--out", str(path))
    with pytest.raises(CommandError, match="only what one person may see"):
        take(path, "--slug", "copy")


def first_event(export: dict[str, Any]) -> dict[str, Any]:
    return export["history"]["events"][0]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda export: export.update(format="aster-board/1"), "says “aster-board/1”"),
        (lambda export: first_event(export).update(kind="matter.moved"), "broken at version 2"),
        (lambda export: first_event(export).update(changes={"a": 1}), "what was before and after"),
        (lambda export: export["history"]["events"].pop(3), "broken at version 5"),
        (lambda export: export["history"]["events"].pop(), "before its head"),
        (lambda export: first_event(export).update(at="yesterday"), r"events\[0\].at must be a moment"),
        (lambda export: first_event(export).update(actor="bob"), "names somebody else"),
        (lambda export: export["matters"][0].update(title=""), r"matters\[0\].title cannot be taken"),
        (lambda export: export["matters"][0].update(title=" x"), "title is not as a board keeps it"),
        (lambda export: export["matters"][0].update(filed_on="31.12.2025"), "filed_on cannot be taken"),
        (lambda export: export["matters"][0].update(rank="10"), "rank must be digits"),
        (lambda export: export["matters"][0].update(column="none"), "names no column"),
        (lambda export: export["matters"][0].update(labels=["none"]), "labels names none"),
        (lambda export: export["matters"][0].update(responsible="nobody"), "responsible names nobody"),
        (lambda export: export["matters"][0].update(version=10**30), "holds what cannot be kept"),
        (lambda export: export["matters"].append(export["matters"][0]), "holds what cannot be kept"),
        (lambda export: export["matters"].clear(), "The history tells of matter:"),
        (lambda export: export["members"][0].update(role="king"), "role must be one of"),
        (lambda export: export["columns"][0].update(colour="gold"), "colour cannot be taken"),
        (lambda export: export["history"]["openings"][0].update(how="x-ray"), "how is unknown"),
    ],
)
def test_a_file_that_was_touched_is_refused_whole_with_the_place(file: Path, change: Change, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        take(changed(file, change), "--slug", "copy")
    assert not Board.objects.filter(slug="copy").exists()
    assert Matter.objects.count() == 3
