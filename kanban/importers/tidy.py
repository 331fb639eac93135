"""Text from elsewhere, made such as can be kept: others allow longer ones, and characters that we refuse."""

from kanban.fields import unkept


def tidy(text: str, *, longest: int, is_multiline: bool = False) -> str:
    """At most `longest` characters, an ellipsis at the end where it was cut; on one line unless it may have several."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text if is_multiline else " ".join(text.split())
    kept = "".join(each for each in text if not unkept(each, is_multiline=is_multiline)).strip()
    return kept if len(kept) <= longest else f"{kept[: longest - 1].rstrip()}…"
