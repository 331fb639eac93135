"""Every page of the product, with something on it, for tests that look at all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page

from kanban.commands import Intent, labels, matters, parties, webhooks
from kanban.importers.uploads import receive
from kanban.models import Board, Delivery, Matter
from tests.browser.pages import Pages
from tests.factories import MatterFactory

FAILED = "status of {}"  # Chromium's words for an answer that is an error


@dataclass(frozen=True)
class Scene:
    """Alice's board with matters of every kind, one of them, and the people by name."""

    board: Board
    matter: Matter
    people: dict[str, User]


def _stay(page: Page, scene: Scene) -> None:
    pass


@dataclass(frozen=True)
class Place:
    """One page: how it is called, where it is, whom it is shown to, and the status it answers with."""

    name: str
    path: Callable[[Scene], str]
    person: str = "alice"
    status: int = 200
    then: Callable[[Page, Scene], None] = _stay
    allow: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.name

    def open(self, scene: Scene, open_page: Pages, **context_options: Any) -> Page:
        allow = self.allow + ((FAILED.format(self.status),) if self.status >= 400 else ())
        page = open_page(scene.people.get(self.person), self.path(scene), allow=allow, **context_options)
        self.then(page, scene)
        return page


def _conflict(page: Page, scene: Scene) -> None:
    """Alice wants another title, and so did Bob, who was quicker."""
    matters.edit(Intent(scene.board, scene.people["bob"]), scene.matter.pk, {"title": "Roe v. Doe"}, base=None)
    page.locator("[name=title]").fill("Doe v. Roe Ltd")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_text("Roe v. Doe").first.wait_for()


def _archived(page: Page, scene: Scene) -> None:
    """Bob archives the matter that Alice is editing."""
    matters.archive(Intent(scene.board, scene.people["bob"]), scene.matter.pk)
    page.locator("[name=title]").fill("Doe v. Roe Ltd")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="Restore it and save").wait_for()


def _decision(page: Page, scene: Scene) -> None:
    """The same over the board: the dialog, the form beneath it."""
    _press("e")(page, scene)
    page.locator("#panel [name=title]").wait_for()
    matters.edit(Intent(scene.board, scene.people["bob"]), scene.matter.pk, {"title": "Roe v. Doe"}, base=None)
    page.locator("#panel [name=title]").fill("Doe v. Roe Ltd")
    page.locator("#panel").get_by_role("button", name="Save").first.click()
    page.locator("#conflict").get_by_text("Roe v. Doe").first.wait_for()


def _press(*keys: str) -> Callable[[Page, Scene], None]:
    """On the scene's card."""

    def press(page: Page, scene: Scene) -> None:
        page.locator(f"#matter-{scene.matter.pk} a.card__title").focus()
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_timeout(300)

    return press


def _token(page: Page, scene: Scene) -> None:
    page.locator("[name=name]").fill("Intake script")
    page.get_by_role("button", name="Make it").click()
    page.get_by_label("The token").wait_for()


def _api(page: Page, scene: Scene) -> None:
    """The operations on matters, listed. What opens below each of them is Swagger UI's own."""
    page.get_by_role("heading", name="matters").click()
    page.get_by_text("Undo a change").wait_for()


def _offline(page: Page, scene: Scene) -> None:
    page.context.set_offline(True)
    _press("Space", "ArrowRight", "Space")(page, scene)
    page.locator("#network-notice").get_by_text("Connection lost").wait_for()


def _unsent(page: Page, scene: Scene) -> None:
    _offline(page, scene)
    page.locator("form[data-quick] [name=title]").first.fill("New v. Old")
    page.locator("form[data-quick] [name=title]").first.press("Enter")
    page.get_by_role("button", name="2 changes waiting").click()
    page.locator("#unsent").get_by_text("New v. Old").first.wait_for()


def _refused(page: Page, scene: Scene) -> None:
    """Alice moves a card that Bob has moved, on a page that has not heard of it."""
    page.route("**/live/**", lambda route: route.abort())
    matters.move(Intent(scene.board, scene.people["bob"]), scene.matter.pk, to="done")
    _press("Space", "ArrowRight", "Space")(page, scene)
    page.locator("#toasts .toast__action").wait_for()


