"""Pages as people meet them, without JavaScript: forms, links, redirects, and what they say."""

import re
import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from kanban.commands import Intent, matters
from kanban.models import Board, Matter
from tests.clients import HTMX, browser_of, cursor_of, poll
from tests.factories import MatterFactory

pytestmark = pytest.mark.django_db


def test_the_way_in_and_out(bob: User, board: Board, client: Client) -> None:
    away = client.get(board.get_absolute_url())
    assert away["Location"] == f"/accounts/login/?next={board.get_absolute_url()}"
    assert "Sign in" in client.get(away["Location"]).content.decode()
    signed_in = client.post(away["Location"], {"username": "bob", "password": "demo", "next": board.get_absolute_url()})
    assert signed_in["Location"] == board.get_absolute_url()
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"


def test_an_empty_installation_says_how_to_begin(mallory: User) -> None:
    page = browser_of(mallory).get("/").content.decode()
    assert "/boards/new/" in page
    assert "Litigation" not in page


def test_the_list_counts_what_is_there_urgent_and_due(board: Board, bob: User) -> None:
    soon, far = (str(timezone.localdate() + timedelta(days=days)) for days in (2, 60))
    MatterFactory(board=board, priority="urgent", target_on=soon)
    MatterFactory(board=board, target_on=far)
    MatterFactory(board=board, limitation_on=soon)
    MatterFactory(board=board, limitation_on=soon, limitation_satisfied_by="Filed")
    MatterFactory(board=board, priority="urgent", target_on=soon, status="closed")
    matters.archive(Intent(board), MatterFactory(board=board, priority="urgent").pk)
    (summary,) = browser_of(bob).get("/").context["boards"]
    assert (summary.matters, summary.urgent, summary.due) == (5, 1, 2)


def test_the_board_has_the_hooks_that_the_contract_names(board: Board, bob: User) -> None:
    matter = MatterFactory(board=board, column="waiting", confidentiality="restricted", assignees=["bob"])
    page = browser_of(bob).get(board.get_absolute_url()).content.decode()
    assert re.search(rf'id="board"[^>]* data-stream="board:{board.pk}" data-cursor="{cursor_of(board)}"', page)
    assert re.findall(r'<section[^>]* data-column="([^"]+)"', page) == ["intake", "in-progress", "waiting", "done"]
    card = re.search(rf'<li[^>]*data-matter-id="{matter.pk}"[^>]*>', page)
    assert card
    assert 'data-column="waiting" data-version="1"' in card[0]
    assert f'data-rank="{matter.rank}"' in card[0]
    assert 'id="sync-status"' in page
    assert 'data-state="synced"' in page


def test_a_page_and_a_delta_show_the_same_card(board: Board, bob: User) -> None:
    before = cursor_of(board)
    matter = MatterFactory(
        board=board, client="Doe", opposing_party="Roe", priority="urgent", responsible="alice", practice_area="Tax"
    )
    pages = (poll(browser_of(bob), board, before), browser_of(bob).get(board.get_absolute_url()))
    cards = [
        re.search(rf'<li[^>]*data-matter-id="{matter.pk}".*?</li>', page.content.decode(), re.DOTALL) for page in pages
    ]
    assert cards[0]
    assert cards[1]
    assert cards[0][0] == cards[1][0]


