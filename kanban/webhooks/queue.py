"""Deliveries follow the event log by cursor: a write writes nothing for them; what is in the log is sent at least once.

    event ─ queued ─▶ waiting ─ claimed, sent ─┬─ taken ──▶ done
                         ▲                     └─ not ─▶ waiting, later and later ── MOST_TRIES ──▶ dead
                         └──────────────── sent again by a manager ──────────────────────────────────┘

A claim is a lease: who dies with it leaves the delivery to be sent again, perhaps twice. That is why each has an id.
"""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kanban.models import Delivery, Webhook
from kanban.models.webhook import Progress
from kanban.webhooks.message import body_of, withheld
from kanban.webhooks.sender import OVER_WITHIN, Answer, Parcel
from realtime.turns import turn

BATCH = 200  # events queued at once of one board
AT_ONCE = 20  # deliveries claimed at once of one webhook
LEASE = timedelta(seconds=OVER_WITHIN * (AT_ONCE + 5))
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200, 21600, 43200))
MOST_TRIES = len(PAUSES) + 1
KEPT = timedelta(days=30)
FORGOTTEN = "The event was forgotten before it was sent"
_WAITING, _DONE, _DEAD = Delivery.State.WAITING, Delivery.State.DONE, Delivery.State.DEAD


@dataclass(frozen=True, slots=True)
class Claim:
    """One delivery that is ours until the lease ends. `parcel` None: its event is not there any more."""

    delivery: Delivery
    parcel: Parcel | None


def fill() -> int:
    """Queue what happened since; return how many deliveries that makes."""
    return sum(_fill(webhook) for webhook in _on())


def claim(webhook: Webhook) -> list[Claim]:
    """The next deliveries that are due, oldest event first."""
    now = timezone.now()
    with turn(), transaction.atomic():
        due = webhook.deliveries.filter(state=_WAITING, next_at__lte=now).order_by("version")
        found = list(due.select_for_update()[:AT_ONCE])
        Delivery.objects.filter(pk__in=[each.pk for each in found]).update(next_at=now + LEASE)
    return _packed(webhook, found)


def settle(claims: Iterable[tuple[Claim, Answer | None]]) -> None:
    """Keep what became of each; None: it was not tried, for its receiver is away."""
    now = timezone.now()
    with turn(), transaction.atomic():
        for claim, answer in claims:
            _settle(claim.delivery, answer, now)
            claim.delivery.save(update_fields=["state", "tries", "next_at", "tried_at", "said"])


def send_again(webhook: Webhook) -> int:
    """All that were given up are due anew; return how many."""
    with turn(), transaction.atomic():
        return webhook.deliveries.filter(state=_DEAD).update(state=_WAITING, tries=0, next_at=timezone.now())


def forget() -> None:
    """Those taken long ago."""
    with turn(), transaction.atomic():
        Delivery.objects.filter(state=_DONE, tried_at__lt=timezone.now() - KEPT).delete()


def due() -> list[Webhook]:
    """The webhooks that something is due for."""
    waiting = Delivery.objects.filter(state=_WAITING, next_at__lte=timezone.now())
    return list(_on().filter(pk__in=waiting.values("webhook")))


def _on() -> QuerySet[Webhook]:
    return Webhook.objects.filter(is_on=True).select_related("board__stream", "progress")


def _fill(webhook: Webhook) -> int:
    stream, after = webhook.board.stream, webhook.progress.version
    if stream.version <= after:
        return 0
    versions = list(
        stream.events.filter(version__gt=after).order_by("version").values_list("version", flat=True)[:BATCH]
    )
    now = timezone.now()
    with turn(), transaction.atomic():
        through = versions[-1] if versions else stream.version
        if not Progress.objects.filter(webhook=webhook, version=after).update(version=through):
            return 0  # another sender was quicker, or the webhook is gone
        Delivery.objects.bulk_create(
            [Delivery(webhook=webhook, version=version, next_at=now) for version in versions], ignore_conflicts=True
        )
    return len(versions)


def _packed(webhook: Webhook, found: list[Delivery]) -> list[Claim]:
    board = webhook.board
    there = board.stream.events.filter(version__in=[each.version for each in found]).select_related("actor")
    events = {event.version: event for event in there}
    hidden = withheld(board)
    claims = []
    for delivery in found:
        event = events.get(delivery.version)
        parcel = None
        if event:
            body = body_of(event, board, is_withheld=event.subject in hidden)
            parcel = Parcel(webhook.url, webhook.secret, body, f"{board.stream}@{event.cursor}")
        claims.append(Claim(delivery, parcel))
    return claims


def _settle(delivery: Delivery, answer: Answer | None, now: datetime) -> None:
    delivery.next_at = now + PAUSES[0]
    if answer is None:
        return
    delivery.tries, delivery.tried_at, delivery.said = delivery.tries + 1, now, answer.said
    if answer.is_taken:
        delivery.state = _DONE
    elif answer.said == FORGOTTEN or delivery.tries >= MOST_TRIES:
        delivery.state = _DEAD
    else:
        delivery.next_at = now + PAUSES[delivery.tries - 1] * random.uniform(0.8, 1.2)  # noqa: S311 # spreads, hides nothing
