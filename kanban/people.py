"""How people are shown."""

from typing import Any


def display_name(person: Any) -> str:
    """The full name where there is one, else the user name."""
    return str(person.get_full_name() or person.get_username())


def initials(person: Any) -> str:
    """Two letters for an avatar: of the first and the last name, or the start of the only one."""
    words = display_name(person).split()
    letters = words[0][0] + words[-1][0] if len(words) > 1 else words[0][:2]
    return letters.upper()
