"""A JSON file as an object whose parts have the types they should: what has not is refused whole, with the place."""

import json
from pathlib import Path
from typing import Any, NoReturn, cast

from kanban.importers.table import BadFile

_WORDS = {str: "text", bool: "true or false", list: "a list", dict: "an object"}


class Node:
    """One object of the file, and where in it, as `cards[3]`. What is not there is empty: "", False, 0, []."""

    def __init__(self, value: dict[str, Any], where: str = "") -> None:
        self._value = value
        self._where = where

    def __contains__(self, name: str) -> bool:
        return self._value.get(name) is not None

    def text(self, name: str) -> str:
        return cast(str, self._get(name, str, ""))

    def flag(self, name: str) -> bool:
        return cast(bool, self._get(name, bool, False))

    def whole(self, name: str) -> int:
        number = self.number(name)
        return number if isinstance(number, int) else self.refuse(name, "must be a whole number")

    def number(self, name: str) -> float:
        value = self._get(name, int | float, 0)
        return self.refuse(name, "must be a number") if isinstance(value, bool) else cast(float, value)

    def texts(self, name: str) -> list[str]:
        found: list[Any] = self._get(name, list, [])
        return found if all(isinstance(each, str) for each in found) else self.refuse(name, "must be a list of texts")

    def node(self, name: str) -> "Node":
        return Node(self._get(name, dict, {}), self._path(name))

    def nodes(self, name: str) -> list["Node"]:
        found = self._get(name, list, [])
        if not all(isinstance(each, dict) for each in found):
            self.refuse(name, "must be a list of objects")
        return [Node(each, f"{self._path(name)}[{at}]") for at, each in enumerate(found)]

    @property
    def whole_value(self) -> dict[str, Any]:
        """All of it, as it stands in the file."""
        return self._value

    def refuse(self, name: str, why: str) -> NoReturn:
        raise BadFile(f"The file cannot be taken: {self._path(name)} {why}. Nothing was written.")

    def _path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _get(self, name: str, kind: Any, default: Any) -> Any:
        value = self._value.get(name)
        if value is None:
            return default
        if not isinstance(value, kind):
            self.refuse(name, f"must be {_WORDS.get(kind, 'a number')}")
        return value


def read_json(path: Path, *, largest: int) -> Node:
    """The object in a file of at most that many bytes. Raises BadFile, OSError."""
    if path.is_file() and path.stat().st_size > largest:
        raise BadFile(f"The file is larger than {largest // 1024 // 1024} MB.")
    try:
        value = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        raise BadFile("The file is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise BadFile(f"The file is not JSON: {error.msg} on line {error.lineno}.") from None
    except ValueError as error:  # NaN, or a number of thousands of digits
        raise BadFile(f"The file is not JSON that can be taken: {error}.") from None
    except RecursionError:
        raise BadFile("The file is nested too deeply.") from None
    if not isinstance(value, dict):
        raise BadFile("The file holds no JSON object.")
    return Node(value)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
