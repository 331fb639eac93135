"""The API in words: its OpenAPI schema, as it is kept in the repository, and a page that shows it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from kanban.api.problems import plain_problem
from kanban.pages.answers import page

SCHEMA = settings.BASE_DIR / "docs" / "openapi.yaml"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """For everybody: it tells nothing that the repository does not."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/yaml")


@csrf_exempt  # it does nothing, whoever sends it
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address below /api/. Not a handler's work: Django in development answers by a page of its own."""
    return plain_problem(404, "There is no such address.", code="not_found")


@page("GET")
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "kanban/api_docs.html")
