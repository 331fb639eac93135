"""Who was shown a restricted matter."""

from django.conf import settings
from django.db import models

from kanban.models.matter import Matter
from realtime.append_only import AppendOnly

OPENINGS = AppendOnly("kanban_opening")


class Opening(models.Model):
    """One person was shown one restricted matter. The database refuses to change or delete it (`OPENINGS`)."""

    class How(models.TextChoices):
        PAGE = "page", "Page"
        PANEL = "panel", "Side panel"
        FORM = "form", "Form"
        EXPORT = "export", "Audit export"
        API = "api", "API"

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="openings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["matter", "person", "how", "at"], name="kanban_opening_last")]

    def __str__(self) -> str:
        return f"{self.person} opened {self.matter}"
