"""Answers that came as a learning record are an attempt too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_catalogue_search")]
    operations = [
        migrations.AddField(
            model_name="attempt", name="record", field=models.UUIDField(null=True, unique=True)
        )
    ]
