"""What the addresses of reads may ask for."""

from kanban.api.bodies import Body, Choice, Day, Moment, Number, Said, Text
from kanban.history import FIELDS, KINDS
from kanban.models import Matter

A_PAGE = 100
MOST_A_PAGE = 500
YES_OR_NO = (("true", "yes"), ("false", "no"))


class _Paged(Body):
    limit = Number(max_value=MOST_A_PAGE, required=False, help_text=f"How many; {A_PAGE} where nothing is said.")


class MattersAsked(_Paged):
    """Which matters. What is said of several fields must all hold."""

    q = Text(required=False, max_length=200, help_text="Words, each in the number, title, client, court, …")
    column = Text(required=False, max_length=60, help_text="A column's slug.")
    label_ = Text(required=False, max_length=40)
    responsible = Text(required=False, max_length=150, help_text="A user name.")
    assignee = Text(required=False, max_length=150, help_text="A user name.")
    priority = Choice(choices=Matter.Priority.choices, required=False)
    status = Choice(choices=Matter.Status.choices, required=False)
    target_until = Day(required=False, help_text="Whose target date is this day or earlier.")
    limitation_until = Day(required=False, help_text="Whose limitation date is this day or earlier.")
    archived = Choice(
        choices=YES_OR_NO, required=False, help_text="true: the archived ones, instead of those on the board."
    )
    after = Number(required=False, min_value=0, help_text="Only matters with a greater id: `next` of the page before.")


class HistoryAsked(_Paged):
    """Which changes, the newest first."""

    by = Text(required=False, max_length=150, help_text="A user name; * for the system.")
    field = Choice(choices=FIELDS, required=False)
    kind = Choice(choices=list(KINDS), required=False)
    before = Number(required=False, help_text="Only changes of a smaller version: `next` of the page before.")


class EventsAsked(Body):
    after = Number(
        required=False, min_value=0, help_text="Only events of a greater version: `next` of the page before."
    )


class UpdatesAsked(Body):
    cursor = Said(
        required=False,
        allow_blank=True,
        help_text="What was seen last. One that cannot be served is answered with the whole board.",
    )
    version = Number(required=False, min_value=0, help_text="The same by its version alone.")
    include_deleted = Choice(choices=[*YES_OR_NO, ("1", "yes"), ("0", "no")], required=False)


class PastAsked(Body):
    """Which moment: after the change of that version of the board, or at a time; nothing: now."""

    version = Number(required=False)
    at = Moment(required=False, help_text="A date and time, as 2026-03-31T12:00+00:00.")


class RemovalAsked(Body):
    move_to = Text(
        required=False, max_length=60, help_text="The slug of the column that takes its matters, where it holds any."
    )
