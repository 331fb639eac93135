"""Personal tokens: made and revoked on a page, shown once, kept as a hash, and never more than their owner."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from kanban.commands import tokens
from kanban.errors import Invalid
from kanban.models import Board, Token
from tests.api.programs import Program
from tests.clients import Response, browser_of

pytestmark = pytest.mark.django_db
PAGE = "/accounts/tokens/"


def make(person: User, **said: str) -> Response:
    return browser_of(person).post(PAGE, {"name": "Script", "access": "read", "days": "30", **said})


class TestThePage:
    def test_shows_a_new_token_once_and_keeps_its_hash(self, bob: User) -> None:
        client = browser_of(bob)
        page = client.post(PAGE, {"name": "Script", "access": "write", "days": "30"}).content.decode()
        (secret,) = set(re.findall(r"aster_[\w-]{43}", page))
        token = Token.objects.get()
        assert (token.owner, token.name, token.may_write, token.ending) == (bob, "Script", True, secret[-4:])
        assert secret not in client.get(PAGE).content.decode()
        stored = str(Token.objects.values_list().get())
        assert secret not in stored
        assert secret[6:] not in stored

    def test_shows_nobody_elses(self, bob: User, alice: User) -> None:
        make(alice, name="Hers")
        assert "Hers" not in browser_of(bob).get(PAGE).content.decode()

    def test_revokes_ones_own_at_once_and_nobody_elses(self, board: Board, bob: User, alice: User) -> None:
        program = Program(bob)
        address = f"{PAGE}{program.token.pk}/revoke/"
        assert browser_of(alice).post(address).status_code == 404
        assert program.get("boards").status_code == 200
        assert browser_of(bob).post(address).status_code == 302
        assert program.get("boards").status_code == 401

    @pytest.mark.parametrize(
        ("said", "field"),
        [({"name": ""}, "name"), ({"name": "a\0b"}, "name"), ({"name": "x" * 81}, "name"),
         ({"access": "all"}, "access"), ({"days": "0"}, "days"), ({"days": "9999"}, "days"), ({"days": "x"}, "days")],
    )  # fmt: skip
    def test_refuses_what_cannot_be(self, bob: User, said: dict[str, str], field: str) -> None:
        response = make(bob, **said)
        assert response.status_code == 422
        assert f'id="id_{field}_error"' in response.content.decode()
        assert not Token.objects.exists()


class TestSigningIn:
    def test_a_token_does_what_its_owner_may(self, board: Board, bob: User, mallory: User) -> None:
        assert [each["slug"] for each in Program(bob).get("boards").json()["boards"]] == [board.slug]
        assert Program(mallory).get(f"boards/{board.slug}").status_code == 404

    def test_a_read_only_one_reads(self, board: Board, alice: User) -> None:
        program = Program(alice, may_write=False)
        assert program.get(f"boards/{board.slug}/matters").status_code == 200
        response = program.post(f"boards/{board.slug}/matters", {"title": "Doe"})
        assert (response.status_code, response.json()["detail"]) == (403, "This token may only read.")
        assert not board.matters.exists()

    def test_one_that_has_ended_does_not(self, bob: User) -> None:
        program = Program(bob)
        Token.objects.update(expires_at=timezone.now())
        response = program.get("boards")
        assert (response.status_code, response["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')

    def test_nor_one_whose_owner_is_gone(self, bob: User) -> None:
        program = Program(bob)
        User.objects.filter(pk=bob.pk).update(is_active=False)
        assert program.get("boards").status_code == 401

    @pytest.mark.parametrize("secret", ["", "x", "aster_", "aster_" + "x" * 43, "x" * 8000, "é", "a b", "\x7f"])
    def test_nor_what_is_none(self, bob: User, secret: str) -> None:
        headers = {"Authorization": f"Bearer {secret}"}
        assert browser_of(bob).get("/api/boards", headers=headers).status_code == 401

    def test_no_page_is_opened_by_a_token(self, bob: User) -> None:
        headers = {"Authorization": f"Bearer {Program(bob).secret}"}
        assert browser_of(None).get("/", headers=headers).status_code == 302
        assert browser_of(None).get(PAGE, headers=headers).status_code == 302

    def test_its_use_is_noted_at_most_once_in_five_minutes(self, bob: User) -> None:
        program = Program(bob)
        assert program.token.last_used_at is None
        program.get("boards")
        first = Token.objects.get().last_used_at
        assert first is not None
        with CaptureQueriesContext(connection) as captured:
            program.get("boards")
        assert all(query["sql"].startswith("SELECT") for query in captured)
        Token.objects.update(last_used_at=first - timedelta(minutes=6))
        program.get("boards")
        last = Token.objects.get().last_used_at
        assert last is not None
        assert last > first


def test_there_is_an_end_to_how_many(bob: User) -> None:
    for _ in range(tokens.MOST):
        tokens.issue(bob, name="Script", may_write=False, days=1)
    with pytest.raises(Invalid, match="Revoke one first"):
        tokens.issue(bob, name="Script", may_write=False, days=1)


class TestLimits:
    """T-139"""

    @pytest.fixture
    def path(self, board: Board) -> str:
        return f"boards/{board.slug}/columns"

    def test_are_told_in_every_answer(self, path: str, bob: User, settings: Settings) -> None:
        settings.RATE_LIMIT_TOKEN, settings.RATE_LIMIT_PROGRAMS = "3/m", "5/m"
        response = Program(bob).get(path)
        assert response["RateLimit-Policy"] == '"token";q=3;w=60, "programs";q=5;w=60'
        assert response["RateLimit"] == '"token";r=2;t=60, "programs";r=4;t=60'

    def test_hold_for_each_token_and_for_all_of_a_person(self, path: str, bob: User, settings: Settings) -> None:
        settings.RATE_LIMIT_TOKEN, settings.RATE_LIMIT_PROGRAMS = "2/m", "3/m"
        one, other = Program(bob), Program(bob)
        assert [one.get(path).status_code for _ in range(3)] == [200, 200, 429]
        assert [other.get(path).status_code for _ in range(2)] == [200, 429]

    def test_say_when_to_come_back(self, path: str, bob: User, settings: Settings) -> None:
        settings.RATE_LIMIT_TOKEN = "1/m"
        program = Program(bob)
        program.get(path)
        refused = program.get(path)
        assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
        assert 1 <= int(refused["Retry-After"]) <= 60
        assert refused["RateLimit"].startswith('"token";r=0;t=')

    def test_of_programs_are_not_those_of_their_owner(self, path: str, bob: User, settings: Settings) -> None:
        settings.RATE_LIMIT_TOKEN = settings.RATE_LIMIT_LIVE = "1/m"
        program, browser = Program(bob), browser_of(bob)
        assert [program.get(path).status_code, browser.get(f"/api/{path}").status_code] == [200, 200]
        assert [program.get(path).status_code, browser.get(f"/api/{path}").status_code] == [429, 429]

    def test_count_a_browsers_writes_as_on_the_pages(self, board: Board, bob: User, settings: Settings) -> None:
        settings.RATE_LIMIT_WRITE = "1/m"
        client, address = browser_of(bob), f"/api/boards/{board.slug}/matters"
        statuses = [client.post(address, {"title": "x"}, content_type="application/json").status_code for _ in range(2)]
        assert statuses == [201, 429]
