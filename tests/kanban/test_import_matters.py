"""manage.py import_matters: good rows go in, bad ones are named, and again doubles nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kanban.commands import Intent, boards, columns, labels, matters
from kanban.importers import load as loading
from kanban.models import Board, Matter
from realtime import chain
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db

# Of the shape of public docket data.
CASES = (
    "number,title,court,client,opposing_party,practice_area,filed_on,closed_on,last_activity_on,stage,docket_entries\n"
    '23-7001,"Hart Foods, Inc. v. Drug Office",ca2,"Hart Foods, Inc.",Drug Office,,2023-10-03,,2023-10-06,Intake,21\n'
    "2:06-cv-00001,Printex v. Daffodil,cacd,Printex Works,Daffodil Inc,820 Copyright,2006-01-19,2006-08-25,,Closed,47\n"
    "1:20-cv-00002,PEOPLE v. SEARCHLIGHT LLC,dcd,,,410 Anti-Trust,2020-10-20,,2023-05-09,Discovery,7\n"
    "MDL No. 2001,IN RE: Nebula Litigation,jpml,Counsel,Counsel,,2010-04-12,2010-06-08,2010-06-08,Closed,10\n"
)


class Run:
    """One run of the command: what it printed, what it told on the side, and how it ended ("" is well)."""

    def __init__(self, path: Path, *options: str, board: str = "cases") -> None:
        out, err = StringIO(), StringIO()
        self.failure = ""
        try:
            call_command("import_matters", str(path), "--board", board, *options, stdout=out, stderr=err)
        except CommandError as error:
            self.failure = str(error)
        self.out, self.err = out.getvalue(), err.getvalue()


def file(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "cases.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def version(slug: str = "cases") -> int:
    board = Board.objects.select_related("stream").get(slug=slug)
    assert chain.verify(board.stream) is None
    return board.version


def test_a_new_board_has_the_stages_as_columns_in_the_order_of_a_case(tmp_path: Path, db: None) -> None:
    run = Run(file(tmp_path, CASES), "--create")
    assert run.failure == ""
    board = Board.objects.get(slug="cases")
    assert [column.name for column in board.columns.all()] == ["Intake", "Discovery", "Closed"]
    matter = board.matters.get(number="2:06-cv-00001")
    assert (matter.column.name, matter.practice_area, str(matter.filed_on)) == ("Closed", "820 Copyright", "2006-01-19")
    assert "4 new, 0 changed, 0 as they were, 0 refused." in run.out
    assert "Unknown columns, not taken: last_activity_on, docket_entries." in run.err
    assert "4 of 4 rows" in run.err


def test_again_nothing_is_doubled_and_nothing_is_written(tmp_path: Path, db: None) -> None:
    Run(file(tmp_path, CASES), "--create")
    before = version()
    run = Run(file(tmp_path, CASES), "--create")
    assert "0 new, 0 changed, 4 as they were, 0 refused." in run.out
    assert version() == before


def test_a_changed_row_changes_its_matter_and_its_place(tmp_path: Path, db: None) -> None:
    Run(file(tmp_path, CASES), "--create")
    before = version()
    run = Run(file(tmp_path, CASES.replace("Printex Works,D", "Printex Ltd,D").replace("Discovery,7", "Closed,7")))
    assert "0 new, 2 changed, 2 as they were, 0 refused." in run.out
    assert version() == before + 2
    assert Matter.objects.get(number="1:20-cv-00002").column.slug == "closed"


def test_a_dry_run_tells_the_same_and_writes_nothing(tmp_path: Path, db: None) -> None:
    run = Run(file(tmp_path, CASES), "--create", "--dry-run")
    assert "Dry run, nothing written: 4 new" in run.out
    assert not Board.objects.exists()
    Run(file(tmp_path, CASES), "--create")
    before = version()
    run = Run(file(tmp_path, CASES.replace("ca2", "ca3")), "--dry-run")
    assert "0 new, 1 changed" in run.out
    assert version() == before


def test_every_bad_row_is_named_with_line_column_and_reason_and_the_good_ones_go_in(
    tmp_path: Path, board: Board
) -> None:
    path = file(
        tmp_path,
        "number,title,stage,filed_on,priority,responsible,labels\n"
        "1,Good v. Row,intake,2026-01-02,high,bob,\n"
        '2,"Two\r\nlines",Intake,,,,\n'
        "3,Bad date,Intake,31.12.2025,,,\n"
        "4,Bad stage,Nowhere,,,,\n"
        ",No number,Intake,,,,\n"
        "1,Doubled,Intake,,,,\n"
        "7,Short,Intake\n"
        "8,Stranger,Intake,,,mallory,\n"
        "9,Label,Intake,,,,none such\n"
        "10,Priority,Intake,,extreme,,\n"
        "11,Also good,,,,,\n",
    )
    run = Run(path, board="litigation")
    assert [line for line in run.err.splitlines() if line.startswith("line")] == [
        "line 3, title: This holds a control character or half of one, which cannot be kept.",
        "line 5, filed_on: This must be a date, as 2026-03-31.",
        'line 6, stage: The board has no column "Nowhere".',
        "line 7, number: It is empty: by it the same matter is found again.",
        "line 8, number: Line 2 has the number 1 already.",
        "line 9, row: It has 3 cells where the header has 7.",
        "line 10, responsible: mallory is not on this board.",
        "line 11, labels: none such is not a label of this board.",
        "line 12, priority: This must be one of: low, normal, high, urgent.",
    ]
    assert run.failure == "9 of 11 rows cannot be taken; see above."
    assert set(board.matters.values_list("number", flat=True)) == {"1", "11"}
    assert version("litigation") == Board.objects.get(pk=board.pk).stream.events.count() + 1


def test_a_row_that_the_board_refuses_half_way_leaves_no_event(tmp_path: Path, board: Board) -> None:
    """The edit would do, the move not: the row is one change, so neither is made."""
    matter = MatterFactory(board=board, number="1", title="Stays")
    columns.change(Intent(board), "waiting", {"wip_limit": 0, "wip_is_hard": True})
    before = version("litigation")
    run = Run(file(tmp_path, "number,title,stage\n1,Changed,Waiting\n2,New,Intake\n"), board="litigation")
    assert "line 2, stage: Waiting is full: its limit is 0." in run.err
    matter.refresh_from_db()
    assert (matter.title, matter.version) == ("Stays", 1)
    assert version("litigation") == before + 1


def test_an_archived_matter_is_named_and_left(tmp_path: Path, board: Board) -> None:
    matter = MatterFactory(board=board, number="1")
    matters.archive(Intent(board), matter.pk)
    run = Run(file(tmp_path, "number,title\n1,Back\n"), board="litigation")
    assert "line 2, number: 1 was archived meanwhile." in run.err


def test_an_empty_choice_leaves_what_stands_and_an_empty_text_clears_it(tmp_path: Path, board: Board) -> None:
    matter = MatterFactory(board=board, number="1", title="A", priority="high", court="nysd")
    Run(file(tmp_path, "number,title,priority,court\n1,A,,\n"), board="litigation")
    matter.refresh_from_db()
    assert (matter.priority, matter.court) == ("high", "")


def test_batches_are_transactions_of_their_own(tmp_path: Path, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 3)
    rows = "".join(f"{n},Case {n}\n" for n in range(8))
    run = Run(file(tmp_path, "number,title\n" + rows), "--create")
    assert [line for line in run.err.splitlines() if "rows" in line] == ["3 of 8 rows", "6 of 8 rows", "8 of 8 rows"]
    assert Board.objects.get(slug="cases").matters.count() == 8


def test_labels_and_people_come_as_lists_and_a_new_board_gets_the_labels(tmp_path: Path, board: Board) -> None:
    labels.add(Intent(board), {"name": "Key; client"})
    labels.add(Intent(board), {"name": "New"})
    path = file(tmp_path, 'number,title,assignees,labels\n1,A,alice; bob,"""Key; client""; New"\n')
    assert Run(path, board="litigation").failure == ""
    matter = board.matters.get()
    assert {person.username for person in matter.assignees.all()} == {"alice", "bob"}
    assert {label.name for label in matter.labels.all()} == {"Key; client", "New"}
    Run(file(tmp_path, "number,title,labels\n1,A,First; Second\n"), "--create")
    assert [label.name for label in Board.objects.get(slug="cases").labels.all()] == ["First", "Second"]


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_utf8_comes_with_or_without_bom(tmp_path: Path, db: None, start: bytes) -> None:
    Run(file(tmp_path, start + "number,title\n1,Müller ./. Łódź\n".encode()), "--create")
    assert Matter.objects.get().title == "Müller ./. Łódź"


