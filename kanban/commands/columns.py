"""Add, change, reorder and remove columns. For managers."""

from typing import Any

from django.utils.text import slugify

from kanban.commands.places import Place, counted, rank_in
from kanban.commands.values import cleaned
from kanban.commands.write import Outcome, Write, command
from kanban.errors import Invalid, NotFound
from kanban.models import Column, Role
from kanban.ranks import between

SETTINGS = ("name", "colour", "category", "wip_limit", "wip_is_hard")
MOST = 50
LARGEST_LIMIT = 10_000


@command(needs=Role.MANAGER)
def add(write: Write, values: dict[str, Any], *, slug: str = "") -> Outcome:
    """A new column at the right end. Its slug, made from its name, never changes."""
    if write.board.columns.count() >= MOST:
        raise Invalid.field("name", f"A board has at most {MOST} columns.")
    last = write.board.columns.last()
    column = Column(board=write.board, rank=between(last.rank if last else None, None))
    given = _clean(column, {"name": "", **values})
    for name, value in given.items():
        setattr(column, name, value)
    column.slug = _free_slug(write, slug or column.name)
    column.save()
    changes = {name: [None, getattr(column, name)] for name in (*SETTINGS, "rank")}
    write.log.append("column.added", _subject(column), changes)
    return write.outcome()


@command(needs=Role.MANAGER)
def change(write: Write, slug: str, values: dict[str, Any], *, base: dict[str, Any] | None = None) -> Outcome:
    """Rename, recolour, limit, or give another category. `base` is what the person saw."""
    column = _column(write, slug)
    changes = {name: [getattr(column, name), value] for name, value in _clean(column, values, base).items()}
    if changes:
        for name, (_, value) in changes.items():
            setattr(column, name, value)
        column.save(update_fields=list(changes))
        write.log.append("column.changed", _subject(column), changes)
    return write.outcome()


@command(needs=Role.MANAGER)
def reorder(write: Write, slug: str, *, after: str | None) -> Outcome:
    """Put the column after another; None: first. After one that is gone: last."""
    column = _column(write, slug)
    if after == slug:
        return write.outcome()
    others = list(write.board.columns.exclude(pk=column.pk))
    slugs = [other.slug for other in others]
    at = 0 if after is None else slugs.index(after) + 1 if after in slugs else len(others)
    low = others[at - 1].rank if at else None
    high = others[at].rank if at < len(others) else None
    if (low or "") < column.rank and (high is None or column.rank < high):
        return write.outcome()
    was, column.rank = column.rank, between(low, high)
    if len(column.rank) > (Column._meta.get_field("rank").max_length or 0):  # after some 300 changes at one place
        raise Invalid.field("after", "Put another column aside first: this place was used too often.")
    column.save(update_fields=["rank"])
    write.log.append("column.moved", _subject(column), {"rank": [was, column.rank]})
    return write.outcome()


@command(needs=Role.MANAGER)
def remove(write: Write, slug: str, *, move_to: str = "") -> Outcome:
    """Remove a column that holds no matter, or move its matters to another first, all or nothing."""
    column = _column(write, slug)
    heir = write.column(move_to) if move_to else write.board.columns.exclude(pk=column.pk).first()
    if heir is None or heir == column:
        raise Invalid.field("move_to", "Choose another column: a board keeps at least one.")
    living = column.matters.filter(deleted_at=None)
    if not move_to and (count := living.count()):
        raise Invalid.field(
            "move_to", f"{column.name} still holds {count} matters, archived ones among them. Say where they go."
        )
    _refuse_overflow(column, heir)
    for matter in living.select_related("column").order_by("rank", "id"):
        was, matter.rank, matter.column = matter.rank, rank_in(write, heir, Place()), heir
        changes = {"column": [column.slug, heir.slug], "rank": [was, matter.rank]}
        write.changed(matter, "moved", changes, columns=["column", "rank"])
    column.matters.update(column=heir)  # tombstones: no event, nobody sees them
    column.delete()
    write.log.append("column.removed", f"column:{slug}", {name: [getattr(column, name), None] for name in SETTINGS})
    return write.outcome()


def _column(write: Write, slug: str) -> Column:
    column = write.column_or_none(slug)
    if column is None:
        raise NotFound("This column is not on the board any more.")
    return column


def _clean(column: Column, values: dict[str, Any], base: dict[str, Any] | None = None) -> dict[str, Any]:
    given = cleaned(column, values, allowed=SETTINGS, base=base)
    if (given.get("wip_limit") or 0) > LARGEST_LIMIT:  # each database would draw the line elsewhere
        raise Invalid.field("wip_limit", f"{LARGEST_LIMIT:,} is the most.")
    return given


def _free_slug(write: Write, name: str) -> str:
    stem = slugify(name)[:50] or "column"
    slug, count = stem, 1
    while write.board.columns.filter(slug=slug).exists():
        count += 1
        slug = f"{stem}-{count}"
    return slug


def _refuse_overflow(column: Column, heir: Column) -> None:
    if heir.wip_limit is not None and heir.wip_is_hard:
        coming = counted(column).count()
        if coming and counted(heir).count() + coming > heir.wip_limit:
            raise Invalid.field("move_to", f"{heir.name} has no room for {coming} more: its limit is {heir.wip_limit}.")


def _subject(column: Column) -> str:
    return f"column:{column.slug}"
