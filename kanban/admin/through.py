"""Admin over models that only commands change: a form that writes by a command, an admin that deletes by one.

The command runs as the last step of the form's validation, so that what it refuses is told beside the fields.
"""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kanban.commands import Intent, Outcome
from kanban.forms import CommandForm
from kanban.models import Board
from realtime.errors import Refused


class WritingForm(CommandForm):
    """Valid means written. `by` is set by the admin for each request."""

    by: ClassVar[AbstractBaseUser]
    outcome: Outcome | None = None

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and not self.errors:
            try:
                self.instance = self.write()
            except Refused as refusal:
                self.refuse(refusal)

    def write(self) -> Any:
        """Call the command; return the row as it now is. Raises Refused."""
        raise NotImplementedError

    def save(self, commit: bool = True) -> Any:
        self.save_m2m = lambda: None  # type: ignore[method-assign]
        return self.instance

    def intent(self, board: Board) -> Intent:
        return intent_of(self.by, board)


class CommandAdmin(admin.ModelAdmin[Any]):
    """`fixed`: fields that are chosen at creation and never change."""

    form = WritingForm
    fixed: tuple[str, ...] = ()
    list_per_page = 50

    def erase(self, intent: Intent, row: Any) -> None:
        """The command that deletes a row. Raises Refused."""
        raise NotImplementedError

    def board_of(self, row: Any) -> Board:
        return row.board  # type: ignore[no-any-return]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"by": request.user})

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        given = super().get_readonly_fields(request, obj)
        return (*given, *self.fixed) if obj else given

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        for warning in form.outcome.warnings if form.outcome else ():
            messages.warning(request, warning)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The command has written everything."""

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.erase(intent_of(request.user, self.board_of(obj)), obj)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for row in queryset:
            self.delete_model(request, row)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Not what the database would cascade to: the command decides what goes and what stays."""
        return [str(row) for row in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return self._told(request, lambda: super(CommandAdmin, self).delete_view(request, object_id, extra_context))

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self._told(request, lambda: super(CommandAdmin, self).changelist_view(request, extra_context))

    def _told(self, request: HttpRequest, view: Any) -> HttpResponse:
        """A refusal undoes the whole request and is told on the page it came from."""
        if request.method != "POST":
            return view()  # type: ignore[no-any-return]
        try:
            with transaction.atomic():
                return view()  # type: ignore[no-any-return]
        except Refused as refusal:
            for line in reasons(refusal):
                messages.error(request, line)
            return HttpResponseRedirect(request.get_full_path())


def intent_of(person: Any, board: Board) -> Intent:
    return Intent(board, person, is_operator=True)


def reasons(refusal: Refused) -> list[str]:
    fields: dict[str, list[str]] = refusal.extra.get("fields", {})
    return [reason for told in fields.values() for reason in told] or [refusal.detail]


def each_of(request: HttpRequest, rows: Iterable[models.Model], act: Any, *, done: str) -> None:
    """Do it to each row; tell how many were done, and of each that was not, why."""
    count = 0
    for row in rows:
        try:
            act(row)
            count += 1
        except Refused as refusal:
            messages.error(request, f"{row}: {' '.join(reasons(refusal))}")
    if count:
        messages.success(request, f"{count} {done}.")
