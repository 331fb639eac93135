"""Models whose every change must be in the log: writing them past it raises instead of going unannounced.

Raw SQL and `_raw` methods go around this; nothing in the project uses them on these tables.
"""

from typing import Any, TypeVar

from django.db import models

from realtime import log
from realtime.errors import NotWriting

M = TypeVar("M", bound=models.Model)


def _refuse_silence() -> None:
    if not log.is_writing():
        raise NotWriting("a logged model changes only inside a command, which tells everybody")


class LoggedQuerySet(models.QuerySet[M]):
    def update(self, **kwargs: Any) -> int:
        _refuse_silence()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _refuse_silence()
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[M]:
        _refuse_silence()
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _refuse_silence()
        return super().bulk_update(*args, **kwargs)


class LoggedModel(models.Model):
    objects = LoggedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_silence()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_silence()
        return super().delete(*args, **kwargs)