def test_a_quoted_cell_may_hold_lines_and_the_next_line_number_is_right(tmp_path: Path, db: None) -> None:
    run = Run(file(tmp_path, 'number,title,description\n1,A,"one\r\ntwo"\n2,,x\n'), "--create")
    assert Matter.objects.get().description == "one\ntwo"
    assert "line 4, title: A matter needs a title." in run.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty"),
        (b"\n\n \n", "The file is empty"),
        ("number,title\n1,Ä\n".encode("latin-1"), "not UTF-8: line 2 holds a byte 0xc4"),
        ("number,title\n1,A\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest", "a workbook, not a CSV"),
        (b"number,title\n1,A\0B\n", "line 2 holds a NUL"),
        (b"number,title,Title\n1,A,B\n", "more than one column title"),
        (b"number,title,stage,column\n1,A,B,C\n", "more than one column stage"),
        (b"title,client\nA,B\n", "has no column number"),
        (b"number;title\n1;A\n", "separated by semicolons"),
        (b"hello world\nthis is text\n", "No column of the file is known"),
        (b'number,title\n1,"never closed\n2,B\n', "starts on line 2 is not CSV"),
        (b'number,title\n1,"a"b\n', "starts on line 2 is not CSV"),
    ],
)
def test_what_is_no_such_file_is_refused_whole_with_the_reason(
    tmp_path: Path, db: None, content: bytes, told: str
) -> None:
    run = Run(file(tmp_path, content), "--create")
    assert told in run.failure
    assert not Board.objects.exists()


