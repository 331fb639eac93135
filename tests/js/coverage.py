"""Coverage of static/live, measured by the browser that ran it, merged over all pages and test processes.

    page ── Profiler.takePreciseCoverage ──▶ what ran in each file (a bit a UTF-16 unit)
    process ── workeroutput ──▶ the first process: OR of all ──▶ the table at the end, and the gate

A line counts when nothing on it was left out: a branch not taken, a function never called and a file never loaded all
show as lines not covered. The gate holds whenever the whole suite ran.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

STATIC = Path(__file__).resolve().parent.parent.parent / "static"
ENOUGH = 95.0
Ran = dict[str, int]
"""By file (below static/): an integer whose bit n says that the UTF-16 unit n of the source ran."""

RAN = pytest.StashKey[Ran]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[RAN] = {}


def add(config: pytest.Config, taken: list[dict[str, Any]], *, root: str) -> None:
    """Take in what the browser tells of the scripts below the address `root`."""
    ran = config.stash[RAN]
    for script in taken:
        name = script["url"].removeprefix(root).partition("?")[0]
        if script["url"].startswith(root) and (STATIC / name).is_file():
            ran[name] = ran.get(name, 0) | units_that_ran(script["functions"])


def units_that_ran(functions: list[dict[str, Any]]) -> int:
    """Ranges are nested, the innermost tells: paint the wide ones first."""
    ranges = [found for function in functions for found in function["ranges"]]
    ran = 0
    for found in sorted(ranges, key=lambda each: (each["startOffset"], -each["endOffset"])):
        units = (1 << found["endOffset"]) - (1 << found["startOffset"])
        ran = ran | units if found["count"] else ran & ~units
    return ran


def lines_left_out(source: str, ran: int) -> tuple[list[int], int]:
    """The numbers of lines with something on them that did not run, and how many lines there are that could."""
    left_out, total = [], 0
    for number, line, start in _code_lines(source):
        total += 1
        if any(not ran >> unit & 1 for unit in _units(line, start)):
            left_out.append(number)
    return left_out, total


def _code_lines(source: str) -> Iterator[tuple[int, str, int]]:
    """Number, text and first UTF-16 unit of the lines that are more than a comment or a bracket."""
    start, in_comment = 0, False
    for number, line in enumerate(source.split("\n"), 1):
        text = line.strip()
        in_comment = in_comment or text.startswith("/*")
        if not in_comment and not text.startswith("//") and text.strip("{}()[];,"):
            yield number, line, start
        in_comment = in_comment and "*/" not in text
        start += _length(line) + 1


def _units(line: str, start: int) -> Iterator[int]:
    for character in line:
        if not character.isspace():
            yield start
        start += _length(character)


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:
    """The first process hears from one that has finished."""
    ran = node.config.stash[RAN]
    for name, units in json.loads(getattr(node, "workeroutput", {}).get("js_coverage", "{}")).items():
        ran[name] = ran.get(name, 0) | int(units, 16)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["js_coverage"] = json.dumps({name: hex(units) for name, units in config.stash[RAN].items()})
    elif is_whole(config) and exitstatus == pytest.ExitCode.OK and total_percent(config.stash[RAN]) < ENOUGH:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    ran = config.stash[RAN]
    if not ran:
        return
    terminalreporter.section("JavaScript coverage of static/live")
    for name, left_out, total in figures(ran):
        percent = 100 * (total - len(left_out)) / max(total, 1)
        terminalreporter.write_line(f"{name:32} {total:5} lines {percent:6.1f} %  {_spans(left_out)}")
    percent = total_percent(ran)
    terminalreporter.write_line(f"{'together':32} {percent:18.1f} %, {ENOUGH:.0f} % is needed", red=percent < ENOUGH)


def is_whole(config: pytest.Config) -> bool:
    """Did everything run, so that what is missing is missing?"""
    chosen = config.option.keyword or config.option.markexpr or config.option.collectonly or config.option.ignore
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not chosen


def figures(ran: Ran) -> list[tuple[str, list[int], int]]:
    """Each module of static/live: its name, its lines left out, its lines."""
    found = []
    for path in sorted((STATIC / "live").glob("**/*.js")):
        name = path.relative_to(STATIC).as_posix()
        found.append((name, *lines_left_out(path.read_text(), ran.get(name, 0))))
    return found


def total_percent(ran: Ran) -> float:
    found = figures(ran)
    total = sum(lines for _, _, lines in found)
    return 100 * (total - sum(len(left_out) for _, left_out, _ in found)) / max(total, 1)


def _spans(numbers: list[int]) -> str:
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][1] + 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)
