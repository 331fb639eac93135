"""Which events of a history to show."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from kanban.access import Grant
from kanban.fields import label_of
from kanban.history import FIELDS, KINDS, NOBODY, actors, narrowed
from kanban.people import display_name
from realtime.models import Event

_KIND_NAMES = {
    "opened": "Opened",
    "changed": "Changed",
    "moved": "Moved",
    "archived": "Archived or restored",
    "deleted": "Deleted",
    "columns": "Columns",
    "labels": "Labels",
    "members": "Members",
    "board": "The board itself",
    "webhooks": "Webhooks",
}


class HistoryForm(forms.Form):
    """By whom, which field, which kind of change. Everything may stay empty; what is not on offer matches nothing."""

    by = forms.ChoiceField(label="Person", required=False)
    field = forms.ChoiceField(label="Field", required=False)
    kind = forms.ChoiceField(label="Kind of change", required=False)

    def __init__(self, grant: Grant, events: QuerySet[Event], asked: Any, *, of_matter: bool = False) -> None:
        super().__init__({name: asked.get(name, "") for name in ("by", "field", "kind")}, auto_id="history-%s")
        self._events = events
        people = [(person.get_username(), display_name(person)) for person in actors(events, grant.board)]
        kinds = [name for name, kinds in KINDS.items() if kinds[0].startswith("matter.") or not of_matter]
        self._offer("by", "Anybody", [*people, (NOBODY, "The system")])
        self._offer("field", "Any field", sorted(((name, label_of(name)) for name in FIELDS), key=lambda pair: pair[1]))
        self._offer("kind", "Any kind", [(name, _KIND_NAMES[name]) for name in kinds])

    @property
    def is_narrow(self) -> bool:
        return any(self.data.values())

    def events(self) -> QuerySet[Event]:
        return narrowed(self._events, **self.cleaned_data) if self.is_valid() else self._events.none()

    def _offer(self, name: str, anything: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", anything), *((value, words[:1].upper() + words[1:]) for value, words in choices)]
