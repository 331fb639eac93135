"""Two rules for every answer: nobody else keeps it, and a database that is away is 503, not a traceback."""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_only_middleware

from realtime.fragments import unable

GetResponse = Callable[[HttpRequest], HttpResponse]
RETRY_AFTER = 2


@sync_only_middleware
def private_by_default(get_response: GetResponse) -> GetResponse:
    """No cache between us and the person, nor the browser's own, may keep what was meant for one person.

    `no-store` also keeps a page out of the back/forward cache after sign-out. Static files set their own.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        )
        return response

    return middleware


class away_is_503:  # noqa: N801 - middlewares are named like functions
    """The database cannot be reached, or a lock was not to be had in time: 503 + Retry-After. Nothing was written."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, OperationalError | InterfaceError):
            return None
        return unable(request, "away", {}, status=503, retry_after=RETRY_AFTER)
