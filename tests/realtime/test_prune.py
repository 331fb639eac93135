"""manage.py prune_events: the oldest go, the chain stands, and cursors on either side of the cut are told rightly."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from kanban.commands import Intent, matters
from kanban.models import Board
from realtime import chain, prune
from realtime.cursors import Cursor
from realtime.models import Answer, Event, Stream
from tests.factories import MatterFactory
from tests.triggers import without_triggers


@pytest.fixture
def log(board: Board, bob: User) -> Stream:
    """A log of some ten events, each a day older than the next, the last one of today."""
    matter = MatterFactory(board=board)
    for title in "ABCDE":
        matters.edit(Intent(board, bob), matter.pk, {"title": title})
    board.stream.refresh_from_db()
    return board.stream


def grow_old(stream: Stream) -> None:
    with without_triggers():
        for days, event in enumerate(stream.events.order_by("-version")):
            Event.objects.filter(pk=event.pk).update(at=timezone.now() - timedelta(days=days, hours=1))


def run(*options: str) -> str:
    out = StringIO()
    call_command("prune_events", *options, stdout=out)
    return out.getvalue()


def test_events_older_than_that_go_and_the_rest_of_the_chain_stands(log: Stream) -> None:
    whole = list(log.events.order_by("version").values_list("version", "hash"))
    cut = timezone.now()
    prune.prune_stream(log.pk, before=cut)
    log.refresh_from_db()
    assert (log.pruned_through, log.pruned_hash) == whole[-1] == (log.version, log.head)
    assert chain.verify(log) is None


def test_the_days_are_counted_from_now(log: Stream) -> None:
    grow_old(log)
    told = run("--keep-days", "3")
    log.refresh_from_db()
    assert log.pruned_through == log.version - 3
    kept = log.events.order_by("version").values_list("version", flat=True)
    assert list(kept) == [log.version - 2, log.version - 1, log.version]
    assert f"board:{log.key}: forgot {log.version - 4} events, through version {log.version - 3}." in told


def test_a_dry_run_tells_the_same_and_forgets_nothing(log: Stream) -> None:
    grow_old(log)
    told = run("--keep-days", "3", "--dry-run")
    assert f"would forget {log.version - 4} events, through version {log.version - 3}." in told
    assert log.events.count() == log.version - 1


def test_again_there_is_nothing_to_forget(log: Stream) -> None:
    run("--keep-days", "0")
    assert "forgot 0 events" in run("--keep-days", "0")


@pytest.mark.parametrize(("step", "answer"), [(-1, "<live-reset"), (0, "<live-delta"), (1, "<live-delta")])
def test_a_cursor_at_the_cut_is_served_and_one_before_it_is_a_reset(
    log: Stream, client: Client, bob: User, monkeypatch: pytest.MonkeyPatch, step: int, answer: str
) -> None:
    """T-008, T-009"""
    cut = log.version - 3
    hashes = dict(log.events.values_list("version", "hash"))
    monkeypatch.setattr(prune, "_last_older", lambda stream, before: cut)
    prune.prune_stream(log.pk, before=timezone.now())
    client.force_login(bob)
    cursor = Cursor.at(cut + step, hashes[cut + step])
    body = client.get("/live/", {"s": f"{log}@{cursor}"}).text
    assert answer in body
    assert body.count("<live-") == 1


def test_a_forged_cursor_at_the_cut_is_a_reset(log: Stream, client: Client, bob: User) -> None:
    run("--keep-days", "0")
    matters.create(Intent(Board.objects.get(stream=log), bob), {"title": "Later"})
    client.force_login(bob)
    assert "<live-reset" in client.get("/live/", {"s": f"{log}@{log.version}.00000000"}).text


def test_a_head_whose_events_are_all_gone_has_nothing_new(log: Stream, client: Client, bob: User) -> None:
    run("--keep-days", "0")
    client.force_login(bob)
    assert client.get("/live/", {"s": f"{log}@{log.cursor}"}).status_code == 204


def test_many_go_in_batches_and_leave_no_gap(log: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "BATCH", 2)
    pruned = prune.prune_stream(log.pk, before=timezone.now())
    log.refresh_from_db()
    assert (pruned.events, log.events.count(), log.pruned_through) == (log.version - 1, 0, log.version)


def test_a_break_between_batches_leaves_a_whole_chain(log: Stream, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prune, "BATCH", 2)
    assert prune._prune_batch(log.pk, log.version) == 2
    log.refresh_from_db()
    assert log.pruned_through == 3
    assert chain.verify(log) is None


def test_an_old_time_behind_a_newer_one_stays(log: Stream) -> None:
    """A clock that was set back must not open a gap."""
    last = log.events.latest("version")
    with without_triggers():
        Event.objects.filter(pk=last.pk).update(at=timezone.now() - timedelta(days=900))
    run("--keep-days", "365")
    assert log.events.count() == log.version - 1


def test_writing_goes_on_after_pruning(log: Stream, bob: User) -> None:
    run("--keep-days", "0")
    matters.create(Intent(Board.objects.get(stream=log), bob), {"title": "Later"})
    stream = Stream.objects.get(pk=log.pk)
    assert stream.version == log.version + 1
    assert chain.verify(stream) is None


def test_a_log_with_a_gap_is_left_alone(log: Stream) -> None:
    with without_triggers():
        log.events.filter(version=log.version).delete()
    with pytest.raises(CommandError, match=r"is missing\. Nothing more is forgotten; run verify_log"):
        run("--keep-days", "0")


def test_answers_of_the_last_thirty_days_stay_however_little_is_kept(log: Stream, bob: User) -> None:
    for days in (29, 31):
        answer = Answer.objects.create(actor=bob, key=uuid.uuid4(), fingerprint=str(days), body={})
        Answer.objects.filter(pk=answer.pk).update(at=timezone.now() - timedelta(days=days))
    assert "would forget 1;" in run("--keep-days", "0", "--dry-run")
    assert "forgot 0;" in run("--keep-days", "90")
    assert "forgot 1;" in run("--keep-days", "0")
    assert Answer.objects.get().fingerprint == "29"


@pytest.mark.parametrize("days", ["-1", "x", "1.5", "9999999", ""])
def test_days_that_are_no_number_are_refused(db: None, days: str) -> None:
    with pytest.raises(CommandError, match="a whole number of days"):
        run(f"--keep-days={days}")
