"""The demo campus, loaded once: every screen has something to show, and again changes nothing."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from pytest_django.fixtures import Settings

from campus.accounts import consents
from campus.accounts.models import Consent, Role, User
from campus.demo import content, drafts, loading, teams
from campus.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from campus.env import Env
from campus.errors import Conflict, NotAllowed
from campus.markdown.findings import Finding
from campus.owed.models import Owed
from campus.records.proving import prove
from courses.catalogue import resourcing
from courses.catalogue.collecting import courses_in, published_collections
from courses.catalogue.wishing import open_wishes
from courses.compiling import compile_course
from courses.compiling.reading import read_draft
from courses.drafting.reviewing import comments_on
from courses.models import (
    AttemptAnswer,
    Course,
    CourseCompletion,
    CourseSkill,
    QuestionBank,
    Relation,
    ReleaseLesson,
    Skill,
    SkillLevel,
)
from courses.releases.checking import check
from courses.releases.differences import differences
from courses.releases.versions import release_version, version_of_draft
from tests import servers
from tests.conftest import DATABASE
from tracks.models import ProjectTeam, Track
from workers.certificates.models import CertificateDocument, Credential
from workers.progress.models import Progress, TeamProgress
from workers.progress.proving.verifying import verify


@pytest.fixture(scope="module", autouse=True)
def demo(
    campus_servers: Env,
    migrated_template: str,
    django_db_setup: None,
    django_db_blocker: pytest.FixtureRequest,
) -> Iterator[None]:
    """All tests of this file look at one demo, then it is gone."""
    with django_db_blocker.unblock():
        loading.load()
        yield
        connections.close_all()
        servers.make_database(campus_servers, DATABASE, template=migrated_template)


@pytest.fixture
def undone() -> Iterator[None]:
    """What the test changes is undone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def person(name: str) -> User:
    return User.objects.get(email=f"{name}@campus.example")


def fraction(progress: Progress | TeamProgress) -> float:
    return progress.minutes_done / progress.minutes


def half_way_track() -> Track:
    return Track.objects.get(team__name=teams.HALF_WAY.name)


def finished_track() -> Track:
    return Track.objects.get(team__name=teams.FINISHED.name)


def test_every_account_signs_in_with_the_password_that_is_printed() -> None:
    for account in DEMO_ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(DEMO_PASSWORD)
        assert user.name == account.name
        assert EmailAddress.objects.get(user=user).verified


def test_colleagues_people_the_lists_but_cannot_sign_in() -> None:
    assert not person("aminata.diop").has_usable_password()


def test_each_part_has_its_role() -> None:
    kinds = {kind: set(Role.objects.filter(kind=kind).values_list("person__email", flat=True))
             for kind in Role.Kind}  # fmt: skip
    assert kinds[Role.Kind.TRAINER] == {"trainer@campus.example"}
    assert kinds[Role.Kind.MANAGER] == {"manager@campus.example"}
    assert kinds[Role.Kind.STAFF] == {"staff@campus.example"}
    assert {user.email for user in User.objects.filter(is_staff=True)} == {
        "trainer@campus.example",
        "staff@campus.example",
    }


def test_every_course_is_published_and_belongs_to_a_work() -> None:
    courses = Course.objects.filter(current_release__isnull=False)
    assert courses.filter(language="fr").count() == 4
    assert courses.filter(language="en").count() == 2
    assert len({course.work_id for course in courses}) == 4


def test_every_link_and_picture_in_the_courses_leads_somewhere() -> None:
    found: list[Finding] = []
    for course in Course.objects.all():
        found += compile_course(course).findings
    assert found == []


def test_every_kind_of_lesson_is_there() -> None:
    kinds = set(ReleaseLesson.objects.values_list("kind", flat=True))
    assert kinds == {"article", "video", "quiz", "file", "link"}


def test_every_course_passes_the_checklist_without_a_warning() -> None:
    for course in Course.objects.all():
        assert [f"{course.slug}: {item.said}" for item in check(course).items] == []


def test_courses_say_what_comes_before_them_and_what_goes_with_them() -> None:
    said = set(Relation.objects.values_list("course__slug", "kind", "work__key"))
    assert ("conduire-un-projet", "prerequisite", "service-design") in said
    assert ("behavioural-insights", "prerequisite", "leading-a-transformation-project") in said
    assert len({slug for slug, _kind, _work in said}) == len(content.SLUGS)


def test_skills_say_what_each_level_means_and_courses_from_where_to_where() -> None:
    assert Skill.objects.filter(framework=content.FRAMEWORK).count() == 6
    assert SkillLevel.objects.count() == 18
    assert CourseSkill.objects.filter(from_level=1, level=2).count() == 3


def test_collections_tools_an_expert_and_a_lab_stand_beside_the_courses() -> None:
    shelves = published_collections()
    assert sorted(len(courses_in(shelf, "fr")) for shelf in shelves) == [2, 3]
    kinds = [one.kind for one in resourcing.listed()]
    assert sorted(kinds) == ["expert", "lab", "tool", "tool"]


@pytest.mark.usefixtures("undone")
def test_whoever_takes_her_agreement_back_is_no_longer_listed() -> None:
    consents.take_back(person=person("coach"), kind=Consent.Kind.LISTED)
    assert sorted(one.kind for one in resourcing.listed()) == ["lab", "tool", "tool"]


def test_three_courses_are_wished_for_the_most_wanted_first() -> None:
    assert [wish.support for wish in open_wishes()] == [4, 3, 2]


