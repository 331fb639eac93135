"""A matter: one case of the firm, one card on the board."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from kanban.models.board import Board, Column, Label
from realtime.guard import LoggedModel

SOON = timedelta(days=7)


class Matter(LoggedModel):
    """`version` grows by one with each change of this matter, and with nothing else.

    Its place is `column` and `rank`; its state of affairs is `status`, which moving does not touch. Archived matters
    are off the board and come back by restoring; deleted ones stay as a tombstone, so that late writes are told.
    """

    class Priority(models.TextChoices):
        LOW = "low", "Low"
        NORMAL = "normal", "Normal"
        HIGH = "high", "High"
        URGENT = "urgent", "Urgent"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        PENDING = "pending", "Pending"
        CLOSED = "closed", "Closed"

    class Confidentiality(models.TextChoices):
        NORMAL = "normal", "Everybody on the board"
        RESTRICTED = "restricted", "Restricted"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="matters")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="matters")
    rank = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)

    number = models.CharField(max_length=60, blank=True, help_text="Left empty, the next one of the board is taken.")
    title = models.CharField(max_length=250)
    description = models.TextField(max_length=50_000, blank=True)
    client = models.CharField(max_length=250, blank=True)
    client_reference = models.CharField(max_length=100, blank=True)
    opposing_party = models.CharField(max_length=250, blank=True)
    practice_area = models.CharField(max_length=120, blank=True)
    court = models.CharField(max_length=120, blank=True)
    docket_number = models.CharField(max_length=80, blank=True)
    judge = models.CharField(max_length=120, blank=True)
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.NORMAL)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    assignees = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    labels = models.ManyToManyField(Label, blank=True, related_name="matters")
    opened_on = models.DateField("opened", null=True, blank=True)
    filed_on = models.DateField("filed", null=True, blank=True)
    target_on = models.DateField("target date", null=True, blank=True)
    closed_on = models.DateField("closed", null=True, blank=True)
    limitation_on = models.DateField("limitation date", null=True, blank=True)
    limitation_basis = models.CharField(
        max_length=250, blank=True, help_text="The rule it comes from, as 28 U.S.C. § 1658."
    )
    limitation_satisfied_by = models.CharField(
        max_length=250, blank=True, help_text="What met it, as Complaint filed 3 March 2026. Empty: it still runs."
    )
    on_hold_reason = models.CharField(max_length=300, blank=True)
    confidentiality = models.CharField(
        max_length=10, choices=Confidentiality.choices, default=Confidentiality.NORMAL, verbose_name="who may see it"
    )
    named_people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text="May see it when restricted, besides managers, the responsible attorney and the assignees.",
    )

    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, editable=False)
    deleted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="kanban_matter_number")]
        indexes = [
            models.Index(fields=["column", "rank"], name="kanban_matter_place"),
            models.Index(fields=["board", "confidentiality"], name="kanban_matter_wall"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("matter", args=[self.pk])

    @property
    def is_restricted(self) -> bool:
        return self.confidentiality == self.Confidentiality.RESTRICTED

    @property
    def is_on_board(self) -> bool:
        return self.archived_at is None and self.deleted_at is None

    @property
    def limitation_runs(self) -> bool:
        """A limitation date that nothing has met yet."""
        return bool(self.limitation_on) and not self.limitation_satisfied_by and self.status != self.Status.CLOSED

    @property
    def next_deadline(self) -> date | None:
        """The earlier of the target date and a limitation date that still runs; none on a closed matter."""
        if self.status == self.Status.CLOSED:
            return None
        dates = [self.target_on, self.limitation_on if self.limitation_runs else None]
        return min((day for day in dates if day), default=None)

    @property
    def deadline_presses(self) -> bool:
        """Under seven days off, or past."""
        return self.next_deadline is not None and self.next_deadline - timezone.localdate() < SOON
