"""The people and organisations of a matter."""

from django.db import models

from kanban.models.matter import Matter
from realtime.guard import LoggedModel


class Party(LoggedModel):
    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        ORGANISATION = "organisation", "Organisation"

    class Role(models.TextChoices):
        CLIENT = "client", "Client"
        OPPOSING_PARTY = "opposing_party", "Opposing party"
        OPPOSING_COUNSEL = "opposing_counsel", "Opposing counsel"
        CO_COUNSEL = "co_counsel", "Co-counsel"
        WITNESS = "witness", "Witness"
        EXPERT = "expert", "Expert"
        JUDGE = "judge", "Judge"
        OTHER = "other", "Other"

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="parties")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.OTHER)
    name = models.CharField(max_length=250)
    contact = models.CharField(max_length=250, blank=True, help_text="Telephone, e-mail or address.")

    class Meta:
        ordering = ["role", "name", "id"]
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return f"{self.name} ({self.get_role_display()})"
