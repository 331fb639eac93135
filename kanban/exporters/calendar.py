"""Deadlines as iCalendar (RFC 5545): target dates, and limitation dates that still run, as days of the calendar.

A day's UID stays while its matter lives, so a date that is changed moves in the subscriber's calendar, and one that is
met goes.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone
from icalendar import Calendar, Event, vText
from icalendar.enums import CLASS, TRANSP

from kanban.access import Grant, boards_of, grant_of
from kanban.models import Feed, Matter
from kanban.people import display_name

REFRESH = timedelta(hours=1)


def calendar_of(feed: Feed, *, address: Callable[[str], str]) -> bytes | None:
    """The feed as text/calendar, as far as its person may see it now; None where it has ended.

    `address` makes a path one that can be followed from elsewhere.
    """
    if not feed.person.is_active:
        return None
    boards = boards_of(feed.person)
    grants = [grant_of(membership) for membership in (boards.filter(board=feed.board) if feed.board else boards)]
    if feed.board and not grants:
        return None
    calendar = Calendar.new(prodid="-//Aster//Deadlines//EN", uid=f"feed-{feed.pk}-{_spelled(feed.made_at)}@aster")
    calendar.refresh_interval = REFRESH
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(f"Deadlines: {feed}"))
    for grant in grants:
        for matter in _matters(feed, grant):
            for event in _events(matter, address(matter.get_absolute_url())):
                calendar.add_component(event)
    return bytes(calendar.to_ical())


def _matters(feed: Feed, grant: Grant) -> Iterable[Matter]:
    found = grant.matters.filter(archived_at=None, deleted_at=None).exclude(status=Matter.Status.CLOSED)
    if feed.board is None:
        found = found.filter(_own(feed.person)).distinct()
    dated = found.exclude(target_on=None, limitation_on=None)
    return dated.select_related("responsible").order_by("pk")


def _own(person: AbstractBaseUser) -> Q:
    return Q(responsible=person) | Q(assignees=person)


def _events(matter: Matter, address: str) -> Iterator[Event]:
    if matter.target_on:
        yield _event(matter, "target", "Target date", matter.target_on, address, [])
    if matter.limitation_on and matter.limitation_runs:
        yield _event(matter, "limitation", "Limitation", matter.limitation_on, address, [matter.limitation_basis])


def _event(matter: Matter, kind: str, said: str, day: date, address: str, facts: list[str]) -> Event:
    responsible = f"Responsible: {display_name(matter.responsible)}" if matter.responsible else ""
    return Event.new(
        uid=f"matter-{matter.pk}-{_spelled(matter.created_at)}-{kind}@aster",
        summary=f"{said}: {matter.number} {matter.title}",
        description="\n".join(filter(None, [*facts, responsible])) or None,
        start=day,
        end=day + timedelta(days=1),
        stamp=timezone.now().replace(microsecond=0),
        sequence=matter.version,
        url=address,
        transparency=TRANSP.TRANSPARENT,
        classification=CLASS.CONFIDENTIAL if matter.is_restricted else None,
    )


def _spelled(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S%f}"
