"""A draft that is being reviewed: what the trainer changed since publication, and what is said."""

from collections.abc import Mapping

from campus.accounts.models import User
from courses.drafting.editing import save_lesson
from courses.drafting.reviewing import comment, comments_on
from courses.models import Course, Lesson

COURSE, PATH = "langage-clair", "3-des-phrases-et-des-mots.md"
TRAINER, REVIEWER = "trainer@campus.example", "staff@campus.example"
BEFORE = "Un sigle se déploie à sa première apparition, ou disparaît."
AFTER = (
    "Un sigle se déploie à sa première apparition, ou disparaît. Vérifiez avec une personne "
    "extérieure\u00a0: celui que votre service emploie chaque jour ne lui dit peut-être rien."
)
COMMENT = (
    "Très bien. Pourrait-on ajouter un exemple de sigle qui a trompé un usager ? L’accueil en a "
    "relevé deux le mois dernier."
)


def load_review(people: Mapping[str, User], courses: Mapping[str, Course]) -> None:
    """Once: what became of the change and the comment since is left."""
    course = courses[COURSE]
    if comments_on(course).exists():
        return
    lesson = Lesson.objects.get(module__course=course, path=PATH)
    assert BEFORE in lesson.source, PATH
    save_lesson(
        lesson=lesson,
        by=people[TRAINER],
        version=lesson.version,
        source=lesson.source.replace(BEFORE, AFTER),
    )
    comment(course=course, lesson=lesson, by=people[REVIEWER], text=COMMENT)
