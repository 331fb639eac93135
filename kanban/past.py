"""A board and its matters as they stood: the rows as they are now, and the events since then undone, the newest first.

The rows are read before the events: undoing an event that a row has not heard of yet changes nothing in it. What a
person may not see now is not among the rows, and its events are passed over. A column that was spread anew since has
its order from the new ranks, where its matters were not moved since.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import CharField, DateField, Q, Value

from kanban.access import Grant
from kanban.fields import DATES, EDITABLE, PEOPLE, SETS, value_of
from kanban.models import Board, Column, Label, Matter

COLUMN = ("name", "colour", "category", "rank")
LABEL = ("name", "colour")
SHARED = (
    "column.added", "column.changed", "column.moved", "column.removed", "label.added", "label.changed", "label.removed",
)  # fmt: skip

Undone = tuple[str, str, dict[str, Any]]  # an event's subject, kind and changes
State = dict[str, Any]


@dataclass(slots=True)
class BoardThen:
    """A board as it stood: its columns in order, each with `matters`, in order."""

    name: str
    columns: list[Column] = field(default_factory=list)


def board_then(grant: Grant, version: int) -> BoardThen:
    """The board after its event of that version, as far as the person may see it now. At most seven queries."""
    events = grant.board.stream.events
    rows = list(grant.matters.filter(deleted_at=None).select_related("column", "responsible"))
    past = Past(grant.board, rows, Q(matter__board=grant.board))
    since = events.filter(version__gt=version).order_by("-version").values_list("subject", "kind", "changes")
    past.undo(since.iterator())
    lost = [f"column:{slug}" for slug, column in past.columns.items() if not column.get("rank")]
    if lost:  # of removed columns only earlier events tell where they stood
        placed = events.filter(version__lte=version, subject__in=lost, kind__in=("column.added", "column.moved"))
        for subject, changes in placed.order_by("version").values_list("subject", "changes"):
            past.columns[subject.partition(":")[2]]["rank"] = changes["rank"][1]
    return past.board()


def matter_then(board: Board, row: Matter, parties: list[str], events: Iterable[Undone]) -> Matter | None:
    """The matter before those events, the newest first, with `party_names`. None: it was not there yet."""
    past = Past(board, [row], Q(matter=row))
    past.states[row.pk]["parties"] = parties
    past.undo(events)
    found = past.matters()
    return found[0] if found else None


class Past:
    """What stood at one moment; `undo` goes further back. `where` are the matters in question, for their sets."""

    def __init__(self, board: Board, rows: Sequence[Matter], where: Q) -> None:
        self.name = board.name
        self.columns: dict[str, State] = {
            column.slug: {name: getattr(column, name) for name in COLUMN} for column in board.columns.all()
        }
        self.labels: dict[str, State] = {
            str(label.pk): {name: getattr(label, name) for name in LABEL} for label in board.labels.all()
        }
        sets = _sets(where)
        self._rows = {row.pk: row for row in rows}
        self.states: dict[int, State] = {row.pk: _state(row, sets[row.pk]) for row in rows}

    def undo(self, events: Iterable[Undone]) -> None:
        for subject, kind, changes in events:
            what, _, key = subject.partition(":")
            before = {name: old for name, (old, _) in changes.items()}
            if what == "matter":
                _undo(self.states, int(key), kind, before, missing=None)
            elif what == "column":
                _undo(self.columns, key, kind, before, missing={})
            elif what == "label":
                if kind == "label.changed" and "name" in changes:
                    self._rename(*changes["name"])
                _undo(self.labels, key, kind, before, missing={})
            elif what == "board":
                self.name = before.get("name") or self.name

    def board(self) -> BoardThen:
        columns = {slug: _column(slug, state) for slug, state in self.columns.items()}
        for column in columns.values():
            column.matters_then = []  # type: ignore[attr-defined]
        for matter in sorted(self.matters(), key=lambda matter: (matter.rank, matter.pk)):
            if not matter.was_archived and matter.column.slug in columns:  # type: ignore[attr-defined]
                columns[matter.column.slug].matters_then.append(matter)  # type: ignore[attr-defined]
        return BoardThen(self.name, sorted(columns.values(), key=lambda column: column.rank or "~"))

    def matters(self) -> list[Matter]:
        """Each as a Matter that is not to be saved, with `was_archived` and `party_names`."""
        people = self._people()
        labels = {state["name"]: Label(name=state["name"], colour=state["colour"]) for state in self.labels.values()}
        return [self._matter(self._rows[pk], state, people, labels) for pk, state in self.states.items()]

    def _matter(self, row: Matter, state: State, people: dict[str, Any], labels: dict[str, Label]) -> Matter:
        then = copy(row)
        for name in set(EDITABLE) - {*SETS, *DATES, "responsible"}:
            setattr(then, name, state[name])
        for name in DATES:
            setattr(then, name, DateField().to_python(state[name]))
        then.responsible = people.get(state["responsible"])
        then.rank = state["rank"]
        then.column = _column(state["column"], self.columns.get(state["column"], {}))
        sets: dict[str, Any] = {name: [people[each] for each in state[name] if each in people] for name in PEOPLE}
        sets["labels"] = [labels.get(name) or Label(name=name) for name in state["labels"]]
        then._prefetched_objects_cache = sets  # type: ignore[attr-defined]
        then.was_archived = state["archived"]  # type: ignore[attr-defined]
        then.party_names = state.get("parties", [])  # type: ignore[attr-defined]
        return then

    def _people(self) -> dict[str, Any]:
        named = {name for state in self.states.values() for people in PEOPLE for name in state[people]}
        named |= {state["responsible"] for state in self.states.values() if state["responsible"]}
        return {person.get_username(): person for person in get_user_model().objects.filter(username__in=named)}

    def _rename(self, old: str, new: str) -> None:
        for state in self.states.values():
            if new in state["labels"]:
                state["labels"] = sorted(old if name == new else name for name in state["labels"])


def _undo(states: dict[Any, State], key: Any, kind: str, before: State, *, missing: State | None) -> None:
    """One event less. `missing` stands for what is not there any more; None: it is not to be seen."""
    if kind.endswith((".created", ".added")):
        states.pop(key, None)
    elif key in states:
        states[key].update(before)
    elif missing is not None and before:
        states[key] = {**missing, **before}


def _state(row: Matter, sets: State) -> State:
    values = {name: value_of(row, name) for name in EDITABLE if name not in SETS}
    filled = {name: sorted(sets.get(name, ())) for name in SETS}
    return {
        **values,
        **filled,
        "column": row.column.slug,
        "rank": row.rank,
        "archived": row.archived_at is not None,
    }


def _sets(where: Q) -> dict[int, dict[str, list[str]]]:
    """The labels and people of the matters, in one query."""
    sources = [
        (Matter.labels, "labels", "label__name"),
        *((getattr(Matter, name), name, "user__username") for name in PEOPLE),
    ]
    first, *others = [
        source.through.objects.filter(where).values_list("matter_id", Value(name, CharField()), value)
        for source, name, value in sources
    ]
    sets: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pk, name, value in first.union(*others, all=True):
        sets[pk][name].append(value)
    return sets


def _column(slug: str, state: State) -> Column:
    known = {name: state[name] for name in COLUMN if state.get(name) is not None}
    return Column(**{"name": slug, "rank": "", **known, "slug": slug})
