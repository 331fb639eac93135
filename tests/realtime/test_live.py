"""`/live/`: what each asker is told, and what asking costs."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from kanban.commands import Intent, matters, members
from kanban.models import Board
from realtime.log import writing
from realtime.models import Event, Stream
from tests.clients import Response, browser_of, cursor_of, poll
from tests.factories import BoardFactory, MatterFactory
from tests.triggers import without_triggers

pytestmark = pytest.mark.django_db
RESET = '<live-reset stream="board:{}"></live-reset>'


def assert_is_fragment(response: Response, status: int) -> None:
    assert response.status_code == status
    assert response["Live-Fragment"] == "1"
    assert response["Cache-Control"] == "no-store"
    assert "Location" not in response
    assert b"<html" not in response.content


def assert_resets(response: Response, board: Board) -> None:
    assert_is_fragment(response, 200)
    assert response.content.decode().strip() == RESET.format(board.pk)


def test_nothing_new_is_204_without_a_body(board: Board, bob: User) -> None:
    """T-006"""
    response = poll(browser_of(bob), board, cursor_of(board))
    assert_is_fragment(response, 204)
    assert response.content == b""


def test_a_change_comes_as_a_delta_from_the_askers_cursor_to_the_head(board: Board, bob: User) -> None:
    before = cursor_of(board)
    matter = MatterFactory(board=board, title="Doe v. Roe")
    response = poll(browser_of(bob), board, before)
    assert_is_fragment(response, 200)
    body = response.content.decode()
    assert f'<live-delta stream="board:{board.pk}" from="{before}" to="{cursor_of(board)}">' in body
    assert f'data-matter-id="{matter.pk}"' in body
    assert "Doe v. Roe" in body


def test_the_answers_cursor_is_where_the_next_poll_goes_on(board: Board, bob: User) -> None:
    """T-019"""
    client, before = browser_of(bob), cursor_of(board)
    MatterFactory(board=board)
    to = re.search(r' to="([^"]+)"', poll(client, board, before).content.decode())
    assert to
    assert poll(client, board, to[1]).status_code == 204


def test_what_leaves_the_board_is_told_by_its_id(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board, title="Canary")
    before = cursor_of(board)
    matters.archive(Intent(board, bob), matter.pk)
    body = poll(browser_of(bob), board, before).content.decode()
    assert f'<li data-removed-matter="{matter.pk}">' in body
    assert "Canary" not in body


def test_several_streams_are_answered_in_one_request(alice: User, bob: User) -> None:
    first, second, third = (BoardFactory(manager=alice, editors=[bob]) for _ in range(3))
    asked = [f"board:{board.pk}@{cursor_of(board)}" for board in (first, second, third)]
    MatterFactory(board=first)
    MatterFactory(board=third)
    response = browser_of(bob).get("/live/", {"s": asked})
    assert_is_fragment(response, 200)
    assert re.findall(r'<live-delta stream="(board:\d+)"', response.content.decode()) == [
        f"board:{first.pk}",
        f"board:{third.pk}",
    ]


def test_several_streams_at_their_heads_are_204(alice: User) -> None:
    boards = [BoardFactory(manager=alice) for _ in range(2)]
    assert browser_of(alice).get("/live/", {"s": [f"board:{b.pk}@{cursor_of(b)}" for b in boards]}).status_code == 204


def test_one_stream_that_is_not_theirs_makes_the_whole_request_403(board: Board, bob: User, mallory: User) -> None:
    other = BoardFactory(manager=mallory)
    response = browser_of(bob).get("/live/", {"s": [f"board:{b.pk}@{cursor_of(b)}" for b in (board, other)]})
    assert_is_fragment(response, 403)


@pytest.mark.parametrize("count", [0, 21])
def test_no_stream_or_too_many_is_400(board: Board, bob: User, count: int) -> None:
    asked = [f"board:{board.pk}@{cursor_of(board)}"] * count
    assert_is_fragment(browser_of(bob).get("/live/", {"s": asked}), 400)


# -- The one recovery path --------------------------------------------------------------------------------------------


def test_a_cursor_ahead_of_the_head_resets(board: Board, bob: User) -> None:
    """T-007"""
    stream = board.stream
    assert_resets(poll(browser_of(bob), board, f"{stream.version + 1}.{stream.head[:8]}"), board)


def test_a_cursor_of_another_life_resets_at_before_and_past_the_head(board: Board, bob: User) -> None:
    """T-010"""
    version = board.stream.version
    for told in (version - 2, version, version + 10):
        assert_resets(poll(browser_of(bob), board, f"{told}.deadbeef"), board)


def test_a_cursor_of_another_board_resets(board: Board, bob: User, alice: User) -> None:
    """T-013"""
    assert_resets(poll(browser_of(bob), board, cursor_of(BoardFactory(manager=alice))), board)


def test_pruned_events_reset_whoever_needs_them_and_nobody_else(board: Board, bob: User) -> None:
    """T-008, T-009: one before the floor, the floor, one after it."""
    MatterFactory.create_batch(4, board=board)
    floor = Event.objects.get(stream=board.stream, version=board.stream.version)
    before, at, after = (Event.objects.get(stream=board.stream, version=floor.version + by).cursor for by in (-1, 0, 1))
    Stream.objects.filter(pk=board.stream_id).update(pruned_through=floor.version, pruned_hash=floor.hash)
    Event.objects.filter(stream=board.stream, version__lte=floor.version).delete()
    client = browser_of(bob)
    assert_resets(poll(client, board, str(before)), board)
    assert "<live-delta" in poll(client, board, str(at)).content.decode()
    assert "<live-delta" in poll(client, board, str(after)).content.decode()


def test_a_hole_in_the_log_resets_instead_of_skipping(board: Board, bob: User) -> None:
    before = cursor_of(board)
    MatterFactory.create_batch(3, board=board)
    board.stream.refresh_from_db()
    with without_triggers():
        Event.objects.filter(stream=board.stream, version=board.stream.version - 1).delete()
    assert_resets(poll(browser_of(bob), board, before), board)


def test_more_than_half_of_a_board_is_cheaper_as_a_reset(board: Board, bob: User) -> None:
    """T-014"""
    before = cursor_of(board)
    MatterFactory.create_batch(52, board=board)
    assert_resets(poll(browser_of(bob), board, before), board)


def test_whoever_is_thousands_of_events_behind_resets_without_reading_them(
    board: Board, bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """T-014"""
    matter, before = MatterFactory(board=board), cursor_of(board)
    with writing(board.stream_id, actor=None) as log:
        for _ in range(2_001):
            log.append("matter.edited", f"matter:{matter.pk}", {}, subject_version=2)
    client = browser_of(bob)
    with django_assert_max_num_queries(3):
        assert_resets(poll(client, board, before), board)


@pytest.mark.parametrize(
    "stream",
    [
        "board:999999",
        "board:",
        "board",
        "",
        "board:-1",
        "board:01",
        "board:²",
        "board:9" + "9" * 30,
        "matter:1",
        "nothing:1",
    ],
)
def test_a_stream_that_never_was_is_told_like_one_that_is_not_theirs(board: Board, mallory: User, stream: str) -> None:
    """T-117: the same status, headers and bytes."""
    client = browser_of(mallory)
    theirs, never = (client.get("/live/", {"s": f"{name}@1.deadbeef"}) for name in (f"board:{board.pk}", stream))
    assert_is_fragment(theirs, 403)
    assert (never.status_code, never.content, dict(never.items())) == (403, theirs.content, dict(theirs.items()))


@profile(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.lists(st.text(max_size=60) | st.text("board:@.0123456789abcdef-", max_size=40), max_size=4))
def test_garbage_is_never_a_500(board: Board, bob: User, asked: list[str]) -> None:
    """T-013"""
    client = browser_of(bob)
    mine = [f"board:{board.pk}@{text}" for text in asked]
    strings = [text.encode("utf-8", "replace") for text in asked]
    assert client.get("/live/", {"s": strings}).status_code in (400, 403)
    assert client.get("/live/", {"s": [text.encode("utf-8", "replace") for text in mine]}).status_code in (200, 400)


def test_a_megabyte_of_cursor_resets(board: Board, bob: User) -> None:
    """T-013"""
    assert_resets(poll(browser_of(bob), board, "9" * 1_000_000), board)


# -- Who asks ---------------------------------------------------------------------------------------------------------


def test_nobody_is_told_401_and_offered_to_sign_in(board: Board) -> None:
    response = poll(browser_of(None), board, cursor_of(board))
    assert_is_fragment(response, 401)
    assert reverse("login") in response.content.decode()


def test_a_session_that_ended_is_401(board: Board, bob: User) -> None:
    client = browser_of(bob)
    Session.objects.all().delete()
    assert_is_fragment(poll(client, board, cursor_of(board)), 401)


def test_a_person_who_was_switched_off_is_401(board: Board, bob: User) -> None:
    client = browser_of(bob)
    bob.is_active = False
    bob.save(update_fields=["is_active"])
    assert_is_fragment(poll(client, board, cursor_of(board)), 401)


def test_a_changed_password_ends_other_sessions(board: Board, bob: User) -> None:
    client = browser_of(bob)
    bob.set_password("another")
    bob.save(update_fields=["password"])
    assert_is_fragment(poll(client, board, cursor_of(board)), 401)


def test_whoever_was_taken_off_the_board_is_403_at_the_next_poll(board: Board, alice: User, bob: User) -> None:
    """T-119"""
    client = browser_of(bob)
    members.remove(Intent(board, alice), "bob")
    assert_is_fragment(poll(client, board, cursor_of(board)), 403)


def test_the_administrator_without_a_membership_is_403(board: Board, admin: User) -> None:
    assert_is_fragment(poll(browser_of(admin), board, cursor_of(board)), 403)


def test_asking_too_often_is_429_with_the_time_to_wait(board: Board, bob: User, vera: User, settings: Settings) -> None:
    """T-139: and only for who did."""
    settings.RATE_LIMIT_LIVE = "2/m"
    client, cursor = browser_of(bob), cursor_of(board)
    assert [poll(client, board, cursor).status_code for _ in range(2)] == [204, 204]
    refused = poll(client, board, cursor)
    assert_is_fragment(refused, 429)
    assert 1 <= int(refused["Retry-After"]) <= 60
    assert poll(browser_of(vera), board, cursor).status_code == 204


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "head"])
def test_it_is_only_ever_read(board: Board, bob: User, method: str) -> None:
    assert getattr(browser_of(bob), method)("/live/").status_code == 405


# -- What it costs ----------------------------------------------------------------------------------------------------


def test_an_idle_poll_takes_at_most_three_queries(
    board: Board, bob: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """T-006"""
    client, cursor = browser_of(bob), cursor_of(board)
    with django_assert_max_num_queries(3):
        assert poll(client, board, cursor).status_code == 204


def test_asking_neither_writes_nor_prolongs_the_session(board: Board, bob: User) -> None:
    """T-140"""
    client, before = browser_of(bob), cursor_of(board)
    expires = Session.objects.get().expire_date
    MatterFactory(board=board)
    with CaptureQueriesContext(connection) as captured:
        responses = [poll(client, board, cursor) for cursor in (before, cursor_of(board), "garbage")]
    assert [response.status_code for response in responses] == [200, 204, 200]
    assert {query["sql"].lstrip("(").split()[0] for query in captured.captured_queries} == {"SELECT"}
    assert not any(response.cookies for response in responses)
    assert Session.objects.get().expire_date == expires


def test_two_who_see_the_same_are_given_one_rendering(
    board: Board, bob: User, vera: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kanban import delta

    rendered: list[Any] = []
    render = vars(delta)["render_to_string"]
    monkeypatch.setattr(delta, "render_to_string", lambda *args: rendered.append(args) or render(*args))
    before = cursor_of(board)
    MatterFactory(board=board)
    answers = [poll(browser_of(person), board, before).content for person in (bob, vera, bob)]
    assert len(set(answers)) == 1
    assert len(rendered) == 1
