"""The keys under which a person's browser keeps what was typed and not sent (docs/security.md).

Derived, not stored: the same for the same person after every sign-in, another for everybody else, and worthless without
SECRET_KEY. The first seals, all open: one for SECRET_KEY and each of its fallbacks.
"""

import base64

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.crypto import salted_hmac

_SALT = "realtime.offline-queue"


def keys_of(person: AbstractBaseUser) -> list[str]:
    """32 bytes each, in base64; none where nothing typed is to be kept."""
    if settings.OFFLINE_QUEUE != "encrypted":
        return []
    whose = f"{person.pk}:{person.get_username()}"
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [salted_hmac(_SALT, whose, secret=secret, algorithm="sha256").digest() for secret in secrets]
    return [base64.b64encode(digest).decode() for digest in digests]
