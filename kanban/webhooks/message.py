"""What is sent of an event: JSON, signed with HMAC-SHA256 over the time and the body.

    Aster-Signature: t=1764152193,v1=<hex of HMAC-SHA256(secret, "1764152193." + body)>

`id` names the event for ever (board, version and the start of its hash), so a receiver can drop what comes twice;
versions have no gaps, so it can see what is missing. Of restricted matters only that something happened is told:
`event` is null.
"""

import hashlib
import hmac
import json

from kanban.api.shapes import event_shape
from kanban.models import Board, Matter
from realtime.models import Event


def body_of(event: Event, board: Board, *, is_withheld: bool) -> bytes:
    told = {
        "id": f"{board.stream}@{event.cursor}",
        "board": board.slug,
        "version": event.version,
        "event": None if is_withheld else event_shape(event),
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def withheld(board: Board) -> frozenset[str]:
    """The subjects that are restricted now: whatever happened to them is not told."""
    pks = Matter.objects.filter(board=board, confidentiality=Matter.Confidentiality.RESTRICTED)
    return frozenset(f"matter:{pk}" for pk in pks.values_list("pk", flat=True))


def signature(secret: str, body: bytes, *, at: int) -> str:
    """`at`: seconds since the epoch."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
