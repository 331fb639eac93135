"""One intent, one effect: a retry under the same mutation id gets the first answer again."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.contrib.auth.models import User
from django.db import connection
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban.commands import Intent, boards, matters
from kanban.commands.matters import Place
from kanban.errors import Conflict, Forbidden, Gone, Invalid
from kanban.models import Board, Matter
from realtime import log as log_module
from realtime.errors import MutationReused, Replayed
from realtime.log import Mutation, writing
from realtime.models import Answer, Event
from tests.clients import browser_of, cursor_of
from tests.factories import BoardFactory, MatterFactory

KEY = "6f1e6bd0-8f5e-4f52-9c54-2c4e2f8c9a01"


def mutation(fingerprint: str = "same") -> Mutation:
    return Mutation(uuid.UUID(KEY), fingerprint)


@pytest.mark.django_db
class TestCommands:
    def test_a_retry_gets_the_first_outcome_and_changes_nothing(self, board: Board, bob: User) -> None:
        """T-023: also when the world has moved on meanwhile."""
        first = matters.create(Intent(board, bob, mutation()), {"title": "Doe v. Roe"})
        matters.edit(Intent(board, bob), first.matter or 0, {"title": "Later"})
        events = Event.objects.count()
        assert matters.create(Intent(board, bob, mutation()), {"title": "Doe v. Roe"}) == first
        assert Event.objects.count() == events
        assert board.matters.count() == 1

    def test_another_body_under_the_same_id_is_refused(self, board: Board, bob: User) -> None:
        """T-027"""
        matters.create(Intent(board, bob, mutation()), {"title": "Doe v. Roe"})
        with pytest.raises(MutationReused) as caught:
            matters.create(Intent(board, bob, mutation("other")), {"title": "Other"})
        assert caught.value.status == 422
        assert board.matters.count() == 1

    def test_somebody_elses_id_is_another_id(self, board: Board, alice: User, bob: User) -> None:
        """T-028"""
        outcomes = [matters.create(Intent(board, by, mutation()), {"title": by.username}) for by in (alice, bob)]
        assert len({outcome.matter for outcome in outcomes}) == 2

    def test_a_conflict_stays_a_conflict_with_the_same_values(self, board: Board, alice: User, bob: User) -> None:
        """T-031: no late surprise success, though the others' change is gone by now."""
        matter = MatterFactory(board=board, title="Base")
        matters.edit(Intent(board, alice), matter.pk, {"title": "Theirs"})
        told = []
        for _ in range(2):
            with pytest.raises(Conflict) as caught:
                matters.edit(Intent(board, bob, mutation()), matter.pk, {"title": "Mine"}, base=1)
            told.append((caught.value.detail, caught.value.extra))
            matters.edit(Intent(board, alice), matter.pk, {"title": "Base"})
        assert told[0] == told[1]

    def test_gone_stays_gone_after_a_restore(self, board: Board, bob: User) -> None:
        """T-031"""
        matter = MatterFactory(board=board)
        matters.archive(Intent(board, bob), matter.pk)
        for _ in range(2):
            with pytest.raises(Gone) as caught:
                matters.move(Intent(board, bob, mutation()), matter.pk, to="done", place=Place())
            assert caught.value.extra["state"] == "archived"
            matters.restore(Intent(board, bob), matter.pk)

    @pytest.mark.parametrize("refusal", [Invalid, Forbidden])
    def test_other_refusals_stay_too(self, board: Board, bob: User, vera: User, refusal: type[Exception]) -> None:
        """T-031"""
        by = bob if refusal is Invalid else vera
        for _ in range(2):
            with pytest.raises(refusal):
                matters.create(Intent(board, by, mutation()), {"title": ""})
        assert Answer.objects.get().refused

    def test_an_error_keeps_no_answer_so_that_a_retry_may_succeed(
        self, board: Board, bob: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """T-032"""
        with monkeypatch.context() as patched:
            patched.setattr(Event.objects, "bulk_create", fail)
            with pytest.raises(RuntimeError):
                matters.create(Intent(board, bob, mutation()), {"title": "Doe v. Roe"})
        assert not Answer.objects.exists()
        assert not Matter.objects.exists()
        assert matters.create(Intent(board, bob, mutation()), {"title": "Doe v. Roe"}).matter

    def test_a_refusal_rolls_back_what_was_half_done(self, board: Board, bob: User) -> None:
        """T-048: restricted away from oneself is noticed only after the row was written."""
        before = cursor_of(board)
        with pytest.raises(Forbidden):
            matters.create(Intent(board, bob, mutation()), {"title": "Away", "confidentiality": "restricted"})
        assert not Matter.objects.exists()
        assert cursor_of(board) == before
        assert Answer.objects.get().refused

    def test_a_board_is_made_once(self, alice: User) -> None:
        first, again = (boards.create({"name": "New"}, by=alice, mutation=mutation()) for _ in range(2))
        assert first.pk == again.pk
        assert Board.objects.count() == 1

    def test_a_mutation_id_belongs_to_a_person(self, board: Board) -> None:
        with pytest.raises(ValueError, match="belongs to a person"):
            matters.create(Intent(board, None, mutation()), {"title": "Doe v. Roe"})
        assert not Matter.objects.exists()


@pytest.mark.django_db
class TestForms:
    def address(self, board: Board) -> str:
        return f"/boards/{board.slug}/matters/new/"

    def test_a_form_sent_twice_makes_one_matter(self, board: Board, bob: User) -> None:
        client = browser_of(bob)
        answers = [client.post(self.address(board), {"title": "Doe v. Roe", "mutation_id": KEY}) for _ in range(2)]
        assert [(a.status_code, a["Location"]) for a in answers] == [(302, board.get_absolute_url())] * 2
        assert board.matters.count() == 1

    def test_the_page_gives_each_form_an_id_of_its_own(self, board: Board, bob: User) -> None:
        pages = [browser_of(bob).get(self.address(board)).content.decode() for _ in range(2)]
        found = {part.split('"')[0] for page in pages for part in page.split('name="mutation_id" value="')[1:]}
        assert len(found) >= 2
        assert all(uuid.UUID(key) for key in found)

    @pytest.mark.parametrize("header", [KEY, f'"{KEY}"', KEY.upper(), f'"{KEY.replace("-", "")}"'])
    def test_the_header_is_taken_quoted_and_bare_and_names_the_same_as_the_field(
        self, board: Board, bob: User, header: str
    ) -> None:
        client = browser_of(bob)
        client.post(self.address(board), {"title": "Doe v. Roe", "mutation_id": KEY})
        again = client.post(self.address(board), {"title": "Doe v. Roe"}, headers={"Idempotency-Key": header})
        assert again.status_code == 302
        assert board.matters.count() == 1

    def test_another_body_is_422_and_writes_nothing(self, board: Board, bob: User) -> None:
        """T-027"""
        client = browser_of(bob)
        client.post(self.address(board), {"title": "Doe v. Roe", "mutation_id": KEY})
        other = client.post(self.address(board), {"title": "Other", "mutation_id": KEY})
        assert other.status_code == 422
        assert "used before" in other.content.decode()
        assert board.matters.count() == 1

    def test_another_address_under_the_same_id_is_422(self, board: Board, bob: User) -> None:
        """T-027"""
        first, second = MatterFactory.create_batch(2, board=board)
        client = browser_of(bob)
        answers = [client.post(f"/matters/{m.pk}/archive/", {"mutation_id": KEY}).status_code for m in (first, second)]
        assert answers == [302, 422]

    def test_a_deleted_matter_tells_the_one_who_deleted_it_the_same_again(self, board: Board, alice: User) -> None:
        """T-023"""
        matter, client = MatterFactory(board=board), browser_of(alice)
        answers = [client.post(f"/matters/{matter.pk}/delete/", {"mutation_id": KEY}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert client.post(f"/matters/{matter.pk}/delete/").status_code == 410

    def test_what_settings_removed_is_told_the_same_again(self, board: Board, alice: User) -> None:
        """T-023"""
        client = browser_of(alice)
        address = f"/boards/{board.slug}/settings/columns/done/remove/"
        assert [client.post(address, {"mutation_id": KEY, "move_to": ""}).status_code for _ in range(2)] == [302, 302]
        assert client.post(address, {"move_to": ""}).status_code == 404

    @pytest.mark.parametrize(
        "key", ["x", "1234", KEY + "0", "{" * 40, "0" * 10_000, "nul\0", "'; DROP TABLE", "é" * 32, KEY[:-1] + "g"]
    )
    def test_a_malformed_id_is_refused_and_nothing_is_written(self, board: Board, bob: User, key: str) -> None:
        """T-029"""
        response = browser_of(bob).post(self.address(board), {"title": "Doe v. Roe", "mutation_id": key})
        assert response.status_code == 422
        assert "must be a UUID" in response.content.decode()
        assert not board.matters.exists()

    @profile(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(key=st.text(st.characters(codec="latin-1", exclude_characters="\r\n\0"), min_size=1, max_size=80))
    def test_any_header_is_an_id_or_refused(self, board: Board, bob: User, key: str) -> None:
        """T-029: never a 500."""
        answer = browser_of(bob).post(self.address(board), {"title": "Doe v. Roe"}, headers={"Idempotency-Key": key})
        assert answer.status_code in (302, 422)


@pytest.mark.django_db(transaction=True)
class TestAtTheSameInstant:
    """T-026"""

    def test_sixteen_retries_have_one_effect_and_one_answer(self, board: Board, bob: User) -> None:
        barrier = Barrier(16)

        def create() -> object:
            with connected():
                barrier.wait(10)
                return matters.create(Intent(board, bob, mutation()), {"title": "Doe v. Roe"})

        with ThreadPoolExecutor(16) as pool:
            outcomes = [asked.result(30) for asked in [pool.submit(create) for _ in range(16)]]
        assert all(outcome == outcomes[0] for outcome in outcomes)
        assert board.matters.count() == 1

    def test_a_new_board_whose_streams_differ_is_made_once_too(self, alice: User) -> None:
        barrier = Barrier(6)

        def create() -> int:
            with connected():
                barrier.wait(10)
                return boards.create({"name": "New"}, by=alice, mutation=mutation()).pk

        with ThreadPoolExecutor(6) as pool:
            assert len({asked.result(30) for asked in [pool.submit(create) for _ in range(6)]}) == 1
        assert Board.objects.count() == 1

    def test_one_id_for_two_boards_serves_one_of_them(self, alice: User) -> None:
        two, barrier = [BoardFactory(manager=alice) for _ in range(2)], Barrier(2)

        def create(board: Board) -> bool:
            with connected():
                barrier.wait(10)
                try:
                    return bool(matters.create(Intent(board, alice, mutation(board.slug)), {"title": "Doe v. Roe"}))
                except MutationReused:
                    return False

        with ThreadPoolExecutor(2) as pool:
            done = [asked.result(30) for asked in [pool.submit(create, board) for board in two]]
        assert sorted(done) == [False, True]
        assert Matter.objects.count() == 1


@contextmanager
def connected() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


def fail(*args: object, **kwargs: object) -> None:
    raise RuntimeError("away")


@pytest.mark.django_db
def test_an_answer_that_came_in_between_on_another_stream_is_given_again(
    board: Board, bob: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """T-026, in the order that only PostgreSQL can bring about: looked, other's commit, wrote."""
    with writing(board.stream_id, actor=bob, mutation=mutation()) as log:
        log.body = {"first": True}
    monkeypatch.setattr("realtime.log._replay", BlindAtFirst(log_module._replay))
    with pytest.raises(Replayed) as caught, writing(board.stream_id, actor=bob, mutation=mutation()):
        pass
    assert caught.value.body == {"first": True}


class BlindAtFirst:
    """Looks for an answer, and at its first look does not see the one that is just being committed."""

    def __init__(self, look: Callable[..., None]) -> None:
        self._look = look
        self._looked = False

    def __call__(self, actor: User, asked: Mutation) -> None:
        if self._looked:
            self._look(actor, asked)
        self._looked = True
