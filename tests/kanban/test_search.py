"""Search finds what the person may see, on all of the person's boards, and nothing else."""

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, boards, matters
from kanban.models import Board
from tests.clients import browser_of
from tests.factories import BoardFactory, MatterFactory

pytestmark = pytest.mark.django_db


def found(person: User, question: str) -> set[str]:
    page = browser_of(person).get("/search/", {"q": question}).content.decode()
    return {word for word in ("Alpha", "Beta", "Gamma") if f"{word} matter" in page}


@pytest.mark.parametrize(
    "field", ["number", "title", "client", "opposing_party", "docket_number", "court", "client_reference"]
)
def test_it_looks_in_the_fields_that_people_ask_by(board: Board, bob: User, field: str) -> None:
    MatterFactory(
        board=board, **{"title": "Alpha matter"} | {field: "Needle 77" + (" Alpha matter" if field == "title" else "")}
    )
    MatterFactory(board=board, title="Beta matter")
    assert found(bob, "needle") == {"Alpha"}
    assert found(bob, "77 NEEDLE") == {"Alpha"}
    assert found(bob, "needle beta") == set()


def test_it_looks_on_all_boards_of_the_person_and_on_no_other(
    board: Board, alice: User, bob: User, mallory: User
) -> None:
    MatterFactory(board=board, title="Alpha matter")
    MatterFactory(board=BoardFactory(manager=alice, viewers=[bob]), title="Beta matter")
    MatterFactory(board=BoardFactory(manager=mallory), title="Gamma matter")
    assert found(bob, "matter") == {"Alpha", "Beta"}
    assert found(mallory, "matter") == {"Gamma"}


def test_archived_matters_are_found_deleted_ones_and_those_of_archived_boards_are_not(
    board: Board, alice: User
) -> None:
    archived, deleted = (
        MatterFactory(board=board, title="Alpha matter"),
        MatterFactory(board=board, title="Beta matter"),
    )
    matters.archive(Intent(board), archived.pk)
    matters.delete(Intent(board), deleted.pk)
    aside = BoardFactory(manager=alice)
    MatterFactory(board=aside, title="Gamma matter")
    boards.archive(Intent(aside))
    assert found(alice, "matter") == {"Alpha"}


def test_signs_of_a_pattern_are_only_signs(board: Board, bob: User) -> None:
    MatterFactory(board=board, title="Alpha matter 100%")
    MatterFactory(board=board, title="Beta matter 100")
    assert found(bob, "100%") == {"Alpha"}
    assert found(bob, "_") == set()


def test_no_question_finds_nothing_and_many_answers_are_cut(board: Board, bob: User) -> None:
    MatterFactory.create_batch(60, board=board, client="Acme")
    assert found(bob, "  ") == set()
    page = browser_of(bob).get("/search/", {"q": "acme"}).content.decode()
    assert len({part.split('/"')[0] for part in page.split('href="/matters/')[1:]}) == 50
