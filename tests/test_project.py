"""The project itself: what is pinned, vendored and documented is what is there."""

import re
import tomllib
from importlib.metadata import version
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command, get_commands
from django.urls import get_resolver

from kanban.management.commands import vendor

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
DOCUMENTED = README + "".join(path.read_text() for path in sorted((ROOT / "docs").glob("*.md")))
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
PINS: list[str] = PROJECT["tool"]["uv"]["constraint-dependencies"]
OWN_APPS = ("kanban", "realtime")
RAW_HTML = r"\|\s*safe\b|autoescape\s+off|hx-on\b|js:|<script(?![^>]*\bsrc=)|<style|\bstyle=|\son[a-z]+="
RAW_SCRIPT = r"\.(inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTMLUnsafe"
RAW_PYTHON = r"mark_safe|SafeString\(|SafeText|is_safe ="
BANNED = [
    ("templates", "*.html", RAW_HTML),
    ("static", "*.js", RAW_SCRIPT),
    *((app, "*.py", RAW_PYTHON) for app in OWN_APPS),
]


def test_the_pins_are_those_of_the_lock_file() -> None:
    locked = re.findall(r"^([\w.-]+==[^ \\;]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    assert locked == PINS


def test_every_locked_package_has_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in lock


def test_what_is_installed_is_what_is_pinned() -> None:
    pinned = dict(pin.split("==") for pin in PINS)
    for name in _direct_dependencies():
        assert version(name) == pinned[name], name


def test_vendored_files_are_as_locked() -> None:
    said = StringIO()
    call_command("vendor", "--check", stdout=said)
    assert "as locked" in said.getvalue()


def test_a_vendored_file_that_was_touched_is_noticed(tmp_path: Path, settings: Any) -> None:
    (tmp_path / vendor.LOCK).parent.mkdir(parents=True)
    (tmp_path / vendor.LOCK).write_text((ROOT / vendor.LOCK).read_text())
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match=r"Not as locked: static/vendor/htmx\.min\.js"):
        call_command("vendor", "--check")


def test_nothing_vendored_is_missing_from_its_lock_file() -> None:
    lock = (ROOT / vendor.LOCK).read_text()
    for folder in ("static/vendor", "tests/vendor"):
        for path in (ROOT / folder).iterdir():
            assert path.name == vendor.LOCK.name or f'"{folder}/{path.name}"' in lock


def test_every_setting_from_the_environment_is_documented() -> None:
    source = (ROOT / "config" / "settings.py").read_text()
    names = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    assert {name for name in names if f"`{name}`" not in README} == set()


def test_every_command_is_documented() -> None:
    own = {name for name, app in get_commands().items() if app in OWN_APPS}
    assert {name for name in own if f"manage.py {name}" not in DOCUMENTED} == set()


def test_every_event_of_the_page_is_documented() -> None:
    scripts = "".join(path.read_text() for path in (ROOT / "static").glob("[kl]*/*.js"))
    events = set(re.findall(r'new CustomEvent\(\s*"((?:live|board):[\w-]+)"', scripts))
    assert len(events) > 5
    assert {event for event in events if f"`{event}`" not in DOCUMENTED} == set()


def test_every_module_of_the_live_engine_is_documented() -> None:
    names = {path.name for path in (ROOT / "static" / "live").glob("*.js")}
    assert {name for name in names if f"`{name}`" not in DOCUMENTED} == set()


def test_every_file_that_the_documents_name_is_there() -> None:
    named = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_no_file_is_long() -> None:
    """A file that grows beyond this has two concepts."""
    longest = 260
    sources = [
        path for app in ("config", *OWN_APPS) for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
    ]
    sources += [path for path in (ROOT / "static").rglob("*.js") if "vendor" not in path.parts]
    assert {str(path) for path in sources if len(path.read_text().splitlines()) > longest} == set()


@pytest.mark.parametrize(("folder", "kind", "banned"), BANNED)
def test_nothing_goes_around_escaping(folder: str, kind: str, banned: str) -> None:
    """htmx makes HTML injection as bad as script injection (docs/security.md): T-127."""
    assert _lines_with(banned, folder=folder, kind=kind) == []


def test_every_address_has_a_name() -> None:
    patterns = get_resolver().url_patterns
    own = [each for group in patterns for each in getattr(group, "url_patterns", []) if _is_own(each)]
    assert own
    assert [str(each.pattern) for each in own if not each.name] == []


def _lines_with(banned: str, *, folder: str, kind: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / folder).rglob(kind))
        if "vendor" not in path.parts
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(banned, line)
    ]


def _is_own(pattern: Any) -> bool:
    return str(getattr(pattern, "lookup_str", "")).startswith(OWN_APPS)


def _direct_dependencies() -> list[str]:
    named = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    return [re.split(r"[\[<>=]", each)[0] for each in named]
