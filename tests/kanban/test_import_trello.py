"""manage.py import_trello: a board's export becomes a board; what has no place becomes text; what is left out is told.

`trello.json` is of the shape that Trello exports (its REST API's board with its parts nested).
"""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from kanban.importers import trello_load
from kanban.importers.trello import read_trello
from kanban.models import Board, Matter
from realtime import chain
from tests.kanban.test_import_matters import file

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).with_name("trello.json")
Change = Callable[[dict[str, Any]], Any]


def take(path: Path = SAMPLE, *options: str) -> str:
    out = StringIO()
    call_command("import_trello", str(path), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def changed(tmp_path: Path, change: Change) -> Path:
    """The sample, with a change made to it."""
    export = json.loads(SAMPLE.read_text())
    change(export)
    return file(tmp_path, json.dumps(export))


def matter(number: str) -> Matter:
    return Matter.objects.select_related("column").get(number=number)


@pytest.fixture
def taken(alice: User, bob: User, vera: User) -> str:
    return take(SAMPLE, "--manager", "alice")


def test_lists_and_cards_stand_in_the_order_of_the_board(taken: str) -> None:
    board = Board.objects.get(slug="maritime-cases")
    assert (board.name, board.description) == ("Maritime cases", "Cargo and collision. Since 2020.")
    shown = [(column.name, column.wip_limit, list(column.matters.values_list("number", flat=True)))
             for column in board.columns.all()]  # fmt: skip
    assert shown == [("Intake", 5, ["1", "3"]), ("Discovery", None, ["9", "7"]), ("Closed", None, ["5", "11"])]
    assert board.columns.get(slug="closed").category == "done"
    assert chain.verify(board.stream) is None


def test_a_card_brings_its_dates_labels_and_members(taken: str) -> None:
    found = matter("3")
    assert (str(found.target_on), str(found.opened_on)) == ("2026-06-30", "2026-01-15")
    assert [(each.name, each.colour) for each in found.labels.all()] == [("Class action", "violet"), ("Urgent", "red")]
    assert [person.username for person in found.assignees.all()] == ["alice"]
    assert [each.name for each in matter("1").labels.all()] == ["Red"]
    assert not Board.objects.get().labels.filter(name="Sky").exists()


def test_what_has_no_place_stands_in_the_description(taken: str) -> None:
    assert matter("3").description == (
        "Cargo lost off Bergen.\n\n- B/L 17\n- survey report\n\n"
        "Checklist: Before filing\n[x] Check conflicts\n[ ] Pay the fee (due 2026-02-10)\n\n"
        "Checklist: Service\n[ ] Serve Roe\n\n"
        "Comments in Trello:\n\n2026-02-20 A. Archer: Call the insurer\n\n"
        "2026-03-04 Walter Wise: Survey is in.\nRoe disputes it.\n\n"
        "Attachments in Trello:\nsurvey.pdf https://trello.com/1/cards/x/attachments/y/download/survey.pdf\n\n"
        "Members in Trello: Walter Wise (@walterw)\nCard in Trello: https://trello.com/c/Ab000003"
    )
    assert matter("1").description.startswith("Due in Trello: 2026-02-01, complete\n")
    assert matter("1").target_on is None


def test_archived_cards_and_the_cards_of_archived_lists_are_archived(taken: str) -> None:
    away = Matter.objects.exclude(archived_at=None)
    assert {each.number for each in away} == {"5", "7"}
    assert "Archived list in Trello: Old intake" in matter("5").description


def test_members_are_found_by_user_name_or_full_name_and_get_no_more_than_they_had(taken: str) -> None:
    roles = dict(Board.objects.get().memberships.values_list("user__username", "role"))
    assert roles == {"alice": "manager", "bob": "editor", "vera": "viewer"}
    assert "Bob Baker (@bbaker77) is bob here." in taken
    assert "Walter Wise (@walterw) is nobody here: named in the descriptions." in taken


def test_text_that_cannot_be_kept_is_made_such_as_can(taken: str, tmp_path: Path) -> None:
    assert matter("9").title == "Roe Works v. <b>Daffodil</b>"

    def swell(export: dict[str, Any]) -> None:
        export["cards"][0].update(name="x" * 300, desc="y" * 60_000 + "\ud800", due="9999-12-31T23:59:59.000Z")

    told = take(changed(tmp_path, swell))
    found = Matter.objects.get(board__slug="maritime-cases-2", number="3")
    assert (len(found.title), len(found.description), found.target_on) == (250, 50_000, None)
    assert found.description.startswith("x" * 300 + "\n\ny")
    assert "1 cards held more text than a description may" in told


def test_what_was_and_was_not_taken_is_told(taken: str) -> None:
    assert taken.splitlines()[0] == (
        "Taken: 3 lists, 6 cards, 2 of them archived, 3 labels, 2 checklists, as text, 2 comments, as text."
    )
    for line in (
        "Archived lists became no columns; their cards are archived: “Old intake”.",
        "1 comments are not in the file: Trello exports the last 1,000 activities.",
        "1 attachments: names and addresses stand in the descriptions, the files stay.",
        "1 due dates that are complete stand in the descriptions, not as target dates.",
        "Not taken: 2 entries of the activity.",
        "Not taken: 1 values of custom fields.",
        "Not taken: 1 votes.",
    ):
        assert line in taken.splitlines()
    assert "stickers" not in taken


def test_a_dry_run_tells_the_same_and_writes_nothing(alice: User) -> None:
    told = take(SAMPLE, "--dry-run")
    assert "3 lists, 6 cards" in told
    assert "Dry run, nothing written: it would be Maritime cases (maritime-cases)." in told
    assert not Board.objects.exists()


def test_labels_of_one_name_and_cards_of_one_number_stay_apart(tmp_path: Path, db: None) -> None:
    def twice(export: dict[str, Any]) -> None:
        export["labels"][1]["name"] = "CLASS ACTION"
        export["cards"][1]["idShort"] = 3

    take(changed(tmp_path, twice))
    assert [each.name for each in Board.objects.get().labels.all()] == ["CLASS ACTION (2)", "Class action", "Red"]
    assert {"3-1", "3-2"} <= set(Matter.objects.values_list("number", flat=True))


def test_a_board_without_open_lists_gets_a_column(tmp_path: Path, db: None) -> None:
    take(changed(tmp_path, lambda export: [each.update(closed=True) for each in export["lists"]]))
    assert [column.name for column in Board.objects.get().columns.all()] == ["Imported"]
    assert not Matter.objects.filter(archived_at=None).exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda export: export.pop("cards"), "lists and cards are missing: this is not a board's export"),
        (lambda export: export["cards"][1].update(idList="none"), "idList names no list of the file"),
        (lambda export: export["cards"][1].update(name=["x"]), r"cards\[\d\]\.name must be text"),
        (lambda export: export["cards"][1].update(closed="no"), r"cards\[\d\]\.closed must be true or false"),
        (lambda export: export["cards"][1].update(pos=True), r"cards\[1\]\.pos must be a number"),
        (lambda export: export["cards"][1].update(idLabels=[7]), r"idLabels must be a list of texts"),
        (lambda export: export.update(lists=[1]), "lists must be a list of objects"),
        (lambda export: export.update(lists={"a": 1}), "lists must be a list"),
        (lambda export: export["lists"].extend([{"id": f"l{n}"} for n in range(60)]), "more than 50 lists"),
    ],
)
def test_an_export_that_is_not_one_is_refused_whole_with_the_place(
    tmp_path: Path, db: None, change: Change, told: str
) -> None:
    with pytest.raises(CommandError, match=told):
        take(changed(tmp_path, change))
    assert not Board.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "not JSON: Expecting value on line 1"),
        (b"{\n}}", "not JSON: Extra data on line 2"),
        (b"[]", "holds no JSON object"),
        (b'{"lists": "\xff"}', "not UTF-8"),
        (b'{"pos": NaN}', "NaN is no number"),
        (b'{"pos": ' + b"9" * 5000 + b"}", "not JSON that can be taken: Exceeds the limit"),
        (b"[" * 200_000, "nested too deeply"),
    ],
)
def test_a_file_that_is_no_such_json_is_told_plainly(tmp_path: Path, db: None, content: bytes, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        take(file(tmp_path, content))


def test_an_import_that_breaks_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> None:
    monkeypatch.setattr(trello_load, "BATCH", 2)
    told: list[int] = []

    def until_the_second(done: int, of: int) -> None:
        told.append(done)
        if done == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        trello_load.load_trello(read_trello(SAMPLE), by=None, progress=until_the_second)
    assert told == [2, 4]
    assert not Board.objects.exists()
    assert not Matter.objects.exists()
