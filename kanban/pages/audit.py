"""All of one matter's past, to be printed or kept: for the managers of its board."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from kanban.access import Grant, matter_for
from kanban.activity import did
from kanban.exporters.audit import audit_of
from kanban.fields import label_of
from kanban.models import Matter, Opening, Role
from kanban.pages.answers import may, opened, page, person_of, show


@page("GET")
def audit(request: HttpRequest, pk: int) -> HttpResponse:
    """The export as a page that prints well."""
    grant, found, told = _told(request, pk)
    for row in (*told["changes"], *told["openings"], told):
        name = "exported_at" if row is told else "at"
        row[name] = datetime.fromisoformat(row[name])
    for change in told["changes"]:
        change["did"] = did(change["kind"])
        change["lines"] = [
            (label_of(each["field"]), _spoken(each["from"]), _spoken(each["to"])) for each in change["fields"]
        ]
    return show(request, "audit", {"grant": grant, "board": grant.board, "matter": found, "audit": told})


@page("GET")
def audit_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The export as a file for programs; a deleted matter has one too."""
    _, found, told = _told(request, pk)
    name = f"matter-{found.pk}-audit.json"
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return JsonResponse(told, json_dumps_params={"indent": 1, "ensure_ascii": False}, headers=disposition)


def _told(request: HttpRequest, pk: int) -> tuple[Grant, Matter, dict[str, Any]]:
    grant, found = matter_for(person_of(request), pk)
    may(grant, Role.MANAGER)
    opened(request, found, Opening.How.EXPORT)
    return grant, found, audit_of(grant, found)


def _in_words(change: dict[str, Any]) -> tuple[str, str, str]:
    return label_of(change["field"]), _spoken(change["from"]), _spoken(change["to"])


def _spoken(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "nothing"
    return "nothing" if value in (None, "") else str(value)
