"""The API in words: its OpenAPI schema, as it is kept in the repository, and a page that shows it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kanban.pages.answers import page

SCHEMA = settings.BASE_DIR / "docs" / "openapi.yaml"


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """For everybody: it tells nothing that the repository does not."""
    return HttpResponse(SCHEMA.read_bytes(), content_type="application/yaml")


@page("GET")
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "kanban/api_docs.html")
