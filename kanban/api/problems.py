"""Every error as application/problem+json (RFC 9457)."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

from kanban.errors import Refused


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: None lets an unknown error through, to be a 500."""
    if isinstance(error, Refused):
        return problem(error.status, error.detail, code=error.code, **error.extra)
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
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
    body = {
        "type": "about:blank",
        "title": code.replace("-", " ").replace("_", " ").capitalize(),
        "status": status,
        "detail": detail,
        "code": code,
    }
    return Response({**body, **extra}, status=status, content_type="application/problem+json")
