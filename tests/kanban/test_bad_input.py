"""Whatever is sent to a form or an address: refused by the field, nothing written, nothing executed, never a 500."""

import html
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from kanban import forms
from kanban.models import Board
from realtime.models import Event
from tests.clients import HTMX, Response, browser_of
from tests.factories import BoardFactory, MatterFactory
from tests.kanban.addresses import World, own, world_of

pytestmark = pytest.mark.django_db
profile.register_profile("doors", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
DOORS = profile.get_profile("doors")

FORMS: dict[str, type[Any]] = {
    "matter-new": forms.MatterForm,
    "matter-edit": forms.MatterForm,
    "matter-move": forms.MoveForm,
    "party-new": forms.PartyForm,
    "party": forms.PartyForm,
    "board-new": forms.BoardForm,
    "board-settings": forms.BoardForm,
    "column-new": forms.ColumnForm,
    "column": forms.ColumnForm,
    "column-remove": forms.RemoveColumnForm,
    "label-new": forms.LabelForm,
    "label": forms.LabelForm,
    "member-put": forms.MemberForm,
}
TEXTS = [
    (name, field)
    for name, form in FORMS.items()
    for field, kind in form.base_fields.items()
    if kind.__class__.__name__ == "CharField"
]
CHOICES = [
    (name, field)
    for name, form in FORMS.items()
    for field, kind in form.base_fields.items()
    if hasattr(kind, "choices")
]
NUMBERS = [
    ("matter-move", "after"),
    ("matter-move", "before"),
    ("matter-move", "position"),
    ("column", "wip_limit"),
    ("column-new", "wip_limit"),
]
DATES = ["opened_on", "filed_on", "target_on", "closed_on", "limitation_on"]
XSS = '<script>alert(1)</script><img src=x onerror=alert(1) hx-get="/" hx-trigger="load">"\'</textarea></div>'
HUGE = "9" * 30


@pytest.fixture
def world(board: Board, alice: User) -> World:
    return world_of(board, alice)


def send(world: World, alice: User, form: str, /, **values: Any) -> Response:
    return browser_of(alice).post(world.address(form), {**world.body(form), **values})


def written() -> tuple[int, int]:
    return Event.objects.count(), Board.objects.count()


def assert_refused_by_the_field(response: Response, field: str) -> None:
    """4xx, with the message where the field is, and the field marked as the one that is wrong."""
    assert response.status_code == 422
    page = response.content.decode()
    assert re.search(rf'id="[\w-]+[_-]{field}_error"', page)
    assert re.search(rf'<[^>]*name="{field}"[^>]*aria-invalid="true"', page)


@pytest.mark.parametrize(("name", "field"), TEXTS)
@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "nul\0byte", "right\u202eto left", "bell\x07"], ids=["long", "null", "bidi", "control"]
)
def test_text_that_cannot_be_kept_is_refused(world: World, alice: User, name: str, field: str, text: str) -> None:
    """T-055"""
    before = written()
    assert_refused_by_the_field(send(world, alice, name, **{field: text}), field)
    assert written() == before


@pytest.mark.parametrize("title", ["", "   ", "x" * 251, "x" * 301])
@pytest.mark.parametrize("name", ["matter-new", "matter-edit"])
def test_a_matter_needs_a_title_that_fits(world: World, alice: User, name: str, title: str) -> None:
    before = written()
    assert_refused_by_the_field(send(world, alice, name, title=title), "title")
    assert written() == before


@pytest.mark.parametrize("name", sorted(set(FORMS) - {"column-remove"}))
def test_a_form_left_empty_is_refused(world: World, alice: User, name: str) -> None:
    before = written()
    response = browser_of(alice).post(world.address(name), {})
    assert response.status_code in (422, 428)
    assert written() == before


@pytest.mark.parametrize(("name", "field"), CHOICES)
@pytest.mark.parametrize("value", ["none such", "0", "-1", HUGE, "\0", XSS, "[]"])
def test_a_choice_that_is_not_offered_is_refused(world: World, alice: User, name: str, field: str, value: str) -> None:
    before = written()
    response = send(world, alice, name, **{field: value})
    assert response.status_code == 422
    assert written() == before
    assert_is_only_text(response)


