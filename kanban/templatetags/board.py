"""What templates need to show boards and matters: icons, steady colours, initials, dates, fields in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kanban import people
from kanban.fields import DATES, SETS
from kanban.models import Matter
from kanban.models.board import COLOURS
from realtime.queue_keys import keys_of

register = template.Library()
register.filter("display_name", people.display_name)
register.filter("initials", people.initials)


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a matter as its page shows it: `text`, or `items` where it holds several."""

    name: str
    label: str
    text: str
    items: list[Any]


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite. It says nothing to screen readers: words stand beside it."""
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name)


@register.simple_tag
def modules() -> list[str]:
    """The address of each of our ES modules: fetched side by side, not one after the other as imports name them."""
    root = settings.BASE_DIR / "static"
    return [static(path.relative_to(root).as_posix()) for path in sorted(root.glob("[kl]*/*.js"))]


@register.simple_tag
def setting(name: str) -> float:
    """How many seconds a setting says."""
    return float(getattr(settings, name))


@register.simple_tag
def queue_mode() -> str:
    return str(settings.OFFLINE_QUEUE)


@register.simple_tag
def queue_keys(person: AbstractBaseUser) -> str:
    """The keys of what the person's browser keeps, by space."""
    return " ".join(keys_of(person))


@register.filter
def colour(text: object) -> str:
    """The same words always get the same colour, on every machine."""
    mixed = crc32(str(text).encode("utf-8", "replace")) >> 10  # the lowest bits say little for texts this short
    return COLOURS[1 + mixed % (len(COLOURS) - 1)]


@register.filter
def short_name(name: str) -> str:
    """Two letters for the avatar of a person of whom only the name is known, made as `people.initials` makes them."""
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper()


@register.filter
def day(value: date | None) -> str:
    """3 Dec; with the year where it is not this one."""
    if value is None:
        return ""
    return date_format(value, "j M" if value.year == timezone.localdate().year else "j M Y")


@register.filter
def counted(cards: Iterable[Matter] | str) -> int:
    """How many of the cards a column's limit counts: restricted ones do not."""
    return sum(not card.is_restricted for card in cards if isinstance(card, Matter))


@register.filter
def label_names(matter: Matter) -> str:
    """The names of a card's labels, a line each."""
    return "\n".join(chip.text for chip in matter.chips if chip.kind == "label")  # type: ignore[attr-defined]


@register.filter
def usernames(matter: Matter) -> str:
    """The user names of a card's responsible person and assignees, with spaces between: user names hold none."""
    assigned = [chip.text for chip in matter.chips if chip.kind == "person"]  # type: ignore[attr-defined]
    return " ".join([*([matter.responsible.get_username()] if matter.responsible else []), *assigned])


@register.filter
def rows(matter: Matter, names: Iterable[str]) -> list[Row]:
    """Those of the named fields that hold something, to be shown under a group's heading."""
    shown = (_row(matter, name) for name in names if name not in ("title", "number"))
    return [row for row in shown if row.text or row.items]


@register.filter
def apart(form: BaseForm, prefix: str) -> BaseForm:
    """The form with ids of its own, where several forms on a page have fields of the same name."""
    form.auto_id = f"{prefix}-%s"
    return form


def _row(matter: Matter, name: str) -> Row:
    label = str(Matter._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    label = label[:1].upper() + label[1:]
    if name in SETS:
        return Row(name, label, "", list(getattr(matter, name).all()))
    return Row(name, label, _text(matter, name), [])


def _text(matter: Matter, name: str) -> str:
    value = getattr(matter, name)
    if name in DATES:
        return date_format(value, "j F Y") if value else ""
    if isinstance(value, Model):
        return people.display_name(value)
    return str(getattr(matter, f"get_{name}_display", lambda: value or "")())
