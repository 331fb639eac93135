"""What managers set on a board."""

from typing import Any

from django import forms

from kanban.commands import boards, columns, labels
from kanban.forms.command import CommandForm
from kanban.models import Board, Column, Label, Role


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
        is_empty = column.pk is None or not column.matters.filter(deleted_at=None).exists()
        none = "Nothing to move: it is empty" if is_empty else "Choose a column…"
        self.fields["move_to"].choices = [("", none), *[(c.slug, c.name) for c in others]]  # type: ignore[attr-defined]