@pytest.mark.parametrize(("name", "field"), NUMBERS)
@pytest.mark.parametrize("value", ["x", "1.5", "1e400", HUGE, "-1", "9" * 5000, "\0", "٣x", "NaN"])
def test_a_number_that_is_none_never_breaks(world: World, alice: User, name: str, field: str, value: str) -> None:
    """Huge positions and neighbours that are not there mean the end; what is no number is refused."""
    place = {"place": ""} if name == "matter-move" else {}
    response = send(world, alice, name, **{field: value, **place})
    is_far = name == "matter-move" and (value == HUGE or (value == "-1" and field != "position"))
    assert response.status_code == (302 if is_far else 422)


@pytest.mark.parametrize("field", DATES)
@pytest.mark.parametrize(
    "value", ["yesterday", "2026-02-30", "0001-01-01", "9999-12-31", "2026-13-01", "10000-01-01", "\0", XSS]
)
def test_a_date_that_is_none_is_refused(world: World, alice: User, field: str, value: str) -> None:
    before = written()
    response = send(world, alice, "matter-edit", **{field: value})
    assert_refused_by_the_field(response, field)
    assert_is_only_text(response)
    assert written() == before


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "1.0", "99", HUGE, "\0", "1 OR 1=1"])
@pytest.mark.parametrize("name", ["matter-edit", "matter-move"])
def test_a_write_names_a_version_there_was(world: World, alice: User, name: str, version: str) -> None:
    before = written()
    response = send(world, alice, name, version=version)
    assert response.status_code == (428 if version == "" else 422)
    assert written() == before


@pytest.mark.parametrize(
    "field", ["board", "id", "rank", "created_at", "archived_at", "deleted_at", "counter", "stream", "slug", "by"]
)
def test_what_is_not_a_field_is_not_written(world: World, alice: User, field: str) -> None:
    """T-122: mass assignment."""
    before = {
        name: getattr(world.matter, name, None) for name in ("board_id", "pk", "rank", "archived_at", "deleted_at")
    }
    send(world, alice, "matter-edit", **{field: "7"})
    world.matter.refresh_from_db()
    assert {name: getattr(world.matter, name, None) for name in before} == before


class TestWhatIsSomebodyElses:
    """T-116"""

    @pytest.fixture
    def other(self, mallory: User) -> World:
        return world_of(BoardFactory(name="Other", manager=mallory), mallory)

    def test_a_label_a_party_or_a_column_of_another_board_is_not_found(
        self, world: World, other: World, alice: User
    ) -> None:
        client = browser_of(alice)
        for address in (
            f"/boards/{world.board.slug}/settings/labels/{other.label}/",
            f"/boards/{world.board.slug}/settings/labels/{other.label}/remove/",
            f"/matters/{world.matter.pk}/parties/{other.party}/",
            f"/matters/{world.matter.pk}/parties/{other.party}/remove/",
        ):
            assert (
                client.post(address, {"name": "Mine", "colour": "red", "kind": "person", "role": "judge"}).status_code
                == 404
            )
        assert other.board.labels.count() == other.matter.parties.count() == 1

    def test_their_labels_people_and_columns_cannot_be_put_on_ours(
        self, world: World, other: World, alice: User, mallory: User
    ) -> None:
        for values in (
            {"labels": [str(other.label)]},
            {"assignees": [str(mallory.pk)]},
            {"responsible": str(mallory.pk)},
            {"named_people": [str(mallory.pk)]},
        ):
            assert send(world, alice, "matter-edit", **values).status_code == 422

    def test_a_neighbour_on_another_board_is_like_one_that_is_gone(
        self, world: World, other: World, alice: User
    ) -> None:
        assert send(world, alice, "matter-move", place="", after=str(other.matter.pk)).status_code == 302
        world.matter.refresh_from_db()
        assert world.matter.board == world.board


def assert_is_only_text(response: Response) -> None:
    page = response.content.decode()
    assert XSS not in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