class TestAMatter:
    @pytest.fixture
    def matter(self, board: Board) -> Matter:
        return MatterFactory(board=board, title="Doe v. Roe", court="nysd")

    def test_its_page_shows_its_fields_and_its_history(self, matter: Matter, bob: User) -> None:
        matters.edit(Intent(matter.board, bob), matter.pk, {"judge": "Learned Hand"})
        page = browser_of(bob).get(f"/matters/{matter.pk}/").content.decode()
        for words in ("Doe v. Roe", "nysd", "Learned Hand", matter.number, "Bob Baker"):
            assert words in page

    def test_an_edit_comes_back_to_it(self, matter: Matter, bob: User) -> None:
        client, there = browser_of(bob), f"/matters/{matter.pk}/edit/"
        page = client.get(there).content.decode()
        assert 'name="version" value="1"' in page
        done = client.post(there, {"title": "Doe v. Coe", "version": "1"}, follow=True)
        assert done.redirect_chain == [(f"/matters/{matter.pk}/", 302)]
        assert "Doe v. Coe" in done.content.decode()

    def test_unticked_boxes_are_told_by_the_list_of_fields(self, matter: Matter, bob: User) -> None:
        there = f"/matters/{matter.pk}/edit/"
        matters.edit(Intent(matter.board, bob), matter.pk, {"assignees": ["bob"]})
        browser_of(bob).post(there, {"title": "Doe v. Roe", "version": "2"})
        assert matter.assignees.count() == 1
        browser_of(bob).post(there, {"title": "Doe v. Roe", "version": "2", "fields": ["title", "assignees"]})
        assert matter.assignees.count() == 0

    def test_a_merge_says_what_was_kept(self, matter: Matter, alice: User, bob: User) -> None:
        matters.edit(Intent(matter.board, alice), matter.pk, {"docket_number": "26-cv-1"})
        page = browser_of(bob).post(f"/matters/{matter.pk}/edit/", {"judge": "Hand", "version": "1"}, follow=True)
        assert "Kept what others changed meanwhile: docket number." in page.content.decode()

    def test_a_conflict_names_both_values_and_can_be_decided(self, matter: Matter, alice: User, bob: User) -> None:
        """T-033"""
        matters.edit(Intent(matter.board, alice), matter.pk, {"title": "Theirs"})
        client, there = browser_of(bob), f"/matters/{matter.pk}/edit/"
        page = client.post(there, {"title": "Mine", "judge": "Hand", "version": "1"})
        assert page.status_code == 409
        text = page.content.decode()
        assert all(
            word in text for word in ("Mine", "Theirs", "Doe v. Roe", 'name="version" value="2"', 'value="Hand"')
        )
        matter.refresh_from_db()
        assert (matter.title, matter.judge) == ("Theirs", "")
        assert client.post(there, {"title": "Mine", "judge": "Hand", "version": "2"}).status_code == 302
        matter.refresh_from_db()
        assert (matter.title, matter.judge, matter.version) == ("Mine", "Hand", 3)

    @pytest.mark.parametrize(
        ("body", "order"),
        [
            ({"place": "top"}, "cab"), ({"place": "end"}, "abc"), ({"after": "{a}"}, "acb"), ({"before": "{b}"}, "acb"),
            ({"position": "0"}, "cab"), ({"position": "1"}, "acb"), ({"position": "99"}, "abc"),
            ({"after": ""}, "cab"), ({}, "abc"),
            ({"place": "{a}"}, "acb"),
        ],
    )  # fmt: skip
    def test_it_goes_where_the_form_says(self, board: Board, bob: User, body: dict[str, str], order: str) -> None:
        there = {letter: MatterFactory(board=board, column="done").pk for letter in "ab"}
        moving = MatterFactory(board=board).pk
        named = {name: value.format(**there) for name, value in body.items()}
        response = browser_of(bob).post(f"/matters/{moving}/move/", {"column": "done", "version": "1", **named})
        assert response["Location"] == board.get_absolute_url()
        letters = {pk: letter for letter, pk in {**there, "c": moving}.items()}
        ranked = board.matters.filter(column__slug="done").order_by("rank").values_list("pk", flat=True)
        assert "".join(letters[pk] for pk in ranked) == order

    def test_a_neighbour_that_went_while_the_form_was_open_means_the_end(
        self, board: Board, alice: User, bob: User
    ) -> None:
        """Neither a first try nor a retry of what is done already is refused for it."""
        neighbour, moving, there = (MatterFactory(board=board, column=slug) for slug in ("done", "intake", "done"))
        sent = {"column": "done", "place": neighbour.pk, "version": 1, "mutation_id": uuid.uuid4()}
        matters.move(Intent(board, alice), neighbour.pk, to="waiting")
        assert browser_of(bob).post(f"/matters/{moving.pk}/move/", sent).status_code == 302
        matters.archive(Intent(board, alice), neighbour.pk)
        assert browser_of(bob).post(f"/matters/{moving.pk}/move/", sent).status_code == 302
        moving.refresh_from_db()
        assert (moving.column.slug, moving.version) == ("done", 2)
        assert moving.rank > there.rank

    def test_the_move_form_offers_every_column_and_every_place(self, matter: Matter, bob: User) -> None:
        other = MatterFactory(board=matter.board, title="Neighbour")
        page = browser_of(bob).get(f"/matters/{matter.pk}/move/").content.decode()
        assert f"After {other.number} Neighbour" in page
        assert all(f'<option value="{slug}"' in page for slug in ("intake", "in-progress", "waiting", "done"))

    def test_it_is_archived_found_in_the_archive_and_restored(self, matter: Matter, bob: User) -> None:
        client, archive = browser_of(bob), f"{matter.board.get_absolute_url()}archive/"
        assert "Archive" in client.get(f"/matters/{matter.pk}/archive/").content.decode()
        client.post(f"/matters/{matter.pk}/archive/")
        assert "Doe v. Roe" not in client.get(matter.board.get_absolute_url()).content.decode()
        assert "Doe v. Roe" in client.get(archive).content.decode()
        assert client.post(f"/matters/{matter.pk}/edit/", {"title": "Late", "version": "2"}).status_code == 410
        client.post(f"/matters/{matter.pk}/restore/")
        assert "Doe v. Roe" not in client.get(archive).content.decode()
        assert "Doe v. Roe" in client.get(matter.board.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("verb", ["", "edit/", "move/", "archive/", "delete/"])
    def test_once_deleted_it_is_gone_at_every_address(self, matter: Matter, alice: User, verb: str) -> None:
        """T-039, T-046"""
        matters.delete(Intent(matter.board, alice), matter.pk)
        client = browser_of(alice)
        assert client.get(f"/matters/{matter.pk}/{verb}").status_code == 410
        if verb:
            assert (
                client.post(
                    f"/matters/{matter.pk}/{verb}", {"title": "x", "column": "done", "version": "1"}
                ).status_code
                == 410
            )

    def test_viewers_are_shown_no_form(self, matter: Matter, vera: User) -> None:
        client = browser_of(vera)
        for address in (matter.board.get_absolute_url(), f"/matters/{matter.pk}/"):
            page = client.get(address)
            assert page.status_code == 200
            assert page.context["grant"].can_edit is False
        assert client.get(f"/matters/{matter.pk}/edit/").status_code == 403


class TestWithHtmx:
    def test_a_write_is_answered_with_the_delta_from_the_senders_cursor(
        self, board: Board, bob: User, alice: User
    ) -> None:
        before = cursor_of(board)
        others = MatterFactory(board=board)
        headers = {**HTMX, "Live-Cursor": before}
        response = browser_of(bob).post(
            f"/boards/{board.slug}/matters/new/", {"title": "Mine", "quick": "1"}, headers=headers
        )
        body = response.content.decode()
        assert (response.status_code, response["Live-Fragment"]) == (200, "1")
        assert f'from="{before}" to="{cursor_of(board)}"' in body
        assert f'data-matter-id="{others.pk}"' in body
        assert "Mine" in body

    def test_what_was_kept_is_told_in_a_header(self, board: Board, bob: User, alice: User) -> None:
        matter = MatterFactory(board=board)
        matters.edit(Intent(board, alice), matter.pk, {"court": "nysd"})
        headers = {**HTMX, "Live-Cursor": cursor_of(board)}
        response = browser_of(bob).post(
            f"/matters/{matter.pk}/edit/", {"judge": "Hand", "version": "1"}, headers=headers
        )
        assert response["Live-Merged"] == "court"

    def test_forms_refusals_and_conflicts_come_as_fragments(self, board: Board, bob: User, alice: User) -> None:
        matter, client = MatterFactory(board=board, title="Base"), browser_of(bob)
        matters.edit(Intent(board, alice), matter.pk, {"title": "Theirs"})
        there = f"/matters/{matter.pk}/edit/"
        for response, status in (
            (client.get(there, headers=HTMX), 200),
            (client.post(there, {"title": "", "version": "2"}, headers=HTMX), 422),
            (client.post(there, {"title": "Mine", "version": "1"}, headers=HTMX), 409),
            (client.post(there, {"title": "Mine"}, headers=HTMX), 428),
        ):
            assert (response.status_code, response["Live-Fragment"]) == (status, "1")
            assert "<html" not in response.content.decode()

    def test_who_is_signed_out_is_told_401_never_a_sign_in_page(self, board: Board) -> None:
        response = browser_of(None).get(board.get_absolute_url(), headers=HTMX)
        assert (response.status_code, response["Live-Fragment"]) == (401, "1")
        assert "<html" not in response.content.decode()


def test_a_password_is_changed_only_with_the_old_one(bob: User) -> None:
    client, new = browser_of(bob), "correct-horse-9"
    wrong = client.post("/accounts/password/", {"old_password": "guess", "new_password1": new, "new_password2": new})
    assert wrong.status_code in (200, 422)
    right = client.post(
        "/accounts/password/", {"old_password": "demo", "new_password1": new, "new_password2": new}, follow=True
    )
    assert right.status_code == 200
    bob.refresh_from_db()
    assert bob.check_password(new)
