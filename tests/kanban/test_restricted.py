"""A restricted matter is seen by managers, its responsible attorney, its assignees and the people named on it.

Nobody else learns of it: not its text, not its number, not even its id, by any address, while it is walled or after.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User

from kanban.commands import Intent, columns, labels, matters, members, parties
from kanban.commands.matters import Place
from kanban.errors import Invalid, NotFound
from kanban.models import Board, Matter, Party
from tests.clients import HTMX, Response, browser_of, cursor_of, poll
from tests.factories import MatterFactory
from tests.kanban.addresses import address_of_matter, own, reverse_arguments, world_of

pytestmark = pytest.mark.django_db
CANARY = "Canary-7f3a"
WALLED: dict[str, Any] = {
    "number": "CANARY-0001",
    "title": f"{CANARY} v. Roe",
    "description": CANARY,
    "client": CANARY,
    "client_reference": CANARY,
    "opposing_party": CANARY,
    "practice_area": CANARY,
    "court": CANARY,
    "docket_number": CANARY,
    "judge": CANARY,
    "on_hold_reason": CANARY,
    "limitation_basis": CANARY,
    "limitation_on": "2020-01-01",
    "priority": "urgent",
    "confidentiality": "restricted",
}


@pytest.fixture
def walled(board: Board, alice: User) -> Matter:
    """A matter that only alice, who manages the board, may see. Its id is far from any other number."""
    for _ in range(3):
        matters.delete(Intent(board), MatterFactory(board=board).pk)
    outcome = matters.create(Intent(board, alice), WALLED)
    parties.add(Intent(board, alice), outcome.matter or 0, {"name": CANARY, "contact": CANARY})
    return Matter.objects.get(pk=outcome.matter or 0)


def gives_away(response: Response, matter: Matter) -> list[str]:
    """Every trace of the matter in an answer's bytes and headers."""
    said = response.content.decode() + str(dict(response.items()))
    trace = rf'''
        {CANARY} | CANARY-0001
        | data-(?:removed-)?matter(?:-id)?="{matter.pk}" | /matters/{matter.pk}/ | matter:{matter.pk}\b
        | "id":\s*{matter.pk}\b | "deleted":\s*\[[^]]*\b{matter.pk}\b | <option\ value="{matter.pk}"[^>]*>\s*After
    '''
    return re.findall(trace, said, re.IGNORECASE | re.VERBOSE)


def edit(matter: Matter, by: User, **values: Any) -> None:
    matters.edit(Intent(matter.board, by), matter.pk, values)


OPENINGS: list[Callable[[str], dict[str, Any]]] = [
    lambda name: {"responsible": name},
    lambda name: {"assignees": [name]},
    lambda name: {"named_people": [name]},
    lambda name: {"confidentiality": "normal"},
]


