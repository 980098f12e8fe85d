"""Owns what the workers do in these tests, and the teams and people it is done for."""

from campus.accounts.models import User
from campus.owed.claiming import do_owed
from campus.owed.models import Owed
from tests import world
from tracks.teams import sign_outcome
from workers.certificates.models import ConfirmedName, Credential
from workers.certificates.pages.rendering import DOCUMENT
from workers.progress.folding.earning import CREDENTIAL
from workers.progress.folding.shards import fold_all
from workers.progress.folding.teams import TEAM_PROGRESS


def work() -> None:
    """Until nothing is due."""
    fold_all()
    for _ in range(3):
        for kind in (TEAM_PROGRESS, CREDENTIAL, DOCUMENT):
            do_owed(kind)
    assert not Owed.objects.filter(tries__gt=0).exists()


def a_credential(holder: User | None = None, *, title: str = "Écrire simplement") -> Credential:
    """Of a course, issued and rendered."""
    holder = holder or world.a_learner("Awa Diop")
    world.finish(holder, world.a_published_course(title, lessons=("article", "quiz")))
    work()
    return Credential.objects.filter(person=holder).latest("issued_at")


def an_issued_credential(holder: User | None = None) -> Credential:
    """Of a course, and nobody has made its PDF yet."""
    holder = holder or world.a_learner("Awa Diop")
    course = world.a_published_course(lessons=("article",))
    world.finish(holder, course)
    fold_all()
    do_owed(CREDENTIAL)
    return Credential.objects.get(person=holder, achievement__target=course.work_id)


def attend(of: world.Followed, *people: User) -> None:
    workshop = of.step("workshop")
    for person in people:
        enrolment = of.track.enrolments.get(person=person)
        world.say(of.coach, world.an_item(enrolment.id, step=workshop.step_id, verb="attended"))


def a_signed_team(*, confirmed: bool = True) -> world.Followed:
    """Lead and member did the course and attended; the coach signed.

    Not `confirmed`: the member has not said yet which name her certificates show.
    """
    of = world.a_team_with_a_track()
    if not confirmed:
        ConfirmedName.objects.filter(person=of.member).delete()
    for person in of.learners:
        world.finish(person, of.course)
    attend(of, *of.learners)
    sign_outcome(project=of.project, coach=of.coach, outcome="Les courriers sont plus clairs.")
    return of
