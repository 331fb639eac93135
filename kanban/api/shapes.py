"""What the API shows: fields named as in the model, ids as integers, people as user names, dates as ISO 8601."""

from typing import Any

from kanban.access import Grant
from kanban.fields import plain
from kanban.models import Column, Label, Matter, Membership, Party
from kanban.moments import Moment
from kanban.past import BoardThen
from kanban.people import display_name
from realtime.models import Event


def board_shape(grant: Grant) -> dict[str, Any]:
    board, stream = grant.board, grant.board.stream
    names = ("slug", "name", "description", "number_template")
    told = {name: getattr(board, name) for name in names}
    return {**told, "role": grant.role, "version": stream.version, "cursor": str(stream.cursor)}


def matter_shape(matter: Matter) -> dict[str, Any]:
    return {
        "id": matter.pk,
        "version": matter.version,
        "column": matter.column.slug,
        "rank": matter.rank,
        **plain(matter),
        "archived": matter.archived_at is not None,
    }


def matter_then_shape(then: Matter) -> dict[str, Any]:
    """A matter of kanban.past."""
    shape = {**matter_shape(then), "archived": then.was_archived}  # type: ignore[attr-defined]
    del shape["version"]  # the row's, not the one it had then
    return shape


def column_shape(column: Column) -> dict[str, Any]:
    names = ("slug", "name", "colour", "category", "wip_limit", "wip_is_hard", "rank")
    return {name: getattr(column, name) for name in names}


def board_then_shape(then: BoardThen) -> dict[str, Any]:
    columns = [
        {
            **{name: getattr(column, name) for name in ("slug", "name", "colour", "category", "rank")},
            "matters": [matter_then_shape(each) for each in column.matters_then],  # type: ignore[attr-defined]
        }
        for column in then.columns
    ]
    return {"name": then.name, "columns": columns}


def moment_shape(moment: Moment) -> dict[str, Any]:
    return {
        "version": moment.version,
        "at": moment.at.isoformat(),
        "previous": moment.previous,
        "next": moment.next,
    }


def label_shape(label: Label) -> dict[str, Any]:
    return {"id": label.pk, "name": label.name, "colour": label.colour}


def member_shape(membership: Membership) -> dict[str, Any]:
    person = membership.user
    return {"username": person.get_username(), "name": display_name(person), "role": membership.role}


def party_shape(party: Party) -> dict[str, Any]:
    return {"id": party.pk, **{name: getattr(party, name) for name in ("kind", "role", "name", "contact")}}


def event_shape(event: Event) -> dict[str, Any]:
    return {
        "version": event.version,
        "kind": event.kind,
        "subject": event.subject,
        "subject_version": event.subject_version,
        "changes": event.changes,
        "actor": event.actor.get_username() if event.actor else None,
        "mutation_id": str(event.mutation_id) if event.mutation_id else None,
        "at": event.at.isoformat(),
        "hash": event.hash,
    }
