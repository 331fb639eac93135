"""Whose account is whose: Trello's members are found here by user name or, where only one has it, by full name."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth import get_user_model

from kanban.importers.tidy import tidy
from kanban.importers.trello import Person


@dataclass(frozen=True, slots=True)
class Match:
    """A member in Trello and the user name here; "" where nobody is known by that name."""

    person: Person
    username: str

    @property
    def shown(self) -> str:
        return tidy(f"{self.person.name} (@{self.person.username})".strip(), longest=200)


def matched(people: Sequence[Person]) -> list[Match]:
    """Each in turn. Nobody is taken for two."""
    by_username: dict[str, list[str]] = defaultdict(list)
    by_name: dict[str, list[str]] = defaultdict(list)
    for someone in get_user_model().objects.filter(is_active=True):
        by_username[someone.get_username().casefold()].append(someone.get_username())
        if name := someone.get_full_name().casefold():
            by_name[name].append(someone.get_username())
    found: list[Match] = []
    for person in people:
        named = by_username.get(person.username.casefold()) or by_name.get(person.name.casefold()) or []
        username = named[0] if len(named) == 1 and named[0] not in {each.username for each in found} else ""
        found.append(Match(person, username))
    return found
