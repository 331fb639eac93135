"""Where a board's events are to be sent."""

from django import forms

from kanban.forms.command import CommandForm


class WebhookForm(forms.Form):
    url = forms.CharField(label="Address", max_length=500, help_text="As https://hooks.example.com/aster")

    refuse = CommandForm.refuse
