"""manage.py export_board: whole as JSON, or as a CSV that no spreadsheet runs and that comes in again as it went
out.
"""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban.commands import Intent, labels, matters, parties
from kanban.errors import Invalid
from kanban.exporters.cells import FORMULA, from_cell, names_from_cell, names_to_cell, to_cell
from kanban.fields import TEXTS, plain
from kanban.models import Board, Matter
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


def export(*options: str, slug: str = "litigation") -> str:
    out = StringIO()
    call_command("export_board", slug, *options, stdout=out)
    return out.getvalue()


@pytest.fixture
def walled(board: Board) -> Matter:
    return MatterFactory(board=board, title="Secret v. Wall", confidentiality="restricted")


def test_json_holds_the_whole_board(board: Board, bob: User) -> None:
    labels.add(Intent(board), {"name": "Key client"})
    matter = MatterFactory(board=board, title="Doe v. Roe", responsible="bob", labels=["Key client"])
    parties.add(Intent(board), matter.pk, {"name": "Jane Doe", "role": "witness"})
    archived = MatterFactory(board=board)
    matters.archive(Intent(board), archived.pk)
    gone = MatterFactory(board=board)
    matters.delete(Intent(board), gone.pk)
    whole = json.loads(export())
    board.stream.refresh_from_db()
    assert (whole["version"], whole["cursor"]) == (board.version, str(board.stream.cursor))
    assert [column["slug"] for column in whole["columns"]] == ["intake", "in-progress", "waiting", "done"]
    assert whole["labels"] == [{"name": "Key client", "colour": "slate"}]
    assert [(row["username"], row["role"]) for row in whole["members"]] == [
        ("alice", "manager"), ("bob", "editor"), ("vera", "viewer")
    ]  # fmt: skip
    first, second = whole["matters"]
    assert (first["responsible"], first["labels"], first["version"]) == ("bob", ["Key client"], 2)
    assert first["parties"] == [{"kind": "person", "role": "witness", "name": "Jane Doe", "contact": ""}]
    assert second["archived"] is True


def test_as_somebody_it_holds_only_what_they_may_see(board: Board, walled: Matter, bob: User, mallory: User) -> None:
    for form in ("json", "csv"):
        assert "Secret" in export("--format", form)
        assert "Secret" in export("--format", form, "--as", "alice")
        assert "Secret" not in export("--format", form, "--as", "bob")
    for stranger in ("mallory", "nobody-there"):
        with pytest.raises(CommandError, match="There is no board litigation that"):
            export("--as", stranger)


def test_a_board_that_is_not_there_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="There is no board nowhere"):
        export(slug="nowhere")


def test_a_csv_that_comes_in_again_changes_nothing(board: Board, walled: Matter, bob: User, tmp_path: Path) -> None:
    labels.add(Intent(board), {"name": "A; B"})
    MatterFactory(
        board=board, title="=1+1", description='"q"\n=x', assignees=["alice", "bob"], labels=["A; B"], column="done"
    )
    path = tmp_path / "out.csv"
    export("--format", "csv", "--out", str(path))
    assert path.read_bytes().startswith(b"\xef\xbb\xbfnumber,stage,title")
    board.stream.refresh_from_db()
    out = StringIO()
    call_command("import_matters", str(path), "--board", "litigation", stdout=out, stderr=StringIO())
    assert "0 new, 0 changed, 2 as they were, 0 refused." in out.getvalue()
    version = board.version
    board.stream.refresh_from_db()
    assert board.version == version


def test_a_file_that_cannot_be_written_is_told_plainly(board: Board, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file or directory"):
        export("--out", str(tmp_path / "none" / "out.json"))


starts = st.sampled_from(["", "=", "+", "-", "@", "'", "''=", "'x", "\t", "\r", "\uff1d", "=cmd|' /C calc'!A0"])
cells = st.tuples(starts, st.text(max_size=20)).map("".join)


@given(cells)
@example("'")
@example("''")
def test_no_cell_runs_and_each_gives_back_what_it_was(text: str) -> None:
    """T-134"""
    cell = to_cell(text)
    assert cell[:1] not in FORMULA
    assert from_cell(cell) == text


words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12).map(str.strip).filter(bool)


@given(st.lists(words, max_size=4))
@example(["a;b", 'c"d', "e"])
@example(['"'])
def test_lists_of_names_give_back_what_they_were(names: list[str]) -> None:
    assert names_from_cell(names_to_cell(names)) == names


safe = st.text(
    st.characters(
        exclude_categories=["Cc", "Cs"], exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    ),
    max_size=30,
)


@profile(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=cells, client=st.tuples(starts, safe).map("".join))
def test_hostile_text_goes_out_harmless_and_comes_in_unchanged(
    board: Board, tmp_path: Path, title: str, client: str
) -> None:
    """T-134, through both commands: what the board takes, it gives back."""
    try:
        matter = MatterFactory(board=board, title=title, client=client)
    except Invalid:
        return  # such text is on no board
    text = export("--format", "csv")
    row = next(row for row in csv.DictReader(StringIO(text, newline="")) if row["number"] == matter.number)
    assert not any(cell[:1] in FORMULA for cell in row.values() if cell)
    path = tmp_path / "out.csv"
    path.write_text(text, encoding="utf-8", newline="")
    copy = f"copy-{matter.pk}"
    call_command("import_matters", str(path), "--board", copy, "--create", stdout=StringIO(), stderr=StringIO())
    again = Matter.objects.get(board__slug=copy, number=matter.number)
    assert {name: plain(again)[name] for name in TEXTS} == {name: plain(matter)[name] for name in TEXTS}
