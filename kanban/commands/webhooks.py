"""Add, pause and remove a board's webhooks. The log tells of each, by its host: an address may hold a secret."""

from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from kanban.commands.write import Outcome, Write, command
from kanban.errors import Invalid, NotFound
from kanban.models import Role, Webhook
from kanban.models.webhook import Progress

MOST = 10


@command(needs=Role.MANAGER)
def add(write: Write, url: str, *, secret: str) -> Outcome:
    """What happens from now on is sent there, signed with `secret`. Raises Invalid."""
    if write.board.webhooks.count() >= MOST:
        raise Invalid.field("url", f"A board has at most {MOST} webhooks.")
    parts = _address(url)
    webhook = Webhook(board=write.board, url=url, secret=secret)
    webhook.save()
    version = write.log.append("webhook.added", f"webhook:{webhook.pk}", {"host": [None, parts.netloc]})
    Progress.objects.create(webhook=webhook, version=version)
    return write.outcome()


@command(needs=Role.MANAGER)
def switch(write: Write, pk: int, *, on: bool) -> Outcome:
    """Pause it, or let it go on where it stood: nothing in between is lost."""
    webhook = _webhook(write, pk)
    if webhook.is_on != on:
        webhook.is_on = on
        webhook.save(update_fields=["is_on"])
        write.log.append("webhook.changed", f"webhook:{pk}", {"on": [not on, on]})
    return write.outcome()


@command(needs=Role.MANAGER)
def remove(write: Write, pk: int) -> Outcome:
    """Nothing more is sent there, and what became of its deliveries is forgotten."""
    webhook = _webhook(write, pk)
    changes: dict[str, Any] = {"host": [urlsplit(webhook.url).netloc, None]}
    webhook.delete()
    write.log.append("webhook.removed", f"webhook:{pk}", changes)
    return write.outcome()


def _webhook(write: Write, pk: int) -> Webhook:
    webhook = write.board.webhooks.filter(pk=pk).first()
    if webhook is None:
        raise NotFound("This webhook is not on the board any more.")
    return webhook


def _address(url: str) -> SplitResult:
    """Raises Invalid. Where it leads is judged each time something is sent."""
    schemes = ("https", "http") if settings.WEBHOOK_PRIVATE_ADDRESSES else ("https",)
    if len(url) > 500 or not url.isascii() or not url.isprintable() or " " in url:
        raise Invalid.field("url", "Use at most 500 letters, digits and signs, without spaces.")
    try:
        parts = urlsplit(url)
        is_whole = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port or a bracket that is none
        raise Invalid.field("url", "This is no address.") from None
    if not is_whole:
        raise Invalid.field("url", f"Use a whole address, as {schemes[0]}://hooks.example.com/aster.")
    if "@" in parts.netloc or parts.fragment:
        raise Invalid.field("url", "Leave out user name, password and fragment: the signature tells who sends.")
    return parts
