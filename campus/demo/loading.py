"""Loads the demo campus through the functions that everybody else's courses and teams go through.

What people wrote and did is one transaction; progress and credentials then follow from the log.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from campus.accounts.models import User
from campus.errors import Conflict, NotAllowed
from campus.owed import claiming
from courses.models import Course
from tracks.models import Project, Track
from tracks.teams import learners_of, sign_outcome
from workers.progress.folding.shards import fold_all

from . import teams
from .achievements import load_achievements
from .content import load_courses, minutes_of
from .drafts import load_review
from .learning import attend_workshop, study
from .people import load_people
from .shelves import load_shelves

LEARNER = "learner@campus.example"
_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the demo consists of."""

    people: int
    courses: int
    teams: int

    def __str__(self) -> str:
        return (
            f"The demo campus is loaded: {self.courses} courses, {self.people} people, "
            f"{self.teams} project teams."
        )


def is_empty() -> bool:
    return not User.objects.exists() and not Course.objects.exists()


def refuse_unless_fit(*, force: bool) -> None:
    """Raises NotAllowed or Conflict where the demo has no business, forced or not in production.

    A campus that holds the demo already is fit: loading again changes nothing.
    """
    if not settings.IS_DEVELOPMENT:
        detail = "The demo is only for development: its password is public. Set CAMPUS_ENV there."
        raise NotAllowed(detail, code="demo_in_production")
    if force:
        return
    if not settings.HAS_EMBEDDED_DATABASE:
        raise Conflict(
            "DATABASE_URL names a database of yours: add --force to load the demo into it.",
            code="database_not_embedded",
        )
    if not is_empty() and not User.objects.filter(email=LEARNER).exists():
        raise Conflict(
            "This campus holds something else already: start another with CAMPUS_DATA, "
            "or add --force to load the demo beside it.",
            code="campus_not_empty",
        )


def load() -> Loaded:
    """Load everything, then do at once what the workers would do: fold, issue, render."""
    with transaction.atomic():
        people, prefecture = load_people()
        courses = load_courses(by=people[teams.TRAINER])
        template = teams.load_template(courses, minutes_of(courses))
        half_way = teams.load_team(teams.HALF_WAY, people, prefecture, template)
        finished = teams.load_team(teams.FINISHED, people, prefecture, template)
        load_shelves(people, courses, prefecture)
        load_review(people, courses)
        load_achievements(people, courses, prefecture)
        _let_learner_learn(people, courses)
        _let_team_begin(half_way, people, courses)
        _let_team_finish(finished, people, courses)
    settle()
    return Loaded(people=len(people), courses=len(courses), teams=2)


def _let_learner_learn(people: Mapping[str, User], courses: Mapping[str, Course]) -> None:
    study(people[LEARNER], courses["langage-clair"], mistakes=1)
    study(people[LEARNER], courses["sciences-comportementales"], lessons=3)
    study(people[LEARNER], courses["conduire-un-projet"], lessons=0)


def _let_team_begin(
    track: Track, people: Mapping[str, User], courses: Mapping[str, Course]
) -> None:
    """Each as far as people of a real team are: the lead ahead, one of them absent."""
    lead, thomas, aminata, julien, yasmine = (
        people[email] for email in (teams.HALF_WAY.lead, *teams.HALF_WAY.members)
    )
    for person in (lead, thomas, aminata, julien):
        study(person, courses["design-de-service"])
    study(yasmine, courses["design-de-service"], lessons=4)
    attend_workshop(track, [lead, thomas, aminata, julien], coach=people[teams.COACH])
    study(lead, courses["langage-clair"])
    study(thomas, courses["langage-clair"], lessons=4)
    study(aminata, courses["langage-clair"], lessons=2)


def _let_team_finish(
    track: Track, people: Mapping[str, User], courses: Mapping[str, Course]
) -> None:
    assert track.team is not None
    learners = learners_of(track.team)
    for person in learners:
        for slug, _title in teams.STEPS:
            if slug:
                study(person, courses[slug])
    coach = people[teams.COACH]
    attend_workshop(track, learners, coach=coach)
    project = Project.objects.get(team=track.team)
    if not project.signed_at:
        sign_outcome(project=project, coach=coach, outcome=teams.OUTCOME)


def settle() -> None:
    """Fold the log and do what is owed, until nothing is due; a worker that runs may help."""
    fold_all()
    for _round in range(_MOST_ROUNDS):
        kinds = claiming.kinds_due()
        if not kinds:
            return
        for kind in kinds:
            claiming.do_owed(kind)
