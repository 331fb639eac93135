"""A CSV file as a header and rows, each with its line. What is no such file is refused whole, with the reason."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from realtime.errors import Refused

LARGEST = 32 * 1024 * 1024  # bytes: some 100,000 matters


class BadFile(Refused):
    """Not a table that can be read. Nothing of it was taken."""

    code = "bad-file"


class TooLarge(BadFile):
    """More than can be taken at once here."""

    code, status = "too-large", 413


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the line a row starts on, counted from 1, and its cells."""

    header: list[str]
    rows: list[tuple[int, list[str]]]


def read(path: Path) -> Table:
    """The table in a file. Raises BadFile, OSError."""
    if path.is_file() and path.stat().st_size > LARGEST:
        raise BadFile(f"The file is larger than {LARGEST // 1024 // 1024} MB. Split it.")
    return parse(path.read_bytes())


def parse(content: bytes, *, most: int | None = None) -> Table:
    """The table in UTF-8 bytes, with or without BOM, of at most so many rows. Raises BadFile."""
    if len(content) > LARGEST:
        raise BadFile(f"The file is larger than {LARGEST // 1024 // 1024} MB. Split it.")
    lines = _lines(_decoded(content))
    header = next(lines, None)
    if header is None:
        raise BadFile("The file is empty: it needs a first line that names its columns.")
    rows = list(islice(lines, most and most + 1))
    if most and len(rows) > most:
        raise TooLarge(f"The file has more than {most:,} rows. Split it, or ask for import_matters.")
    return Table([name.strip() for name in header[1]], rows)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BadFile("The file is UTF-16. Save it as CSV UTF-8.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise BadFile("The file is a workbook, not a CSV. Save it as CSV UTF-8.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadFile(
            f"The file is not UTF-8: line {line} holds a byte {content[error.start]:#04x}. Save it as CSV UTF-8."
        ) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadFile(f"The file is not a CSV: line {line} holds a NUL.")
    return text


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(LARGEST)  # what is too long for its field is refused there, by line and column
    # Strict: otherwise a quote that is never closed swallows the rest of the file without a word.
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadFile(f"The row that starts on line {line} is not CSV ({error}). Nothing was taken.") from None
        if any(cell.strip() for cell in cells):
            yield line, cells
