"""The database itself refuses to change the log, whoever asks and however."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime.append_only import EVENTS
from realtime.models import Event, Stream
from tests.factories import MatterFactory

COLUMNS = [str(field.column) for field in Event._meta.concrete_fields]


@pytest.fixture
def event(board: Board, bob: User) -> Event:
    matter = MatterFactory(board=board)
    matters.edit(Intent(board, bob), matter.pk, {"title": "Two"})
    return Event.objects.filter(stream=board.stream).earliest("version")


def sql(statement: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(write: Callable[[], object]) -> None:
    whole = list(Event.objects.values_list())
    with pytest.raises(IntegrityError, match="realtime_event is append-only"), transaction.atomic():
        write()
    assert list(Event.objects.values_list()) == whole


def test_no_row_is_updated_through_the_orm(event: Event) -> None:
    refused(lambda: Event.objects.filter(pk=event.pk).update(kind="matter.forged"))
    event.subject = "matter:999"
    refused(event.save)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_is_updated_through_sql_not_even_to_what_it_is(event: Event, column: str) -> None:
    refused(lambda: sql(f"UPDATE realtime_event SET {column} = {column} WHERE id = %s", event.pk))  # noqa: S608


def test_no_row_is_deleted_through_the_orm(event: Event) -> None:
    refused(Event.objects.filter(pk=event.pk).delete)
    refused(event.delete)


def test_no_row_is_deleted_through_sql(event: Event) -> None:
    refused(lambda: sql("DELETE FROM realtime_event WHERE id = %s", event.pk))
    refused(lambda: sql("DELETE FROM realtime_event"))


def test_no_row_is_replaced_or_the_table_emptied_at_once(event: Event) -> None:
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # else the rows just added would keep it from being emptied
        refused(lambda: sql("TRUNCATE realtime_event"))
        return
    for names in (COLUMNS, [name for name in COLUMNS if name != "id"]):
        row = ", ".join(names)
        again = f"INSERT OR REPLACE INTO realtime_event ({row}) SELECT {row} FROM realtime_event"  # noqa: S608
        refused(partial(sql, again))


def test_events_do_not_go_with_their_stream(event: Event) -> None:
    def both() -> None:
        sql("DELETE FROM realtime_stream WHERE id = %s", event.stream_id)
        sql("DELETE FROM realtime_event WHERE id = %s", event.pk)

    refused(both)


def test_only_what_the_stream_has_pruned_may_go(event: Event) -> None:
    Stream.objects.filter(pk=event.stream_id).update(pruned_through=event.version, pruned_hash=event.hash)
    refused(lambda: sql("DELETE FROM realtime_event WHERE version = %s", event.version + 1))
    refused(lambda: Event.objects.filter(pk=event.pk).update(kind="matter.forged"))
    event.delete()
    assert not Event.objects.filter(version=event.version).exists()


def test_the_triggers_can_be_taken_off_and_put_on_again(event: Event) -> None:
    """As the migration does, backwards and forwards."""
    if connection.vendor == "postgresql":
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    EVENTS.take_off(connection)
    with transaction.atomic():
        event.delete()
        transaction.set_rollback(True)
    EVENTS.put_on(connection)
    refused(lambda: sql("DELETE FROM realtime_event"))
