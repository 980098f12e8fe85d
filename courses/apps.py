"""The Django app of courses."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from campus.records import checking, verbs
        from campus.records.lrs import assertables, describing, enrolled, hearing
        from courses import describing as telling
        from courses import enrolment, learning
        from courses.accrediting import statements as elsewhere
        from courses.kinds import KINDS
        from courses.quizzes import answering

        verbs.know_lessons(KINDS)
        checking.register(learning.LESSON, learning.check, answering.keep_answers)
        enrolled.register(learning.LESSON, enrolment.find_enrolled)
        hearing.register(hearing.Listener(elsewhere.hear, elsewhere.take_back))
        describing.register("course", telling.courses_of)
        describing.register("lesson", telling.lessons_of)
        kind = assertables.Kind(_("Courses"), telling.find_by_slug, telling.all_by_title)
        assertables.register("course", kind)
