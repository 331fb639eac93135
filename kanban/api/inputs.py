"""The bodies of the writes of matters."""

from typing import Any

from rest_framework import serializers

from kanban.api.bodies import Choice, Day, Names, Text, Truth, Whole, WriteBody
from kanban.fields import CHOICES, DATES, EDITABLE, LONG_TEXTS, SETS
from kanban.models import Matter

LARGEST_VERSION = 999_999_999


def matter_field(name: str, *, required: bool = False) -> serializers.Field[Any, Any, Any, Any]:
    """The field of a matter, as it is taken and shown."""
    column: Any = Matter._meta.get_field(name)
    told = str(column.help_text or column.verbose_name)
    if name in SETS:
        return Names(required=required, help_text=told)
    if name in CHOICES:
        return Choice(choices=column.choices, required=required, help_text=told)
    if name in DATES:
        return Day(allow_null=True, required=required, help_text=told)
    if name == "responsible":
        return Text(allow_null=True, max_length=150, required=required, help_text=told)
    return Text(
        max_length=column.max_length,
        is_multiline=name in LONG_TEXTS,
        allow_blank=name != "title",
        required=required,
        help_text=told,
    )


class _MatterFields(WriteBody):
    needed: tuple[str, ...] = ()

    def get_fields(self) -> dict[str, Any]:
        fields = {name: matter_field(name, required=name in self.needed) for name in EDITABLE}
        return {**fields, **super().get_fields()}


class _Place(WriteBody):
    after = Whole(required=False, allow_null=True, help_text="Behind this matter; null: at the top.")
    before = Whole(required=False, help_text="Before this matter.")
    position = Whole(required=False, min_value=0, help_text="The place in the list, counted from 0.")


class MatterNew(_MatterFields, _Place):
    """A matter's fields, and where it goes: the board's first column, at its end, unless said."""

    needed = ("title",)
    column = Text(required=False, max_length=60, help_text="The column's slug.")


class MatterChange(_MatterFields):
    """The fields to change, and no others."""

    version = Whole(max_value=LARGEST_VERSION, help_text="The matter's version that this was made on.")


class Move(_Place):
    """Where to: a column, and one of `after`, `before` and `position`; none of them: at the end."""

    column = Text(max_length=60, help_text="The column's slug.")
    version = Whole(max_value=LARGEST_VERSION, help_text="The matter's version that this was made on.")


class Plain(WriteBody):
    """Nothing but the wish. `version` may be said and changes nothing: this is in conflict with nobody."""

    version = Whole(max_value=LARGEST_VERSION, required=False)


class Assign(Plain):
    assigned = Truth(help_text="true: put me among the assignees; false: take me off.")


class Undo(Plain):
    event = Whole(help_text="The version on the board of the change to take back: `event` in the answer to a write.")
