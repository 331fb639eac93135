"""What all views of the API share: who asks, how often they may, and how it is answered."""

import hashlib
import json
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.views.decorators.http import conditional_page
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from kanban.access import Grant, grant_on, matter_for, may
from kanban.api.bodies import Body, read
from kanban.api.throttles import headers_of, throttles_of
from kanban.commands import openings
from kanban.errors import Gone
from kanban.fields import SETS
from kanban.models import Matter, Opening, Role


class ApiView(APIView):
    """A view for people's programs. What is read carries an ETag, and is 304 to who has it already."""

    http_method_names = ["get", "post", "put", "patch", "delete", "options"]
    request: Request

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        return conditional_page(super().as_view(**initkwargs))

    def get_throttles(self) -> list[BaseThrottle]:
        self.counted = throttles_of(self.request)
        return [*self.counted]

    def check_throttles(self, request: Request) -> None:
        """As DRF's, but what one limit refuses does not count towards the next."""
        for throttle in self.get_throttles():
            if not throttle.allow_request(request, self):
                raise Throttled(max(1.0, throttle.wait() or 1.0), detail="You ask too often.")

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        if response.status_code < 400 or response.status_code == 429:  # what is not theirs is told without a count
            for name, value in headers_of(getattr(self, "counted", [])).items():
                response[name] = value
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def person(self) -> AbstractBaseUser:
        """The person who asks; IsAuthenticated lets nobody else come this far."""
        assert self.request.user.is_authenticated
        return self.request.user

    def board(self, slug: str, *, needs: Role = Role.VIEWER) -> Grant:
        """What the person may do on the board. 404 where nothing; raises Forbidden where too little."""
        return may(grant_on(self.person, slug), needs)

    def managed(self, slug: str, body: type[Body]) -> tuple[Grant, dict[str, Any]]:
        """The board, for a manager, and what was sent."""
        grant = self.board(slug, needs=Role.MANAGER)
        return grant, read(body, self.request.data)

    def matter(self, pk: int, *, needs: Role = Role.VIEWER, sets: tuple[str, ...] = ()) -> tuple[Grant, Matter]:
        """A matter that the person may see. A command itself says that it is gone, or answers a retry as before."""
        grant, found = matter_for(self.person, pk, sets=sets)
        may(grant, needs)
        return grant, found

    def opened(self, pk: int) -> tuple[Grant, Matter]:
        """A matter that is about to be shown: who opens a restricted one is remembered. Raises Gone."""
        grant, found = self.matter(pk, sets=SETS)
        if found.deleted_at:
            raise Gone(f"{found.number} was deleted.", state="deleted")
        openings.record(found, person=self.person, how=Opening.How.API)
        return grant, found


def etag_of(shape: dict[str, Any]) -> str:
    """`"<version>-<digest>"`, of a matter: a label's new name changes what is shown, and not the matter's version."""
    digest = hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()
    return f'"{shape["version"]}-{digest[:16]}"'


def ok(body: dict[str, Any], *, status: int = 200, **headers: str) -> Response:
    return Response(body, status=status, headers={name.replace("_", "-"): value for name, value in headers.items()})
