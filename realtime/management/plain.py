"""The base of our commands: one that cannot go on ends in a plain line and a status, not in a traceback."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, ProgrammingError

from realtime.errors import Refused
from realtime.management.schema import missing_migrations, unknown_migrations


class PlainCommand(BaseCommand):
    requires_migrations_checks = True

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except Refused as refusal:
            raise CommandError(refusal.detail) from refusal
        except (OperationalError, InterfaceError, ProgrammingError) as error:
            raise CommandError(f"The database cannot be used: {str(error).strip()}") from error
        except OSError as error:
            raise CommandError(f"{error.filename or 'A file'}: {error.strerror or error}") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped.", returncode=130) from None

    def check_migrations(self) -> None:
        """Refuse to work on a schema that is not ours."""
        refuse_newer_schema()
        if missing := missing_migrations():
            raise CommandError(
                f"The database lacks {len(missing)} migrations ({missing[0]} is the first): run manage.py migrate."
            )


def refuse_newer_schema() -> None:
    if unknown := unknown_migrations():
        raise CommandError(
            f"The database was made by a newer version of Aster (it has {unknown[-1]}). Use that version."
        )
