"""The pages' forms. They show fields and read what was sent; the commands are what judges and writes it.

Nothing here calls `save`: `values()` is what was asked for, as plain values (kanban.fields).
"""

import re
from collections import defaultdict
from contextlib import suppress
from copy import copy
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from kanban.access import Grant
from kanban.commands import boards, columns, labels, parties
from kanban.commands.matters import Place
from kanban.errors import Refused
from kanban.fields import DATES, EDITABLE, PEOPLE
from kanban.models import Board, Column, Label, Matter, Party, Role
from kanban.people import display_name


class PersonField(forms.ModelChoiceField[Any]):
    def label_from_instance(self, person: Any) -> str:
        return display_name(person)


class RowsField(forms.ModelMultipleChoiceField[Any]):
    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if len(str(pk)) > 18:  # SQLite cannot even be asked for it
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)


class PeopleField(RowsField):
    def label_from_instance(self, person: Any) -> str:
        return display_name(person)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CommandForm(forms.ModelForm[Any]):
    """A form over a model whose rows only commands change."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance = copy(self.instance)  # validation fills it in; the page goes on showing the one that is saved

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in (self._meta.fields or ())}

    def seen(self) -> list[tuple[str, str]]:
        """What the page shows, as hidden inputs: a stale page then changes only what was touched on it."""
        return [(bound.html_initial_name, self._seen(bound)) for bound in self if self.instance.pk]

    def base(self) -> dict[str, Any]:
        """What the page showed when it was made, as far as it says so."""
        base = {}
        for bound in self:
            if bound.html_initial_name in self.data:
                with suppress(forms.ValidationError):  # no value that a page of ours has shown
                    base[bound.name] = bound.field.to_python(self.data[bound.html_initial_name])
        return base

    def _seen(self, bound: forms.BoundField) -> str:
        initial = "" if bound.initial is None else str(bound.initial)
        return str(self.data.get(bound.html_initial_name, initial))

    def refuse(self, refusal: Refused) -> None:
        """Show a command's refusal beside the fields it is about. The next try is made on what stands there now."""
        standing = {self.add_initial_prefix(name): now for name, now in refusal.extra.get("standing", {}).items()}
        if standing:
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data.update({name: "" if now is None else str(now) for name, now in standing.items()})  # type: ignore[attr-defined]
        for name, messages in refusal.extra.get("fields", {None: [refusal.detail]}).items():
            for message in messages:
                self.add_error(name if name in self.fields else None, message)

    def _get_validation_exclusions(self) -> set[str]:
        # What spans rows (unique numbers, slugs) is judged by the command, under the lock.
        return {field.name for field in self._meta.model._meta.get_fields()}

    def validate_unique(self) -> None:
        pass


class MatterForm(CommandForm):
    class Meta:
        model = Matter
        fields = EDITABLE
        widgets = {name: DateInput() for name in DATES} | {
            "description": forms.Textarea(attrs={"rows": 6}),
            "assignees": forms.CheckboxSelectMultiple(),
            "named_people": forms.CheckboxSelectMultiple(),
            "labels": forms.CheckboxSelectMultiple(),
        }
        field_classes = {
            "responsible": PersonField,
            "assignees": PeopleField,
            "named_people": PeopleField,
            "labels": RowsField,
        }

    GROUPS = (
        (
            "The matter",
            ("title", "number", "description", "practice_area", "priority", "status", "on_hold_reason", "labels"),
        ),
        ("Client and other side", ("client", "client_reference", "opposing_party")),
        ("Court", ("court", "docket_number", "judge")),
        ("People", ("responsible", "assignees", "confidentiality", "named_people")),
        ("Dates", ("opened_on", "filed_on", "target_on", "closed_on")),
        ("Limitation", ("limitation_on", "limitation_basis", "limitation_satisfied_by")),
    )

    def __init__(self, grant: Grant, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = Q(memberships__board=grant.board, is_active=True)
        if self.instance.pk:  # whoever left the board stays chosen until somebody changes it
            chosen |= Q(pk=self.instance.responsible_id) | Q(
                pk__in=[person.pk for people in PEOPLE for person in getattr(self.instance, people).all()]
            )
        members = get_user_model().objects.filter(chosen).distinct().order_by("first_name", "username")
        for name in ("responsible", *PEOPLE):
            self._choice(name).queryset = members
        self._choice("labels").queryset = grant.board.labels.all()
        self.fields["responsible"].empty_label = "Nobody yet"  # type: ignore[attr-defined]
        if self.instance.pk:
            self.fields["number"].help_text = ""  # it has one, and keeps one
        if self.is_bound:
            self._keep_what_was_sent()

    def _keep_what_was_sent(self) -> None:
        """A write names its fields. An unticked box sends nothing, so the page lists all it shows in `fields`."""
        shown = set(self.data.getlist("fields")) or set(self.data)  # type: ignore[attr-defined]
        needed = set() if self.instance.pk else {"title"}
        for name in set(self.fields) - shown - needed:
            del self.fields[name]

    def _choice(self, name: str) -> forms.ModelChoiceField[Any]:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names if name in self.fields]) for title, names in self.GROUPS]

    def values(self) -> dict[str, Any]:
        return {name: plain_value(name, value) for name, value in super().values().items() if name in self.fields}


def plain_value(name: str, value: Any) -> Any:
    if name == "labels":
        return sorted(label.name for label in value)
    if name in PEOPLE:
        return sorted(person.get_username() for person in value)
    if name == "responsible":
        return value.get_username() if value else None
    if name in DATES:
        return value.isoformat() if value else None
    return value.replace("\r\n", "\n")


class QuickForm(forms.Form):
    """A new matter by its title alone."""

    title = forms.CharField(max_length=250)


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


class PartyForm(CommandForm):
    class Meta:
        model = Party
        fields = parties.SETTINGS


class BoardForm(CommandForm):
    class Meta:
        model = Board
        fields = boards.SETTINGS


class ColumnForm(CommandForm):
    class Meta:
        model = Column
        fields = columns.SETTINGS


class LabelForm(CommandForm):
    class Meta:
        model = Label
        fields = labels.SETTINGS


class MemberForm(forms.Form):
    username = forms.CharField(label="User name", max_length=150)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.EDITOR)

    refuse = CommandForm.refuse


class RemoveColumnForm(forms.Form):
    move_to = forms.ChoiceField(label="Move its matters to", required=False)

    refuse = CommandForm.refuse

    def __init__(self, column: Column, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = column.board.columns.exclude(pk=column.pk)
        self.fields["move_to"].choices = [("", "It is empty"), *[(c.slug, c.name) for c in others]]  # type: ignore[attr-defined]
