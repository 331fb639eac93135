"""Where a matter goes, for people without a pointer and for programs."""

import re
from collections import defaultdict
from typing import Any

from django import forms

from kanban.access import Grant
from kanban.commands.matters import Place
from kanban.errors import Refused
from kanban.forms.command import add_reasons
from kanban.models import Column, Matter


class PlaceField(forms.ChoiceField):
    """The top, the end, or after a matter, which may be gone when the form comes in: the command knows what then."""

    def valid_value(self, value: str) -> bool:
        return value in (MoveForm.TOP, MoveForm.END) or re.fullmatch("[1-9][0-9]{0,17}", value, re.ASCII) is not None


class MoveForm(forms.Form):
    """Where to: a column, and its top, end, or after one of its matters; programs say `after` or `position`."""

    column = forms.SlugField(label="Column")
    place = PlaceField(label="Place", required=False)
    after = forms.IntegerField(required=False)
    before = forms.IntegerField(required=False)
    position = forms.IntegerField(required=False, min_value=0)

    TOP, END = "top", "end"

    def __init__(self, grant: Grant, matter: Matter, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = list(grant.board.columns.all())
        self.fields["column"].widget = forms.Select(choices=[(column.slug, column.name) for column in columns])
        # Read when the form is shown: a write has no use for thousands of neighbours.
        self.fields["place"].choices = lambda: self._places(grant, matter, columns)  # type: ignore[attr-defined]

    def _places(self, grant: Grant, matter: Matter, columns: list[Column]) -> list[Any]:
        others = grant.matters.filter(archived_at=None, deleted_at=None).exclude(pk=matter.pk).select_related("column")
        neighbours: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for other in others.order_by("column__rank", "rank", "pk"):
            neighbours[other.column.slug].append((str(other.pk), f"After {other.number} {other.title}"))
        return [
            (self.TOP, "At the top"),
            (self.END, "At the end"),
            *[(column.name, neighbours[column.slug]) for column in columns if neighbours[column.slug]],
        ]

    def refuse(self, refusal: Refused) -> None:
        """Show the command's refusal: the columns that are there now are to choose from."""
        add_reasons(self, refusal)

    def at(self) -> Place:
        given = self.cleaned_data
        for name in ("after", "before", "position"):
            if given.get(name) is not None:
                return Place(**{name: given[name]})
        chosen = given["place"]
        if not chosen:  # `after` named and empty: the top
            return Place(at_top="after" in self.data)
        if chosen in (self.TOP, self.END):
            return Place(at_top=chosen == self.TOP)
        return Place(after=int(chosen))
