"""Places in a list as strings: between any two there is always another (fractional indexing, after D. Greenspan's
"Implementing Fractional Indexing" and Figma's ordered sequences).

Invariants: a rank is not empty, is made of DIGITS and never ends in "0" (so that there is room below it); `a <
between(a, b) < b`.
Decimal digits alone are sorted by every language's collation as by byte, so Python, browsers and every database agree.
(Letters are not: Danish puts "aa" after "z", Czech "ch" after "h", Estonian "z" before "t".)
"""

from collections.abc import Iterator

DIGITS = "0123456789"
BASE = len(DIGITS)
LONGEST = 60  # beyond it a list is spread anew; inserts at one place do so once in 160 or more
_STEP_WIDTH = 6  # digits of an appended rank: a million steps before they get longer


def between(low: str | None, high: str | None) -> str:
    """A rank after `low` and before `high`; None stands for the list's end on that side.

    Raises ValueError where low is not below high.
    """
    if low is not None and high is not None and low >= high:
        raise ValueError(f"no room between {low!r} and {high!r}")
    if high is None:
        return _after(low or "")
    return _middle(low or "", high)


def spread(count: int) -> Iterator[str]:
    """`count` ranks, evenly apart and short, in order."""
    width = 1
    while BASE**width < (count + 1) * 2:
        width += 1
    for place in range(1, count + 1):
        yield _spell(place * BASE**width // (count + 1), width)


def _after(low: str) -> str:
    """Appending counts up instead of halving what is left, so that a list filled from the top stays short."""
    head = low[:_STEP_WIDTH].ljust(_STEP_WIDTH, "0")
    number = int(head, BASE) + 1
    if number < BASE**_STEP_WIDTH:
        return _spell(number, _STEP_WIDTH)
    return low[:_STEP_WIDTH] + _after(low[_STEP_WIDTH:])


def _middle(low: str, high: str) -> str:
    """Halfway between the fractions 0.low and 0.high, as short as may be."""
    shared = 0
    while shared < len(high) and low[shared : shared + 1].ljust(1, "0") == high[shared]:
        shared += 1
    if shared:
        return high[:shared] + _middle(low[shared:], high[shared:])
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0])
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if len(high) > 1:
        return high[0]
    return DIGITS[first] + _after_within(low[1:])


def _after_within(low: str) -> str:
    """Halfway between the fraction 0.low and 1."""
    if not low:
        return DIGITS[BASE // 2]
    first = DIGITS.index(low[0])
    if first < BASE - 1:
        return DIGITS[(first + BASE) // 2] if first + 1 < BASE - 1 else DIGITS[BASE - 1]
    return low[0] + _after_within(low[1:])


def _spell(number: int, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, BASE)
        digits = DIGITS[digit] + digits
    return digits.rstrip("0") or "0"
