"""A cursor proves itself, or is not one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.cursors import Cursor


@given(st.integers(1, 10**18 - 1), st.text("0123456789abcdef", min_size=8, max_size=64))
def test_a_cursor_reads_back_as_it_was_written(version: int, digest: str) -> None:
    cursor = Cursor.at(version, digest)
    assert Cursor.parse(str(cursor)) == cursor
    assert cursor.tag == digest[:8]


@pytest.mark.parametrize(
    "text",
    [
        "", ".", "1", "1.", ".0123abcd", "0.0123abcd", "01.0123abcd", "-1.0123abcd", "1.0123ABCD", "1.0123abc",
        "1.0123abcde",
        "1.0123abcg", " 1.0123abcd", "1.0123abcd\n", "1,0123abcd", "١.0123abcd", "1.0123abc\u0664",
        f"{2**63}.0123abcd", f"{'9' * 5000}.0123abcd", "1' OR 1=1 --", "\0", "1.0123abcd@2.0123abcd",
    ],
)  # fmt: skip
def test_what_is_no_cursor_is_none(text: str) -> None:
    """T-013"""
    assert Cursor.parse(text) is None


@given(st.text())
def test_any_text_is_a_cursor_or_none(text: str) -> None:
    """T-013"""
    found = Cursor.parse(text)
    assert found is None or str(found) == text
