"""A small client of the API, with nothing but the standard library: an example to take and change.

    aster = Aster("http://127.0.0.1:8000", token)
    matter = aster.post("boards/litigation/matters", {"title": "Doe v. Roe"})
    matter = aster.change(matter, {"priority": "high"}, decide=lambda conflict: conflict["theirs"])

What it takes care of, for every write:

    no answer, 5xx, 429    sent again under the same Idempotency-Key, after Retry-After: it happens once
    409                    each field in conflict is decided by `decide`, and the decision is sent as a write of its own
"""

import json
import random
import time
import uuid
from collections.abc import Callable, Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

Answer = dict[str, Any]
Conflict = Mapping[str, Any]
"""field, base, mine, theirs, by, at"""

WORTH_ANOTHER_TRY = (429, 500, 502, 503, 504)
TIMEOUT = 30  # seconds


class Problem(Exception):
    """An answer that says no (RFC 9457): `status`, `code` for programs, `body` with all of it."""

    def __init__(self, status: int, body: Answer) -> None:
        super().__init__(f"{status}: {body.get('detail', '')} {body.get('fields', '')}".strip())
        self.status = status
        self.code = str(body.get("code", ""))
        self.body = body


class Aster:
    """`patience`: for how many seconds a request is tried again."""

    def __init__(self, url: str, token: str, *, patience: float = 120) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._patience = patience

    def get(self, path: str, **question: Any) -> Answer:
        return self._tried("GET", f"{path}?{urlencode(question)}" if question else path, None, None)

    def post(self, path: str, body: Mapping[str, Any], *, key: str = "") -> Answer:
        return self.write("POST", path, body, key=key)

    def write(self, method: str, path: str, body: Mapping[str, Any], *, key: str = "") -> Answer:
        """`key` is the id of this write: keep it where the program may die and must go on with the same."""
        return self._tried(method, path, body, key or str(uuid.uuid4()))

    def change(
        self, matter: Answer, fields: Mapping[str, Any], *, decide: Callable[[Conflict], Any] | None = None
    ) -> Answer:
        """Change fields of a matter as it was last seen. `decide` says what stands where somebody else changed the
        same; without it a conflict is raised as a Problem.
        """
        while True:
            try:
                return self.write("PATCH", f"matters/{matter['id']}", {**fields, "version": matter["version"]})
            except Problem as problem:
                if problem.status != 409 or decide is None or "conflicts" not in problem.body:
                    raise
                matter = problem.body["current"]
                fields = {**fields, **{each["field"]: decide(each) for each in problem.body["conflicts"]}}

    def _tried(self, method: str, path: str, body: Mapping[str, Any] | None, key: str | None) -> Answer:
        until, tries = time.monotonic() + self._patience, 0
        while True:
            try:
                return self._sent(method, path, body, key)
            except HTTPError as error:
                wait = _seconds(error) if error.code in WORTH_ANOTHER_TRY else None
                if wait is None or time.monotonic() + wait > until:
                    raise Problem(error.code, _told(error)) from None
            except (
                URLError,
                OSError,
                ValueError,
            ):  # cut off, or half an answer: it may have been written
                if time.monotonic() > until:
                    raise
                wait = None
            tries += 1
            time.sleep(wait if wait is not None else random.uniform(0, min(30, 0.2 * 2**tries)))  # noqa: S311

    def _sent(self, method: str, path: str, body: Mapping[str, Any] | None, key: str | None) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        if key:
            headers["Idempotency-Key"] = f'"{key}"'
        data = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            data = json.dumps(body).encode()
        request = Request(f"{self._url}/api/{path}", data, headers, method=method)  # noqa: S310 - the address is ours
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310
            answer: Answer = json.load(response)
        return answer


def _seconds(error: HTTPError) -> float:
    after = error.headers.get("Retry-After", "")
    return min(float(after), 60.0) if after.isdecimal() else 1.0


def _told(error: HTTPError) -> Answer:
    try:
        body = json.load(error)
    except ValueError:  # somebody else's answer: a proxy's page
        return {"detail": error.reason}
    return body if isinstance(body, dict) else {"detail": str(body)}
