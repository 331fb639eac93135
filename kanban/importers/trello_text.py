"""What a Trello card holds and a matter has no place for, as the matter's description."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from kanban.fields import EARLIEST, LATEST, longest_text
from kanban.importers.tidy import tidy
from kanban.importers.trello import Card, Item


def day_of(moment: str) -> str:
    """The date here of an ISO moment; "" where it is none that a matter can have."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    if at.tzinfo is None:
        at = timezone.make_aware(at)
    try:
        day = timezone.localtime(at).date()
    except OverflowError:  # the last hours of the year 9999
        return ""
    return day.isoformat() if EARLIEST <= day.year <= LATEST else ""


def description_of(card: Card, *, title: str, place: str, people: list[str]) -> tuple[str, bool]:
    """The text, and whether it had to be cut. `place`: the name of an archived list, `people`: who is nobody here."""
    whole = "\n\n".join(filter(None, (card.name if _was_cut(title, card.name) else "", *_parts(card, place, people))))
    text = tidy(whole, longest=longest_text("description") or 0, is_multiline=True)
    return text, _was_cut(text, whole)


def _was_cut(text: str, whole: str) -> bool:
    return text.endswith("…") and not whole.rstrip().endswith("…")


def _parts(card: Card, place: str, people: list[str]) -> Iterator[str]:
    yield card.text
    for name, items in card.checklists:
        yield "\n".join([f"Checklist: {name}", *map(_line, items)])
    if card.comments:
        yield "Comments in Trello:"
    for comment in card.comments:
        yield f"{day_of(comment.at)} {comment.by}: {comment.text}"
    if card.files:
        yield "\n".join(["Attachments in Trello:", *(f"{name} {address}" for name, address in card.files)])
    yield "\n".join(_facts(card, place, people))


def _facts(card: Card, place: str, people: list[str]) -> Iterator[str]:
    if card.due and (card.due_is_met or not day_of(card.due)):
        yield f"Due in Trello: {day_of(card.due) or card.due}{', complete' if card.due_is_met else ''}"
    if place:
        yield f"Archived list in Trello: {place}"
    if people:
        yield f"Members in Trello: {', '.join(people)}"
    if card.address:
        yield f"Card in Trello: {card.address}"


def _line(item: Item) -> str:
    due = f" (due {day_of(item.due)})" if item.due else ""
    return f"[{'x' if item.done else ' '}] {item.name}{due}"
