"""The page of a conflict: all three values, and a form that decides. Deciding is an ordinary write, made on the version
at which theirs stood: what changes after that is merged or asked about like anything else.
"""

import uuid
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, QueryDict
from django.utils.formats import date_format

from kanban.access import matter_for
from kanban.differences import Part, marked
from kanban.errors import Conflict
from kanban.fields import CHOICES, DATES, LONG_TEXTS, SETS, TEXTS, label_of, value_of
from kanban.history import changes_since
from kanban.merge import merge
from kanban.merge_lines import both_of
from kanban.models import Matter
from kanban.pages.decisions import CHOICE, SHOWN, decided
from kanban.people import display_name


def conflict_context(person: AbstractBaseUser, request: HttpRequest, conflict: Conflict) -> dict[str, Any]:
    """What the template needs: the matter as it stands, the conflicts in words, and what else was sent."""
    grant, matter = matter_for(person, conflict.extra["matter"])
    conflicts = conflict.extra["conflicts"]
    return {
        "grant": grant,
        "board": grant.board,
        "matter": matter,
        "version": conflict.extra["version"],
        "conflicts": [_in_words(matter, each, request.POST) for each in conflicts],
        "sent": _sent(request, matter, {each["field"] for each in conflicts}),
        "action": request.path,
        "mutation": uuid.uuid4(),
    }


def summary(conflicts: list[dict[str, Any]]) -> str:
    """What somebody else did meanwhile, in one sentence a field."""
    return " ".join(
        f"{each['by'] or 'Somebody'} set {each['label']} to {_theirs(each) or 'nothing'} meanwhile."
        for each in conflicts
    )


def _theirs(conflict: dict[str, Any]) -> str:
    return next(str(choice["shown"])[:80] for choice in conflict["choices"] if choice["whose"] == "theirs")


def _in_words(matter: Matter, conflict: dict[str, Any], sent: QueryDict) -> dict[str, Any]:
    """The conflict with its label, who and when in words, and each side as it is shown and as the form sends it.

    Where it was being decided already, one's own value is the one of the first time, and the choice stands.
    """
    name = conflict["field"]
    was_asked = f"mine.{name}" in sent
    shown = {side: _shown(matter, name, conflict[side]) for side in ("mine", "theirs", "base")}
    values = {side: _sendable(name, conflict[side]) for side in shown}
    if was_asked:
        values["mine"] = sent[f"mine.{name}"]
        shown["mine"] = sent.get(f"{SHOWN}.{name}") or values["mine"]
    choices = [
        {"whose": side, "shown": shown[side], "sent": values[side], "parts": _parts(shown, side)} for side in shown
    ]
    return {
        **conflict,
        "label": label_of(name),
        "choices": choices,
        "by": _shown(matter, "responsible", conflict["by"]),
        "when": datetime.fromisoformat(conflict["at"]) if conflict["at"] else None,
        "chosen": sent.get(f"{CHOICE}{name}", ""),
        "was_asked": was_asked,
        "is_text": name in TEXTS,
        "is_long": name in LONG_TEXTS,
        "merged": sent.get(f"merged.{name}") or _own_wording(name, values),
    }


def _own_wording(name: str, values: dict[str, Any]) -> str:
    """What a person begins with who wants neither."""
    base, mine, theirs = (str(values[side]) for side in ("base", "mine", "theirs"))
    return both_of(base, mine, theirs) if name in LONG_TEXTS else mine


def _parts(shown: dict[str, str], side: str) -> list[Part]:
    return marked(shown[side], against=shown["theirs" if side == "base" else "base"])


def _shown(matter: Matter, name: str, value: Any) -> str:
    if not value:
        return ""
    if name == "column":
        column = matter.board.columns.filter(slug=value).first()
        return column.name if column else value
    if name == "responsible":
        person = get_user_model().objects.filter(username=value).first()
        return display_name(person) if person else value
    if name in CHOICES:
        return str(dict(Matter._meta.get_field(name).flatchoices)[value])  # type: ignore[union-attr]
    return date_format(date.fromisoformat(value), "j F Y") if name in DATES else str(value)


def _sendable(name: str, value: Any) -> Any:
    """The value as the pages' form sends it: people by their key, nothing as nothing."""
    if name == "responsible" and value:
        return next(iter(_keys(name, [value])), "")  # deleted since: nobody
    return "" if value is None else value


def _sent(request: HttpRequest, matter: Matter, deciding: set[str]) -> list[tuple[str, str]]:
    """The rest of what was sent, to be sent again with the decision.

    It was made on the older version and goes out under the newer: a field that somebody else changed meanwhile would
    now be put back to what this page once showed. So those stay out; sets, which merge, go as the merge of both sides.
    """
    posted = decided(request.POST)
    since = changes_since(matter.board.stream, matter, int(request.POST["version"]))
    settled = set(since.fields) - deciding
    merged = settled & set(SETS) & set(posted.getlist("fields"))
    left_out = {"csrfmiddlewaretoken", "version", "mutation_id", *deciding, *settled}
    sent = [(name, value) for name, values in posted.lists() if name not in left_out for value in values]
    sent = [(name, value) for name, value in sent if name != "fields" or value not in settled - merged]
    for name in sorted(merged):
        base, theirs = _keys(name, since.base(name, []), matter), _keys(name, value_of(matter, name), matter)
        mine = [key for key in posted.getlist(name) if key.isdecimal()]
        sent += [(name, key) for key in merge(base, mine, theirs).value]
    return sent


def _keys(name: str, names: list[str], matter: Matter | None = None) -> list[str]:
    rows: Any = get_user_model().objects.filter(username__in=names)
    if name == "labels" and matter:
        rows = matter.board.labels.filter(name__in=names)
    return [str(pk) for pk in rows.values_list("pk", flat=True)]
