"""Founds what a story needs and no address offers: people, a team, a course with a quiz, a track.

Run as `python -m tests.stories.founding SLUG` on the campus that the environment names; it prints
as JSON what the people of the story know. `SLUG` is a course that is published already.
"""

import json
import sys
from typing import Any


def found(slug: str) -> dict[str, Any]:
    from courses.models import Course
    from tests import world

    guide = Course.objects.get(slug=slug)
    short = world.a_published_course("Écrire simplement", lessons=("article", "video", "quiz"))
    of = world.a_team_with_a_track(courses=[guide, short])
    learner = world.a_learner("Awa Diop")
    people = {"learner": learner, "lead": of.lead, "member": of.member, "coach": of.coach}
    for person in people.values():
        confirm(person)
    return {
        "password": world.PASSWORD,
        "people": {role: person.email for role, person in people.items()},
        "names": {role: person.name for role, person in people.items()},
        "courses": [guide.slug, short.slug],
        "answers": {str(world.quiz_of(short).id): world.right_answers(world.quiz_of(short))},
        "team": of.team.name,
        "track": str(of.track.id),
    }


def confirm(person: Any) -> None:
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(found(sys.argv[1])))
