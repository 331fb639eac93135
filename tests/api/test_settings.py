"""Programs change boards, columns, labels, members and parties as their managers do."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, columns
from kanban.models import Board
from tests.api.programs import Program
from tests.clients import cursor_of
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(board: Board, alice: User) -> Program:
    return Program(alice)


def test_a_board_is_made_changed_and_put_aside(program: Program) -> None:
    response = program.post("boards", {"name": "Tax", "number_template": "T-NNN"})
    board = response.json()["board"]
    assert (response.status_code, response["Location"]) == (201, "/api/boards/tax")
    assert (board["slug"], board["role"], board["number_template"]) == ("tax", "manager", "T-NNN")
    assert program.post("boards/tax/matters", {"title": "Doe"}).json()["number"] == "T-001"
    assert program.patch("boards/tax", {"name": "Taxes"}).json()["board"]["name"] == "Taxes"
    assert program.post("boards/tax/archive").status_code == 200
    assert program.get("boards/tax").status_code == 404


def test_a_column_is_added_changed_moved_and_removed_with_its_matters(program: Program, board: Board) -> None:
    path = "boards/litigation/columns"
    added = program.post(path, {"name": "Appeal", "wip_limit": 3, "wip_is_hard": True})
    assert (added.status_code, added.json()["cursor"]) == (201, cursor_of(board))
    assert added.json()["column"].items() >= {"slug": "appeal", "wip_limit": 3, "wip_is_hard": True}.items()
    matter = program.post("boards/litigation/matters", {"title": "Doe", "column": "appeal"}).json()
    assert program.patch(f"{path}/appeal", {"wip_limit": None}).json()["column"]["wip_limit"] is None
    assert program.post(f"{path}/appeal/move", {"after": None}).status_code == 200
    assert program.get(path).json()["columns"][0]["slug"] == "appeal"
    full = program.delete(f"{path}/appeal")
    assert (full.status_code, list(full.json()["fields"])) == (422, ["move_to"])
    assert program.delete(f"{path}/appeal?move_to=done").status_code == 200
    assert program.get(f"matters/{matter['id']}").json()["column"] == "done"


def test_what_somebody_else_set_meanwhile_is_not_overwritten_where_the_base_is_told(
    program: Program, board: Board, alice: User
) -> None:
    columns.change(Intent(board, alice), "done", {"name": "Finished"})
    response = program.patch("boards/litigation/columns/done", {"name": "Over", "base": {"name": "Done"}})
    assert (response.status_code, response.json()["standing"]) == (422, {"name": "Finished"})
    assert "Finished" in response.json()["fields"]["name"][0]
    again = program.patch("boards/litigation/columns/done", {"name": "Over", "base": {"name": "Finished"}})
    assert again.json()["column"]["name"] == "Over"


def test_a_label_is_added_renamed_and_taken_off(program: Program) -> None:
    path = "boards/litigation/labels"
    label = program.post(path, {"name": "Tax", "colour": "red"}).json()["label"]
    assert (label["name"], label["colour"]) == ("Tax", "red")
    matter = program.post("boards/litigation/matters", {"title": "Doe", "labels": ["Tax"]}).json()
    assert program.patch(f"{path}/{label['id']}", {"name": "Taxes"}).json()["label"] == {**label, "name": "Taxes"}
    assert program.get(f"matters/{matter['id']}").json()["labels"] == ["Taxes"]
    assert program.delete(f"{path}/{label['id']}").status_code == 200
    assert program.patch(f"{path}/{label['id']}", {"name": "Tax"}).status_code == 404


def test_a_member_is_let_in_promoted_and_taken_off(program: Program, mallory: User) -> None:
    path = "boards/litigation/members/mallory"
    assert program.put(path, {"role": "viewer"}).json()["member"]["role"] == "viewer"
    assert Program(mallory).get("boards/litigation").status_code == 200
    assert program.put(path, {"role": "editor"}).json()["member"]["role"] == "editor"
    assert program.delete(path).status_code == 200
    assert Program(mallory).get("boards/litigation").status_code == 404


def test_a_board_keeps_a_manager(program: Program) -> None:
    response = program.put("boards/litigation/members/alice", {"role": "viewer"})
    assert (response.status_code, list(response.json()["fields"])) == (422, ["role"])


def test_a_party_is_added_changed_and_removed_and_each_is_a_change_of_the_matter(
    program: Program, board: Board
) -> None:
    path = f"matters/{MatterFactory(board=board).pk}/parties"
    body = program.post(path, {"name": "Ann", "role": "witness"}).json()
    (party,) = body["parties"]
    assert (body["version"], party["kind"], party["role"]) == (2, "person", "witness")
    assert program.patch(f"{path}/{party['id']}", {"contact": "ann@example.com"}).json()["version"] == 3
    assert program.get(path).json()["parties"] == [{**party, "contact": "ann@example.com"}]
    assert program.delete(f"{path}/{party['id']}").json()["parties"] == []
    assert program.delete(f"{path}/{party['id']}", If_Match='"1"').status_code == 412
