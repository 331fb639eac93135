"""Every error as application/problem+json (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kanban.errors import Refused

TYPE = "application/problem+json"
PREFIX = "/api/"  # whatever goes wrong below it is told so
RETRY_AFTER = "2"  # seconds, as for pages


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: None lets an unknown error through, to be a 500."""
    if isinstance(error, Refused):
        return problem(error.status, error.detail, code=error.code, **error.extra)
    if isinstance(error, OperationalError | InterfaceError):
        return _away()
    error = _as_drf_has_it(error)
    response = exception_handler(error, context)
    if response is None or not isinstance(error, exceptions.APIException):
        return response
    detail = error.detail if isinstance(error.detail, str) else "Some of this cannot be taken."
    extra = {} if isinstance(error.detail, str) else {"fields": error.detail}
    answered = problem(response.status_code, str(detail), code=error.default_code, **extra)
    for name in ("WWW-Authenticate", "Retry-After"):
        if name in response:
            answered[name] = response[name]
    return answered


def problem(status: int, detail: str, *, code: str, **extra: Any) -> Response:
    return Response(_body(status, detail, code, extra), status=status, content_type=TYPE)


def plain_problem(status: int, detail: str, *, code: str) -> JsonResponse:
    """The same where no view of the API was reached."""
    return JsonResponse(_body(status, detail, code, {}), status=status, content_type=TYPE)


class TooLarge(exceptions.APIException):
    status_code, default_code, default_detail = 413, "too-large", "This is larger than is taken."


def _as_drf_has_it(error: Exception) -> Exception:
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    return error


def _away() -> Response:
    """The database cannot be reached, or a lock was not to be had in time. Nothing was written."""
    away = problem(503, "The database cannot be reached just now. Nothing was written.", code="away")
    away["Retry-After"] = RETRY_AFTER
    return away


def _body(status: int, detail: str, code: str, extra: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": code.replace("-", " ").replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
        **extra,
    }
