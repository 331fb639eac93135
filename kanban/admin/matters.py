"""Matters and their parties."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from kanban.admin.through import CommandAdmin, WritingForm, each_of, intent_of
from kanban.commands import Intent, matters, parties
from kanban.errors import Conflict
from kanban.fields import EDITABLE
from kanban.forms import MatterForm as PageForm
from kanban.forms import plain_value
from kanban.models import Board, Column, Matter, Party


class ColumnField(forms.ModelChoiceField[Any]):
    def label_from_instance(self, column: Any) -> str:
        return f"{column.board}: {column}"


class MatterForm(WritingForm):
    """`version` is the one that the page shows: what others changed since is merged or told, as everywhere."""

    class Meta:
        model = Matter
        fields = ("column", "version", *EDITABLE)
        widgets = {"version": forms.HiddenInput()}
        field_classes = {"column": ColumnField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = self.instance.pk is not None
        if isinstance(column := self.fields.get("column"), forms.ModelChoiceField):
            column.queryset = (
                self.instance.board.columns.all() if there else Column.objects.filter(board__archived_at=None)
            )
            column.queryset = column.queryset.select_related("board").order_by("board__name", "rank")
        if isinstance(labels := self.fields.get("labels"), forms.ModelChoiceField) and there:
            labels.queryset = self.instance.board.labels.all()

    def values(self) -> dict[str, Any]:
        return {name: plain_value(name, value) for name, value in super().values().items() if name in EDITABLE}

    def write(self) -> Matter:
        column = self.cleaned_data["column"]
        if self.instance.pk is None:
            self.outcome = matters.create(self.intent(column.board), self.values(), column=column.slug)
            return Matter.objects.get(pk=self.outcome.matter or 0)
        base = self.cleaned_data["version"]
        with transaction.atomic():  # both or neither
            intent = self.intent(self.instance.board)
            self.outcome = matters.edit(intent, self.instance.pk, self.values(), base=base)
            if column.pk != self.initial["column"]:
                self.outcome = matters.move(intent, self.instance.pk, to=column.slug, base=base)
        return Matter.objects.get(pk=self.instance.pk)

    def refuse(self, refusal: Any) -> None:
        if not isinstance(refusal, Conflict):
            super().refuse(refusal)
            return
        for each in refusal.extra["conflicts"]:
            told = f"{each['by'] or 'Somebody'} changed this meanwhile, to: {each['theirs'] or 'nothing'}."
            self.add_error(each["field"], told)
        self.add_error(None, "Nothing was written. Open the matter anew and decide.")


@admin.register(Matter)
class MatterAdmin(CommandAdmin):
    """Deleted matters are not here: what they were is in the log."""

    form = MatterForm
    list_display = (
        "number",
        "title",
        "board",
        "column",
        "status",
        "priority",
        "responsible",
        "confidentiality",
        "is_archived",
    )
    list_filter = ("board", "status", "priority", "confidentiality", ("archived_at", admin.EmptyFieldListFilter))
    ordering = ("board__name", "number")
    list_select_related = ("board", "column", "responsible")
    search_fields = ("number", "title", "client", "opposing_party", "docket_number")
    search_help_text = "Number, title, client, opposing party or docket number"
    autocomplete_fields = ("responsible", "assignees", "named_people")
    filter_horizontal = ("labels",)
    date_hierarchy = "opened_on"
    actions = ("archive", "restore")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Matter]:
        return super().get_queryset(request).filter(deleted_at=None)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """As on the matter's page. Labels belong to a board, so they can be chosen once the matter is on one."""
        groups = [(title, [n for n in names if obj or n != "labels"]) for title, names in PageForm.GROUPS]
        return [("Place", {"fields": ["column", "version"]}), *[(title, {"fields": names}) for title, names in groups]]

    def erase(self, intent: Intent, row: Matter) -> None:
        matters.delete(intent, row.pk)

    @admin.display(description="archived", boolean=True)
    def is_archived(self, matter: Matter) -> bool:
        return matter.archived_at is not None

    @admin.action(description="Archive", permissions=["change"])
    def archive(self, request: HttpRequest, chosen: QuerySet[Matter]) -> None:
        each_of(request, chosen, lambda m: matters.archive(intent_of(request.user, m.board), m.pk), done="archived")

    @admin.action(description="Restore to the board", permissions=["change"])
    def restore(self, request: HttpRequest, chosen: QuerySet[Matter]) -> None:
        each_of(request, chosen, lambda m: matters.restore(intent_of(request.user, m.board), m.pk), done="restored")


class PartyForm(WritingForm):
    class Meta:
        model = Party
        fields = ("matter", *parties.SETTINGS)

    def write(self) -> Party:
        matter = self.instance.matter
        values = {name: value for name, value in self.values().items() if name in parties.SETTINGS}
        if self.instance.pk is None:
            self.outcome = parties.add(self.intent(matter.board), matter.pk, values)
            return Party.objects.filter(matter=matter).order_by("-pk")[0]
        self.outcome = parties.change(self.intent(matter.board), matter.pk, self.instance.pk, values)
        return Party.objects.get(pk=self.instance.pk)


@admin.register(Party)
class PartyAdmin(CommandAdmin):
    form = PartyForm
    fields = ("matter", *parties.SETTINGS)
    fixed = ("matter",)
    autocomplete_fields = ("matter",)
    list_display = ("name", "role", "kind", "matter", "contact")
    list_filter = ("role", "kind", "matter__board")
    list_select_related = ("matter",)
    search_fields = ("name", "contact", "matter__number", "matter__title")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Party]:
        return super().get_queryset(request).filter(matter__deleted_at=None)

    def board_of(self, row: Party) -> Board:
        return row.matter.board

    def erase(self, intent: Intent, row: Party) -> None:
        parties.remove(intent, row.matter_id, row.pk)
