"""Tables whose rows the database itself refuses to change or take away, whoever asks: triggers on both databases.

They stop mistakes, and programs that are not ours. Who may change the schema can drop them; the hash chain notices.
On SQLite a migration that alters such a table makes it anew, without triggers: it must `put_on` them again.
"""

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

_SQLITE = (
    """CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    """CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT COALESCE({may_go}, FALSE)
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
    # INSERT OR REPLACE takes a row away without asking the trigger on DELETE.
    """CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
    BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END""",
)
_SQLITE_OFF = tuple(f"DROP TRIGGER IF EXISTS {{table}}_no_{what}" for what in ("update", "delete", "replace"))
_POSTGRESQL = (
    """CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF TG_OP = 'DELETE' THEN IF {may_go} THEN RETURN OLD; END IF; END IF;
      RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION {table}_refuse()""",
    """CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
)
_POSTGRESQL_OFF = (
    "DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
    "DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
    "DROP FUNCTION IF EXISTS {table}_refuse()",
)


@dataclass(frozen=True, slots=True)
class AppendOnly:
    """`may_go`: SQL, true of a row OLD which may be deleted. `same`: SQL that finds the row which NEW would replace."""

    table: str
    may_go: str = "FALSE"
    same: str = "id = NEW.id"

    def put_on(self, connection: BaseDatabaseWrapper) -> None:
        self._run(connection, _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE)

    def take_off(self, connection: BaseDatabaseWrapper) -> None:
        self._run(connection, _POSTGRESQL_OFF if connection.vendor == "postgresql" else _SQLITE_OFF)

    def _run(self, connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(table=self.table, may_go=self.may_go, same=self.same))


EVENTS = AppendOnly(
    "realtime_event",
    may_go="OLD.version <= (SELECT pruned_through FROM realtime_stream WHERE id = OLD.stream_id)",
    same="id = NEW.id OR (stream_id = NEW.stream_id AND version = NEW.version)",
)
