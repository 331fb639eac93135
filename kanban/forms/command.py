"""The base of forms over models whose rows only commands change."""

from contextlib import suppress
from copy import copy
from typing import Any

from django import forms

from kanban.errors import Refused


def add_reasons(form: forms.BaseForm, refusal: Refused) -> None:
    """Show a command's refusal beside the fields it is about."""
    for name, messages in refusal.extra.get("fields", {None: [refusal.detail]}).items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)


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
        add_reasons(self, refusal)

    def _get_validation_exclusions(self) -> set[str]:
        # What spans rows (unique numbers, slugs) is judged by the command, under the lock.
        return {field.name for field in self._meta.model._meta.get_fields()}

    def validate_unique(self) -> None:
        pass
