"""What can be a board's address."""

from django.core.management.base import CommandError
from django.utils.text import slugify


def refuse_bad_slug(slug: str, *, longest: int = 50) -> None:
    """Raises CommandError."""
    if slug != slugify(slug)[:longest] or slug in ("", "new"):
        allowed = f"use small letters, digits and hyphens, at most {longest}"
        raise CommandError(f'"{slug}" cannot be a board\'s address: {allowed}.')
