"""Owns the small campus that the browser walks through, with something on every page."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress

from campus.accounts.models import User
from campus.owed.claiming import do_owed
from courses.catalogue import wishing
from courses.drafting.authoring import add_lesson, archive
from courses.enrolment import enrol
from courses.models import Collection, Course, Lesson, Resource
from courses.quizzes import attempting
from courses.releases.previews import make_link
from courses.releases.publishing import publish
from tests.standing import a_collection, a_resource
from tests.trainers import a_staff_member
from tests.world import (
    Followed,
    a_draft,
    a_learner,
    a_published_course,
    a_quiz,
    a_team_with_a_track,
    finish,
    lessons_of,
    wrong_answers,
)
from tracks.models import TrackEnrolment
from tracks.teams import add_member
from tracks.waiving import waive
from workers.certificates.ends import correcting, sharing
from workers.certificates.ends.erasing import erase_holder
from workers.certificates.ends.revoking import revoke
from workers.certificates.models import Credential
from workers.progress.folding.earning import CREDENTIAL
from workers.progress.folding.shards import fold_all

TEXT = """
Un cadrage sert à une chose[^1]. [[toc]]

## Les sept rubriques

| Rubrique | Question | Jours |
|---|---|--:|
| Problème | Qui souffre de quoi, et comment le savons-nous ? | 3 |

::: lexique Annotation
Associer une étiquette à une donnée.
:::

::: tip
Faites relire.
:::

::: warning Prudence
Un comité pour tout ne décide de rien.
:::

> Une citation.

- [ ] à faire
- [x] fait

```python
print("une ligne de code qui est bien plus longue que l’écran d’un petit téléphone, exprès")
```

$$
\\sigma = \\sqrt{\\frac{1}{n} \\sum_{i=1}^{n} (x_i - \\bar{x})^2}
\\quad x_1, x_2, x_3, x_4, x_5, x_6 \\in \\mathbb{R}
$$

