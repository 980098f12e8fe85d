"""Owns teams that follow a track of one course, and say much about its lessons."""

from uuid import UUID

TEAMS, MEMBERS = 100, 10
LESSONS = 8

# One record for each time: the last completes, those before are reading. What the fold reads of
# them is columns, so the statements may be empty.
SAY = """
WITH said AS (
    SELECT gen_random_uuid() AS id, e.person_id, e.registration, e.release_id, l AS lesson, n
    FROM courses_enrolment e, unnest(%s::uuid[]) AS l, generate_series(1, %s) AS n
), ids AS (
    INSERT INTO records_id (id, stored_at) SELECT id, statement_timestamp() FROM said
    RETURNING id, stored_at
), logged AS (
    INSERT INTO records_record (id, stored_at, occurred_at, learner_kind, learner, registration,
        object_kind, object, release, verb, seconds, trust, statement, salt, hash)
    SELECT id, stored_at, stored_at, 'person', person_id, registration, 'lesson', lesson,
        release_id, CASE n WHEN %s THEN 'completed' ELSE 'experienced' END, 60, 'declared',
        '{}', '\\x00', '\\x00'
    FROM said JOIN ids USING (id) RETURNING id, stored_at, learner, position
)
INSERT INTO records_owed (position, shard, id, stored_at)
SELECT position, get_byte(uuid_send(learner), 15) %% 16, id, stored_at FROM logged
"""


def follow() -> list[UUID]:
    """Teams that follow one track of one course; answers its lessons."""
    from campus.accounts.models import User
    from tests import world
    from tracks.models import Project, ProjectTeam
    from tracks.tailoring import make_track
    from tracks.teams import add_member

    course = world.a_published_course(lessons=("article",) * LESSONS)
    template, coach = world.a_template(courses=[course]), world.a_learner("Chloé Petit")
    for number in range(TEAMS):
        team = ProjectTeam.objects.create(organisation=course.organisation, name=f"Team {number}")
        Project.objects.create(team=team, title=f"Project {number}")
        for member in range(MEMBERS):
            person = User.objects.create(email=f"{number}-{member}@example.org", name="Awa Diop")
            add_member(team=team, person=person)
        make_track(template=template, by=coach, team=team)
    return [lesson.id for lesson in world.lessons_of(course)]
