"""The three-way merge of one field, as an algebra."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from kanban.merge import UNKNOWN, merge

values = st.none() | st.sampled_from(["", "a", "b", "c"]) | st.text(max_size=4)
sets = st.sets(st.sampled_from("abcdef")).map(sorted)
fields = st.tuples(values, values, values) | st.tuples(sets, sets, sets)


@given(fields)
def test_what_both_sides_want_is_no_conflict(field: tuple[Any, Any, Any]) -> None:
    """T-035: merge(b, x, x) = x"""
    base, wanted, _ = field
    merged = merge(base, wanted, wanted)
    assert merged.value == wanted
    assert not merged.is_conflict


@given(fields)
def test_a_side_that_changed_nothing_gives_way(field: tuple[Any, Any, Any]) -> None:
    """T-034, T-035: merge(b, b, y) = y and merge(b, x, b) = x"""
    base, mine, theirs = field
    assert merge(base, base, theirs).value == theirs
    assert merge(base, mine, base).value == mine
    assert not merge(base, base, theirs).is_conflict
    assert not merge(base, mine, base).is_conflict


@given(fields)
def test_conflicts_and_merges_are_the_same_from_both_sides(field: tuple[Any, Any, Any]) -> None:
    """T-035"""
    base, mine, theirs = field
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert one.is_conflict == other.is_conflict
    if not one.is_conflict:
        assert one.value == other.value


@given(fields)
def test_a_value_is_never_invented_and_never_lost_without_a_word(field: tuple[Any, Any, Any]) -> None:
    base, mine, theirs = field
    merged = merge(base, mine, theirs)
    if not isinstance(base, list):
        assert merged.value in (mine, theirs)
        assert merged.is_conflict == (mine != theirs and base not in (mine, theirs))


@given(sets, sets, sets)
def test_sets_are_merged_by_element(base: list[str], mine: list[str], theirs: list[str]) -> None:
    """An element is there when somebody added it, or when it was there and nobody took it away."""
    merged = merge(base, mine, theirs)
    added = (set(mine) | set(theirs)) - set(base)
    kept = set(base) & set(mine) & set(theirs)
    assert merged.value == sorted(added | kept)
    assert not merged.is_conflict


@given(sets, sets, sets)
def test_a_merge_done_again_changes_nothing(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = merge(base, mine, theirs).value
    assert merge(base, merged, theirs).value == merged
    assert merge(theirs, merged, theirs).value == merged


@given(fields)
def test_kept_is_said_only_where_something_of_theirs_stands(field: tuple[Any, Any, Any]) -> None:
    base, mine, theirs = field
    merged = merge(base, mine, theirs)
    if merged.kept:
        assert theirs != base
        assert merged.value != mine or isinstance(base, list)


@given(values | sets, values | sets)
def test_an_unknown_base_never_decides(mine: Any, theirs: Any) -> None:
    """Where the events were pruned, only equal values are no conflict."""
    merged = merge(UNKNOWN, mine, theirs)
    assert merged.is_conflict == (mine != theirs)
    assert merged.value == theirs
