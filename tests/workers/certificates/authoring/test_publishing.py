"""Publishing freezes what an achievement says; what could never be earned is refused."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override

from campus.audit.models import Deed
from campus.errors import Conflict, Invalid, NotAllowed
from courses.models import Skill
from tests import world
from tests.trainers import a_staff_member, a_trainer
from tests.workers.certificates.working import a_signed_team, work
from tests.workers.certificates.written import an_achievement, published
from tracks.teams import add_member
from workers.certificates.authoring.publishing import archive, publish, restore
from workers.certificates.issuing.sweeping import find_unissued, unissued
from workers.certificates.models import (
    Achievement,
    AchievementVersion,
    CertificateTemplate,
    Credential,
    Signatory,
)
from workers.certificates.naming import confirm
from workers.certificates.pages.themes import LAUREL
from workers.certificates.proving.credentials import verify
from workers.certificates.rules.validity import valid_until

pytestmark = pytest.mark.django_db


def held(person: Any) -> list[str]:
    """The kinds of what she has, in order."""
    kinds = Credential.objects.filter(person=person).values_list("achievement__kind", flat=True)
    return sorted(kinds)


class TestWhatIsFrozen:
    def test_a_version_keeps_skills_signatories_and_look_as_they_were(self) -> None:
        course, trainer = world.a_published_course(), a_trainer()
        template = CertificateTemplate.objects.create(
            organisation=course.organisation, name="Sobre", is_default=True
        )
        achievement = an_achievement(course, valid_for_months=24, renewal_opens_months=3)
        skill = Skill.objects.create(key="clarte", title={"fr": "Clarté"}, framework="RNCP")
        achievement.skills.create(skill=skill, level=3)
        signatory = Signatory.objects.create(
            organisation=course.organisation, name="Odile Brun", role={"fr": "Directrice"}
        )
        achievement.signatories.create(signatory=signatory)
        version = publish(achievement=achievement, by=trainer)
        Skill.objects.update(title={"fr": "Autre"})
        Signatory.objects.update(name="Autre")
        version.refresh_from_db()
        assert version.skills[0]["title"] == {"fr": "Clarté"}
        assert version.skills[0]["level"] == 3
        assert version.signatories[0]["name"] == "Odile Brun"
        assert version.look["layout"] == template.layout
        assert (version.valid_for_months, version.renewal_opens_months) == (24, 3)
        assert (version.number, version.published_by) == (1, trainer)
        assert Deed.objects.filter(deed="achievement.published").count() == 1

    def test_the_same_again_makes_no_version_and_another_text_makes_one(self) -> None:
        achievement = published(world.a_published_course())
        publish(achievement=achievement, by=a_trainer())
        assert AchievementVersion.objects.count() == 1
        Achievement.objects.update(title={"fr": "Écriture claire"})
        assert publish(achievement=achievement, by=a_trainer()).number == 2

    def test_what_staff_leave_empty_is_said_by_the_course(self) -> None:
        course = world.a_published_course("Écrire simplement")
        version = publish(achievement=an_achievement(course, title={}), by=a_trainer())
        assert version.title == {"fr": course.title}


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("fields", "code"),
        [
            ({"title": {"en": "Clear writing"}}, "no_source_text"),
            ({"description": {"en": "About it"}}, "no_source_text"),
            ({"title": {}, "source_language": "en"}, "no_source_text"),
            ({"renewal_opens_months": 2}, "renewal_without_validity"),
            ({"subject_kind": "team"}, "no_team_follows_a_course"),
            ({"least_trust": "graded"}, "never_met"),
            ({"least_trust": "observed"}, "never_met"),
        ],
    )
    def test_what_could_not_be_issued_is_refused_and_says_why(
        self, fields: dict[str, Any], code: str
    ) -> None:
        achievement = an_achievement(world.a_published_course(), **fields)
        with pytest.raises(Invalid) as refused:
            publish(achievement=achievement, by=a_trainer())
        assert refused.value.code == code
        assert not AchievementVersion.objects.exists()

    def test_what_a_track_gives_may_end_and_is_never_renewed(self) -> None:
        of = world.a_team_with_a_track()
        achievement = an_achievement(of.track, valid_for_months=24, renewal_opens_months=3)
        with override("en"), pytest.raises(Invalid, match="not followed twice") as refused:
            publish(achievement=achievement, by=a_trainer())
        assert refused.value.code == "no_renewal_of_a_track"
        achievement.renewal_opens_months = None
        achievement.save()
        assert publish(achievement=achievement, by=a_trainer()).valid_for_months == 24

    def test_trust_that_every_lesson_can_have_is_allowed(self) -> None:
        course = world.a_published_course(lessons=("quiz",))
        assert publish(achievement=an_achievement(course, least_trust="graded"), by=a_trainer())

    def test_what_another_organisation_owns_is_refused(self) -> None:
        course = world.a_published_course()
        other = CertificateTemplate.objects.create(
            organisation=world.an_organisation(), name="Ailleurs"
        )
        achievement = an_achievement(course, template=other)
        with pytest.raises(Invalid, match="Ailleurs"):
            publish(achievement=achievement, by=a_trainer())

    def test_an_own_layout_is_for_campus_staff_alone(self) -> None:
        course = world.a_published_course()
        own = CertificateTemplate.objects.create(
            organisation=course.organisation, name="À nous", layout="#[Bonjour]"
        )
        achievement = an_achievement(course, template=own)
        with pytest.raises(NotAllowed) as refused:
            publish(achievement=achievement, by=a_trainer())
        assert refused.value.code == "layout_not_trusted"
        assert publish(achievement=achievement, by=a_staff_member()).look["layout"]

    def test_nor_does_a_trainer_publish_with_one_that_is_the_default_of_her_organisation(
        self,
    ) -> None:
        course = world.a_published_course()
        CertificateTemplate.objects.create(
            organisation=course.organisation, name="À nous", layout="#[Bonjour]", is_default=True
        )
        achievement = an_achievement(course)
        with pytest.raises(NotAllowed) as refused:
            publish(achievement=achievement, by=a_trainer())
        assert refused.value.code == "layout_not_trusted"
        plain = CertificateTemplate.objects.create(organisation=course.organisation, name="Sobre")
        achievement.template = plain
        achievement.save()
        assert publish(achievement=achievement, by=a_trainer()).look["layout"] == ""

    def test_what_is_archived_is_not_published(self) -> None:
        achievement = an_achievement(world.a_published_course())
        archive(achievement=achievement, by=a_trainer())
        with pytest.raises(Conflict):
            publish(achievement=achievement, by=a_trainer())
        restore(achievement=achievement, by=a_trainer())
        assert publish(achievement=achievement, by=a_trainer())

    def test_archiving_twice_is_refused(self) -> None:
        achievement = an_achievement(world.a_published_course())
        archive(achievement=achievement, by=a_trainer())
        with pytest.raises(Conflict):
            archive(achievement=achievement, by=a_trainer())


class TestWhatIsIssued:
    def test_every_published_achievement_of_a_course_is_issued(self) -> None:
        course, awa = world.a_published_course(), world.a_learner()
        published(course)
        world.finish(awa, course)
        work()
        assert held(awa) == ["attestation", "certificate"]
        assert verify().differences == []

    def test_a_draft_issues_nothing(self) -> None:
        course, awa = world.a_published_course(), world.a_learner()
        an_achievement(course)
        world.finish(awa, course)
        work()
        assert held(awa) == ["attestation"]
        assert unissued() == []

    def test_what_is_published_later_is_found_by_the_sweeper(self) -> None:
        course, awa = world.a_published_course(), world.a_learner()
        world.finish(awa, course)
        work()
        achievement = published(course)
        assert len(unissued()) == 1
        assert "no credential was issued" in "".join(verify().differences)
        assert find_unissued() == 1
        work()
        assert Credential.objects.filter(achievement=achievement).count() == 1
        assert unissued() == []

    def test_what_is_archived_issues_nothing_new_and_keeps_what_there_is(self) -> None:
        course, awa, marc = world.a_published_course(), world.a_learner(), world.a_learner("Marc")
        achievement = published(course)
        world.finish(awa, course)
        work()
        archive(achievement=achievement, by=a_trainer())
        archive(achievement=Achievement.objects.get(kind="attestation"), by=a_trainer())
        world.finish(marc, course)
        work()
        assert (held(awa), held(marc)) == (["attestation", "certificate"], [])
        assert unissued() == []
        assert verify().differences == []

    def test_an_attestation_that_staff_write_takes_the_place_of_the_course_s_words(self) -> None:
        course, awa, marc = world.a_published_course(), world.a_learner(), world.a_learner("Marc")
        world.finish(awa, course)
        work()
        attestation = Achievement.objects.get()
        attestation.title = {"fr": "Les mots de l’équipe"}
        attestation.save()
        world.finish(world.a_learner("Zoé"), course)
        work()
        assert not Credential.objects.filter(title__contains="l’équipe").exists()
        publish(achievement=attestation, by=a_trainer())
        world.finish(marc, course)
        work()
        credential = Credential.objects.get(person=marc)
        assert "Les mots de l’équipe" in credential.title
        assert credential.version.number == 2
        assert Credential.objects.filter(person=awa).count() == 1

    def test_graded_means_that_every_record_is(self) -> None:
        course = world.a_published_course(lessons=("quiz",))
        published(course, least_trust="graded")
        awa = world.a_learner()
        world.finish(awa, course)
        work()
        certificate = Credential.objects.get(achievement__kind="certificate")
        assert certificate.rule[0]["any_of"] == [["passed", "graded"]]
        assert verify().differences == []

    def test_whoever_lacks_the_trust_gets_the_attestation_alone_and_nothing_is_owed(self) -> None:
        course, awa = world.a_published_course(), world.a_learner()
        achievement = published(course)
        # As if the lessons had been quizzes when it was published.
        AchievementVersion.objects.create(
            achievement=achievement, number=2, source_language="fr", title={"fr": "Noté"},
            criteria={"complete": "work", "least_trust": "graded"}, published_by=a_trainer(),
            created_at=datetime.now(UTC),
        )  # fmt: skip
        world.finish(awa, course)
        work()
        assert held(awa) == ["attestation"]
        assert unissued() == []

    def test_what_ends_says_when_and_a_certificate_in_another_language_is_possible(self) -> None:
        course, awa = world.a_published_course(), world.a_learner()
        published(course, valid_for_months=12, title={"en": "Clear writing"}, source_language="en")
        world.finish(awa, course)
        work()
        certificate = Credential.objects.get(achievement__kind="certificate")
        assert certificate.language == "en"
        assert certificate.face["subject"] == "Clear writing"
        assert certificate.valid_until == valid_until(certificate.issued_at, 12)


class TestTeams:
    def test_whoever_confirms_her_name_later_gets_hers_then(self) -> None:
        of = a_signed_team(confirmed=False)
        work()
        tracks = Credential.objects.filter(achievement__target_kind="track")
        assert {one.person for one in tracks} == {of.lead, None}
        assert verify().unnamed == 1
        confirm(person=of.member, name="Marc Roy")
        work()
        assert {one.person for one in tracks.all()} == {of.lead, of.member, None}
        assert verify().differences == []

    def test_a_certificate_published_later_goes_to_the_members_of_that_instant(self) -> None:
        of = a_signed_team()
        work()

        late = world.a_person("Paul Tard")
        add_member(team=of.team, person=late)
        published(of.track, title={"fr": "Un service plus clair"})
        assert len(unissued()) == 1
        find_unissued()
        work()
        certificates = Credential.objects.filter(achievement__kind="certificate")
        assert {one.person for one in certificates} == {of.lead, of.member}
        assert unissued() == []

    def test_both_team_and_members_may_earn_several(self) -> None:
        of = a_signed_team()
        published(of.track, subject_kind="team")
        published(of.track)
        work()
        kinds = Credential.objects.filter(achievement__target_kind="track").values_list(
            "achievement__kind", "subject_kind"
        )
        assert sorted(kinds) == [
            ("attestation", "person"), ("attestation", "person"), ("attestation", "team"),
            ("certificate", "person"), ("certificate", "person"), ("certificate", "team"),
        ]  # fmt: skip


def test_what_comes_of_itself_wears_the_default_template_of_its_organisation() -> None:
    course, first, later = world.a_published_course(), world.a_learner(), world.a_learner()
    world.finish(first, course)
    work()
    CertificateTemplate.objects.create(
        organisation=course.organisation, name="Laurier", theme=asdict(LAUREL), is_default=True
    )
    world.finish(later, course)
    work()
    before, after = (Credential.objects.get(person=person) for person in (first, later))
    worn = [(one.face["look"]["theme"]["layout"], one.version.number) for one in (before, after)]
    assert worn == [("panel", 1), ("classical", 2)]
    assert verify().differences == []
