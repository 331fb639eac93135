"""The three-way merge of a long text by its lines (diff3: S. Khanna, K. Kunal, B. Pierce, "A Formal Investigation of
Diff3", 2007). Pure.

Lines that stand in all three texts hold the merge together; between them each side is taken where the other left the
base alone. A paragraph is one line: two people in one sentence are for a person to decide, never spliced by words.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

MOST_LINES = 1_000  # of a side, beside what all three begin and end with: comparing more takes too long under a lock

Lines = list[str]


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    """The text with both sides' changes; None where they touch the same or neighbouring lines, or are too long."""
    pieces = _pieces(base, mine, theirs)
    if pieces is None or None in pieces:
        return None
    return "\n".join(line for piece in pieces for line in piece or [])


def both_of(base: str, mine: str, theirs: str) -> str:
    """A text to begin with where a person must decide: merged, and where both clash, mine above theirs."""
    pieces = _pieces(base, mine, theirs, both=True)
    return mine if pieces is None else "\n".join(line for piece in pieces for line in piece or [])


def _pieces(base: str, mine: str, theirs: str, *, both: bool = False) -> list[Lines | None] | None:
    """The merged text in order, None for each clash unless both sides are wanted; None altogether if too long."""
    sides = [text.split("\n") for text in (base, mine, theirs)]
    head = _common(sides)
    rest = [side[head:] for side in sides]
    tail = _common([side[::-1] for side in rest])
    between = [side[: len(side) - tail] for side in rest]
    if max(map(len, between)) > MOST_LINES:
        return None
    return [sides[0][:head], *_merged(*between, both=both), rest[0][len(rest[0]) - tail :]]


def _common(sides: list[Lines]) -> int:
    """How many lines all of them begin with."""
    return next((n for n, lines in enumerate(zip(*sides, strict=False)) if len(set(lines)) > 1), min(map(len, sides)))


def _merged(base: Lines, mine: Lines, theirs: Lines, *, both: bool) -> Iterator[Lines | None]:
    in_mine, in_theirs = _partners(base, mine), _partners(base, theirs)
    in_all = [(at, in_mine[at], in_theirs[at]) for at in in_mine if at in in_theirs]
    begin = (0, 0, 0)
    for end in [*in_all, (len(base), len(mine), len(theirs))]:
        was, here, there = (side[a:b] for side, a, b in zip((base, mine, theirs), begin, end, strict=True))
        if here == there or was in (here, there):
            yield here if there == was else there
        else:
            yield [*here, *there] if both else None
        yield base[end[0] : end[0] + 1]
        begin = (end[0] + 1, end[1] + 1, end[2] + 1)


def _partners(base: Lines, side: Lines) -> dict[int, int]:
    """For lines of the base, by number, where they stand in the other text; both numbers grow."""
    blocks = SequenceMatcher(None, base, side).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}