class TestMarkupIsText:
    """T-126"""

    FIELDS = (
        "title",
        "client",
        "opposing_party",
        "practice_area",
        "court",
        "judge",
        "docket_number",
        "on_hold_reason",
        "description",
    )

    def test_on_every_page_and_in_every_delta(self, board: Board, alice: User) -> None:
        xss = XSS[:120]
        world = world_of(board, alice)
        client, before = browser_of(alice), f"{board.stream.version}.{board.stream.head[:8]}"
        version = world.matter.version + 1
        assert (
            send(world, alice, "matter-edit", **dict.fromkeys(self.FIELDS, XSS[:70]), version=str(version)).status_code
            == 302
        )
        for name in ("board-settings", "column", "label"):
            assert send(world, alice, name, name=XSS[:35]).status_code == 302
        assert send(world, alice, "party", name=xss, contact=xss).status_code == 302
        pages = [world.address(name) for name in own() if name not in ("logout", "live")]
        for address in (*pages, f"/live/?s=board:{board.pk}@{before}", f"/search/?q={quote(XSS)}"):
            for headers in ({}, HTMX):
                response = client.get(address, headers=headers)
                if "text/calendar" in response.get("Content-Type", ""):  # no markup to whoever obeys the header
                    assert response["X-Content-Type-Options"] == "nosniff"
                    assert response["Content-Disposition"].startswith("attachment")
                elif "json" not in response.get("Content-Type", ""):
                    assert_is_only_text(response)
        assert html.escape(XSS[:70]) in client.get(board.get_absolute_url()).content.decode()

    def test_in_a_refused_form_that_shows_what_was_sent(self, world: World, alice: User) -> None:
        response = send(world, alice, "matter-edit", title=XSS * 10, description=XSS, column=XSS)
        assert response.status_code == 422
        assert_is_only_text(response)

    def test_in_a_conflict(self, world: World, alice: User) -> None:
        send(world, alice, "matter-edit", title="Theirs")
        response = send(world, alice, "matter-edit", title=XSS, judge=XSS)
        assert response.status_code == 409
        assert_is_only_text(response)