![Une vidéo](https://youtu.be/dQw4w9WgXcQ)

::: details Transcription
Bonjour, soit $x$ un nombre.
:::

[^1]: Au-delà, on ne relit plus.
"""


@dataclass(frozen=True)
class Shown:
    of: Followed
    course: Course
    lessons: list[Lesson]
    quiz_pages: list[str]
    previews: list[str]
    moves: list[str]
    coached: list[str]
    collection: Collection
    resource: Resource
    certificate: str
    ended: list[str]
    ended_of_mine: list[str]

    @property
    def open_pages(self) -> list[str]:
        return [
            "/",
            "/courses",
            "/courses?q=introuvable",
            "/courses?q=projte",
            "/courses?q=cadrer&language=fr&level=1&max_minutes=600&sort=title",
            "/courses?kind=quiz&level=4",
            f"/courses/{self.course.slug}",
            *(f"/courses/{self.course.slug}/lessons/{lesson.id}" for lesson in self.lessons),
            f"/courses/{self.course.slug}/releases/1",
            "/courses?q=atelier",
            "/collections",
            f"/collections/{self.collection.slug}",
            "/resources",
            "/resources?q=introuvable",
            f"/resources/{self.resource.slug}",
            "/components",
            "/accessibility",
            # These do not move with the language.
            "/../verify",
            "/../issuer",
            f"/../verify/{self.certificate}",
            *self.ended,
            "/account/login/",
            "/account/signup/",
            "/account/password/reset/",
            "/nothing-here",
        ]

    @property
    def own_pages(self) -> list[str]:
        return [
            "/",
            f"/courses/{self.course.slug}",
            *(f"/courses/{self.course.slug}/lessons/{lesson.id}" for lesson in self.lessons),
            *self.quiz_pages,
            *self.previews,
            *self.moves,
            *self.coached,
            "/learning",
            "/wishes",
            "/tracks",
            f"/tracks/{self.of.track.slug}",
            f"/tracks/{self.of.track.slug}/why",
            f"/courses/{self.course.slug}/why",
            f"/teams/{self.of.team.id}",
            f"/teams/{self.of.team.id}/tracks/{self.of.track.slug}/why",
            "/certificates",
            "/certificates/name",
            f"/certificates/{self.certificate}",
            *self.ended_of_mine,
            "/account",
            "/account/email/",
            "/account/password/change/",
            "/account/logout/",
        ]


def a_campus() -> Shown:
    """A lead half-way through, who follows a course of two articles and a quiz."""
    course = a_draft("Cadrer un projet", lessons=("article", "article", "quiz"))
    first = lessons_of(course)[0]
    first.source = TEXT
    first.save()
    publish(course=course, by=None)
    course.refresh_from_db()
    of = a_team_with_a_track(a_published_course(), in_order=True)
    finish(of.member, of.course)
    enrol(person=of.lead, course=course)
    fold_all()
    for person in of.learners:
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    wishing.wish(person=of.member, title="Animer une réunion", why="Pour tous", language="fr")
    a_resource("expert", person=of.lead, title="Ateliers")
    certificate = _certificate(of.lead)
    ended, ended_of_mine = _ended(of.lead)
    return Shown(
        of,
        course,
        lessons_of(course),
        _quiz_pages(of.lead),
        _previews(course),
        _moves(of.lead),
        _coached(of.lead),
        a_collection(course),
        a_resource(title="Ateliers d’écriture"),
        certificate,
        ended,
        ended_of_mine,
    )


def _ended(person: User) -> tuple[list[str], list[str]]:
    """Public pages of certificates that are revoked, replaced, shared, erased; and hers of them."""
    staff = a_staff_member()
    revoked, replaced, shared = (
        Credential.objects.get(id=_certificate(person, f"Cours {n}")) for n in range(3)
    )
    revoke(credential=revoked, by=staff, reason="Délivrée par erreur.")
    asked = correcting.ask(person=person, credential=replaced, name="Lina Costa-Roy")
    correcting.accept(request=asked, by=staff, answer="Avec plaisir.")
    wished = correcting.ask(person=person, credential=shared, name="Lina C.")
    correcting.refuse(request=wished, by=staff, answer="Il faut un nom entier.")
    token = sharing.switch_on(person=person, credential=shared)
    gone = a_learner("Zoé Roy")
    erased = _certificate(gone, "Cours effacé")
    erase_holder(gone)
    follower = Credential.objects.get(supersedes=replaced)
    public = [revoked.id, replaced.id, f"{shared.id}?share={token}", erased]
    mine = [one.id for one in (revoked, replaced, follower, shared)]
    return [f"/../verify/{one}" for one in public], [f"/certificates/{one}" for one in mine]


def _certificate(person: User, title: str = "Relire un courrier") -> str:
    """Of a course that she finished, issued and not asked for yet."""
    course = a_published_course(title)
    finish(person, course)
    fold_all()
    do_owed(CREDENTIAL)
    return Credential.objects.get(person=person, achievement__target=course.work_id).id


def _moves(person: User) -> list[str]:
    """A course with a newer release than hers: its page, what changes, and that release."""
    course = a_draft("Relire à deux", lessons=("article", "article"))
    publish(course=course, by=None)
    course.refresh_from_db()
    enrol(person=person, course=course)
    gone, stays = lessons_of(course)
    archive(item=gone, by=None)
    Lesson.objects.filter(pk=stays.pk).update(minutes=25)
    added = add_lesson(module=course.modules.get(), title="Une de plus", kind="article")
    Lesson.objects.filter(pk=added.pk).update(source="Du texte.", minutes=10)
    publish(course=course, by=None, note="Une leçon de plus.")
    address = f"/courses/{course.slug}"
    return [address, f"{address}/move", f"{address}/releases/2"]


def _coached(person: User) -> list[str]:
    """A team that she coaches, one of whose members she spared a step."""
    of = a_team_with_a_track(a_published_course())
    add_member(team=of.team, person=person, role="coach")
    enrolment = TrackEnrolment.objects.get(track=of.track, person=of.member)
    step = of.step("workshop").step_id
    waiver = waive(by=person, enrolment=enrolment, step=step, reason="Anime cet atelier.")
    fold_all()
    team = f"/teams/{of.team.id}"
    return [team, f"{team}/tracks/{of.track.slug}/waive", f"{team}/waivers/{waiver}"]


def _previews(course: Course) -> list[str]:
    """The whole draft, and each lesson, as a colleague sees them by a link."""
    token = make_link(course=course, release=None, by=None, days=1).token
    of_lessons = [f"/previews/{token}/lessons/{lesson.id}" for lesson in lessons_of(course)]
    return [f"/previews/{token}", *of_lessons]


def _quiz_pages(person: User) -> list[str]:
    """Before, in and after attempts: with every kind of question, in a team, for practice."""
    team, quiz = a_quiz(is_team=True, time_limit_minutes=90)
    untold, exam = a_quiz(attempts_allowed=1, shows_key="never")
    told, other = a_quiz(attempts_allowed=1)
    practice, exercise = a_quiz(mode="practice")
    pages = [_page(team, quiz), _page(practice, exercise), _page(told, other)]
    for course, lesson, is_over in ((team, quiz, False), (untold, exam, True), (told, other, True)):
        enrolment, _is_new = enrol(person=person, course=course)
        attempt, _is_new = attempting.begin(person=person, quiz=lesson.id, enrolment=enrolment.id)
        if is_over:
            attempting.submit(
                person=person, quiz=lesson.id, attempt=attempt.id, answers=wrong_answers(lesson)
            )
        pages.append(f"{_page(course, lesson)}/attempts/{attempt.id}")
    return pages


def _page(course: Course, lesson: Lesson) -> str:
    return f"/courses/{course.slug}/lessons/{lesson.id}"
