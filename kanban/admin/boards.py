"""Boards, their columns, labels and members."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from kanban.admin.through import CommandAdmin, WritingForm, each_of, intent_of
from kanban.commands import Intent, boards, columns, labels, members
from kanban.models import Board, Column, Label, Membership


class BoardForm(WritingForm):
    slug = forms.SlugField(
        required=False, max_length=50, label="Address", help_text="Left empty, it is made from the name."
    )

    class Meta:
        model = Board
        fields = (*boards.SETTINGS, "slug")

    def write(self) -> Board:
        values = {name: value for name, value in self.values().items() if name in boards.SETTINGS}
        if self.instance.pk is None:
            return boards.create(values, by=self.by, slug=self.cleaned_data["slug"])
        self.outcome = boards.change(self.intent(self.instance), values)
        return Board.objects.get(pk=self.instance.pk)


@admin.register(Board)
class BoardAdmin(CommandAdmin):
    """Whoever makes a board here manages it. Boards are not deleted, but archived: their log stays."""

    form = BoardForm
    fields = ("name", "slug", "description", "number_template")
    fixed = ("slug",)
    list_display = ("name", "slug", "members", "matters_on_it", "version", "is_archived")
    list_filter = (("archived_at", admin.EmptyFieldListFilter),)
    list_select_related = ("stream",)
    search_fields = ("name", "slug")
    actions = ("archive", "restore")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Board]:
        on_it = Count("matters", filter=Q(matters__archived_at=None, matters__deleted_at=None), distinct=True)
        boards: QuerySet[Board] = super().get_queryset(request)
        return boards.annotate(on_it=on_it, people=Count("memberships", distinct=True))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(ordering="people")
    def members(self, board: Any) -> int:
        return int(board.people)

    @admin.display(description="matters", ordering="on_it")
    def matters_on_it(self, board: Any) -> int:
        return int(board.on_it)

    @admin.display(description="archived", boolean=True)
    def is_archived(self, board: Board) -> bool:
        return board.archived_at is not None

    @admin.action(description="Archive: nobody sees them until restored", permissions=["change"])
    def archive(self, request: HttpRequest, chosen: QuerySet[Board]) -> None:
        each_of(request, chosen, lambda board: boards.archive(intent_of(request.user, board)), done="archived")

    @admin.action(description="Restore", permissions=["change"])
    def restore(self, request: HttpRequest, chosen: QuerySet[Board]) -> None:
        each_of(request, chosen, lambda board: boards.restore(intent_of(request.user, board)), done="restored")


class ColumnForm(WritingForm):
    class Meta:
        model = Column
        fields = ("board", *columns.SETTINGS)

    def write(self) -> Column:
        values = {name: value for name, value in self.values().items() if name in columns.SETTINGS}
        intent = self.intent(self.instance.board)
        if self.instance.pk is None:
            self.outcome = columns.add(intent, values)
            return Column.objects.filter(board=self.instance.board).order_by("-pk")[0]
        self.outcome = columns.change(intent, self.instance.slug, values)
        return Column.objects.get(pk=self.instance.pk)


@admin.register(Column)
class ColumnAdmin(CommandAdmin):
    form = ColumnForm
    fields = ("board", *columns.SETTINGS)
    fixed = ("board",)
    list_display = ("name", "board", "category", "colour", "wip_limit", "wip_is_hard")
    list_filter = ("board", "category")
    list_select_related = ("board",)
    search_fields = ("name", "slug")
    ordering = ("board__name", "rank")

    def erase(self, intent: Intent, row: Column) -> None:
        columns.remove(intent, row.slug)


class LabelForm(WritingForm):
    class Meta:
        model = Label
        fields = ("board", *labels.SETTINGS)

    def write(self) -> Label:
        values = {name: value for name, value in self.values().items() if name in labels.SETTINGS}
        intent = self.intent(self.instance.board)
        if self.instance.pk is None:
            self.outcome = labels.add(intent, values)
            return Label.objects.filter(board=self.instance.board).order_by("-pk")[0]
        self.outcome = labels.change(intent, self.instance.pk, values)
        return Label.objects.get(pk=self.instance.pk)


@admin.register(Label)
class LabelAdmin(CommandAdmin):
    form = LabelForm
    fields = ("board", *labels.SETTINGS)
    fixed = ("board",)
    list_display = ("name", "board", "colour")
    list_filter = ("board",)
    list_select_related = ("board",)
    search_fields = ("name",)

    def erase(self, intent: Intent, row: Label) -> None:
        labels.remove(intent, row.pk)


class MembershipForm(WritingForm):
    class Meta:
        model = Membership
        fields = ("board", "user", "role")

    def write(self) -> Membership:
        board, user = self.instance.board, self.instance.user
        self.outcome = members.put(self.intent(board), user.get_username(), role=self.cleaned_data["role"])
        return Membership.objects.get(board=board, user=user)

    def refuse(self, refusal: Any) -> None:
        """The command speaks of a user name; here it is a person who is chosen."""
        fields = refusal.extra.get("fields", {})
        if "username" in fields:
            refusal.extra["fields"] = {"user": ["This person is not active."]}
        super().refuse(refusal)


@admin.register(Membership)
class MembershipAdmin(CommandAdmin):
    form = MembershipForm
    fields = ("board", "user", "role")
    fixed = ("board", "user")
    autocomplete_fields = ("user",)
    list_display = ("user", "board", "role")
    list_filter = ("board", "role")
    list_select_related = ("user", "board")
    search_fields = ("user__username", "user__first_name", "user__last_name", "board__name")

    def erase(self, intent: Intent, row: Membership) -> None:
        members.remove(intent, row.user.get_username())
