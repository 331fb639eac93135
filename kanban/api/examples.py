"""An example of everything that is sent and shown. A test holds them against what is really answered."""

from typing import Any

MATTER_THEN: dict[str, Any] = {
    "id": 12, "column": "discovery", "rank": "15", "archived": False,
    "number": "2026-0012", "title": "Doe v. Roe", "description": "", "client": "Jane Doe",
    "client_reference": "", "opposing_party": "Roe & Sons Ltd", "practice_area": "Employment",
    "court": "S.D.N.Y.", "docket_number": "1:26-cv-00012", "judge": "", "limitation_basis": "28 U.S.C. § 1658",
    "limitation_satisfied_by": "", "on_hold_reason": "", "priority": "high", "status": "open",
    "confidentiality": "normal", "opened_on": "2026-02-01", "filed_on": None, "target_on": "2026-06-30",
    "closed_on": None, "limitation_on": "2026-09-30", "responsible": "alice", "assignees": ["bob"],
    "named_people": [], "labels": ["Class action"],
}  # fmt: skip
MATTER: dict[str, Any] = {**MATTER_THEN, "version": 4}
ONE: dict[str, Any] = {**MATTER, "board": "litigation"}
DONE: dict[str, Any] = {"board_version": 42, "cursor": "42.9f86d081"}
BOARD: dict[str, Any] = {
    "slug": "litigation", "name": "Litigation", "description": "", "number_template": "YYYY-NNNN",
    "role": "editor", "version": 42, "cursor": "42.9f86d081",
}  # fmt: skip
COLUMN: dict[str, Any] = {
    "slug": "discovery", "name": "Discovery", "colour": "blue", "category": "active",
    "wip_limit": 12, "wip_is_hard": False, "rank": "12",
}  # fmt: skip
LABEL: dict[str, Any] = {"id": 3, "name": "Class action", "colour": "violet"}
MEMBER: dict[str, Any] = {"username": "bob", "name": "Bob Baker", "role": "editor"}
PARTY: dict[str, Any] = {"id": 7, "kind": "person", "role": "witness", "name": "Ann Witness", "contact": ""}
EVENT: dict[str, Any] = {
    "version": 42, "kind": "matter.edited", "subject": "matter:12", "subject_version": 4,
    "changes": {"priority": ["normal", "high"]}, "actor": "bob", "mutation_id": None,
    "at": "2026-03-31T09:30:00+00:00", "hash": "9f86d081" + "0" * 56,
}  # fmt: skip
MOMENT: dict[str, Any] = {"version": 42, "at": "2026-03-31T09:30:00+00:00", "previous": 41, "next": None}
_COLUMN_THEN = {name: COLUMN[name] for name in ("slug", "name", "colour", "category", "rank")}

EXAMPLES: dict[str, Any] = {
    "MatterOne": ONE,
    "Matters": {"version": 42, "cursor": "42.9f86d081", "matters": [MATTER], "next": None},
    "MatterWritten": {**ONE, **DONE, "merged": ["judge"], "warnings": [], "event": 42},
    "Done": DONE,
    "Boards": {"boards": [BOARD]},
    "BoardShown": BOARD,
    "BoardWritten": {**DONE, "board": BOARD},
    "Columns": {"columns": [COLUMN]},
    "ColumnWritten": {**DONE, "column": COLUMN},
    "Labels": {"labels": [LABEL]},
    "LabelWritten": {**DONE, "label": LABEL},
    "Members": {"members": [MEMBER]},
    "MemberWritten": {**DONE, "member": MEMBER},
    "Parties": {"parties": [PARTY]},
    "PartiesWritten": {**DONE, "version": 4, "parties": [PARTY]},
    "Events": {"version": 42, "pruned_through": 1, "events": [EVENT], "next": None},
    "History": {"events": [EVENT], "next": None},
    "Updates": {**BOARD, "reset": False, "columns": [], "matters": [MATTER], "deleted": [9]},
    "BoardAsOf": {**MOMENT, "name": "Litigation", "columns": [{**_COLUMN_THEN, "matters": [MATTER_THEN]}]},
    "MatterAsOf": {**MOMENT, "matter": MATTER_THEN, "parties": ["Ann Witness (Witness)"]},
    "MatterNew": {"title": "Doe v. Roe", "column": "discovery", "assignees": ["bob"]},
    "MatterChange": {"version": 3, "priority": "high"},
    "Move": {"version": 3, "column": "discovery", "after": 11},
    "Plain": {},
    "WriteBody": {},
    "Assign": {"assigned": True},
    "Undo": {"event": 42},
    "BoardNew": {"name": "Litigation"},
    "BoardChange": {"name": "Litigation, New York", "base": {"name": "Litigation"}},
    "ColumnNew": {"name": "Discovery", "category": "active", "colour": "blue"},
    "ColumnChange": {"wip_limit": 12, "base": {"wip_limit": None}},
    "ColumnMove": {"after": "intake"},
    "LabelNew": {"name": "Class action", "colour": "violet"},
    "LabelChange": {"name": "Class actions"},
    "MemberPut": {"role": "editor"},
    "PartyNew": {"kind": "person", "role": "witness", "name": "Ann Witness"},
    "PartyChange": {"contact": "+1 212 555 0100"},
}
EXAMPLES["Updates"] = {name: value for name, value in EXAMPLES["Updates"].items() if name not in BOARD} | {
    "version": 42,
    "cursor": "42.9f86d081",
}

_PROBLEMS: dict[int, tuple[str, str, dict[str, Any]]] = {
    400: ("parse_error", "This is not JSON: Expecting value: line 1 column 1 (char 0)", {}),
    401: ("not_authenticated", "Authentication credentials were not provided.", {}),
    403: ("forbidden", "Your role on this board, viewer, does not allow this.", {}),
    404: ("not_found", "Not found.", {}),
    409: (
        "conflict",
        "Somebody else changed the same meanwhile. Nothing was written.",
        {
            "conflicts": [
                {
                    "field": "priority", "base": "normal", "mine": "high", "theirs": "urgent",
                    "by": "alice", "at": "2026-03-31T09:30:00+00:00",
                }
            ],
            "current": {**ONE, "priority": "urgent"},
        },
    ),
    410: ("gone", "2026-0012 was archived meanwhile.", {"state": "archived"}),
    412: ("stale", "2026-0012 is at version 4. Nothing was written.", {"version": 4}),
    413: ("too-large", "2 MB is the most.", {}),
    415: ("unsupported_media_type", 'Unsupported media type "text/plain" in request.', {}),
    422: ("invalid", "There is no such field.", {"fields": {"titel": ["There is no such field."]}}),
    428: ("no-version", "Say which version of the matter this was made on (field “version”).", {}),
    429: ("throttled", "You ask too often.", {}),
    503: ("away", "The database cannot be reached just now. Nothing was written.", {}),
}  # fmt: skip


def problem_example(status: int) -> dict[str, Any]:
    code, detail, more = _PROBLEMS[status]
    title = code.replace("-", " ").replace("_", " ").capitalize()
    return {"type": "about:blank", "title": title, "status": status, "detail": detail, "code": code, **more}
