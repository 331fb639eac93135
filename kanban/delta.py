"""What a step looks like: the changed columns and matters as on the page, and what went away.

Who is told of a matter that he may not see now? Only who could see it at some time within the step; the others hear
nothing, not even its id. A matter that was visible and went behind a wall is `removed`, like one that was archived.

The rows are read after the access was judged, with the stream's access generation in the same read: had it moved in
between, the step is a reset, so nothing written behind a new wall can slip through.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, Q, Value, When
from django.template.loader import render_to_string

from kanban.access import Grant, unwalled
from kanban.cards import ON_BOARD, cards, chips_of, columns_with_sizes
from kanban.fields import ACCESS
from kanban.models import Column, Matter
from kanban.people import display_name
from realtime.models import Event
from realtime.sources import Step

MUTATIONS_TOLD = 20  # of one matter: a page has few of its own on their way
FEW = 50  # subjects up to which a delta is always worth it, however small the board
RESTRICTED = Matter.Confidentiality.RESTRICTED


@dataclass(frozen=True, slots=True)
class Audience:
    """All of a person that decides how a step looks: which of its walled matters he sees, which he saw until now.

    `sees` is None for managers. `must_reset`: his own role changed, so the whole page does.
    """

    board: int
    access: int
    sees: frozenset[int] | None
    dropped: frozenset[int] = frozenset()
    must_reset: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one subject within a step: all fields that changed, and the last event: its version on the board,
    its kind, by whom and when.

    `mutations` are the ids under which it was written, so that whoever wrote it knows his own again.
    """

    subject: str
    version: int
    kind: str
    by: str
    at: str
    fields: str
    mutations: str


def audience_of(grant: Grant, step: Step) -> Audience:
    """Whom this step is for. One query, none for managers."""
    board, access = grant.board.pk, grant.board.stream.access
    if f"member:{grant.person.get_username()}" in {event.subject for event in step.events}:
        return Audience(board, access, None, must_reset=True)
    if grant.can_manage:
        return Audience(board, access, None)
    walled = Matter.objects.filter(touched(step.events), board=board, confidentiality=RESTRICTED).annotate(
        seen=Case(When(unwalled(grant.person), then=Value(True)), default=Value(False))
    )
    seen = dict(walled.values_list("pk", "seen"))
    dropped = frozenset(pk for pk, is_seen in seen.items() if not is_seen and _was_seen(grant.person, pk, step))
    return Audience(board, access, frozenset(pk for pk, is_seen in seen.items() if is_seen), dropped)


def fragments(step: Step, audience: Audience) -> str | None:
    """The step as HTML for that audience; None where a reset is cheaper or safer. Three queries."""
    if audience.must_reset:
        return None
    columns = columns_with_sizes(audience.board)
    many = max(FEW, sum(column.size for column in columns) / 2)  # type: ignore[attr-defined]
    if len(set(_matters_in(step.events))) > many:
        return None
    matters = Matter.objects.filter(touched(step.events), board=audience.board)
    chips = chips_of(matters)
    rows = cards(matters, columns, chips)
    if len(rows) > many or any(row.board.stream.access != audience.access for row in rows):
        return None
    mine = [row for row in rows if _may_see(row, audience)]
    gone = {row.pk for row in mine if not row.is_on_board}
    context = {
        "matters": [row for row in mine if row.is_on_board],
        "removed": sorted(gone | audience.dropped),
        "changes": told_of(step.events, {f"matter:{row.pk}" for row in mine}),
    }
    return render_to_string("kanban/_delta.html", {**context, **_columns(step.events, columns)})


def told_of(events: Sequence[Event], subjects: set[str]) -> list[Change]:
    """What a page may say of each of the subjects: one line, however often it changed."""
    by_subject: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.subject in subjects:
            by_subject[event.subject].append(event)
    return [_told(subject, found) for subject, found in by_subject.items()]


def _told(subject: str, events: list[Event]) -> Change:
    last = events[-1]
    by = display_name(last.actor) if last.actor else ""
    fields = sorted({name for event in events for name in event.changes})
    mutations = [str(event.mutation_id) for event in events if event.mutation_id]
    keys = " ".join(mutations[-MUTATIONS_TOLD:])
    return Change(subject, last.version, last.kind, by, last.at.isoformat(), " ".join(fields), keys)


def touched(events: Sequence[Event]) -> Q:
    """The matters whose card may look different after these events."""
    keys: dict[str, list[str]] = defaultdict(list)
    for event in events:
        kind, _, key = event.subject.partition(":")
        keys["spread" if event.kind == "column.spread" else kind].append(key)
    touched = Q(pk__in=keys["matter"])
    if keys["spread"]:
        touched |= ON_BOARD & Q(column__slug__in=keys["spread"])
    if keys["label"]:
        bearing = Matter.labels.through.objects.filter(label__in=[int(key) for key in keys["label"]])
        touched |= ON_BOARD & Q(pk__in=bearing.values("matter"))
    return touched


def _columns(events: Sequence[Event], columns: list[Column]) -> dict[str, Any]:
    """The columns that changed, those that are gone, and the board's name where that changed."""
    by_slug = {column.slug: column for column in columns}
    named = dict.fromkeys(event.subject.partition(":")[2] for event in events if event.subject.startswith("column:"))
    names = [event.changes["name"][1] for event in events if event.kind == "board.changed" and "name" in event.changes]
    return {
        "columns": [by_slug[slug] for slug in named if slug in by_slug],
        "removed_columns": [slug for slug in named if slug not in by_slug],
        "board_name": names[-1] if names else None,
    }


def _matters_in(events: Iterable[Event]) -> Iterable[int]:
    return (int(event.subject.partition(":")[2]) for event in events if event.subject.startswith("matter:"))


def _may_see(row: Matter, audience: Audience) -> bool:
    return audience.sees is None or not row.is_restricted or row.pk in audience.sees


def _was_seen(person: AbstractBaseUser, pk: int, step: Step) -> bool:
    """Could a person who does not see this matter now see it at some time within the step? Told backwards."""
    name = person.get_username()
    now: dict[str, Any] = {"confidentiality": RESTRICTED, "responsible": None, "assignees": [], "named_people": []}
    for event in reversed(step.events):
        if event.subject != f"matter:{pk}":
            continue
        if event.kind == "matter.created":
            return False
        now |= {field: event.changes[field][0] for field in ACCESS if field in event.changes}
        if (
            now["confidentiality"] != RESTRICTED
            or now["responsible"] == name
            or name in [*now["assignees"], *now["named_people"]]
        ):
            return True
    return False
