"""Quizzes of before get their rules, and keys the words they are graded by."""

from django.db import migrations


def give_quizzes_their_rules(apps, schema_editor):
    lessons = apps.get_model("courses", "Lesson").objects.filter(kind="quiz", quiz=None)
    quiz = apps.get_model("courses", "Quiz")
    quiz.objects.bulk_create(quiz(lesson=lesson) for lesson in lessons)


def spell_keys(apps, schema_editor):
    rows = apps.get_model("courses", "ReleaseLesson").objects.filter(key__isnull=False)
    for row in rows.only("key").iterator():
        row.key = {question: _spelled(right) for question, right in row.key.items()}
        row.save(update_fields=["key"])


def _spelled(right):
    if isinstance(right, dict):
        return right
    return {"kind": "single" if len(right) == 1 else "multiple", "right": right}


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_open_courses")]
    operations = [
        migrations.RunPython(give_quizzes_their_rules, migrations.RunPython.noop),
        migrations.RunPython(spell_keys, migrations.RunPython.noop),
    ]
