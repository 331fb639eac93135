"""A board as a source of live changes: what realtime asks of kanban."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from kanban.access import Grant, boards_of, grant_of
from kanban.delta import Audience, audience_of, fragments
from realtime.sources import Admission, Step


class BoardSource:
    kind = "board"

    def admit(self, person: AbstractBaseUser, keys: Collection[str]) -> dict[str, Admission]:
        wanted = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
        memberships = boards_of(person).filter(board__in=wanted) if wanted else []
        return {str(m.board_id): Admission(m.board.stream, person, grant_of(m)) for m in memberships}

    def audience(self, admission: Admission, step: Step) -> Audience:
        grant: Grant = admission.grant
        return audience_of(grant, step)

    def fragments(self, step: Step, audience: Any) -> str | None:
        return fragments(step, audience)
