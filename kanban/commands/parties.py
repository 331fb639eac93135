"""Add, change and remove the parties of a matter. Each is a change of the matter."""

from typing import Any

from kanban.commands.values import cleaned
from kanban.commands.write import Outcome, Write, command
from kanban.errors import NotFound
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
def change(
    write: Write, matter_pk: int, pk: int, values: dict[str, Any], *, base: dict[str, Any] | None = None
) -> Outcome:
    """Change what is in `values`, of which the person saw `base`."""
    matter = write.matter(matter_pk)
    before = names(matter)
    party = _party(matter, pk)
    party.save(update_fields=_set(party, values, base))
    return _tell(write, matter, before)


@command(needs=Role.EDITOR)
def remove(write: Write, matter_pk: int, pk: int) -> Outcome:
    matter = write.matter(matter_pk)
    before = names(matter)
    _party(matter, pk).delete()
    return _tell(write, matter, before)


def names(matter: Matter) -> list[str]:
    """The parties as the log tells them, sorted: all that is known of each. A person is not said to be one."""
    return sorted(" · ".join(filter(None, _said(party))) for party in Party.objects.filter(matter=matter))


def _said(party: Party) -> tuple[str, str, str]:
    kind = "" if party.kind == Party.Kind.PERSON else party.get_kind_display().lower()
    return str(party), kind, party.contact


def _party(matter: Matter, pk: int) -> Party:
    party = Party.objects.filter(matter=matter, pk=pk).first()
    if party is None:
        raise NotFound("This party is not on the matter any more.")
    return party


def _set(party: Party, values: dict[str, Any], base: dict[str, Any] | None = None) -> list[str]:
    settled = cleaned(party, values, allowed=SETTINGS, base=base)
    for name, value in settled.items():
        setattr(party, name, value)
    return list(settled)


def _tell(write: Write, matter: Matter, before: list[str]) -> Outcome:
    after = names(matter)
    if after != before:
        write.changed(matter, "edited", {"parties": [before, after]}, columns=[])
    return write.outcome(matter)
