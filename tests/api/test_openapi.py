"""The OpenAPI schema is complete, without a warning, as committed, and true of its own examples."""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from django.core.management import call_command

from kanban.api.examples import EXAMPLES
from tests.browser.server import ROOT
from tests.clients import browser_of

COMMITTED = ROOT / "docs" / "openapi.yaml"
SCHEMA: dict[str, Any] = yaml.safe_load(COMMITTED.read_text())
OPERATIONS = {
    operation["operationId"]: operation
    for path in SCHEMA["paths"].values()
    for method, operation in path.items()
    if method != "parameters"
}


def test_the_committed_schema_is_the_one_of_the_code_and_gives_no_warning(tmp_path: Path) -> None:
    """Where this fails: `manage.py spectacular --file docs/openapi.yaml`."""
    made = tmp_path / "openapi.yaml"
    call_command("spectacular", file=str(made), validate=True, fail_on_warn=True)
    assert made.read_text() == COMMITTED.read_text()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_tells_all_of_itself(name: str) -> None:
    operation = OPERATIONS[name]
    assert len(operation["summary"]) > 5
    assert len(operation["description"]) > 10
    answers = set(operation["responses"])
    assert answers >= {"401", "429", "503"}
    if "requestBody" in operation:
        assert answers >= {"400", "403", "413", "415", "422"}
        assert all(media["examples"] for media in operation["requestBody"]["content"].values())
        assert operation["requestBody"].get("required", True)
    for status, answer in operation["responses"].items():
        assert answer["description"]
        kinds = answer.get("content", {})
        assert status == "304" or all(media["examples"] for media in kinds.values())
        assert set(kinds) <= {"application/json" if status < "300" else "application/problem+json"}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_example_is_what_the_schema_says(name: str) -> None:
    operation = OPERATIONS[name]
    for told in (operation.get("requestBody", {}), *operation["responses"].values()):
        for media in told.get("content", {}).values():
            for example in media["examples"].values():
                validator_of(media["schema"]["$ref"]).validate(example["value"])


def test_every_example_is_used() -> None:
    used = {key for each in OPERATIONS.values() for told in (each.get("requestBody", {}), *each["responses"].values())
            for media in told.get("content", {}).values() for key in media["examples"]}  # fmt: skip
    assert set(EXAMPLES) <= used


@pytest.mark.django_db
def test_everybody_may_read_it() -> None:
    response = browser_of(None).get("/api/openapi.yaml")
    assert (response.status_code, response.content) == (200, COMMITTED.read_bytes())


@cache
def validator_of(reference: str) -> Any:
    return jsonschema_rs.validator_for(as_json_schema({"$ref": reference, "components": SCHEMA["components"]}))


def as_json_schema(schema: Any) -> Any:
    """OpenAPI 3.0's `nullable` in the words of JSON Schema; what is shown has no more keys than are named."""
    if isinstance(schema, list):
        return [as_json_schema(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: as_json_schema(value) for name, value in schema.items() if name != "nullable"}
    return {"anyOf": [found, {"type": "null"}]} if schema.get("nullable") is True else found
