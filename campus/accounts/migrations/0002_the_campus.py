"""Makes the one organisation that is the campus itself; everything it publishes belongs to it."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_the_campus(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    organisation = apps.get_model("accounts", "Organisation")
    organisation.objects.get_or_create(
        is_campus=True, defaults={"name": "Campus", "slug": "campus"}
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_the_campus, migrations.RunPython.noop)]
