"""A file of matters, and which of its columns is which field."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kanban.fields import EDITABLE, label_of
from kanban.forms.command import CommandForm

_CHOICES = [
    ("", "Not taken"),
    ("stage", "Column of the board"),
    *((name, label_of(name).capitalize()) for name in EDITABLE),
]


class UploadForm(forms.Form):
    file = forms.FileField(
        label="CSV file", help_text="In UTF-8; its first line names the columns, and one of them is the number."
    )

    refuse = CommandForm.refuse


class MappingForm(forms.Form):
    """A choice for each column of the file, in order. `chosen` is what stands there."""

    refuse = CommandForm.refuse

    def __init__(
        self, header: Sequence[str], first: Sequence[str], chosen: Sequence[str], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for at, (name, field) in enumerate(zip(header, chosen, strict=True)):
            sample = first[at][:60] if at < len(first) else ""
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=name or f"Column {at + 1}",
                choices=_CHOICES,
                initial=field,
                required=False,
                help_text=f"First row: {sample}" if sample else "Empty in the first row.",
            )

    def chosen(self) -> list[str]:
        return [self.cleaned_data[name] for name in self.fields]
