"""Makes the organisation that is the campus itself, and keeps the IRI it was first started with."""

from django.conf import settings
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make_the_campus(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    organisation = apps.get_model("accounts", "Organisation")
    organisation.objects.get_or_create(
        is_campus=True, defaults={"name": "Campus", "slug": "campus", "iri": settings.CAMPUS_IRI}
    )


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(make_the_campus, migrations.RunPython.noop)]
