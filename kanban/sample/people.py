"""Who the demo knows: five who can sign in, and colleagues whose names stand on the matters."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

PASSWORD = "demo"  # noqa: S105 - the demo's, which runs with DEBUG alone

# User name: first name, last name, who they are.
SIGN_IN = {
    "alice": ("Alice", "Archer", "manages both boards"),
    "bob": ("Bob", "Baker", "edits"),
    "vera": ("Vera", "Vane", "views"),
    "mallory": ("Mallory", "Moss", "is on no board"),
    "admin": ("Ada", "Minton", "is on no board, runs the admin at /admin/"),
}
COLLEAGUES = {
    "carol": ("Carol", "Chen"),
    "david": ("David", "Okafor"),
    "elena": ("Elena", "Rossi"),
    "frank": ("Frank", "Novak"),
    "grace": ("Grace", "Lindholm"),
    "henry": ("Henry", "Duval"),
}


def ensure_people() -> None:
    """Make those who are missing. Whoever is there stays as they are, password and all."""
    for username, (first, last, _) in SIGN_IN.items():
        is_admin = username == "admin"
        _ensure(username, first, last, password=PASSWORD, is_staff=is_admin, is_superuser=is_admin)
    for username, (first, last) in COLLEAGUES.items():
        _ensure(username, first, last, password=None)


def person(username: str) -> AbstractBaseUser:
    return get_user_model().objects.get(username=username)


def _ensure(username: str, first: str, last: str, *, password: str | None, **flags: Any) -> None:
    people = get_user_model().objects
    if not people.filter(username=username).exists():
        people.create_user(username, password=password, first_name=first, last_name=last, **flags)
