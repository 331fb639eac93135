"""The page of a conflict: both values, and a form that decides. Deciding is an ordinary write with the newer version."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from kanban.access import matter_for
from kanban.errors import Conflict
from kanban.models import Matter


def conflict_context(person: AbstractBaseUser, request: HttpRequest, conflict: Conflict) -> dict[str, Any]:
    """What the template needs: the matter as it stands, the conflicts in words, and what else was sent."""
    _, matter = matter_for(person, conflict.extra["matter"])
    return {
        "matter": matter,
        "conflicts": [_in_words(each) for each in conflict.extra["conflicts"]],
        "sent": _sent(request, {each["field"] for each in conflict.extra["conflicts"]}),
        "action": request.path,
    }


def _in_words(conflict: dict[str, Any]) -> dict[str, Any]:
    name = conflict["field"]
    label = "column" if name == "column" else str(getattr(Matter._meta.get_field(name), "verbose_name", name))
    return {**conflict, "label": label, "is_long": name == "description", "is_list": isinstance(conflict["mine"], list)}


def _sent(request: HttpRequest, deciding: set[str]) -> list[tuple[str, str]]:
    """The rest of what was sent, to be sent again with the decision."""
    left_out = {"csrfmiddlewaretoken", "version", "mutation_id", *deciding}
    return [(name, value) for name, values in request.POST.lists() if name not in left_out for value in values]
