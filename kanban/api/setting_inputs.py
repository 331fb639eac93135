"""The bodies of the writes of a board's settings and of a matter's parties.

None of these has a version. A change may say in `base` what was seen of its fields: what others changed since then is
refused by its name, with what stands there, and not overwritten.
"""

from kanban.api.bodies import Body, Choice, Text, Truth, Whole, WriteBody
from kanban.commands.columns import LARGEST_LIMIT
from kanban.models import Board, Column, Party, Role
from kanban.models.board import colour_choices

_TEMPLATE = str(Board._meta.get_field("number_template").help_text)
_SEEN = "What was seen of these fields before: others' changes since then are refused, not overwritten."


class BoardFields(Body):
    name = Text(max_length=120, required=False)
    description = Text(max_length=500, required=False, allow_blank=True)
    number_template = Text(max_length=40, required=False, help_text=_TEMPLATE)


class BoardNew(BoardFields, WriteBody):
    name = Text(max_length=120)


class BoardChange(BoardFields, WriteBody):
    base = BoardFields(required=False, help_text=_SEEN)


class ColumnFields(Body):
    name = Text(max_length=80, required=False)
    colour = Choice(choices=colour_choices, required=False)
    category = Choice(choices=Column.Category.choices, required=False)
    wip_limit = Whole(
        min_value=0, max_value=LARGEST_LIMIT, required=False, allow_null=True, help_text="null: no limit."
    )
    wip_is_hard = Truth(required=False, help_text="Refuse beyond the limit; otherwise it only warns.")


class ColumnNew(ColumnFields, WriteBody):
    name = Text(max_length=80)


class ColumnChange(ColumnFields, WriteBody):
    base = ColumnFields(required=False, help_text=_SEEN)


class ColumnMove(WriteBody):
    after = Text(max_length=60, allow_null=True, help_text="The slug of the column to its left; null: first.")


class LabelFields(Body):
    name = Text(max_length=40, required=False)
    colour = Choice(choices=colour_choices, required=False)


class LabelNew(LabelFields, WriteBody):
    name = Text(max_length=40)


class LabelChange(LabelFields, WriteBody):
    base = LabelFields(required=False, help_text=_SEEN)


class MemberPut(WriteBody):
    role = Choice(choices=Role.choices)


class PartyFields(Body):
    kind = Choice(choices=Party.Kind.choices, required=False)
    role = Choice(choices=Party.Role.choices, required=False)
    name = Text(max_length=250, required=False)
    contact = Text(max_length=250, required=False, allow_blank=True)


class PartyNew(PartyFields, WriteBody):
    name = Text(max_length=250)


class PartyChange(PartyFields, WriteBody):
    base = PartyFields(required=False, help_text=_SEEN)
