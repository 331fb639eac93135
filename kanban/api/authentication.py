"""Programs in a browser sign in with its session, and prove with the CSRF token that a page of ours sent them."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.request import Request


class SessionSignIn(SessionAuthentication):
    """As DRF's, but who is not signed in is told 401, not 403."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"
