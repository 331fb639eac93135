"""Which deadlines a calendar feed holds."""

from collections.abc import Iterable
from typing import Any

from django import forms

from kanban.forms.command import CommandForm
from kanban.models import Board


class FeedForm(forms.Form):
    board = forms.ChoiceField(label="Deadlines of", required=False)

    refuse = CommandForm.refuse

    def __init__(self, boards: Iterable[Board], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "My matters, on all boards"), *((board.slug, board.name) for board in boards)]
        self.fields["board"].choices = choices  # type: ignore[attr-defined]
