"""What a new token is to be."""

from typing import Any

from django import forms

from kanban.forms.command import CommandForm

LASTING = ((7, "A week"), (30, "30 days"), (90, "90 days"), (365, "A year"))


class TokenForm(forms.Form):
    name = forms.CharField(max_length=80, help_text="What will use it, as “Intake script”.")
    access = forms.ChoiceField(
        choices=(("read", "Read"), ("write", "Read and write")),
        initial="read",
        help_text="It may never do more than you may yourself.",
    )
    days = forms.TypedChoiceField(label="Lasts", choices=LASTING, initial=30, coerce=int)

    refuse = CommandForm.refuse

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"name": given["name"], "may_write": given["access"] == "write", "days": given["days"]}
