"""Which moment of the past a person asks for, and the changes before and after it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from kanban.errors import Invalid
from realtime.models import Event, Stream

WHEN = "j F Y, H:i"
_OFFSET = re.compile(r"(:\d\d(?:\.\d+)?) (\d\d:\d\d)\Z")  # a plus typed into an address arrives as a space
Pair = tuple[int, datetime]  # an event's version and time


@dataclass(frozen=True, slots=True)
class Asked:
    """A moment: after the event of a version, or at a time."""

    version: int | None = None
    at: datetime | None = None

    def is_after(self, pair: Pair) -> bool:
        """Had this event happened by then?"""
        return pair[0] <= self.version if self.version is not None else self.at is not None and pair[1] <= self.at


@dataclass(frozen=True, slots=True)
class Moment:
    """The last event by then: its version and time, and the versions of the ones around it."""

    version: int
    at: datetime
    previous: int | None
    next: int | None


def asked_for(stream: Stream, version: str, at: str) -> Asked:
    """What an address says; nothing: now. Raises Invalid."""
    if version:
        if not (version.isascii() and version.isdigit() and len(version) <= 18) or int(version) > stream.version:
            raise Invalid(f"There is no such version: the newest of this board is {stream.version}.")
        return Asked(version=int(version))
    if not at:
        return Asked(version=stream.version)
    time = _time(at)
    if time > timezone.now():
        raise Invalid("This time has not come yet.")
    return Asked(at=time)


def moment_in(events: QuerySet[Event], asked: Asked) -> Moment:
    """The moment among the events, by few of them. Raises Invalid where it is before all that is kept."""
    until = events.filter(at__lte=asked.at) if asked.version is None else events.filter(version__lte=asked.version)
    last = list(until.order_by("-version").values_list("version", "at")[:2])
    after = events.filter(version__gt=last[0][0]) if last else events
    return moment_of([*reversed(last), *after.order_by("version").values_list("version", "at")[:1]], asked)


def moment_of(pairs: Sequence[Pair], asked: Asked) -> Moment:
    """The moment among events in their order. Raises Invalid where it is before all of them."""
    place = max((place for place, pair in enumerate(pairs) if asked.is_after(pair)), default=None)
    if place is None:
        raise Invalid(_too_early(pairs))
    version, at = pairs[place]
    previous = pairs[place - 1][0] if place else None
    return Moment(version, at, previous, pairs[place + 1][0] if place + 1 < len(pairs) else None)


def _too_early(pairs: Sequence[Pair]) -> str:
    if not pairs:
        return "Nothing of its past is kept."
    return f"What is kept goes back to {date_format(timezone.localtime(pairs[0][1]), WHEN)}, not further."


def _time(text: str) -> datetime:
    try:
        time = datetime.fromisoformat(_OFFSET.sub(r"\1+\2", text.strip()))
    except ValueError:
        raise Invalid("This is not a date and time, as 2026-03-31T12:00.") from None
    if not 1900 <= time.year <= 2200:
        raise Invalid("This date is not of our time.")
    return time if timezone.is_aware(time) else timezone.make_aware(time)