class TestNothingIsGivenAway:
    """T-116, T-118"""

    @pytest.mark.parametrize("who", ["bob", "vera", "mallory", "admin"])
    def test_at_no_address_and_by_no_method(
        self, board: Board, walled: Matter, alice: User, who: str, bob: User, vera: User, mallory: User, admin: User
    ) -> None:
        world = world_of(board, alice)
        client = browser_of({"bob": bob, "vera": vera, "mallory": mallory, "admin": admin}[who])
        for name in own():
            if name == "logout":
                continue
            address = world.address(name)
            for method in ("GET", "POST", "OPTIONS"):
                response = (
                    client.post(address, world.body(name)) if method == "POST" else client.generic(method, address)
                )
                assert gives_away(response, walled) == [], (method, address)

    @pytest.mark.parametrize("question", [CANARY, "CANARY-0001", "canary", "v. Roe"])
    def test_by_search(self, walled: Matter, bob: User, alice: User, question: str) -> None:
        assert gives_away(browser_of(alice).get("/search/", {"q": question}), walled)
        response = browser_of(bob).get("/search/", {"q": question})
        found = response.content.decode().replace(f'value="{question}"', "")
        assert CANARY not in found.replace(question, "")
        assert f"/matters/{walled.pk}/" not in found

    def test_by_the_log_and_the_history(self, board: Board, walled: Matter, alice: User, bob: User) -> None:
        edit(walled, alice, title=f"{CANARY} again")
        for address in (f"/api/boards/{board.slug}/events", f"/boards/{board.slug}/history/"):
            assert gives_away(browser_of(alice).get(address), walled)
            assert gives_away(browser_of(bob).get(address), walled) == []

    def test_by_what_it_was_before_it_was_walled(self, board: Board, alice: User, bob: User) -> None:
        matter = MatterFactory(board=board, title=f"{CANARY} v. Roe")
        edit(matter, alice, confidentiality="restricted")
        for address in (
            f"/api/boards/{board.slug}/events",
            f"/boards/{board.slug}/history/",
            f"/api/boards/{board.slug}/updates?version=1",
        ):
            assert CANARY not in browser_of(bob).get(address).content.decode()

    @pytest.mark.parametrize("verb", [matters.archive, matters.delete])
    def test_by_its_leaving_the_board(self, board: Board, walled: Matter, alice: User, bob: User, verb: Any) -> None:
        """Not even `data-removed-matter` for who never could see it."""
        before = cursor_of(board)
        verb(Intent(board, alice), walled.pk)
        for address in (
            f"/live/?s=board:{board.pk}@{before}",
            f"/api/boards/{board.slug}/updates?cursor={before}&include_deleted=true",
        ):
            assert gives_away(browser_of(alice).get(address), walled)
            response = browser_of(bob).get(address)
            assert response.status_code == 200
            assert gives_away(response, walled) == []

    def test_by_coming_and_going_between_two_polls(self, board: Board, alice: User, bob: User) -> None:
        before = cursor_of(board)
        pk = matters.create(Intent(board, alice), WALLED).matter or 0
        matters.delete(Intent(board, alice), pk)
        response = poll(browser_of(bob), board, before)
        assert response.status_code == 200
        assert gives_away(response, Matter.objects.get(pk=pk)) == []

    def test_by_the_columns_of_a_board_and_the_counts_of_the_list(
        self, board: Board, walled: Matter, alice: User, bob: User
    ) -> None:
        with_it = {address: bytes_of(browser_of(bob).get(address)) for address in ("/", f"/boards/{board.slug}/")}
        matters.delete(Intent(board, alice), walled.pk)
        without = {address: bytes_of(browser_of(bob).get(address)) for address in with_it}
        assert with_it == without

    def test_by_a_columns_limit(self, board: Board, walled: Matter, alice: User, bob: User) -> None:
        """A hard limit of one, and a walled matter in the column: there is still room for one."""
        columns.change(Intent(board, alice), "intake", {"wip_limit": 1, "wip_is_hard": True})
        assert matters.create(Intent(board, bob), {"title": "Seen"}).warnings == []
        with pytest.raises(Invalid):
            matters.create(Intent(board, bob), {"title": "One too many"})

    def test_by_where_a_neighbour_that_is_not_seen_would_put_something(
        self, board: Board, alice: User, bob: User, walled: Matter
    ) -> None:
        """T-117: after a walled matter is like after one that never was: at the end."""
        seen = [MatterFactory(board=board) for _ in range(3)]
        placed = {}
        for neighbour in (walled.pk, 10**9):
            for place in (Place(after=neighbour), Place(before=neighbour)):
                matters.move(Intent(board, bob), seen[0].pk, to="intake", place=Place(at_top=True))
                matters.move(Intent(board, bob), seen[0].pk, to="intake", place=place)
                order = board.matters.filter(pk__in=[m.pk for m in seen]).order_by("rank").values_list("pk", flat=True)
                placed[neighbour, place] = list(order)
        assert len({tuple(order) for order in placed.values()}) == 1


class TestWalledAndAbsentAreToldAlike:
    """T-117"""

    @pytest.mark.parametrize("method", ["GET", "POST"])
    @pytest.mark.parametrize("name", sorted(name for name in own() if "pk" in reverse_arguments(name)))
    def test_at_every_address_of_a_matter(
        self, board: Board, walled: Matter, bob: User, name: str, method: str, alice: User
    ) -> None:
        party = Party.objects.get(matter=walled).pk
        event = board.stream.events.filter(subject=f"matter:{walled.pk}").latest("version").version
        client, body = browser_of(bob), world_of(board, alice).body(name)
        answers = []
        for pk in (walled.pk, 987_654_321):
            address = address_of_matter(name, pk, party=party, event=event)
            response = client.post(address, body) if method == "POST" else client.get(address)
            answers.append((response.status_code, sorted(dict(response.items()).items()), bytes_of(response)))
        assert answers[0] == answers[1]
        assert answers[0][0] in (404, 405)

    @pytest.mark.parametrize("name", sorted(name for name in own() if "slug" in reverse_arguments(name)))
    def test_at_every_address_of_a_board(self, board: Board, alice: User, mallory: User, name: str) -> None:
        world, client = world_of(board, alice), browser_of(mallory)
        address = world.address(name)
        answers = []
        for slug in (board.slug, "never-was"):
            there = address.replace(f"/{board.slug}/", f"/{slug}/")
            for told in (client.get(there), client.post(there, world.body(name))):
                answers += [(told.status_code, sorted(told.items()), bytes_of(told))]
        assert answers[:2] == answers[2:]

    def test_in_a_command(self, board: Board, walled: Matter, bob: User) -> None:
        told = []
        for pk in (walled.pk, 987_654_321):
            with pytest.raises(NotFound) as caught:
                matters.edit(Intent(board, bob), pk, {"title": "Mine"}, base=1)
            told.append(caught.value.as_json())
        assert told[0] == told[1]


