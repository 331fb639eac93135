"""Programs of the cast: they sign in with a token and speak JSON."""

import json
import uuid
from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from kanban.commands import tokens
from tests.clients import Response


class Program:
    """A program of one person's, with a token of its own."""

    def __init__(self, person: User, *, may_write: bool = True) -> None:
        self.token, self.secret = tokens.issue(person, name="Script", may_write=may_write, days=30)
        self._client = Client(headers={"Authorization": f"Bearer {self.secret}"}, raise_request_exception=False)

    @property
    def generic(self) -> Any:
        """As Django's test client has it."""
        return self._client.generic

    def get(self, path: str, asked: dict[str, Any] | None = None, **headers: str) -> Response:
        return self._client.get(f"/api/{path}", asked or {}, headers=_named(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        return self.send("POST", path, json.dumps({} if body is None else body), **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Response:
        return self.send("PATCH", path, json.dumps(body), **headers)

    def put(self, path: str, body: Any, **headers: str) -> Response:
        return self.send("PUT", path, json.dumps(body), **headers)

    def delete(self, path: str, **headers: str) -> Response:
        return self.send("DELETE", path, "", **headers)

    def send(
        self, method: str, path: str, body: str | bytes, kind: str = "application/json", **headers: str
    ) -> Response:
        return self._client.generic(method, f"/api/{path}", body, content_type=kind, headers=_named(headers))


def key() -> str:
    return f'"{uuid.uuid4()}"'


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
