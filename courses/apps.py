"""The Django app of courses."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from campus.records import checking, verbs
        from courses import learning
        from courses.kinds import KINDS
        from courses.quizzes import answering

        verbs.know_lessons(KINDS)
        checking.register(learning.LESSON, learning.check, answering.keep_answers)