def test_a_huge_cell_is_refused_by_its_column_and_the_others_go_in(tmp_path: Path, board: Board) -> None:
    run = Run(file(tmp_path, f"number,title,description\n1,A,{'x' * 1_000_000}\n2,B,\n"), board="litigation")
    assert "line 2, description: This has 1,000,000 characters" in run.err
    assert board.matters.get().number == "2"


def test_a_file_that_is_not_there_and_a_folder_are_told_plainly(tmp_path: Path, db: None) -> None:
    assert "No such file" in Run(tmp_path / "none.csv", "--create").failure
    assert "Is a directory" in Run(tmp_path, "--create").failure


def test_an_oversized_file_is_refused_before_it_is_read(tmp_path: Path, db: None) -> None:
    path = file(tmp_path, "number,title\n")
    with path.open("r+b") as opened:
        opened.truncate(40 * 1024 * 1024)
    assert "larger than 32 MB" in Run(path, "--create").failure


def test_a_board_that_is_not_there_is_made_only_when_asked_for(tmp_path: Path, board: Board) -> None:
    assert "There is no board cases. Add --create" in Run(file(tmp_path, CASES)).failure
    assert "cannot be a board's address" in Run(file(tmp_path, CASES), "--create", board="No Slug!").failure
    assert "cannot be a board's address" in Run(file(tmp_path, CASES), "--create", board="new").failure
    boards.archive(Intent(board))
    assert "is archived" in Run(file(tmp_path, CASES), board="litigation").failure


def test_stages_that_cannot_be_columns_make_bad_rows_not_a_traceback(tmp_path: Path, db: None) -> None:
    path = file(tmp_path, f"number,title,stage\n1,A,{'x' * 200}\n2,B,A&B\n3,C,A B\n4,D,###\n5,E,intake\n6,F,INTAKE\n")
    run = Run(path, "--create")
    assert run.err.count("line ") == 1
    assert "line 2, stage" in run.err
    assert Matter.objects.count() == 5


def test_the_manager_named_manages_the_new_board(tmp_path: Path, alice: object) -> None:
    assert "Nobody has the user name none" in Run(file(tmp_path, CASES), "--create", "--manager", "none").failure
    Run(file(tmp_path, CASES), "--create", "--manager", "alice")
    assert Board.objects.get().memberships.get().role == "manager"