def test_a_draft_waits_for_its_comment_to_be_settled() -> None:
    course = Course.objects.get(slug=drafts.COURSE)
    said = comments_on(course).get()
    assert (said.author, said.settled_at) == (person("staff"), None)
    before = release_version(course.current_release)
    changed = differences(before, version_of_draft(read_draft(course)))
    assert [one.title for one in changed.lessons] == [said.lesson.title]


def test_the_bank_knows_how_hard_its_questions_are() -> None:
    bank = QuestionBank.objects.get()
    assert bank.questions.count() >= 8
    asked = set(AttemptAnswer.objects.values_list("question", flat=True))
    assert asked & set(bank.questions.values_list("id", flat=True))


def test_learner_is_half_way_through_one_course() -> None:
    mine = Progress.objects.filter(person=person("learner").id, state="in_progress")
    assert 0.3 < fraction(mine.get()) < 0.7


def test_learner_holds_the_credential_of_another_with_its_document() -> None:
    credential = Credential.objects.get(subject=person("learner").id)
    assert CertificateDocument.objects.filter(credential=credential).exists()


def test_learner_made_a_mistake_in_the_quiz_and_passed_all_the_same() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT score, trust FROM records_record WHERE verb = 'passed' AND learner = %s",
            [person("learner").id],
        )
        assert cursor.fetchall() == [(0.8, "graded")]


@pytest.mark.parametrize("name", ["member", "lead"])
def test_member_and_lead_are_half_way_through_their_track(name: str) -> None:
    mine = Progress.objects.get(person=person(name).id, target=half_way_track().id)
    assert 0.3 < fraction(mine) < 0.8


def test_the_team_of_member_and_lead_is_half_way() -> None:
    progress = TeamProgress.objects.get(track=half_way_track().id)
    assert progress.members == 5
    assert 0.3 < fraction(progress) < 0.7


def test_the_other_team_is_finished_and_signed() -> None:
    progress = TeamProgress.objects.get(track=finished_track().id)
    assert progress.state == "completed"
    assert finished_track().team.project.signed_by == person("coach")


def test_the_finished_team_and_each_of_its_members_hold_a_credential() -> None:
    track = finished_track()
    holders = {track.team_id, *track.enrolments.values_list("person_id", flat=True)}
    held = Credential.objects.filter(subject__in=holders, achievement__target=track.id)
    assert {credential.subject for credential in held} == holders
    assert held.count() == len(holders) == 5


def test_the_unfinished_team_holds_none() -> None:
    assert not Credential.objects.filter(subject=half_way_track().team_id).exists()


def test_every_completed_course_has_led_to_a_credential() -> None:
    assert CourseCompletion.objects.count() == 1 + 5 + 4 * 4
    assert Credential.objects.filter(achievement__target_kind="work").count() == 1 + 5 + 4 * 4


def test_nothing_stays_owed_and_replaying_and_proving_the_log_find_no_difference() -> None:
    assert list(Owed.objects.values_list("kind", "key", "fault")) == []
    assert verify().differences == []
    assert prove().faults == []


def test_two_organisations_have_people() -> None:
    assert ProjectTeam.objects.values("organisation").distinct().count() == 1
    employers = User.objects.values_list("affiliations__organisation", flat=True)
    assert len(set(employers)) == 2


def contents() -> dict[str, tuple[int, str]]:
    """By table, how many rows there are and a digest of all they hold."""
    found = {}
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for table in sorted(tables & set(connection.introspection.table_names())):
            cursor.execute(
                f"SELECT count(*), coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') "
                f'FROM "{table}" t'
            )
            found[table] = cursor.fetchone()
    return found


def test_loading_again_changes_nothing() -> None:
    before = contents()
    assert before["records_record"][0] > 150
    loading.load()
    assert contents() == before


@pytest.mark.usefixtures("undone")
def test_a_change_would_be_seen() -> None:
    before = contents()
    User.objects.filter(email="learner@campus.example").update(name="Somebody else")
    assert contents() != before


def test_a_campus_that_holds_the_demo_may_load_it_again(settings: Settings) -> None:
    settings.HAS_EMBEDDED_DATABASE = True
    loading.refuse_unless_fit(force=False)


def test_production_refuses_the_demo_even_if_forced(settings: Settings) -> None:
    settings.IS_DEVELOPMENT = False
    with pytest.raises(NotAllowed, match="only for development"):
        loading.refuse_unless_fit(force=True)


def test_a_database_of_the_operators_is_refused_unless_forced(settings: Settings) -> None:
    settings.HAS_EMBEDDED_DATABASE = False
    with pytest.raises(Conflict, match="--force"):
        loading.refuse_unless_fit(force=False)
    loading.refuse_unless_fit(force=True)


@pytest.mark.usefixtures("undone")
def test_a_campus_of_others_is_refused_unless_forced(settings: Settings) -> None:
    settings.HAS_EMBEDDED_DATABASE = True
    User.objects.filter(email="learner@campus.example").update(email="someone@ministere.example")
    with pytest.raises(Conflict, match="something else already"):
        loading.refuse_unless_fit(force=False)
    loading.refuse_unless_fit(force=True)


def test_the_command_refuses_in_one_line(settings: Settings) -> None:
    settings.IS_DEVELOPMENT = False
    with pytest.raises(CommandError, match="only for development"):
        call_command("demo")


def test_if_empty_leaves_a_campus_that_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    before = contents()
    call_command("demo", "--if-empty")
    assert "not empty" in capsys.readouterr().out
    assert contents() == before
