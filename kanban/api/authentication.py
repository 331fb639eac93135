"""How programs sign in: in a browser with its session, and the CSRF token that proves that a page of ours sent them;
elsewhere with a personal token.
"""

from typing import Any

from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from kanban.commands import tokens
from kanban.models import Token


class TokenSignIn(BaseAuthentication):
    """`Authorization: Bearer <token>` (RFC 6750). A token that is none, has ended or whose person has: 401."""

    def authenticate(self, request: Request) -> tuple[Any, Token] | None:
        kind, _, secret = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer":
            return None
        token = tokens.used(secret.strip())
        if token is None:
            raise AuthenticationFailed("This token is not known, or has ended.")
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        """Of the two ways in, the one that was tried."""
        return 'Bearer error="invalid_token"' if "Authorization" in request.headers else "Session"


class SessionSignIn(SessionAuthentication):
    """As DRF's, but who is not signed in is told 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class TokenMayWrite(BasePermission):
    message = "This token may only read."

    def has_permission(self, request: Request, view: Any) -> bool:
        token: Any = request.auth
        return token is None or token.may_write or request.method in SAFE_METHODS
