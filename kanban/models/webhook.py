"""Where a board's events are sent, and what became of each."""

from django.db import models

from kanban.models.board import Board
from realtime.guard import LoggedModel


class Webhook(LoggedModel):
    """A receiver outside. `secret` signs what is sent; it cannot be a hash, since both sides must have it."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="webhooks")
    url = models.CharField("address", max_length=500)
    secret = models.CharField(max_length=64)
    is_on = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.url


class Progress(models.Model):
    """Through which version of the board a webhook's deliveries are queued: the sender's own, no part of the log."""

    webhook = models.OneToOneField(Webhook, on_delete=models.CASCADE, primary_key=True, related_name="progress")
    version = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.webhook}, through {self.version}"


class Delivery(models.Model):
    """One event on its way to one webhook: tried until it is taken, at most `deliver.MOST_TRIES` times."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DONE = "done", "Taken"
        DEAD = "dead", "Given up"

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    version = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["webhook", "version"], name="kanban_delivery_once")]
        indexes = [models.Index(fields=["state", "next_at"], name="kanban_delivery_due")]

    def __str__(self) -> str:
        return f"{self.version} to {self.webhook}"
