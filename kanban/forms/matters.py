"""A matter's fields, and its parties."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q

from kanban.access import Grant
from kanban.commands import parties
from kanban.fields import DATES, EDITABLE, PEOPLE
from kanban.forms.command import CommandForm
from kanban.forms.inputs import DateInput, PeopleField, PersonField, RowsField
from kanban.models import Matter, Party


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


class PartyForm(CommandForm):
    class Meta:
        model = Party
        fields = parties.SETTINGS


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