class TestOddRequests:
    """T-137"""

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (b"%ff%fe=%00&title=%ed%a0%80", "application/x-www-form-urlencoded"),
            (b"title=" + b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
            (b"title=x", "application/x-www-form-urlencoded; charset=utf-16"),
            (b"title=x", "application/x-www-form-urlencoded; charset=no-such-thing"),
            (b"--b\r\nbroken", "multipart/form-data; boundary=b"),
            (b"", "multipart/form-data"),
            (b"", "multipart/form-data; boundary=" + "é" * 3),
            (b'{"title": "x"}', "application/json"),
            (b"\0" * 10_000, "application/octet-stream"),
            (b"&".join(b"f%d=1" % n for n in range(100_000)), "application/x-www-form-urlencoded"),
            (b"title=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        ],
    )
    @pytest.mark.parametrize("name", ["matter-new", "matter-edit", "board-new", "login"])
    def test_a_body_that_makes_no_sense_is_a_4xx(
        self, world: World, bob: User, name: str, body: bytes, kind: str
    ) -> None:
        before = written()
        client = browser_of(None if name == "login" else bob)
        response = client.generic("POST", world.address(name), body, content_type=kind)
        assert 400 <= response.status_code < 500 or (response.status_code == 302 and b"title=" in body)
        assert written() == before or response.status_code == 302

    @pytest.mark.parametrize("page", ["0", "-1", "x", HUGE, "9" * 5000, "\0", "1e9"])
    def test_a_page_number_that_is_none_shows_some_page(self, world: World, bob: User, page: str) -> None:
        for name in ("board-history", "board-archive"):
            assert browser_of(bob).get(world.address(name), {"page": page}).status_code == 200

    @pytest.mark.parametrize(
        "question", ["\0", "%", "_", "\\", "'", '"', "x" * 100_000, XSS, "\u202e", "a " * 500, "\ud800"]
    )
    def test_any_question_is_answered(self, world: World, bob: User, question: str) -> None:
        asked = quote(question.encode("utf-8", "surrogatepass"))
        response = browser_of(bob).get(f"/search/?q={asked}")
        assert response.status_code == 200
        assert_is_only_text(response)

    @pytest.mark.parametrize("cursor", ["", "x", "\x7f", "1.deadbeef", HUGE, "é"])
    def test_any_cursor_may_come_with_a_write(self, world: World, bob: User, cursor: str) -> None:
        headers = {**HTMX, "Live-Cursor": cursor}
        response = browser_of(bob).post(f"/boards/{world.board.slug}/matters/new/", {"title": "Doe"}, headers=headers)
        assert response.status_code == 200
        assert "<live-reset" in response.content.decode()

    @pytest.mark.parametrize("username", ["a%00b", "%F0%9F%92%A9", "x" * 1000, "a'b", "%E2%80%AE"])
    def test_any_name_may_be_taken_off_a_board(self, world: World, alice: User, username: str) -> None:
        response = browser_of(alice).post(f"/boards/{world.board.slug}/settings/members/{username}/remove/")
        assert response.status_code in (302, 404)
        assert world.board.memberships.count() == 3

    @pytest.mark.parametrize("pk", [HUGE, str(2**63), str(2**63 - 1), "0", "9" * 5000])
    def test_any_number_may_stand_in_an_address(self, world: World, alice: User, pk: str) -> None:
        client = browser_of(alice)
        for address in (
            f"/matters/{pk}/",
            f"/matters/{pk}/edit/",
            f"/matters/{world.matter.pk}/parties/{pk}/",
            f"/boards/{world.board.slug}/settings/labels/{pk}/",
        ):
            assert client.get(address).status_code == 404
            assert client.post(address, {"title": "x", "version": "1", "name": "x", "colour": "red"}).status_code in (
                404,
                405,
            )


ANYTHING = st.text(st.characters(), max_size=60) | st.sampled_from(
    [XSS, HUGE, "\0", "-1", "1", "None", "true", "[]", "{}"]
)


@profile(DOORS, max_examples=150)
@given(data=st.data())
def test_no_form_breaks_whatever_is_in_its_fields(board: Board, alice: User, data: st.DataObject) -> None:
    """T-055: 0 x 500. Lone surrogates come as the bytes that a hostile client would send."""
    if not board.matters.exists():
        world_of(board, alice)
    matter = board.matters.filter(archived_at=None).earliest("pk")  # an example may have made another
    world = World(
        board,
        matter,
        board.matters.exclude(archived_at=None).get(),
        board.labels.get().pk,
        matter.parties.get().pk,
        event=1,
        upload=0,
        feed=0,
        secret="",
        webhook=0,
        token=0,
    )
    name = data.draw(st.sampled_from(sorted(FORMS)))
    fields = [*FORMS[name].base_fields, "version", "mutation_id", "quick", "fields", "column"]
    sent = data.draw(st.dictionaries(st.sampled_from(fields), ANYTHING, max_size=8))
    body = "&".join(f"{key}={quote(value.encode('utf-8', 'surrogatepass'))}" for key, value in sent.items())
    response = browser_of(alice).generic(
        "POST", world.address(name), body, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code in (302, 404, 409, 410, 422, 428)
    assert_is_only_text(response)


@profile(DOORS, max_examples=100)
@given(path=st.text(st.characters(), max_size=40), query=st.text(st.characters(), max_size=40))
def test_no_address_breaks(board: Board, alice: User, path: str, query: str) -> None:
    client = browser_of(alice)
    matter = board.matters.first() or MatterFactory(board=board)
    spelled, asked = (quote(text.encode("utf-8", "surrogatepass"), safe="/=&") for text in (path, query))
    for stem in (
        "/",
        "/boards/",
        f"/boards/{board.slug}/",
        f"/boards/{board.slug}/settings/members/",
        f"/matters/{matter.pk}/",
        "/api/boards/",
    ):
        assert client.get(f"{stem}{spelled}?{asked}").status_code < 500
