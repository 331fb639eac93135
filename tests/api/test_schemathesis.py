"""Schemathesis against the running server: no 5xx, no answer outside the schema, no data across boards.

Seeds are kept: SEED. SCHEMATHESIS_SECONDS makes a longer run of it (`SCHEMATHESIS_SECONDS=1200 pytest …`).
"""

import os
import subprocess
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from kanban.models import Board
from realtime import chain
from tests.api.programs import Program
from tests.browser.server import ROOT, Server
from tests.factories import BoardFactory, MatterFactory
from tests.kanban.addresses import world_of

SECONDS = int(os.environ.get("SCHEMATHESIS_SECONDS", 15)) // 3
SEED = os.environ.get("SCHEMATHESIS_SEED", "3")
CANARY = "canary-7f3a"


@pytest.mark.parametrize("who", ["alice", "bob", "vera"])
def test_no_request_breaks_the_api_nor_its_schema(
    board: Board, server: Server, alice: User, bob: User, vera: User, mallory: User, who: str, tmp_path: Path
) -> None:
    world_of(board, alice)
    theirs = BoardFactory(name=CANARY, manager=mallory)
    MatterFactory(board=theirs, title=CANARY, description=CANARY)
    if who != "alice":
        MatterFactory(board=board, title="Walled off", confidentiality="restricted", client=CANARY)
    program = Program({"alice": alice, "bob": bob, "vera": vera}[who])
    seen = tmp_path / "cassette.yaml"
    said = _run(server.url, program.secret, seen)
    print(said.stdout)  # noqa: T201 - what was asked, where the test fails or is run with -s
    assert said.returncode == 0
    assert CANARY not in seen.read_text()
    for each in Board.objects.select_related("stream"):
        assert chain.verify(each.stream) is None


def _run(url: str, secret: str, seen: Path) -> "subprocess.CompletedProcess[str]":
    command = [
        "schemathesis", "--no-color", "--config-file", "tests/api/schemathesis.toml", "run", "docs/openapi.yaml",
        "--url", url, "-H", f"Authorization: Bearer {secret}", "--checks", "all", "--seed", SEED,
        "--max-time", str(SECONDS), "--max-failures", "5", "--no-shrink", "--suppress-health-check", "all",
        "--warnings", "off", "--exclude-operation-id", "archive_board",  # nothing could be asked of it any more
        "--report", "vcr", "--report-vcr-path", str(seen),
    ]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
