"""A board's events reach a real receiver: signed, at least once, in order; what it refuses is tried later."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from kanban.commands import Intent, matters, webhooks
from kanban.errors import Forbidden, Invalid
from kanban.models import Board, Delivery, Webhook
from kanban.webhooks import queue
from kanban.webhooks.deliver import round_of
from realtime.models import Event
from tests.clients import browser_of
from tests.factories import MatterFactory
from tests.kanban.machine import forget
from tests.kanban.receiver import Receiver, is_ours, receiver

pytestmark = pytest.mark.django_db

SECRET = "whsec_of_the_test"


@pytest.fixture
def away(settings: Settings) -> Iterator[Receiver]:
    settings.WEBHOOK_PRIVATE_ADDRESSES = True
    with receiver() as known:
        yield known


@pytest.fixture
def hook(board: Board, alice: User, away: Receiver) -> Webhook:
    webhooks.add(Intent(board, alice), away.url, secret=SECRET)
    return Webhook.objects.get()


def deliver() -> None:
    with ThreadPoolExecutor(2) as pool:
        while round_of(pool):
            pass


def later(**pause: int) -> None:
    """Time goes by for whatever waits."""
    for delivery in Delivery.objects.filter(state="waiting"):
        Delivery.objects.filter(pk=delivery.pk).update(next_at=delivery.next_at - timedelta(**pause))


def states() -> list[tuple[str, int, str]]:
    return list(Delivery.objects.order_by("version").values_list("state", "tries", "said"))


def test_each_change_is_sent_once_signed_and_in_order(hook: Webhook, away: Receiver, board: Board, bob: User) -> None:
    matter = MatterFactory(board=board, title="Dœ v. Roe")
    matters.move(Intent(board, bob), matter.pk, to="done")
    for _ in range(2):
        call_command("deliver_webhooks", "--once", stdout=StringIO(), stderr=StringIO())
    events = list(Event.objects.filter(subject=f"matter:{matter.pk}").order_by("version"))
    assert away.versions == [event.version for event in events]
    assert [each["event"]["kind"] for each in away.told] == ["matter.created", "matter.moved"]
    assert away.told[1]["event"]["actor"] == "bob"
    assert away.told[1]["id"] == f"board:{board.pk}@{events[1].cursor}"
    headers, body = away.got[0]
    assert "Dœ v. Roe" in body.decode()
    assert headers["Content-Type"] == "application/json"
    assert headers["Aster-Event"] == away.told[0]["id"]
    assert is_ours(SECRET, headers["Aster-Signature"], body)
    assert not is_ours(SECRET, headers["Aster-Signature"], body + b" ")
    assert abs(int(headers["Aster-Signature"][2:].partition(",")[0]) - time.time()) < 60
    assert states() == [("done", 1, "204 No Content")] * 2


def test_what_happened_before_it_was_added_is_not_sent(board: Board, alice: User, away: Receiver) -> None:
    MatterFactory(board=board)
    webhooks.add(Intent(board, alice), away.url, secret=SECRET)
    deliver()
    assert away.got == []


def test_of_a_restricted_matter_only_that_something_happened_is_told(
    hook: Webhook, away: Receiver, board: Board
) -> None:
    matter = MatterFactory(board=board, title="Was open")
    matters.edit(Intent(board), matter.pk, {"confidentiality": "restricted", "title": "Secret"})
    deliver()
    assert [set(each) for each in away.told] == [{"id", "board", "version", "event"}] * 2
    assert [each["event"] for each in away.told] == [None, None]
    assert b"Secret" not in away.got[1][1]


def test_a_refusal_is_tried_later_and_does_not_hold_up_the_others(hook: Webhook, away: Receiver, board: Board) -> None:
    away.answers = [500]
    MatterFactory(board=board)
    MatterFactory(board=board)
    deliver()
    first, second = away.versions
    assert states() == [("waiting", 1, "500 Internal Server Error"), ("done", 1, "204 No Content")]
    deliver()
    assert len(away.got) == 2
    later(seconds=13)
    deliver()
    assert away.versions == [first, second, first]
    assert states()[0] == ("done", 2, "204 No Content")


def test_a_receiver_that_is_away_is_not_asked_for_each(hook: Webhook, away: Receiver, board: Board) -> None:
    away.answers = [503]
    for _ in range(3):
        MatterFactory(board=board)
    deliver()
    assert len(away.got) == 1
    later(seconds=13)
    deliver()
    assert away.versions == [away.versions[0], *range(away.versions[0], away.versions[0] + 3)]


def test_pauses_grow_and_after_the_last_try_it_is_given_up_and_can_be_sent_again(
    hook: Webhook, away: Receiver, board: Board, alice: User
) -> None:
    away.answers = [500] * queue.MOST_TRIES
    MatterFactory(board=board)
    waits = []
    for _ in range(queue.MOST_TRIES):
        deliver()
        waits.append((Delivery.objects.get().next_at - timezone.now()).total_seconds())
        later(hours=15)
    assert all(pause.total_seconds() * 0.79 < waits[at] < pause.total_seconds() * 1.21
               for at, pause in enumerate(queue.PAUSES))  # fmt: skip
    assert states() == [("dead", 8, "500 Internal Server Error")]
    deliver()
    assert len(away.got) == queue.MOST_TRIES
    hers, address = browser_of(alice), f"/boards/litigation/settings/webhooks/{hook.pk}/"
    page = hers.get(address).content.decode()
    assert "Given up" in page
    assert "500 Internal Server Error" in page
    assert hers.post(f"{address}again/")["Location"] == address
    deliver()
    assert states() == [("done", 1, "204 No Content")]
    assert "<td>Taken</td>" in hers.get(f"{address}?state=done").content.decode()


def test_who_dies_in_the_middle_leaves_it_to_be_sent_again(hook: Webhook, away: Receiver, board: Board) -> None:
    MatterFactory(board=board)
    queue.fill()
    assert len(queue.claim(queue.due()[0])) == 1
    deliver()
    assert away.got == []
    later(minutes=5)
    deliver()
    assert len(away.got) == 1


def test_two_senders_queue_and_claim_each_event_once(hook: Webhook, board: Board) -> None:
    MatterFactory(board=board)
    other = Webhook.objects.select_related("board__stream", "progress").get()
    assert (queue.fill(), queue._fill(other)) == (1, 0)
    claimed = [queue.claim(hook), queue.claim(hook)]
    assert [len(claims) for claims in claimed] == [1, 0]


def test_paused_nothing_is_sent_and_nothing_is_lost(hook: Webhook, away: Receiver, board: Board, alice: User) -> None:
    hers, address = browser_of(alice), f"/boards/litigation/settings/webhooks/{hook.pk}/"
    assert hers.post(f"{address}switch/", {"on": "0"})["Location"] == address
    MatterFactory(board=board)
    deliver()
    assert away.got == []
    hers.post(f"{address}switch/", {"on": "1"})
    deliver()
    assert [each["event"]["kind"] for each in away.told] == ["webhook.changed", "matter.created", "webhook.changed"]


def test_events_that_were_forgotten_are_passed_over_or_given_up(hook: Webhook, away: Receiver, board: Board) -> None:
    MatterFactory(board=board)
    queue.fill()
    MatterFactory(board=board)
    board.stream.refresh_from_db()
    forget(board.stream, keep=0)
    MatterFactory(board=board)
    deliver()
    assert states() == [("dead", 1, queue.FORGOTTEN), ("done", 1, "204 No Content")]
    board.stream.refresh_from_db()
    assert away.versions == [board.stream.version]


def test_a_write_writes_nothing_for_it(
    hook: Webhook, board: Board, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    matter = MatterFactory(board=board)
    with django_assert_max_num_queries(12) as made:
        matters.archive(Intent(board), matter.pk)
    tables = ("kanban_webhook", "kanban_progress", "kanban_delivery")
    assert [query["sql"] for query in made.captured_queries if any(table in query["sql"] for table in tables)] == []


def test_the_log_tells_the_host_and_never_the_address(hook: Webhook, board: Board, alice: User) -> None:
    webhooks.remove(Intent(board, alice), hook.pk)
    told = json.dumps(list(board.stream.events.filter(kind__startswith="webhook.").values_list("kind", "changes")))
    assert "webhook.added" in told
    assert "webhook.removed" in told
    assert "/aster" not in told
    assert "added a webhook" in browser_of(alice).get("/boards/litigation/history/").content.decode()


def test_only_managers_add_one_and_the_secret_is_shown_once(board: Board, alice: User, bob: User) -> None:
    with pytest.raises(Forbidden):
        webhooks.add(Intent(board, bob), "https://hooks.example.com/", secret=SECRET)
    hers, address = browser_of(alice), "/boards/litigation/settings/webhooks/"
    page = hers.post(address, {"url": "https://hooks.example.com/aster"}).content.decode()
    secret = Webhook.objects.get().secret
    assert secret in page
    again = hers.get(address).content.decode()
    assert secret not in again
    assert "https://hooks.example.com/aster" in again


@pytest.mark.parametrize(
    "url",
    [
        "", "hooks.example.com", "http://hooks.example.com/", "ftp://hooks.example.com/", "https://", "https:///path",
        "https://user:pass@hooks.example.com/", "https://hooks.example.com/#x", "https://hooks.example.com:x/",
        "https://hooks.example.com:0/", "https://[::1/", "https://hooks.example.com/a b",
        "https://hooks.example.com/\r\nX: y",
        "https://hööks.example.com/", "https://hooks.example.com/" + "x" * 500, "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_such_address_is_refused(board: Board, alice: User, url: str) -> None:
    with pytest.raises(Invalid):
        webhooks.add(Intent(board, alice), url, secret=SECRET)
    assert browser_of(alice).post("/boards/litigation/settings/webhooks/", {"url": url}).status_code == 422
    assert not Webhook.objects.exists()


def test_there_is_an_end_to_webhooks(board: Board, alice: User) -> None:
    for _ in range(webhooks.MOST):
        webhooks.add(Intent(board, alice), "https://hooks.example.com/", secret=SECRET)
    with pytest.raises(Invalid, match="at most 10"):
        webhooks.add(Intent(board, alice), "https://hooks.example.com/", secret=SECRET)
