"""Checking plain values against a model's own fields."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kanban.fields import clean_text


def cleaned(row: models.Model, values: dict[str, Any], *, allowed: tuple[str, ...]) -> dict[str, Any]:
    """`values` as the row's fields take them. Raises ValidationError with a message by the field."""
    good, problems = {}, {}
    for name, value in values.items():
        try:
            if name not in allowed:
                raise ValidationError("There is no such field.")
            good[name] = _clean_one(row, name, value)
        except ValidationError as error:
            problems[name] = error.messages
    if problems:
        raise ValidationError(problems)
    return good


def _clean_one(row: models.Model, name: str, value: Any) -> Any:
    field = row._meta.get_field(name)
    assert isinstance(field, models.Field)
    if isinstance(field, models.CharField) and not field.choices:
        value = clean_text(value, longest=field.max_length or 250)
    return field.clean(value, row)
