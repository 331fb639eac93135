"""Add, change and remove the parties of a matter. Each is a change of the matter."""

from typing import Any

from django.core.exceptions import ValidationError

from kanban.commands.values import cleaned
from kanban.commands.write import Outcome, Write, command
from kanban.errors import Invalid, NotFound
from kanban.models import Matter, Party, Role

SETTINGS = ("kind", "role", "name", "contact")


@command(needs=Role.EDITOR)
def add(write: Write, matter_pk: int, values: dict[str, Any]) -> Outcome:
    matter = write.matter(matter_pk)
    before = names(matter)
    party = Party(matter=matter)
    _set(party, {"name": "", **values})
    party.save()
    return _tell(write, matter, before)


@command(needs=Role.EDITOR)
def change(write: Write, matter_pk: int, pk: int, values: dict[str, Any]) -> Outcome:
    matter = write.matter(matter_pk)
    before = names(matter)
    party = _party(matter, pk)
    _set(party, values)
    party.save(update_fields=list(values))
    return _tell(write, matter, before)


@command(needs=Role.EDITOR)
def remove(write: Write, matter_pk: int, pk: int) -> Outcome:
    matter = write.matter(matter_pk)
    before = names(matter)
    _party(matter, pk).delete()
    return _tell(write, matter, before)


def names(matter: Matter) -> list[str]:
    """The parties as the log tells them: name, role and contact, sorted."""
    return sorted(
        " · ".join(filter(None, [str(party), party.contact])) for party in Party.objects.filter(matter=matter)
    )


def _party(matter: Matter, pk: int) -> Party:
    party = Party.objects.filter(matter=matter, pk=pk).first()
    if party is None:
        raise NotFound("This party is not on the matter any more.")
    return party


def _set(party: Party, values: dict[str, Any]) -> None:
    try:
        for name, value in cleaned(party, values, allowed=SETTINGS).items():
            setattr(party, name, value)
    except ValidationError as error:
        raise Invalid(fields=error.message_dict) from None


def _tell(write: Write, matter: Matter, before: list[str]) -> Outcome:
    after = names(matter)
    if after != before:
        write.changed(matter, "edited", {"parties": [before, after]}, columns=[])
    return write.outcome(matter)
