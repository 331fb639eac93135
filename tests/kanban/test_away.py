"""While you were away: by person and matter, since one last looked; reading it changes nothing."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kanban.access import grant_on
from kanban.commands import Intent, columns, matters, visits
from kanban.models import Board, Matter, Visit
from kanban.pages.away import MATTERS_A_PERSON
from tests.clients import HTMX, Response, browser_of
from tests.factories import MatterFactory


@pytest.fixture
def address(board: Board) -> str:
    return f"/boards/{board.slug}/away/"


@pytest.fixture
def matter(board: Board) -> Matter:
    return MatterFactory(board=board, title="Doe v. Roe")


def version_of(board: Board) -> int:
    board.stream.refresh_from_db()
    return board.stream.version


def look_away(person: User, board: Board) -> None:
    visits.seen(grant_on(person, board.slug), version_of(board))


def over_the_board(person: User, address: str) -> Response:
    return browser_of(person).get(address, headers=HTMX)


def text(answer: Response) -> str:
    return " ".join(answer.content.decode().split())


def test_on_a_first_visit_there_is_nothing_to_tell(board: Board, matter: Matter, bob: User, address: str) -> None:
    assert over_the_board(bob, address).status_code == 204
    assert "This is your first visit" in text(browser_of(bob).get(address))
    assert not Visit.objects.exists()


def test_what_others_did_since_is_told_by_person_and_matter_in_few_words(
    board: Board, matter: Matter, alice: User, bob: User, address: str
) -> None:
    look_away(bob, board)
    for title in ("Doe v. Noe", "Doe v. Poe"):
        matters.edit(Intent(board, alice), matter.pk, {"title": title})
    matters.move(Intent(board, alice), matter.pk, to="waiting")
    columns.change(Intent(board), "done", {"name": "Finished"})
    matters.edit(Intent(board, bob), matter.pk, {"priority": "high"})
    told = text(over_the_board(bob, address))
    assert "4 changes by Alice Archer and The system since" in told
    assert (
        f'<a href="/matters/{matter.pk}/" data-panel>{matter.number} Doe v. Poe</a>: moved to Waiting, changed title'
        in told
    )
    assert "changed the column Finished" in told
    assert "priority" not in told


def test_what_is_seen_is_told_no_more(board: Board, matter: Matter, alice: User, bob: User, address: str) -> None:
    look_away(bob, board)
    matters.move(Intent(board, alice), matter.pk, to="waiting")
    seen = browser_of(bob).post(address, {"version": version_of(board)}, headers=HTMX)
    assert (seen.status_code, seen["Live-Fragment"]) == (204, "1")
    assert over_the_board(bob, address).status_code == 204
    assert "Nobody else has changed anything since" in text(browser_of(bob).get(address))


def test_an_older_page_takes_nothing_back(board: Board, matter: Matter, alice: User, bob: User, address: str) -> None:
    old = version_of(board)
    matters.move(Intent(board, alice), matter.pk, to="waiting")
    look_away(bob, board)
    assert browser_of(bob).post(address, {"version": old}).status_code == 302
    assert over_the_board(bob, address).status_code == 204


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "999999", "9" * 40])
def test_a_version_that_there_is_not_is_refused(board: Board, bob: User, address: str, version: str) -> None:
    assert browser_of(bob).post(address, {"version": version}).status_code in (422, 428)
    assert not Visit.objects.exists()


def test_after_a_backup_was_put_back_a_visit_from_the_other_life_counts_no_more(
    board: Board, matter: Matter, alice: User, bob: User, address: str
) -> None:
    Visit.objects.create(board=board, person=bob, version=10_000, at=timezone.now())
    assert "This is your first visit" in text(browser_of(bob).get(address))
    look_away(bob, board)
    matters.move(Intent(board, alice), matter.pk, to="waiting")
    assert "moved to Waiting" in text(over_the_board(bob, address))


def test_a_page_of_somebody_else_tells_nothing(board: Board, bob: User, address: str) -> None:
    headers = {**HTMX, "Live-Person": "alice"}
    assert browser_of(bob).post(address, {"version": version_of(board)}, headers=headers).status_code == 401
    assert not Visit.objects.exists()


def test_restricted_matters_are_told_to_those_who_may_see_them(
    board: Board, alice: User, bob: User, vera: User, address: str
) -> None:
    for person in (bob, vera):
        look_away(person, board)
    matters.create(Intent(board, alice), {"title": "Secret", "confidentiality": "restricted", "assignees": ["bob"]})
    assert "Secret" in text(over_the_board(bob, address))
    assert over_the_board(vera, address).status_code == 204


def test_of_many_matters_some_are_shown_and_the_rest_is_a_link(
    board: Board, alice: User, bob: User, address: str
) -> None:
    look_away(bob, board)
    for _ in range(MATTERS_A_PERSON + 3):
        matters.create(Intent(board, alice), {"title": "One of many"})
    told = text(over_the_board(bob, address))
    assert told.count("One of many</a>: opened") == MATTERS_A_PERSON
    assert 'href="/boards/litigation/history/?by=alice">and 3 more</a>' in told


def test_it_takes_the_same_few_queries_for_much_and_for_little(
    board: Board, alice: User, bob: User, address: str
) -> None:
    look_away(bob, board)
    client, counts = browser_of(bob), []
    for _ in range(2):
        for _ in range(20):
            MatterFactory(board=board)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address, headers=HTMX).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 9
