from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("courses", "0009_agreed_listings"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lesson",
            name="kind",
            field=models.CharField(default="article", max_length=10, verbose_name="kind"),
        ),
    ]
