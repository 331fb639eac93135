from django.db import migrations

from realtime.append_only import EVENTS


class Migration(migrations.Migration):
    dependencies = [("realtime", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: EVENTS.put_on(schema_editor.connection),
            lambda apps, schema_editor: EVENTS.take_off(schema_editor.connection),
        )
    ]