PLACES = [
    Place("boards", lambda scene: "/"),
    Place("new board", lambda scene: "/boards/new/"),
    Place("board", lambda scene: _board(scene)),
    Place("board, a card lifted", lambda scene: _board(scene), then=_press("Space", "ArrowRight")),
    Place("board, a card's menu", lambda scene: _board(scene), then=_press(".")),
    Place("board, a matter open", lambda scene: _board(scene), then=_press("Enter")),
    Place("board, an edit open", lambda scene: _board(scene), then=_press("e")),
    Place("board, a conflict", lambda scene: _board(scene), then=_decision, allow=("409",)),
    Place("board, the keys", lambda scene: _board(scene), then=_press("?")),
    Place("board, filtered", lambda scene: _board(scene, "?q=doe&priority=urgent&label=Appeal&mine=1")),
    Place("board, all filtered out", lambda scene: _board(scene, "?q=nobody+is+called+so")),
    Place("board, in lanes", lambda scene: _board(scene, "?lanes=responsible&sort=deadline")),
    Place("board, offline", lambda scene: _board(scene), then=_offline, allow=("ERR_INTERNET", "htmx:error")),
    Place("board, what waits", lambda scene: _board(scene), then=_unsent, allow=("ERR_INTERNET", "htmx:error")),
    Place(
        "board, a move refused", lambda scene: _board(scene), then=_refused, allow=("409", "ERR_FAILED", "htmx:error")
    ),
    Place("board history", lambda scene: _board(scene, "history/")),
    Place("away", lambda scene: _board(scene, "away/")),
    Place("archive", lambda scene: _board(scene, "archive/")),
    Place("settings", lambda scene: _board(scene, "settings/")),
    Place("column", lambda scene: _board(scene, f"settings/columns/{scene.matter.column.slug}/")),
    Place("import", lambda scene: _board(scene, "settings/import/")),
    Place("import, its columns", lambda scene: _board(scene, f"settings/import/{_sent(scene)}/")),
    Place("webhooks", lambda scene: _board(scene, "settings/webhooks/")),
    Place("webhook", lambda scene: _board(scene, f"settings/webhooks/{_hook(scene)}/")),
    Place("new matter", lambda scene: _board(scene, "matters/new/")),
    Place("matter", lambda scene: _matter(scene)),
    Place("board history, narrowed", lambda scene: _board(scene, "history/?by=alice&kind=changed")),
    Place("board as of", lambda scene: _board(scene, "as-of/")),
    Place("matter as of", lambda scene: _matter(scene, f"as-of/?version={_opened(scene)}")),
    Place("matter history", lambda scene: _matter(scene, "history/")),
    Place("edit", lambda scene: _matter(scene, "edit/")),
    Place("move", lambda scene: _matter(scene, "move/")),
    Place("assign", lambda scene: _matter(scene, "assign/")),
    Place("audit", lambda scene: _matter(scene, "audit/")),
    Place("undo", lambda scene: _matter(scene, f"undo/{_opened(scene)}/")),
    Place("new party", lambda scene: _matter(scene, "parties/new/")),
    Place("search", lambda scene: "/search/?q=Doe"),
    Place("empty search", lambda scene: "/search/?q=nobody+is+called+so"),
    Place("sign-in", lambda scene: "/accounts/login/", person="nobody"),
    Place("calendar feeds", lambda scene: "/accounts/calendars/"),
    Place("password", lambda scene: "/accounts/password/"),
    Place("tokens", lambda scene: "/accounts/tokens/"),
    Place("a token made", lambda scene: "/accounts/tokens/", then=_token),
    Place("API", lambda scene: "/api/docs/", then=_api),
    Place("conflict", lambda scene: _matter(scene, "edit/"), status=409, then=_conflict),
    Place("archived meanwhile", lambda scene: _matter(scene, "edit/"), status=410, then=_archived),
    Place("403", lambda scene: _board(scene, "settings/"), person="vera", status=403),
    Place("404", lambda scene: "/boards/no-such-board/", status=404),
]


def compose(board: Board, **people: User) -> Scene:
    """A board as in life: urgent, late, restricted, archived, with people, parties, labels and a hostile title."""
    intent = Intent(board, people["alice"])
    labels.add(intent, {"name": "Appeal", "colour": "violet"})
    full = MatterFactory(
        board=board,
        title="Doe v. Roe & Sons <b>Ltd</b>",
        client="Jane Doe",
        opposing_party="Roe & Sons Ltd",
        practice_area="Employment",
        priority="urgent",
        responsible="alice",
        assignees=["bob"],
        labels=["Appeal"],
        limitation_on="2020-01-31",
        target_on="2035-06-30",
        description="First line.\nSecond line.",
    )
    parties.add(intent, full.pk, {"name": "Ann Witness", "kind": "person", "role": "witness"})
    MatterFactory(board=board, title="Walled off", confidentiality="restricted")
    matters.archive(intent, MatterFactory(board=board, title="Put away").pk)
    return Scene(board, Matter.objects.select_related("column").get(pk=full.pk), people)


def _board(scene: Scene, rest: str = "") -> str:
    return f"/boards/{scene.board.slug}/{rest}"


def _matter(scene: Scene, rest: str = "") -> str:
    return f"/matters/{scene.matter.pk}/{rest}"


def _sent(scene: Scene) -> int:
    """A file that waits to be taken in; not all of it can be."""
    return receive(scene.board, scene.people["alice"], name="cases.csv", content=b"number,title,x\n1,Doe,\n2,,\n").pk


def _hook(scene: Scene) -> int:
    """A webhook with a delivery of each kind."""
    webhooks.add(Intent(scene.board, scene.people["alice"]), "https://hooks.example.com/a", secret="s")
    hook = scene.board.webhooks.get()
    for version, state in enumerate(Delivery.State.values):
        at = timezone.now()
        Delivery.objects.create(webhook=hook, version=version, state=state, next_at=at, tried_at=at, said="500 Oh")
    return hook.pk


def _opened(scene: Scene) -> int:
    """The change by which the scene's matter was opened."""
    return scene.board.stream.events.get(subject=f"matter:{scene.matter.pk}", kind="matter.created").version
