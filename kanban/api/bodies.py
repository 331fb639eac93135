"""What may be sent: serializers that judge the type of each field, refuse what they do not know, and describe both in
the OpenAPI schema. Values are judged by the commands.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.request import Request

from kanban.commands.intents import NoVersion
from kanban.errors import Invalid
from kanban.fields import clean_text

LARGEST = 2**63 - 1  # what a database can count to
UNKNOWN = "There is no such field."
MOST_TOLD = 20  # fields of which it is said that there are none


class Text(serializers.CharField):
    """Text, never a number; control characters and what is too long are refused here as everywhere."""

    def __init__(self, *, is_multiline: bool = False, max_length: int = 250, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, trim_whitespace=False, **kwargs)
        self._is_multiline = is_multiline

    def run_validation(self, data: Any = serializers.empty) -> Any:
        given = data if data is None or data is serializers.empty else self._clean(data)
        return super().run_validation(given)

    def _clean(self, data: Any) -> str:
        return clean_text(data, longest=self.max_length or 250, is_multiline=self._is_multiline)


class Choice(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(f"This must be one of: {', '.join(self.choices)}.")
        return data


class Whole(serializers.IntegerField):
    """A whole number, never text."""

    default_error_messages = {"invalid": "This must be a whole number."}

    def __init__(self, *, min_value: int = 1, max_value: int = LARGEST, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, int) or isinstance(data, bool):
            self.fail("invalid")
        return data


class Number(Whole):
    """A whole number in an address."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch("[0-9]{1,19}", str(data), re.ASCII):
            self.fail("invalid")
        return int(data)


class Truth(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("This must be true or false.")
        return data


class Day(serializers.DateField):
    """An ISO date, kept as text: the commands take it so."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            raise serializers.ValidationError("This must be a date, as 2026-03-31.")
        super().to_internal_value(value)
        return value


class Said(serializers.CharField):
    """Text that is judged where it is used."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data is serializers.empty:
            raise SkipField
        return data


@extend_schema_field(OpenApiTypes.DATETIME)
class Moment(Said):
    """A date and time."""

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data == "":
            raise serializers.ValidationError("This must be a date and time, as 2026-03-31T12:00+00:00.")
        return super().run_validation(data)


@extend_schema_field(OpenApiTypes.UUID)
class Key(Text):
    """A mutation id, judged where it is used."""


class Names(serializers.ListField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=Text(max_length=150), **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
            raise serializers.ValidationError("This must be a list of names.")
        return data


class Object(serializers.Serializer[Any]):
    """A JSON object. A field whose name serializers need for themselves is declared with `_` behind it."""

    def get_fields(self) -> dict[str, Any]:
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class Body(Object):
    """A JSON object of which every key is known."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            raise serializers.ValidationError({"": ["This must be a JSON object."]})
        unknown = [name for name in data if name not in self.fields]
        if unknown:
            raise serializers.ValidationError({name: [UNKNOWN] for name in unknown[:MOST_TOLD]})
        return super().to_internal_value(data)


class WriteBody(Body):
    mutation_id = Key(
        required=False,
        max_length=40,
        help_text="The id of this write, a UUID, where the header Idempotency-Key does not name it.",
    )


Kind = TypeVar("Kind", bound=Body)


def read(kind: type[Kind], data: Any) -> dict[str, Any]:
    """What was sent, as `kind` takes it, without the mutation id. Raises Invalid by the field, NoVersion."""
    if not isinstance(data, Mapping):
        raise Invalid("Send one JSON object.")
    body = kind(data=data)
    version = body.fields.get("version")
    if version is not None and version.required and "version" not in data:
        raise NoVersion
    if not body.is_valid():
        fields = {name: _messages(found) for name, found in body.errors.items()}
        told = [message for messages in fields.values() for message in messages]
        raise Invalid(told[0], fields=fields) if len(told) == 1 else Invalid(fields=fields)
    return {name: value for name, value in body.validated_data.items() if name != "mutation_id"}


def asked(kind: type[Kind], request: Request) -> dict[str, Any]:
    """What the address asks for."""
    return read(kind, request.query_params.dict())


def _messages(found: Any) -> list[str]:
    if isinstance(found, Mapping):
        return [message for each in found.values() for message in _messages(each)]
    return [str(message) for message in found]
