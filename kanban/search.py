"""Which matters a person's words find."""

from django.db.models import Q

FIELDS = ("number", "title", "client", "opposing_party", "docket_number", "court", "client_reference")


def matching(asked: str) -> Q:
    """Every word in some field, in any case. Words beyond the eighth count for nothing."""
    found = Q()
    for word in asked.split()[:8]:
        any_field = Q()
        for name in FIELDS:
            any_field |= Q(**{f"{name}__icontains": word})
        found &= any_field
    return found
