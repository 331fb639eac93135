"""A file of matters on its way on to a board."""

from django.conf import settings
from django.db import models

from kanban.models.board import Board


class Upload(models.Model):
    """One person's file, kept until all of its rows are tried: any process can go on with it, after any break.

    `content` is emptied then. `fields`: by the file's columns in order, the field each is taken into, "" for none.
    `taken`: how many of `rows` were taken in. `report`: what became of them, `problems` as [line, column, reason];
    before the first, what would become of them.
    """

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="uploads")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    fields = models.JSONField()
    rows = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_begun(self) -> bool:
        return self.taken > 0

    @property
    def is_done(self) -> bool:
        return not self.content
