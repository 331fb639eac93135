"""Every address of the project, read from the URL resolver, and a world in which each of them names something."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kanban.commands import Intent, feeds, labels, matters, parties, tokens, webhooks
from kanban.importers.uploads import receive
from kanban.models import Board, Feed, Matter
from tests.clients import cursor_of
from tests.factories import MatterFactory


def names(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[str]:
    """The names of all addresses, `namespace:` in front. An address without a name is an error."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name or prefix, f"{pattern} has no name"
            yield f"{prefix}{pattern.name or 'catch-all'}"
        else:
            yield from names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)


def own() -> list[str]:
    return [name for name in names() if not name.startswith("admin:")]


@dataclass
class World:
    """A board with one of everything."""

    board: Board
    matter: Matter
    archived: Matter
    label: int
    party: int
    event: int
    upload: int
    feed: int
    secret: str
    webhook: int
    token: int

    def address(self, name: str) -> str:
        return reverse(name, kwargs=self._arguments(name)) + self._query(name)

    def body(self, name: str) -> dict[str, str]:
        """What a person would send there."""
        version = {"version": "1"}
        return {
            "login": {"username": "bob", "password": "demo"},
            "password": {
                "old_password": "demo",
                "new_password1": "correct-horse-9",
                "new_password2": "correct-horse-9",
            },
            "board-new": {"name": "Another", "number_template": "YYYY-NNNN"},
            "board-away": version,
            "board-settings": {"name": "Renamed", "number_template": "YYYY-NNNN"},
            "column-new": {"name": "Appeal", "colour": "red", "category": "active"},
            "column": {"name": "Finished", "colour": "red", "category": "done"},
            "column-move": {"left": "1"},
            "column-remove": {"move_to": ""},
            "label-new": {"name": "Tax", "colour": "red"},
            "label": {"name": "Taxes", "colour": "blue"},
            "member-put": {"username": "vera", "role": "editor"},
            "matter-new": {"title": "Doe v. Roe"},
            "matter-edit": {"title": "Changed", **version},
            "matter-move": {"column": "waiting", "place": "top", **version},
            "matter-assign": {"assigned": "1", **version},
            "webhooks": {"url": "https://hooks.example.com/aster"},
            "import": {"column_0": "number", "column_1": "title"},
            "party-new": {"kind": "person", "role": "witness", "name": "Wanda"},
            "party": {"kind": "person", "role": "witness", "name": "Wanda"},
            "tokens": {"name": "Script", "access": "read", "days": "30"},
        }.get(name, {})

    def json(self, name: str, method: str) -> dict[str, Any]:
        """What a program would send there."""
        version: dict[str, Any] = {"version": self.matter.version + 1}  # by the edit that made the world
        bodies: dict[str, dict[str, Any]] = {
            "api-boards": {"name": "Another"},
            "api-board": {"name": "Renamed"},
            "api-columns": {"name": "Appeal"},
            "api-column": {"name": "Finished"} if method == "PATCH" else {},
            "api-column-move": {"after": None},
            "api-labels": {"name": "Tax"},
            "api-label": {"name": "Taxes"} if method == "PATCH" else {},
            "api-member": {"role": "editor"} if method == "PUT" else {},
            "api-matters": {"title": "Doe v. Roe"},
            "api-matter": {"title": "Changed", **version} if method == "PATCH" else {},
            "api-matter-move": {"column": "waiting", "after": None, **version},
            "api-matter-assign": {"assigned": True},
            "api-matter-undo": {"event": self.event},
            "api-parties": {"name": "Wanda"},
            "api-party": {"name": "Wanda"} if method == "PATCH" else {},
        }
        return bodies.get(name, {})

    def _arguments(self, name: str) -> dict[str, object]:
        if name.startswith("api-") or name == "token-revoke":
            return self._arguments_by_name(name)
        board: dict[str, object] = {"slug": self.board.slug}
        matter: dict[str, object] = {"pk": self.matter.pk}
        if name == "matter-restore":
            return {"pk": self.archived.pk}
        if name == "matter-undo":
            return {**matter, "event": self.event}
        if name in ("party", "party-remove"):
            return {**matter, "party": self.party}
        of_a_matter = ("as-of", "audit", "history", "edit", "move", "assign", "archive", "delete")
        if name == "matter" or name.startswith(("party-new", *(f"matter-{each}" for each in of_a_matter))):
            return dict(matter)
        if name in ("column", "column-move", "column-remove"):
            return {**board, "column": "done"}
        if name in ("label", "label-remove"):
            return {**board, "label": self.label}
        if name in ("import", "import-go-on", "import-discard"):
            return {**board, "file": self.upload}
        if name.startswith("webhook") and name != "webhooks":
            return {**board, "webhook": self.webhook}
        if name == "calendar":
            return {"secret": self.secret}
        if name == "calendar-revoke":
            return {"feed": self.feed}
        if name == "member-remove":
            return {**board, "username": "vera"}
        return board if "slug" in reverse_arguments(name) else {}

    def _arguments_by_name(self, name: str) -> dict[str, object]:
        given: dict[str, object] = {
            "slug": self.board.slug,
            "pk": self.archived.pk if name == "api-matter-restore" else self.matter.pk,
            "column": "done",
            "label": self.label,
            "party": self.party,
            "username": "vera",
            "token": self.token,
            "rest": "no/such/address",
        }
        return {argument: given[argument] for argument in reverse_arguments(name)}

    def _query(self, name: str) -> str:
        return f"?s=board:{self.board.pk}@{cursor_of(self.board)}" if name == "live" else ""


def reverse_arguments(name: str) -> list[str]:
    """The names of what an address takes."""
    return list(get_resolver().reverse_dict.getlist(name)[0][0][0][1])


def address_of_matter(name: str, pk: int, *, party: int = 1, event: int = 1) -> str:
    given = {"pk": pk, "party": party, "event": event}
    return reverse(name, kwargs={argument: given[argument] for argument in reverse_arguments(name)})


def world_of(board: Board, alice: User) -> World:
    labels.add(Intent(board, alice), {"name": "Urgent matter"})
    matter = MatterFactory(board=board, title="Doe v. Roe", labels=["Urgent matter"])
    parties.add(Intent(board, alice), matter.pk, {"name": "Judy", "role": "judge"})
    archived = MatterFactory(board=board, title="Put aside")
    matters.archive(Intent(board, alice), archived.pk)
    event = matters.edit(Intent(board, alice), matter.pk, {"priority": "high"}).event or 0
    token, _ = tokens.issue(alice, name="Script", may_write=True, days=30)
    feeds.make(alice, board=None)
    other = board.memberships.exclude(user=alice).select_related("user").first()
    secret = feeds.make(other.user if other else alice, board=board)  # who knows an address sees what its person sees
    upload = receive(board, alice, name="cases.csv", content=b"number,name\n1,Doe v. Roe\n")
    feed = Feed.objects.filter(person=alice).earliest("pk")
    webhooks.add(Intent(board, alice), "https://hooks.example.com/", secret="s")
    things = [board.labels.get(), matter.parties.get(), upload, feed, board.webhooks.get()]
    label, party, sent, made, hook = (thing.pk for thing in things)
    return World(board, matter, archived, label, party, event, sent, made, secret, hook, token.pk)
