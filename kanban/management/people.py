"""Whom a command's options name."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core.management.base import CommandError


def manager_named(name: str) -> AbstractBaseUser | None:
    """The active person of that user name; None where no name is given. Raises CommandError."""
    manager = get_user_model().objects.filter(username=name, is_active=True).first() if name else None
    if name and manager is None:
        raise CommandError(f"Nobody has the user name {name}.")
    return manager
