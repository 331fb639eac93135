"""Forget the oldest events, so that the log does not grow for ever. The rest of the chain stands on the last one
forgotten.

A cursor at `pruned_through` is still served; one before it is a reset. Each batch is whole in itself: after a break
in between, the log has forgotten less, and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from realtime.errors import Refused
from realtime.models import Answer, Stream

BATCH = 1000  # events a transaction: a writer waits for milliseconds
ANSWERS_DAYS = 30  # a browser that comes back from a long journey still gets its first answer again


@dataclass(frozen=True, slots=True)
class Pruned:
    """How many events are forgotten of which stream, and up to which version."""

    stream: str
    events: int
    through: int


def prune_stream(pk: int, *, before: datetime, dry_run: bool = False) -> Pruned:
    """Forget the stream's events from the oldest on, up to the first that was written at `before` or later."""
    stream = Stream.objects.get(pk=pk)
    through = _last_older(stream, before)
    if dry_run:
        return Pruned(str(stream), max(0, through - stream.pruned_through), max(through, stream.pruned_through))
    events = 0
    while batch := _prune_batch(pk, through):
        events += batch
    stream.refresh_from_db()
    return Pruned(str(stream), events, stream.pruned_through)


def prune_answers(*, before: datetime, dry_run: bool = False) -> int:
    """Forget answers given before then, but none of the last 30 days; return how many."""
    old = Answer.objects.filter(at__lt=min(before, timezone.now() - timedelta(days=ANSWERS_DAYS)))
    if dry_run:
        return old.count()
    forgotten = 0
    while batch := list(old.values_list("pk", flat=True)[:BATCH]):
        forgotten += Answer.objects.filter(pk__in=batch).delete()[0]
    return forgotten


def _last_older(stream: Stream, before: datetime) -> int:
    """A clock that was set back can leave an older time behind a newer one: the first newer one is the limit."""
    newer = stream.events.filter(at__gte=before).order_by("version").values_list("version", flat=True).first()
    return stream.version if newer is None else newer - 1


def _prune_batch(pk: int, through: int) -> int:
    with transaction.atomic():
        stream = Stream.objects.select_for_update().get(pk=pk)
        last = min(through, stream.pruned_through + BATCH)
        if last <= stream.pruned_through:
            return 0
        count = last - stream.pruned_through
        stream.pruned_hash = _hash_of(stream, last)
        stream.pruned_through = last
        stream.save(update_fields=["pruned_through", "pruned_hash"])
        stream.events.filter(version__lte=last).delete()  # only now: the database refuses it before
        return count


def _hash_of(stream: Stream, version: int) -> str:
    digest = stream.events.filter(version=version).values_list("hash", flat=True).first()
    if digest is None:
        raise Refused(f"{stream}: version {version} is missing. Nothing more is forgotten; run verify_log.")
    return digest
