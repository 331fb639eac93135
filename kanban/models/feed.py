"""A calendar that a person's own programs fetch, at an address that is a secret."""

from django.conf import settings
from django.db import models

from kanban.models.board import Board


class Feed(models.Model):
    """The deadlines of a board, or without one of the person's own matters on all boards; as that person sees them.

    `secret_hash`: SHA-256 of the secret in the address, which is kept nowhere.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feeds")
    board = models.ForeignKey(Board, on_delete=models.CASCADE, null=True, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.board.name if self.board else "My matters"
