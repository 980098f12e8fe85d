"""A course's people by the order in which they joined, in place of the index on the course alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0013_prior_learning'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='enrolment',
            index=models.Index(fields=['course', 'id'], name='enrolment_by_course'),
        ),
        migrations.AlterField(
            model_name='enrolment',
            name='course',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='enrolments', to='courses.course'),
        ),
    ]
