"""The three-way merge of one field. Pure.

base    what the person saw          theirs == base  → mine is taken
mine    what the person wants        mine == base    → theirs is kept
theirs  what stands there now        mine == theirs  → nothing to do
                                     sets            → both sides' additions and removals
                                     long text       → both sides' lines, where they do not clash
                                     else            → a conflict, for a person to decide
"""

from dataclasses import dataclass
from typing import Any

from kanban.merge_lines import merge_lines

UNKNOWN = object()  # the base can no longer be told: its events were pruned


@dataclass(frozen=True, slots=True)
class Merged:
    """`value` is what should stand there, unless `is_conflict`; `kept`: it holds something of theirs."""

    value: Any
    kept: bool = False
    is_conflict: bool = False


def merge(base: Any, mine: Any, theirs: Any, *, longest: int | None = None) -> Merged:
    """`longest` says that it is long text, to be merged by lines, and how many characters it may have."""
    if mine == theirs:
        return Merged(theirs)
    if theirs == base:
        return Merged(mine)
    if mine == base:
        return Merged(theirs, kept=True)
    if isinstance(base, list):
        return Merged(_merge_sets(base, mine, theirs), kept=True)
    if longest and base is not UNKNOWN:
        merged = merge_lines(base, mine, theirs)
        if merged is not None and len(merged) <= longest:
            return Merged(merged, kept=merged != mine)
    return Merged(theirs, is_conflict=True)


def _merge_sets(base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    added = [item for item in mine if item not in base and item not in theirs]
    removed = [item for item in base if item not in mine]
    return sorted([item for item in theirs if item not in removed] + added)
