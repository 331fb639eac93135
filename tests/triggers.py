"""The log's triggers, taken off as somebody would who owns the database. What is left then is the hash chain."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from kanban.models import OPENINGS
from realtime.append_only import EVENTS

GUARDED = (EVENTS, OPENINGS)


@contextmanager
def without_triggers() -> Iterator[None]:
    """All in one transaction: others never meet the tables unguarded."""
    with transaction.atomic():
        for table in GUARDED:
            _settle()
            table.take_off(connection)
        yield
        for table in GUARDED:
            _settle()
            table.put_on(connection)


def _settle() -> None:
    """PostgreSQL alters no table while foreign keys of its new rows are still to be checked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
