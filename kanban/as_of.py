"""A board or a matter as it stood at a moment that a person asks for. Reads only."""

from kanban.access import Grant
from kanban.commands.parties import names
from kanban.errors import Invalid
from kanban.history import events_of
from kanban.models import Matter
from kanban.moments import Asked, Moment, Pair, moment_in, moment_of
from kanban.past import SHARED, BoardThen, Undone, board_then, matter_then
from realtime.models import Stream


def board_as_of(grant: Grant, asked: Asked) -> tuple[BoardThen, Moment]:
    """The board as far as the person may see it now. Raises Invalid where that is before all that is kept."""
    moment = moment_in(grant.events, asked)
    return board_then(grant, moment.version), moment


def matter_as_of(grant: Grant, row: Matter, asked: Asked) -> tuple[Matter, Moment]:
    """The matter, with `was_archived` and `party_names`. Raises Invalid where it was not there yet."""
    parties = names(row)
    pairs, since = _events(grant.board.stream, row, asked)
    moment = moment_of(pairs, asked)
    then = matter_then(grant.board, row, parties, since)
    if then is None:
        raise Invalid("This matter was not there yet.")
    return then, moment


def _events(stream: Stream, matter: Matter, asked: Asked) -> tuple[list[Pair], list[Undone]]:
    """All events of the matter in order, and what to undo: those after the moment and what befell columns and labels.

    One query.
    """
    later = {"at__gt": asked.at} if asked.version is None else {"version__gt": asked.version}
    columns = ("version", "at", "subject", "kind", "changes")
    shared = stream.events.filter(kind__in=SHARED, **later).order_by().values_list(*columns)
    own = events_of(stream, matter).order_by().values_list(*columns)
    found = list(own.union(shared, all=True).order_by("version"))
    pairs = [(version, at) for version, at, _, kind, _ in found if kind not in SHARED]
    now = max((pair[0] for pair in pairs if asked.is_after(pair)), default=0)
    undone = [row[2:] for row in reversed(found) if row[3] in SHARED or row[0] > now]
    return pairs, undone
