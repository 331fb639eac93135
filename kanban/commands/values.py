"""Plain values for a row: checked against the model's own fields, and against what others changed meanwhile."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kanban.errors import Invalid
from kanban.fields import clean_text
from kanban.merge import merge


def cleaned(
    row: models.Model, values: dict[str, Any], *, allowed: tuple[str, ...], base: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What of `values` to write: as the row's fields take it, and not standing there already.

    `base` is what the person saw: what was not touched since is left as others made it. Raises Invalid with a message
    by the field, for bad input and where somebody else changed the same; `extra["standing"]` is what stands there.
    """
    good, problems = {}, {}
    for name, value in values.items():
        try:
            if name not in allowed:
                raise ValidationError("There is no such field.")
            good[name] = _clean_one(row, name, value)
        except ValidationError as error:
            problems[name] = error.messages
    if problems:
        raise Invalid(fields=problems)
    return _settled(row, good, base or {})


def _settled(row: models.Model, values: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    settled, standing = {}, {}
    for name, mine in values.items():
        theirs = getattr(row, name)
        result = merge(base.get(name, theirs), mine, theirs)
        if result.is_conflict:
            standing[name] = theirs
        elif result.value != theirs:
            settled[name] = result.value
    if standing:
        problems = {
            name: [f"Meanwhile this became “{now}”. Save again to put yours there."] for name, now in standing.items()
        }
        raise Invalid(fields=problems, standing=standing)
    return settled


def _clean_one(row: models.Model, name: str, value: Any) -> Any:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, models.CharField) and not field.choices:
        value = clean_text(value, longest=field.max_length or 250)
    return field.clean(value, row)