class TestAccessChangesLive:
    """T-120"""

    @pytest.mark.parametrize("opening", OPENINGS)
    def test_who_is_let_in_sees_it_appear_and_who_is_shut_out_sees_it_go(
        self, board: Board, walled: Matter, alice: User, bob: User, vera: User, opening: Callable[[str], dict[str, Any]]
    ) -> None:
        client, before = browser_of(bob), cursor_of(board)
        closed: dict[str, Any] = {
            name: [] if isinstance(value, list) else None for name, value in opening("bob").items()
        }
        edit(walled, alice, **opening("bob"))
        body = poll(client, board, before).content.decode()
        assert f'data-matter-id="{walled.pk}"' in body
        assert CANARY in body
        if "confidentiality" not in closed:
            assert gives_away(poll(browser_of(vera), board, before), walled) == []

        before = cursor_of(board)
        edit(walled, alice, **({"confidentiality": "restricted"} if "confidentiality" in closed else closed))
        body = poll(client, board, before).content.decode()
        assert f'data-removed-matter="{walled.pk}"' in body
        assert CANARY not in body

    @pytest.mark.parametrize("opening", OPENINGS[:3])
    def test_whoever_is_on_the_matter_sees_it_everywhere(
        self, board: Board, walled: Matter, alice: User, vera: User, opening: Callable[[str], dict[str, Any]]
    ) -> None:
        edit(walled, alice, **opening("vera"))
        client = browser_of(vera)
        for address in (
            f"/boards/{board.slug}/", f"/matters/{walled.pk}/", f"/boards/{board.slug}/history/", "/search/?q=canary",
            f"/api/boards/{board.slug}/updates", f"/api/boards/{board.slug}/events",
        ):  # fmt: skip
            assert gives_away(client.get(address), walled), address

    @pytest.mark.parametrize("role", ["manager", "viewer"])
    def test_a_new_role_makes_the_page_new(
        self, board: Board, walled: Matter, alice: User, bob: User, role: str
    ) -> None:
        before = cursor_of(board)
        members.put(Intent(board, alice), "bob", role=role)
        client = browser_of(bob)
        assert "<live-reset" in poll(client, board, before).content.decode()
        assert bool(gives_away(client.get(f"/boards/{board.slug}/"), walled)) == (role == "manager")

    def test_somebody_elses_new_role_is_no_reset(self, board: Board, alice: User, bob: User, vera: User) -> None:
        before = cursor_of(board)
        members.put(Intent(board, alice), "vera", role="editor")
        assert "<live-delta" in poll(browser_of(bob), board, before).content.decode()

    def test_a_panel_that_shows_it_is_given_something_to_show_instead(
        self, board: Board, walled: Matter, bob: User
    ) -> None:
        answer = browser_of(bob).get(f"/matters/{walled.pk}/", headers=HTMX)
        assert (answer.status_code, answer["Live-Fragment"]) == (404, "1")
        assert CANARY not in answer.content.decode()

    def test_an_editor_cannot_shut_himself_out(self, board: Board, bob: User) -> None:
        matter = MatterFactory(board=board)
        response = browser_of(bob).post(
            f"/matters/{matter.pk}/edit/", {"confidentiality": "restricted", "version": "1"}
        )
        assert response.status_code == 403
        matter.refresh_from_db()
        assert not matter.is_restricted

    def test_a_restricted_matter_one_is_on_is_edited_and_moved_like_any(
        self, board: Board, alice: User, bob: User, vera: User, walled: Matter
    ) -> None:
        edit(walled, alice, assignees=["bob"])
        before = cursor_of(board)
        client = browser_of(bob)
        moved = client.post(
            f"/matters/{walled.pk}/move/", {"column": "done", "version": "3"}, headers={**HTMX, "Live-Cursor": before}
        )
        assert f'data-matter-id="{walled.pk}"' in moved.content.decode()
        assert gives_away(poll(browser_of(vera), board, before), walled) == []


def test_a_shared_rendering_is_shared_only_by_who_may_see_the_same(
    board: Board, walled: Matter, alice: User, bob: User, vera: User
) -> None:
    edit(walled, alice, assignees=["bob"])
    before = cursor_of(board)
    edit(walled, alice, title=f"{CANARY} again")
    for _ in range(2):  # the second time from what the first time left in memory
        assert gives_away(poll(browser_of(alice), board, before), walled)
        assert gives_away(poll(browser_of(bob), board, before), walled)
        assert gives_away(poll(browser_of(vera), board, before), walled) == []


def test_columns_and_labels_that_change_do_not_bring_it_out(
    board: Board, walled: Matter, alice: User, bob: User
) -> None:
    labels.add(Intent(board, alice), {"name": "Tax"})
    label = board.labels.get()
    edit(walled, alice, labels=["Tax"])
    before = cursor_of(board)
    labels.change(Intent(board, alice), label.pk, {"name": "Taxes"})
    columns.remove(Intent(board, alice), "intake", move_to="done")
    labels.remove(Intent(board, alice), label.pk)
    client = browser_of(bob)
    for address in (
        f"/live/?s=board:{board.pk}@{before}",
        f"/api/boards/{board.slug}/updates?cursor={before}&include_deleted=true",
    ):
        assert gives_away(client.get(address), walled) == []


def bytes_of(response: Response) -> str:
    """An answer without what differs in every answer: tokens, mutation ids, the time, the log's head."""
    text = response.content.decode()
    text = re.sub(r'name="(csrfmiddlewaretoken|mutation_id)" value="[^"]+"', "", text)
    return re.sub(r'data-(cursor|last-sync)="[^"]+"', "", text)
