"""Up to where a person has seen a board."""

from django.conf import settings
from django.db import models

from kanban.models.board import Board


class Visit(models.Model):
    """The version of a board that was in front of a person when they last looked away from it, and when that was."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="visits")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "person"], name="kanban_visit_once")]

    def __str__(self) -> str:
        return f"{self.person} saw {self.board} at {self.version}"
