"""A board, its columns, its labels, and who may do what on it."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from realtime.guard import LoggedModel
from realtime.models import Stream

COLOURS = ("slate", "red", "orange", "amber", "green", "teal", "blue", "violet", "pink")
colour_choices = [(name, name.capitalize()) for name in COLOURS]

number_template_is_valid = RegexValidator(
    r"\A[^N]{0,24}N{1,8}[^N]{0,8}\Z", "Use one run of N for the counter and YYYY for the year, as in YYYY-NNNN."
)


class Board(LoggedModel):
    """What a team looks at together. Its version and its history are its stream's."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=500, blank=True)
    number_template = models.CharField(
        max_length=40,
        default="YYYY-NNNN",
        validators=[number_template_is_valid],
        help_text="How new matters are numbered: YYYY is the year, NNNN a counter.",
    )
    counter = models.PositiveIntegerField(default=0, editable=False)
    counter_year = models.PositiveIntegerField(default=0, editable=False)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, editable=False, related_name="+")
    archived_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("board", args=[self.slug])

    @property
    def version(self) -> int:
        return self.stream.version


class Role(models.TextChoices):
    MANAGER = "manager", "Manager"
    EDITOR = "editor", "Editor"
    VIEWER = "viewer", "Viewer"


class Membership(LoggedModel):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.EDITOR)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board", "user"], name="kanban_membership_once")]

    def __str__(self) -> str:
        return f"{self.user} on {self.board}"


class Column(LoggedModel):
    class Category(models.TextChoices):
        INTAKE = "intake", "Intake"
        ACTIVE = "active", "Active"
        WAITING = "waiting", "Waiting"
        DONE = "done", "Done"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="columns")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    colour = models.CharField(max_length=10, choices=colour_choices, default="slate")
    category = models.CharField(max_length=10, choices=Category.choices, default=Category.ACTIVE)
    wip_limit = models.PositiveSmallIntegerField(
        "limit", null=True, blank=True, help_text="How many matters should be here at once; empty for no limit."
    )
    wip_is_hard = models.BooleanField("refuse beyond the limit", default=False, help_text="Otherwise it only warns.")
    rank = models.CharField(max_length=64, editable=False)

    class Meta:
        ordering = ["rank", "id"]
        constraints = [models.UniqueConstraint(fields=["board", "slug"], name="kanban_column_slug")]

    def __str__(self) -> str:
        return self.name


class Label(LoggedModel):
    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="labels")
    name = models.CharField(max_length=40)
    colour = models.CharField(max_length=10, choices=colour_choices, default="slate")

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["board", "name"], name="kanban_label_name")]

    def __str__(self) -> str:
        return self.name
