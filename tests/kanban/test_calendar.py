"""Calendar feeds: deadlines for one's own programs, as one may see them then, at an address that is a secret."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.test import Client
from icalendar import Calendar

from kanban.commands import Intent, boards, feeds, matters, members
from kanban.models import Board, Feed
from tests.clients import Response, browser_of
from tests.factories import BoardFactory, MatterFactory

pytestmark = pytest.mark.django_db

PAGE = "/accounts/calendars/"


def fetch(secret: str) -> Response:
    return Client().get(f"/calendar/{secret}.ics")


def days(secret: str) -> dict[str, date]:
    """By the summary of each event."""
    response = fetch(secret)
    assert response.status_code == 200
    events = Calendar.from_ical(response.content).events
    return {str(event["summary"]): event.start for event in events}


def test_a_board_s_feed_holds_target_dates_and_limitation_dates_that_run(board: Board, bob: User) -> None:
    MatterFactory(board=board, number="1", title="Doe v. Roe", target_on="2031-05-01", limitation_on="2032-01-31")
    MatterFactory(board=board, number="2", title="Met", limitation_on="2032-01-31", limitation_satisfied_by="Filed")
    MatterFactory(board=board, number="3", title="Closed", target_on="2031-05-01", status="closed")
    archived = MatterFactory(board=board, number="4", title="Archived", target_on="2031-05-01")
    matters.archive(Intent(board), archived.pk)
    secret = feeds.make(bob, board=board)
    assert days(secret) == {
        "Target date: 1 Doe v. Roe": date(2031, 5, 1),
        "Limitation: 1 Doe v. Roe": date(2032, 1, 31),
    }


def test_a_person_s_feed_holds_their_own_matters_of_all_boards(board: Board, alice: User, bob: User) -> None:
    other = BoardFactory(name="Advisory", manager=alice, editors=[bob])
    MatterFactory(board=board, number="1", title="His", target_on="2031-05-01", responsible="bob")
    MatterFactory(board=other, number="2", title="Shared", target_on="2031-05-02", assignees=["alice", "bob"])
    MatterFactory(board=board, number="3", title="Hers", target_on="2031-05-03", responsible="alice")
    secret = feeds.make(bob, board=None)
    assert set(days(secret)) == {"Target date: 1 His", "Target date: 2 Shared"}
    members.remove(Intent(other), "bob")
    assert set(days(secret)) == {"Target date: 1 His"}


def test_a_restricted_matter_is_in_the_feeds_of_those_who_may_see_it(board: Board, alice: User, bob: User) -> None:
    walled = MatterFactory(
        board=board, number="1", title="Secret", target_on="2031-05-01", confidentiality="restricted"
    )
    hers, his = feeds.make(alice, board=board), feeds.make(bob, board=board)
    assert "CLASS:CONFIDENTIAL" in fetch(hers).content.decode()
    assert days(his) == {}
    assert "Secret" not in fetch(his).content.decode()
    matters.edit(Intent(board), walled.pk, {"named_people": ["bob"]})
    assert set(days(his)) == {"Target date: 1 Secret"}


def test_it_ends_with_the_membership_the_account_the_board_and_by_revoking(board: Board, bob: User) -> None:
    secret, own = feeds.make(bob, board=board), feeds.make(bob, board=None)
    members.remove(Intent(board), "bob")
    assert fetch(secret).status_code == 404
    assert days(own) == {}
    members.put(Intent(board), "bob", role="viewer")
    assert fetch(secret).status_code == 200
    boards.archive(Intent(board))
    assert fetch(secret).status_code == 404
    boards.restore(Intent(board))
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert {fetch(secret).status_code, fetch(own).status_code} == {404}
    User.objects.filter(pk=bob.pk).update(is_active=True)
    feeds.revoke(bob, Feed.objects.filter(board=board).get().pk)
    assert (fetch(secret).status_code, fetch(own).status_code) == (404, 200)
    assert fetch("nobody-knows-this").status_code == 404


def test_the_same_day_keeps_its_uid_and_its_sequence_grows(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board, target_on="2031-05-01")
    secret = feeds.make(bob, board=board)
    before = Calendar.from_ical(fetch(secret).content).events[0]
    matters.edit(Intent(board), matter.pk, {"target_on": "2031-06-01"})
    after = Calendar.from_ical(fetch(secret).content).events[0]
    assert (after["uid"], after.start) == (before["uid"], date(2031, 6, 1))
    assert after.sequence > before.sequence
    assert after.end == date(2031, 6, 2)
    assert after["url"] == f"http://testserver/matters/{matter.pk}/"


def test_text_is_escaped_and_folded_as_the_standard_wants(board: Board, alice: User) -> None:
    boards.change(Intent(board), {"name": "Torts; Contracts, and\\more"})
    title = "Ünal & Söhne; v. \\O'Neil, Ltd " + "é" * 100
    MatterFactory(board=board, number="BEGIN:VEVENT", title=title, target_on="2031-05-01")
    secret = feeds.make(alice, board=Board.objects.get(pk=board.pk))
    response = fetch(secret)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    lines = response.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    assert lines.count(b"BEGIN:VEVENT") == 1
    assert b"X-WR-CALNAME:Deadlines: Torts\\; Contracts\\, and\\\\more" in response.content.replace(b"\r\n ", b"")
    assert set(days(secret)) == {f"Target date: BEGIN:VEVENT {title}"}


def test_the_address_is_shown_once_and_kept_only_as_a_hash(board: Board, bob: User) -> None:
    his = browser_of(bob)
    page = his.post(PAGE, {"board": "litigation"}).content.decode()
    found = re.search(r"http://testserver/calendar/([\w-]{43})\.ics", page)
    assert found
    assert fetch(found[1]).status_code == 200
    feed = Feed.objects.get()
    assert feed.secret_hash == feeds.hash_of(found[1])
    again = his.get(PAGE).content.decode()
    assert found[1] not in again
    assert "<strong>Litigation</strong>" in again
    assert his.post(f"{PAGE}{feed.pk}/revoke/")["Location"] == PAGE
    assert fetch(found[1]).status_code == 404


def test_only_boards_of_the_person_can_be_chosen_and_others_feeds_are_not_there(
    board: Board, bob: User, mallory: User
) -> None:
    hers = browser_of(mallory)
    assert hers.post(PAGE, {"board": "litigation"}).status_code == 422
    feeds.make(bob, board=board)
    assert hers.post(f"{PAGE}{Feed.objects.get().pk}/revoke/").status_code == 404
    assert Feed.objects.count() == 1


def test_there_is_an_end_to_feeds(board: Board, bob: User) -> None:
    for _ in range(feeds.MOST):
        feeds.make(bob, board=None)
    response = browser_of(bob).post(PAGE, {"board": ""})
    assert response.status_code == 422
    assert "20 feeds are the most" in response.content.decode()
