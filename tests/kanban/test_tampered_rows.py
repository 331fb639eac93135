"""No byte of an event can be changed behind the log's back without `verify_log` naming that event."""

import uuid
from contextlib import suppress
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime import chain
from realtime.log import Mutation
from realtime.models import Event, Stream
from tests.factories import BoardFactory, MatterFactory
from tests.triggers import without_triggers

# What is put in a column, as SQL; `{}` is the column itself.
FORGED = {
    "stream_id": ["(SELECT MAX(id) FROM realtime_stream)"],
    "version": ["{} + 1000", "0", "1"],
    "kind": ["{} || ' '", "UPPER({})", "''"],
    "subject": ["{} || '0'", "'matter:999'", "''"],
    "subject_version": ["NULL", "{} + 1", "0"],
    "changes": ["'{{}}'", "'null'", "'[]'"],
    "actor_id": ["NULL", "(SELECT MAX(id) FROM auth_user)"],
    "mutation_id": ["NULL", "'00000000000000000000000000000001'"],
    "at": ["'1999-12-31 00:00:00.000001'"],
    "prev_hash": ["''", "UPPER({})", "hash"],
    "hash": ["''", "UPPER({})", "prev_hash"],
}
# SQLite keeps what reads like what stood there, and what cannot be read at all.
ON_SQLITE = {
    "version": ["'many'", "{} + 0.5"],
    "kind": ["CAST({} AS BLOB)", "{} || CHAR(0)", "CAST(x'ff' AS TEXT)"],
    "subject_version": ["'many'", "'5x'", "CAST({} AS BLOB)"],
    "changes": [
        "{} || ' '",
        "REPLACE({}, ': ', ':')",
        "'{{\"title\": 1, ' || SUBSTR({}, 2)",
        "CAST({} AS BLOB)",
    ],
    "actor_id": ["'many'"],
    "mutation_id": ["UPPER({})", "'{{' || {} || '}}'", "'junk'"],
    "at": ["REPLACE({}, ' ', 'T')", "{} || '+00:00'", "'junk'", "'2026-13-01 00:00:00'", "x'ff'"],
    "hash": ["CAST({} AS BLOB)"],
}
IS_SQLITE = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
TABLES = [FORGED, ON_SQLITE] if IS_SQLITE else [FORGED]
CASES = [(column, forged) for table in TABLES for column, all_of_it in table.items() for forged in all_of_it]
TEXTS = ("kind", "subject", "prev_hash", "hash")
STORED_AS_TEXT = (*TEXTS, "changes", "mutation_id", "at") if IS_SQLITE else TEXTS
STRANGE = " 0aZ~\u00e9\u202e"
WITHIN = profile(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def log(board: Board, bob: User) -> Stream:
    """Five events with something in every column, and the shorter log of a second board."""
    matter = MatterFactory(board=board)
    BoardFactory(name="Appeals")
    for number, title in enumerate("ABCDE"):
        mutation = Mutation(uuid.UUID(f"0b9d1f2e-3c4b-4a59-8677-8695a4b3c2d{number}"), title)
        matters.edit(Intent(board, bob, mutation), matter.pk, {"title": title, "client": f"{title} & Co"})
    board.stream.refresh_from_db()
    return board.stream


def edits(log: Stream) -> list[int]:
    return list(log.events.filter(kind="matter.edited").order_by("version").values_list("version", flat=True))


def forge(log: Stream, version: int, column: str, forged: str, *values: str) -> None:
    with without_triggers(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE realtime_event SET {column} = {forged} WHERE stream_id = %s AND version = %s",  # noqa: S608
            [*values, log.pk, version],
        )


def assert_names(version: int) -> None:
    with pytest.raises(CommandError, match=rf"(?m)^litigation: broken at version {version}: "):
        call_command("verify_log", stdout=StringIO())


def test_every_column_is_tried() -> None:
    assert {"id", *FORGED} == {field.column for field in Event._meta.concrete_fields}


@pytest.mark.parametrize(("column", "forged"), CASES)
def test_a_forged_column_is_found_in_the_first_the_middle_and_the_last_event(
    log: Stream, column: str, forged: str
) -> None:
    """T-145"""
    found = edits(log)
    for version in (found[0], found[2], found[-1]):
        with transaction.atomic():
            forge(log, version, column, forged.format(column))
            assert_names(version)
            transaction.set_rollback(True)
    call_command("verify_log", stdout=StringIO())


@WITHIN
@given(data=st.data())
def test_any_character_of_any_text_put_in_left_out_or_changed_is_found(log: Stream, data: st.DataObject) -> None:
    """T-145"""
    version, column = data.draw(st.sampled_from(edits(log))), data.draw(st.sampled_from(STORED_AS_TEXT))
    with connection.cursor() as cursor:  # with ||, for the driver must not read a time in it
        cursor.execute(f"SELECT {column} || '' FROM realtime_event WHERE version = %s", [version])  # noqa: S608
        (text,) = cursor.fetchone()
    at = data.draw(st.integers(0, len(text) - 1))
    put = data.draw(st.sampled_from(["", *STRANGE]))
    changed = text[:at] + put + text[at + data.draw(st.integers(0, 1)) :]
    if column in ("prev_hash", "hash"):
        changed = changed[:64]  # PostgreSQL takes no more
    if changed != text:
        with suppress(IntegrityError), transaction.atomic():  # what is no JSON is refused by the database
            forge(log, version, column, "%s", changed)
            assert_names(version)
            transaction.set_rollback(True)


def test_of_two_forged_events_the_first_is_named_even_if_only_the_second_cannot_be_read(log: Stream) -> None:
    first, *_, last = edits(log)
    forge(log, last, "at", "'junk'" if IS_SQLITE else "'1999-12-31'")
    assert_names(last)
    forge(log, first, "kind", "'matter.forged'")
    assert_names(first)


def test_an_event_that_was_pruned_and_is_there_again_is_named(log: Stream) -> None:
    first = log.events.earliest("version")
    call_command("prune_events", "--keep-days", "0", stdout=StringIO())
    first.save(force_insert=True)
    assert_names(first.version)


def test_an_event_behind_the_head_is_named(log: Stream) -> None:
    last = log.events.latest("version")
    last.pk, last._state.adding = None, True
    last.version, last.prev_hash = last.version + 1, last.hash
    last.hash = chain.digest(last)
    last.save()
    assert_names(last.version)
