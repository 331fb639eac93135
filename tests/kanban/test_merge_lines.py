"""Long text merged by its lines: nothing invented, nothing lost without a word, no line of two authors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kanban.merge import merge
from kanban.merge_lines import MOST_LINES, merge_lines

lines = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=8)
texts = lines.map("\n".join)


@st.composite
def edits_apart(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A base whose lines all differ, two edits with untouched lines between them, and the text with both."""
    base = [f"line {number}" for number in range(draw(st.integers(7, 15)))]
    middle = draw(st.integers(3, len(base) - 4))
    new = st.lists(st.text("xyz", min_size=1, max_size=3), max_size=3)
    above, below = draw(new), draw(new)
    first, last = draw(st.integers(0, middle - 1)), draw(st.integers(middle + 2, len(base)))
    top, rest = [*base[:first], *above, *base[middle:]], [*base[: middle + 1], *below, *base[last:]]
    both = [*base[:first], *above, base[middle], *below, *base[last:]]
    return ("\n".join(base), "\n".join(top), "\n".join(rest), "\n".join(both))


@given(edits_apart())
def test_edits_in_different_places_are_both_there(case: tuple[str, str, str, str]) -> None:
    base, mine, theirs, both = case
    assert merge_lines(base, mine, theirs) == both


@given(texts, texts, texts)
def test_it_is_the_same_from_both_sides(base: str, mine: str, theirs: str) -> None:
    assert merge_lines(base, mine, theirs) == merge_lines(base, theirs, mine)


@given(texts, texts)
def test_a_side_that_changed_nothing_gives_way(base: str, other: str) -> None:
    assert merge_lines(base, base, other) == other
    assert merge_lines(base, other, base) == other
    assert merge_lines(base, other, other) == other


@given(texts, texts, texts)
def test_every_line_is_one_that_somebody_wrote_and_no_new_one_is_lost(base: str, mine: str, theirs: str) -> None:
    merged = merge_lines(base, mine, theirs)
    if merged is None:
        return
    was, here, there, now = (set(text.split("\n")) for text in (base, mine, theirs, merged))
    assert now <= here | there
    assert (here - was) | (there - was) <= now
    assert was & here & there <= now


@given(texts, texts, texts)
def test_merged_again_nothing_changes(base: str, mine: str, theirs: str) -> None:
    merged = merge_lines(base, mine, theirs)
    if merged is not None:
        assert merge_lines(theirs, merged, theirs) == merged


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [("a\nB\nc", "a\nb!\nc"), ("a\nB\nc", "a\nc"), ("a\nB\nc", "a\nb\nC"), ("a\nx\nb\nc", "a\ny\nb\nc")],
    ids=["one line, two ways", "changed and taken away", "neighbours", "two new ones in one place"],
)
def test_where_they_clash_a_person_decides(mine: str, theirs: str) -> None:
    assert merge_lines("a\nb\nc", mine, theirs) is None
    assert merge("a\nb\nc", mine, theirs, longest=100).is_conflict


def test_a_merge_that_would_be_too_long_is_for_a_person() -> None:
    base, mine, theirs = "a\nb\nc\nd\ne", "a\nbbbb\nc\nd\ne", "a\nb\nc\ndddd\ne"
    assert merge(base, mine, theirs, longest=15).value == "a\nbbbb\nc\ndddd\ne"
    assert merge(base, mine, theirs, longest=14).is_conflict


def test_short_text_is_never_merged() -> None:
    assert merge("a\nb\nc", "A\nb\nc", "a\nb\nC").is_conflict


def test_what_is_too_long_to_compare_is_for_a_person() -> None:
    ours, theirs = ("\n".join([who] * (MOST_LINES + 1)) for who in ("x", "y"))
    assert merge_lines("a", ours, theirs) is None
