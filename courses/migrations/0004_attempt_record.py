"""Answers that came as a learning record are an attempt too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0003_the_quizzes")]
    operations = [
        migrations.AddField(
            model_name="attempt", name="record", field=models.UUIDField(null=True, unique=True)
        )
    ]
