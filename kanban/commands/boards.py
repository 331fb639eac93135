"""Create, change, archive and restore boards."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from kanban.commands.values import cleaned
from kanban.commands.write import Outcome, Write, command
from kanban.errors import refusal_from
from kanban.models import Board, Column, Membership, Role
from kanban.ranks import spread
from realtime.errors import Replayed
from realtime.log import Mutation, writing
from realtime.models import Stream

SETTINGS = ("name", "description", "number_template")
FIRST_COLUMNS = (
    ("Intake", Column.Category.INTAKE, "slate"),
    ("In progress", Column.Category.ACTIVE, "blue"),
    ("Waiting", Column.Category.WAITING, "amber"),
    ("Done", Column.Category.DONE, "green"),
)


def create(
    values: dict[str, Any],
    *,
    by: AbstractBaseUser | None,
    slug: str = "",
    columns: Sequence[tuple[str, str, str]] = FIRST_COLUMNS,
    mutation: Mutation | None = None,
) -> Board:
    """A new board with columns (name, category, colour); who makes it manages it. A retry gets the same board."""
    try:
        with transaction.atomic():
            stream = Stream.objects.create(kind="board", key=f"new-{uuid.uuid4().hex}")
            with writing(stream.pk, actor=by, mutation=mutation) as log:
                board = _new_board(values, slug, stream)
                Stream.objects.filter(pk=stream.pk).update(key=str(board.pk))
                log.append(
                    "board.created", f"board:{board.pk}", {name: [None, getattr(board, name)] for name in SETTINGS}
                )
                for (name, category, colour), rank in zip(columns, spread(len(columns)), strict=True):
                    Column.objects.create(
                        board=board, slug=slugify(name), name=name, category=category, colour=colour, rank=rank
                    )
                    log.append("column.added", f"column:{slugify(name)}", {"name": [None, name], "rank": [None, rank]})
                if by is not None:
                    Membership.objects.create(board=board, user_id=by.pk, role=Role.MANAGER)
                    log.append(
                        "member.added", f"member:{by.get_username()}", {"role": [None, Role.MANAGER]}, access=True
                    )
                log.body = {"board": board.pk}
            return Board.objects.select_related("stream").get(pk=board.pk)
    except Replayed as replayed:
        if replayed.refused:
            raise refusal_from(replayed.body) from None
        return Board.objects.select_related("stream").get(pk=replayed.body["board"])


@command(needs=Role.MANAGER)
def change(write: Write, values: dict[str, Any], *, base: dict[str, Any] | None = None) -> Outcome:
    """Rename, describe, or number differently. `base` is what the person saw."""
    given = cleaned(write.board, values, allowed=SETTINGS, base=base)
    changes = {name: [getattr(write.board, name), value] for name, value in given.items()}
    if changes:
        for name, (_, value) in changes.items():
            setattr(write.board, name, value)
        write.board.save(update_fields=list(changes))
        write.log.append("board.changed", f"board:{write.board.pk}", changes)
    return write.outcome()


@command(needs=Role.MANAGER)
def archive(write: Write) -> Outcome:
    """Put the board aside: nobody sees it until it is restored in the admin."""
    if write.board.archived_at is None:
        write.board.archived_at = timezone.now()
        write.board.save(update_fields=["archived_at"])
        write.log.append("board.archived", f"board:{write.board.pk}", {"archived": [False, True]}, access=True)
    return write.outcome()


@command(needs=Role.MANAGER)
def restore(write: Write) -> Outcome:
    if write.board.archived_at is not None:
        write.board.archived_at = None
        write.board.save(update_fields=["archived_at"])
        write.log.append("board.restored", f"board:{write.board.pk}", {"archived": [True, False]}, access=True)
    return write.outcome()


def _new_board(values: dict[str, Any], slug: str, stream: Stream) -> Board:
    board = Board(stream=stream)
    for name, value in cleaned(board, {"name": "", **values}, allowed=SETTINGS).items():
        setattr(board, name, value)
    _save_under_free_slug(board, slug or board.name)
    return board


def _save_under_free_slug(board: Board, name: str) -> None:
    while True:
        board.slug = _free_slug(name)
        try:
            with transaction.atomic():
                return board.save()
        except IntegrityError:  # taken at the same instant: no lock spans two boards
            if not Board.objects.filter(slug=board.slug).exists():
                raise


def _free_slug(name: str) -> str:
    stem = slugify(name)[:50] or "board"
    slug, count = stem, 1
    while Board.objects.filter(slug=slug).exists() or slug == "new":
        count += 1
        slug = f"{stem}-{count}"
    return slug
