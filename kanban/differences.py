"""What differs between two texts, word by word, to be marked where they are read. Pure."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

MOST_WORDS = 2_000  # of a text; longer ones are shown whole, without marks

Part = tuple[str, bool]


def marked(text: str, *, against: str) -> list[Part]:
    """`text` in parts, each with whether it is different there; joined they are `text` again."""
    words, others = re.findall(r"\w+|\s+|.", text, re.DOTALL), re.findall(r"\w+|\s+|.", against, re.DOTALL)
    if not others or max(len(words), len(others)) > MOST_WORDS:
        return [(text, False)] if text else []
    return list(_parts(words, SequenceMatcher(None, others, words).get_opcodes()))


def _parts(words: list[str], steps: Sequence[tuple[str, int, int, int, int]]) -> Iterator[Part]:
    for kind, _, _, begin, end in steps:
        if end > begin:
            yield "".join(words[begin:end]), kind != "equal"
