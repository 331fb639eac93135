"""Fields that choose among rows, and the input of a date."""

from typing import Any

from django import forms

from kanban.people import display_name


class PersonField(forms.ModelChoiceField[Any]):
    def label_from_instance(self, person: Any) -> str:
        return display_name(person)


class RowsField(forms.ModelMultipleChoiceField[Any]):
    def clean(self, value: Any) -> Any:
        for pk in value or ():
            if len(str(pk)) > 18:  # SQLite cannot even be asked for it
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)


class PeopleField(RowsField):
    def label_from_instance(self, person: Any) -> str:
        return display_name(person)


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
