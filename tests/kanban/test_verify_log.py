"""manage.py verify_log finds what was done to the log behind its back, and names the first event that is wrong."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime.models import Event, Stream
from tests.factories import BoardFactory, MatterFactory
from tests.triggers import without_triggers


@pytest.fixture
def log(board: Board, bob: User) -> Stream:
    matter = MatterFactory(board=board)
    for title in "ABCDE":
        matters.edit(Intent(board, bob), matter.pk, {"title": title})
    board.stream.refresh_from_db()
    return board.stream


def run(*options: str) -> str:
    out = StringIO()
    call_command("verify_log", *options, stdout=out)
    return out.getvalue()


def sql(statement: str, *values: str | int) -> None:
    """What somebody does who owns the database: first the triggers go."""
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def change(log: Stream, at: int) -> int:
    sql("UPDATE realtime_event SET kind = kind || '!' WHERE stream_id = %s AND version = %s", log.pk, at)
    return at


def delete(log: Stream, at: int) -> int:
    sql("DELETE FROM realtime_event WHERE stream_id = %s AND version = %s", log.pk, at)
    return at


def cut_off_after(log: Stream, at: int) -> int:
    sql("DELETE FROM realtime_event WHERE stream_id = %s AND version >= %s", log.pk, at)
    return at


def swap_with_the_next(log: Stream, at: int) -> int:
    first = min(at, log.version - 1)
    for old, new in ((first, 10_000), (first + 1, first), (10_000, first + 1)):
        sql("UPDATE realtime_event SET version = %s WHERE stream_id = %s AND version = %s", new, log.pk, old)
    return first


def insert_before(log: Stream, at: int) -> int:
    """A copy of an event, the later ones pushed on by one."""
    twin = Event.objects.get(stream=log, version=at)
    for version in range(log.version, at - 1, -1):
        sql("UPDATE realtime_event SET version = version + 1 WHERE stream_id = %s AND version = %s", log.pk, version)
    twin.pk, twin._state.adding = None, True
    twin.kind = "matter.forged"
    twin.save()
    return at


TAMPERINGS: list[Callable[[Stream, int], int]] = [change, delete, cut_off_after, swap_with_the_next, insert_before]


@pytest.mark.parametrize("tamper", TAMPERINGS)
@profile(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_tampering_anywhere_is_found_where_it_was_done(
    log: Stream, tamper: Callable[[Stream, int], int], data: st.DataObject
) -> None:
    """T-145"""
    with transaction.atomic():
        place = tamper(log, data.draw(st.integers(2, log.version)))
        with pytest.raises(CommandError, match=rf"^litigation: broken at version {place}: "):
            run("litigation")
        transaction.set_rollback(True)
    assert "litigation: whole" in run("litigation")


def test_a_value_that_cannot_be_read_is_named_too(log: Stream) -> None:
    if connection.vendor == "sqlite":  # PostgreSQL would not store it
        sql("UPDATE realtime_event SET mutation_id = 'junk' WHERE stream_id = %s AND version = 4", log.pk)
        with pytest.raises(CommandError, match="broken at version 4: it holds what cannot be read"):
            run()


def test_all_boards_are_checked_and_each_is_told(log: Stream) -> None:
    other = BoardFactory(name="Appeals")
    change(log, 3)
    out = StringIO()
    with pytest.raises(CommandError, match="litigation: broken at version 3"):
        call_command("verify_log", stdout=out)
    assert "appeals: whole" in out.getvalue()
    assert "appeals: whole" in run(other.slug)


def rewind(log: Stream, to: int) -> None:
    """Cut the tail off and set the head back, so that the chain itself holds."""
    digest = log.events.get(version=to).hash
    cut_off_after(log, to + 1)
    sql("UPDATE realtime_stream SET version = %s, head = %s WHERE id = %s", to, digest, log.pk)


def test_a_cut_off_tail_shows_only_against_kept_heads(log: Stream, tmp_path: Path) -> None:
    """T-145: tail by anchor"""
    heads = tmp_path / "heads.json"
    run("--write-heads", str(heads))
    rewind(log, log.version - 2)
    assert "litigation: whole" in run("litigation")
    told = f"{log}: cut off at version {log.version - 2}; it had reached {log.version}"
    with pytest.raises(CommandError, match=told):
        run("--against", str(heads))


def test_a_tail_that_was_written_anew_shows_against_kept_heads(log: Stream, tmp_path: Path, board: Board) -> None:
    heads = tmp_path / "heads.json"
    run("--write-heads", str(heads))
    rewind(log, log.version - 1)
    MatterFactory(board=board)
    MatterFactory(board=board)
    assert "whole" in run("litigation")
    with pytest.raises(CommandError, match=f"version {log.version} is not what it was"):
        run("--against", str(heads))


def test_a_log_that_went_on_or_was_pruned_still_stands_on_kept_heads(log: Stream, tmp_path: Path, board: Board) -> None:
    heads = tmp_path / "heads.json"
    run("--write-heads", str(heads))
    call_command("prune_events", "--keep-days", "0", stdout=StringIO())
    assert "whole" in run("--against", str(heads))
    MatterFactory(board=board)
    assert "whole" in run("litigation", "--against", str(heads))
    call_command("prune_events", "--keep-days", "0", stdout=StringIO())
    assert "was pruned since" in run("--against", str(heads))


def test_a_log_that_is_gone_and_one_never_anchored_are_told(log: Stream, tmp_path: Path) -> None:
    heads = tmp_path / "heads.json"
    heads.write_text(json.dumps({"heads": {"board:999": {"version": 5, "hash": "a" * 64}}}))
    out = StringIO()
    with pytest.raises(CommandError, match="board:999: the whole log is gone"):
        call_command("verify_log", "--against", str(heads), stdout=out)
    assert f"{log}: not in the file of heads" in out.getvalue()


def test_heads_are_not_written_over_a_broken_log(log: Stream, tmp_path: Path) -> None:
    change(log, 3)
    with pytest.raises(CommandError):
        run("--write-heads", str(tmp_path / "heads.json"))
    assert not (tmp_path / "heads.json").exists()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"heads": {"a": 1}}', "\x00"])
def test_a_file_that_holds_no_heads_is_told_plainly(log: Stream, tmp_path: Path, content: str) -> None:
    path = tmp_path / "heads.json"
    path.write_text(content)
    with pytest.raises(CommandError, match="is not a file of heads"):
        run("--against", str(path))


def test_boards_and_files_that_are_not_there_are_told(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no board nowhere"):
        run("nowhere")
    with pytest.raises(CommandError, match="No such file"):
        run("--against", str(tmp_path / "none"))
