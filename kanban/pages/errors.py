"""The pages of errors: plain words, no traceback, the same for what is not there and what is not theirs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kanban.api.problems import PREFIX, plain_problem
from kanban.pages.answers import say
from realtime.fragments import fragment, is_wanted


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_wanted(request):
        return fragment(None, "realtime/_not_yours.html", status=403)
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if is_wanted(request):  # the panel or the page of a matter that was walled off must not go on showing it
        return fragment(None, "realtime/_not_yours.html", status=404)
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    if request.path.startswith(PREFIX):
        return plain_problem(500, "Something went wrong here. It is in our log.", code="broken")
    return render(request, "500.html", status=500)


def csrf_failure(request: HttpRequest, reason: str = "", **kwargs: Any) -> HttpResponse:
    if is_wanted(request):
        response = fragment(None, "kanban/_form_expired.html", status=403)
        return say(response, said="You signed in again since this page was opened. Reload it to go on.")
    return render(request, "403_csrf.html", status=403)
