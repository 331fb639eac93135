"""Simulated people: members like others, who do at random what members do. They write through the commands."""

from collections.abc import Callable
from random import Random
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from kanban.access import visible
from kanban.commands import Intent, matters, members
from kanban.commands.matters import Place
from kanban.models import Board, Matter, Role
from kanban.people import display_name

_FIRST = ("Ines", "Jonas", "Klara", "Luis", "Maya", "Nils", "Olga", "Paul", "Rosa", "Sami")
_PARTIES = (
    "Hartwell",
    "Lund & Sons",
    "Meridian Foods",
    "Orchard Bank",
    "Pell",
    "Quartz Mining",
    "Rhodes",
    "Sutter Rail",
)
_NEXT_STEPS = (
    "Call the client back.",
    "Answer is drafted.",
    "Waiting for the expert.",
    "Exhibits are numbered.",
    "Served.",
)


class Crowd:
    """So many people on one board. `act` is one change by one of them, told in words."""

    def __init__(self, board: Board, *, people: int, random: Random) -> None:
        self._board = board
        self._random = random
        self._people = [_member(board, number) for number in range(1, people + 1)]
        self._size = self._on_board().count()
        self._acts: list[tuple[int, Callable[[AbstractBaseUser, Matter], str]]] = [
            (55, self._move), (37, self._edit), (4, self._open), (4, self._archive)
        ]  # fmt: skip

    def act(self) -> str:
        """Raises Refused where the board's rules or somebody quicker are in the way."""
        person = self._random.choice(self._people)
        on_board = list(visible(self._on_board(), person, Role.EDITOR))
        if not on_board:
            return f"{display_name(person)} {self._open(person, None)}"
        weights, acts = zip(*self._acts, strict=True)
        act = self._random.choices(acts, weights)[0]
        if act == self._archive and len(on_board) < self._size:  # the board neither empties nor overflows
            act = self._open
        elif act == self._open and len(on_board) > self._size + 10:
            act = self._archive
        return f"{display_name(person)} {act(person, self._random.choice(on_board))}"

    def _on_board(self) -> Any:
        return self._board.matters.filter(archived_at=None, deleted_at=None).select_related("column").order_by("pk")

    def _move(self, person: AbstractBaseUser, matter: Matter) -> str:
        column = self._random.choice(list(self._board.columns.all()))
        place = Place(position=self._random.randrange(5))
        matters.move(Intent(self._board, person), matter.pk, to=column.slug, place=place, base=matter.version)
        return f"moved {matter} to {column}"

    def _edit(self, person: AbstractBaseUser, matter: Matter) -> str:
        field, value = self._random.choice([
            ("description", self._random.choice(_NEXT_STEPS)),
            ("priority", self._random.choice(Matter.Priority.values)),
            ("opposing_party", self._random.choice(_PARTIES)),
        ])  # fmt: skip
        matters.edit(Intent(self._board, person), matter.pk, {field: value}, base=matter.version)
        return f"set {field.replace('_', ' ')} of {matter} to {value}"

    def _open(self, person: AbstractBaseUser, matter: Matter | None) -> str:
        client, other = self._random.sample(_PARTIES, 2)
        values = {"title": f"{client} v. {other}", "client": client, "opposing_party": other}
        outcome = matters.create(Intent(self._board, person), values)
        return f"opened {Matter.objects.get(pk=outcome.matter or 0)}"

    def _archive(self, person: AbstractBaseUser, matter: Matter) -> str:
        matters.archive(Intent(self._board, person), matter.pk)
        return f"archived {matter}"


def _member(board: Board, number: int) -> AbstractBaseUser:
    """The same people each time; they cannot sign in."""
    people: Any = get_user_model().objects
    username = f"sim{number}"
    person: AbstractBaseUser | None = people.filter(username=username).first()
    if person is None:
        first = _FIRST[(number - 1) % len(_FIRST)]
        person = people.create_user(username, password=None, first_name=first, last_name=f"Sim {number}")
    if not board.memberships.filter(user=person.pk).exists():
        members.put(Intent(board), username, role=Role.EDITOR)
    return person
