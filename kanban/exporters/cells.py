"""A value as a CSV cell, and back: what a spreadsheet would run as a formula gets an apostrophe in front.

Spreadsheets take a cell that starts with one of FORMULA for a formula (OWASP, "CSV injection"). A value that has
apostrophes before such a character gets one more, so that taking one off again always gives what was there.
"""

import csv
import io
from collections.abc import Iterable

FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")  # the last four: full-width = + - @, which some take alike


def to_cell(text: str) -> str:
    return f"'{text}" if _would_run(text) else text


def from_cell(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _would_run(cell[1:]) else cell


def names_to_cell(names: Iterable[str]) -> str:
    """Several names in one cell: "alice; bob", quoted where a name holds a semicolon itself."""
    line = io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="").writerow(names)
    return line.getvalue().replace(";", "; ") if not any(";" in name for name in names) else line.getvalue()


def names_from_cell(cell: str) -> list[str]:
    line = cell.replace("\r", " ").replace("\n", " ")
    names = next(csv.reader([line], delimiter=";", skipinitialspace=True), [])
    return [name.strip() for name in names if name.strip()]


def _would_run(text: str) -> bool:
    return text.lstrip("'")[:1] in FORMULA and text.strip("'") != ""
