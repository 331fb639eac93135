"""The cast and their things. Boards and matters are made by the commands, as everywhere."""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from kanban.commands import Intent, boards, matters, members
from kanban.models import Board, Matter


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person whose password is "demo"."""

    class Meta:
        model = get_user_model()
        django_get_or_create = ("username",)

    username = factory.Sequence(lambda n: f"person{n}")
    first_name = factory.LazyAttribute(lambda person: person.username.capitalize())
    password = factory.django.Password("demo")


class BoardFactory(factory.Factory[Board]):
    """A board with columns To do, In progress, Waiting, Done; `manager`, `editors` and `viewers` are its members."""

    class Meta:
        model = Board

    name = factory.Sequence(lambda n: f"Litigation {n}")
    manager = factory.SubFactory(UserFactory, username="alice")
    editors: tuple[Any, ...] = ()
    viewers: tuple[Any, ...] = ()

    @classmethod
    def _create(cls, model_class: type[Board], *args: Any, **kwargs: Any) -> Board:
        manager, editors, viewers = kwargs["manager"], kwargs["editors"], kwargs["viewers"]
        board = boards.create({"name": kwargs["name"]}, by=manager)
        for role, people in (("editor", editors), ("viewer", viewers)):
            for person in people:
                members.put(Intent(board, manager), person.username, role=role)
        return Board.objects.select_related("stream").get(pk=board.pk)


class MatterFactory(factory.Factory[Matter]):
    """A matter on `board`, opened by its operator; other keywords are its fields as plain values."""

    class Meta:
        model = Matter

    board = factory.SubFactory(BoardFactory)
    title = factory.Sequence(lambda n: f"Doe v. Roe {n}")

    @classmethod
    def _create(cls, model_class: type[Matter], *args: Any, **kwargs: Any) -> Matter:
        board, column = kwargs.pop("board"), kwargs.pop("column", "")
        outcome = matters.create(Intent(board), kwargs, column=column)
        return Matter.objects.select_related("board__stream", "column").get(pk=outcome.matter or 0)
