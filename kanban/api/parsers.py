"""JSON as RFC 8259 has it: UTF-8, no NaN, no key twice, no half characters; anything else is told what is wrong."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.exceptions import ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request


class StrictJSONParser(JSONParser):
    """DRF reads the body first, and with it Django's limit on its size (DATA_UPLOAD_MAX_MEMORY_SIZE) holds."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            data = json.loads(stream.read().decode(), parse_constant=_refuse_constant, object_pairs_hook=_object_of)
            json.dumps(data, ensure_ascii=False).encode()  # half of a surrogate pair could be kept nowhere
        except RecursionError:
            raise ParseError("This is nested too deeply.") from None
        except UnicodeError:
            raise ParseError("This is not UTF-8.") from None
        except ValueError as error:
            raise ParseError(f"This is not JSON: {error}") from None
        return data


class OnlyJSON(DefaultContentNegotiation):
    """The API answers JSON, whatever is asked for."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError("a key stands there twice")
        found[name] = value
    return found
