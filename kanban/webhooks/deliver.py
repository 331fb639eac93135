"""One round: queue what happened, send what is due, to all receivers at once and to each in the board's order."""

from concurrent.futures import ThreadPoolExecutor

from kanban.webhooks import queue
from kanban.webhooks.queue import FORGOTTEN, Claim
from kanban.webhooks.sender import Answer, send

RECEIVERS_AT_ONCE = 8


def round_of(pool: ThreadPoolExecutor) -> int:
    """How much there was to do: what was queued, and sent or tried. 0: nothing is due now."""
    queued = queue.fill()
    batches = [queue.claim(webhook) for webhook in queue.due()]
    tried = 0
    for settled in pool.map(_send_all, batches):
        queue.settle(settled)
        tried += sum(answer is not None for _, answer in settled)
    return queued + tried


def _send_all(claims: list[Claim]) -> list[tuple[Claim, Answer | None]]:
    """In order. A receiver that is away is not asked for the others too. Touches no database."""
    settled: list[tuple[Claim, Answer | None]] = []
    is_away = False
    for claim in claims:
        answer = None
        if claim.parcel is None:
            answer = Answer(False, FORGOTTEN)
        elif not is_away:
            answer = send(claim.parcel)
            is_away = answer.is_away
        settled.append((claim, answer))
    return settled
