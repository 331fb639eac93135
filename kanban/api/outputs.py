"""What the API shows, described for the OpenAPI schema. The shapes themselves are made in `shapes`."""

from typing import Any

from rest_framework import serializers
from rest_framework.serializers import BooleanField, CharField, ChoiceField, DateTimeField, IntegerField, ListField

from kanban.api.bodies import Object
from kanban.api.inputs import matter_field
from kanban.fields import EDITABLE
from kanban.models import Column, Party, Role
from kanban.models.board import colour_choices

Shape = Object


class _Matter(Shape):
    def get_fields(self) -> dict[str, Any]:
        return {**super().get_fields(), **{name: matter_field(name, required=True) for name in EDITABLE}}


class MatterThen(_Matter):
    """A matter as it stood; its own version then is not told."""

    id = IntegerField()
    column = CharField(help_text="The column's slug.")
    rank = CharField(help_text="Sorts the matters of a column, as text.")
    archived = BooleanField()


class MatterShown(MatterThen):
    version = IntegerField(help_text="Grows by one with each change of the matter, and with nothing else.")


class MatterOne(MatterShown):
    board = CharField(help_text="The board's slug.")


class Done(Shape):
    """What was written is in the board's log up to this version."""

    board_version = IntegerField()
    cursor = CharField()


class MatterWritten(MatterOne, Done):
    """The matter as this write left it, whatever came after, so that a retry is told the same."""

    merged = ListField(child=CharField(), help_text="Fields in which others' changes since your version were kept.")
    warnings = ListField(child=CharField())
    event = IntegerField(allow_null=True, help_text="By which the change can be undone; null where it cannot.")


class BoardShown(Shape):
    slug = CharField()
    name = CharField()
    description = CharField()
    number_template = CharField()
    role = ChoiceField(choices=Role.choices, help_text="Yours.")
    version = IntegerField()
    cursor = CharField(help_text="Where to go on from in /updates.")


class ColumnShown(Shape):
    slug = CharField()
    name = CharField()
    colour = ChoiceField(choices=colour_choices)
    category = ChoiceField(choices=Column.Category.choices)
    wip_limit = IntegerField(allow_null=True)
    wip_is_hard = BooleanField()
    rank = CharField()


class ColumnThen(Shape):
    slug = CharField()
    name = CharField()
    colour = CharField()
    category = CharField()
    rank = CharField(allow_null=True)
    matters = MatterThen(many=True)


class LabelShown(Shape):
    id = IntegerField()
    name = CharField()
    colour = ChoiceField(choices=colour_choices)


class MemberShown(Shape):
    username = CharField()
    name = CharField()
    role = ChoiceField(choices=Role.choices)


class PartyShown(Shape):
    id = IntegerField()
    kind = ChoiceField(choices=Party.Kind.choices)
    role = ChoiceField(choices=Party.Role.choices)
    name = CharField()
    contact = CharField()


class EventShown(Shape):
    """One change. `changes` maps a field to its value before and after."""

    version = IntegerField()
    kind = CharField()
    subject = CharField()
    subject_version = IntegerField(allow_null=True)
    changes = serializers.DictField(child=ListField())
    actor = CharField(allow_null=True)
    mutation_id = serializers.UUIDField(allow_null=True)
    at = DateTimeField()
    hash = CharField()


class Boards(Shape):
    boards = BoardShown(many=True)


class BoardWritten(Done):
    board = BoardShown()


class Columns(Shape):
    columns = ColumnShown(many=True)


class ColumnWritten(Done):
    column = ColumnShown(allow_null=True, help_text="As it is now; null where it was removed since.")


class Labels(Shape):
    labels = LabelShown(many=True)


class LabelWritten(Done):
    label_ = LabelShown(allow_null=True, help_text="As it is now; null where it was taken off since.")


class Members(Shape):
    members = MemberShown(many=True)


class MemberWritten(Done):
    member = MemberShown(allow_null=True, help_text="As it is now; null where the person left since.")


class Parties(Shape):
    parties = PartyShown(many=True)


class PartiesWritten(Done):
    version = IntegerField(help_text="The matter's version.")
    parties = PartyShown(many=True, help_text="The matter's parties, as they are now.")


class Matters(Shape):
    """`version` and `cursor` are the board's, read before the matters: go on from there in /updates."""

    version = IntegerField()
    cursor = CharField()
    matters = MatterShown(many=True)
    next = IntegerField(allow_null=True, help_text="The `after` of the next page; null: there is none.")


class Events(Shape):
    version = IntegerField()
    pruned_through = IntegerField()
    events = EventShown(many=True)
    next = IntegerField(allow_null=True, help_text="The `after` of the next page; null: there is none.")


class History(Shape):
    events = EventShown(many=True)
    next = IntegerField(allow_null=True, help_text="The `before` of the next page; null: there is none.")


class Updates(Shape):
    cursor = CharField()
    version = IntegerField()
    reset = BooleanField(help_text="true: this is the whole board; forget what you had.")
    columns = ColumnShown(many=True)
    matters = MatterShown(many=True)
    deleted = ListField(child=IntegerField(), help_text="Ids of matters that left the board, where asked for.")


class _Moment(Shape):
    version = IntegerField()
    at = DateTimeField()
    previous = IntegerField(allow_null=True)
    next = IntegerField(allow_null=True)


class BoardAsOf(_Moment):
    name = CharField()
    columns = ColumnThen(many=True)


class MatterAsOf(_Moment):
    matter = MatterThen()
    parties = ListField(child=CharField(), help_text="As the log tells them.")


class Problem(Shape):
    """RFC 9457. `code` is for programs, `detail` for people; `fields` has the messages by the field."""

    type = CharField()
    title = CharField()
    status = IntegerField()
    detail = CharField()
    code = CharField()
    fields_ = serializers.DictField(child=ListField(child=CharField()), required=False)


class ConflictInField(Shape):
    field = CharField()
    base = serializers.JSONField(allow_null=True)
    mine = serializers.JSONField(allow_null=True)
    theirs = serializers.JSONField(allow_null=True)
    by = CharField(allow_null=True)
    at = DateTimeField(allow_null=True)


class ConflictProblem(Problem):
    """Somebody else changed the same. Nothing was written; `current` is the matter as it stands, with its version.

    With code `superseded` (undo) `fields_since` names the fields instead.
    """

    conflicts = ConflictInField(many=True, required=False)
    current = MatterOne(required=False)
    fields_since = ListField(child=CharField(), required=False)
