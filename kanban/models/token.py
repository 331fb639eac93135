"""The personal tokens with which programs sign in."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Token(models.Model):
    """A program signs in as its owner. Of the secret only the SHA-256 is kept, and its end, to tell it by.

    The secret has 256 random bits, so a slow hash would protect nothing that a quick one does not.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    ending = models.CharField(max_length=4, editable=False)
    may_write = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.name} (…{self.ending})"

    @property
    def has_ended(self) -> bool:
        return self.expires_at <= timezone.now()
