"""What may be put into a page carries the proof that it is ours; a browser that asks for a page gets a page."""

from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

FRAGMENT = {"Live-Fragment": "1"}  # without it nothing is put into a page: not a captive portal's, not a sign-in page


def is_wanted(request: HttpRequest) -> bool:
    """Did a script ask, to put the answer into its page?"""
    return "HX-Request" in request.headers or request.path == reverse("live")


def is_another(request: HttpRequest) -> bool:
    """Does a page ask that was made for somebody else, who signed out since in this browser?

    What one person sees and types on an old page is not another's: the header `Live-Person` says whose page it is.
    """
    person = request.headers.get("Live-Person")
    return person is not None and unquote(person) != request.user.get_username()


def fragment(
    request: HttpRequest | None,
    template: str | list[str],
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A template as part of a page. Without a request it is rendered without anything of the person or the database."""
    response = render(request, template, context, status=status)
    response["Live-Fragment"] = FRAGMENT["Live-Fragment"]
    return response


def unable(request: HttpRequest, name: str, context: dict[str, Any], *, status: int, retry_after: int) -> HttpResponse:
    """Why it cannot be done just now, and when to try again: `realtime/_<name>.html` or a whole page.

    Rendered without the request: the person is in the database, which may be what is away.
    """
    if is_wanted(request):
        response = fragment(None, f"realtime/_{name}.html", context, status=status)
    else:
        response = render(None, f"realtime/{name}.html", context, status=status)
    response["Retry-After"] = str(retry_after)
    return response
