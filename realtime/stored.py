"""Are a row's bytes those that we would write? Only SQLite needs the question.

PostgreSQL keeps values: one moment, one number, one UUID has one form. SQLite keeps what it is given: a second space in
JSON, a key told twice, a UUID in capitals or a BLOB for a text read the same, so that a digest of what is read holds.
"""

from typing import Any

from django.db import connection
from django.db.models import F, Field, Func, Model


def as_it_is(model: type[Model]) -> dict[str, Func]:
    """Annotations: every column once more, as it is stored."""
    if connection.vendor != "sqlite":
        return {}
    return {f"stored_{field.attname}": _unread(field.attname) for field in model._meta.concrete_fields}


def is_as_written(row: Model) -> bool:
    """`row` was read with `as_it_is`."""
    return connection.vendor != "sqlite" or all(_is_as_written(row, field) for field in row._meta.concrete_fields)


def _unread(name: str) -> Func:
    """`+column` is the column itself, but has no type by which the driver would read it."""
    return Func(F(name), template="(+%(expressions)s)", output_field=Field[Any, Any]())


def _is_as_written(row: Model, field: Any) -> bool:
    would_be = field.get_db_prep_save(getattr(row, field.attname), connection)
    return bool(would_be == getattr(row, f"stored_{field.attname}"))
