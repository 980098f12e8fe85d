"""Makes the table of deeds, closed against change: rows are added, and stay."""

import campus.ids
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# One change passes: an account that goes leaves its deeds without their link, and with its name.
GUARD = """
CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL
        AND to_jsonb(NEW) - 'by_id' = to_jsonb(OLD) - 'by_id' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the list of deeds is append-only: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit_deed
    FOR EACH ROW EXECUTE FUNCTION audit_refuse_change();
"""
UNGUARD = "DROP TRIGGER append_only ON audit_deed; DROP FUNCTION audit_refuse_change();"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Deed',
            fields=[
                ('id', models.UUIDField(default=campus.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='who')),
                ('deed', models.CharField(max_length=60, verbose_name='what')),
                ('kind', models.CharField(max_length=60, verbose_name='kind of object')),
                ('object', models.CharField(max_length=64)),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='object')),
                ('within', models.CharField(blank=True, max_length=64)),
                ('detail', models.JSONField(default=dict, verbose_name='details')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'deed',
                'verbose_name_plural': 'deeds',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['object', '-at'], name='deeds_of_an_object'), models.Index(fields=['within', '-at'], name='deeds_within'), models.Index(fields=['-at', '-id'], name='deeds_newest_first')],
            },
        ),
        migrations.RunSQL(GUARD, UNGUARD),
    ]
