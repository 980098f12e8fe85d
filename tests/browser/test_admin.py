"""The trainers' pages in Chromium: accessible, by keyboard, with a preview that is the lesson."""

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe
from django.contrib.admin.utils import quote
from django.core import signing
from django.core.files.base import ContentFile

from campus.accounts.models import Role, User
from campus.audit.noting import note
from campus.jobs import working
from courses.admin import questionimports
from courses.admin.textform import SALT
from courses.catalogue import wishing
from courses.drafting.attaching import attach
from courses.importing import arriving
from courses.models import Course, Lesson, QuestionBank, Skill
from courses.questionimports.formats import read_questions
from courses.releases.publishing import publish
from tests.courses.importing_folders import packed
from tests.courses.moodle_exports import EXPORT
from tests.standing import a_collection, a_resource
from tests.trainers import a_staff_member, a_trainer
from tests.workers.certificates.working import an_issued_credential
from tests.workers.certificates.written import an_achievement, published
from tests.world import PASSWORD, a_published_course, a_quiz, a_team_with_a_track, lessons_of
from workers.certificates.authoring.publishing import archive
from workers.certificates.ends.correcting import ask

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de000"
    "0000c49444154789c631009b70700012d00ab03521d9f0000000049454e44ae426082"
)


@dataclass(frozen=True)
class Workshop:
    trainer: User
    course: Course
    lesson: Lesson
    pages: tuple[str, ...]
    staff: User
    staff_pages: tuple[str, ...]

    @property
    def visits(self) -> tuple[tuple[User, tuple[str, ...]], ...]:
        return ((self.trainer, self.pages), (self.staff, self.staff_pages))


def a_workshop() -> Workshop:
    of = a_team_with_a_track()
    course, trainer = of.course, a_trainer(of.course.organisation)
    Role.objects.create(person=trainer, organisation=of.team.organisation, kind="trainer")
    EmailAddress.objects.create(user=trainer, email=trainer.email, verified=True, primary=True)
    attach(course=course, path="images/plan.png", body=PNG)
    template = of.track.template_revision
    assert template is not None
    lesson = lessons_of(course)[0]
    _exam, quiz = a_quiz(organisation=course.organisation, drawn=("single", "number"))
    bank = QuestionBank.objects.get()
    job = working.start(kind="test", owner=trainer, title="Un long travail", arguments={})
    pages = (
        "",
        "courses/course/",
        "courses/course/add/",
        f"courses/course/{course.id}/change/",
        f"courses/course/{course.id}/publish/",
        f"courses/course/{course.id}/releases/",
        f"courses/course/{course.id}/compare/",
        f"courses/course/{course.id}/history/",
        "courses/course/import/",
        f"courses/course/{course.id}/import/",
        _a_difference(trainer, course),
        f"courses/lesson/{lesson.id}/change/",
        "courses/questionbank/add/",
        f"courses/questionbank/{bank.id}/all/",
        f"courses/questionbank/{bank.id}/write/",
        f"courses/questionbank/{bank.id}/import/",
        _a_look(trainer, bank),
        f"courses/lesson/{quiz.id}/quiz/",
        f"courses/lesson/{quiz.id}/quiz/import/",
        "courses/media/add/",
        f"tracks/tracktemplate/{template.template_id}/change/",
        f"tracks/tracktemplate/{template.template_id}/make_a_track/",
        f"tracks/track/{of.track.id}/change/",
        f"tracks/track/{of.track.id}/revise/",
        f"tracks/projectteam/{of.team.id}/change/",
        "jobs/job/",
        f"jobs/job/{job.id}/change/",
    )
    staff = a_staff_member()
    EmailAddress.objects.create(user=staff, email=staff.email, verified=True, primary=True)
    return Workshop(
        trainer,
        course,
        lesson,
        tuple(f"/admin/{page}" for page in (*pages, *_pages_beside(course))),
        staff,
        tuple(f"/admin/{page}" for page in _pages_of_staff(course, staff)),
    )


def _pages_beside(course: Course) -> Iterator[str]:
    """Lists of everything, copies, ways back from another course's second release."""
    twice = a_published_course("Deux fois", organisation=course.organisation)
    Lesson.objects.filter(module__course=twice).update(source="Autrement.")
    publish(course=twice, by=None)
    yield from (f"courses/{name}/" for name in ("media", "lesson", "collection", "resource"))
    yield from (f"courses/{name}/add/" for name in ("lesson", "collection", "resource"))
    for model in ("certificatetemplate", "signatory"):
        yield from (f"certificates/{model}/", f"certificates/{model}/add/")
    yield f"courses/media/{course.media.get().pk}/change/"
    yield f"courses/collection/{a_collection(course).pk}/change/"
    yield f"courses/resource/{a_resource().pk}/change/"
    yield f"courses/course/{course.pk}/duplicate/"
    yield f"courses/course/{twice.pk}/releases/1/back/"
    yield f"courses/course/{twice.pk}/releases/1/draft/"


def _pages_of_staff(course: Course, staff: User) -> Iterator[str]:
    """What only the campus's own people see: the demand, skills, withdrawals, who did what."""
    skill = Skill.objects.create(key="clarte", title={"fr": "Clarté"})
    wish, _is_new = wishing.wish(person=staff, title="Un vœu", why="Pour tous", language="fr")
    deed = note(by=staff, deed="release.published", about=course, detail={"number": 1})
    yield from (
        "courses/wish/",
        f"courses/wish/{wish.pk}/change/",
        f"courses/wish/{wish.pk}/answer/",
    )
    yield from ("courses/skill/", "courses/skill/add/", "courses/skill/framework/")
    yield f"courses/skill/{skill.pk}/change/"
    yield f"courses/media/{course.media.get().pk}/withdraw/"
    yield from ("audit/deed/", f"audit/deed/{deed.pk}/change/")
    yield from (f"certificates/{page}" for page in _pages_of_certificates(course))


def _pages_of_certificates(course: Course) -> Iterator[str]:
    """What can be earned, what was issued, what is asked about names; and each decision."""
    trainer = a_trainer(course.organisation)
    draft = an_achievement(course, title={})
    there = published(a_published_course("Délivré", organisation=course.organisation), by=trainer)
    archived = published(a_published_course("Archivé", organisation=course.organisation))
    archive(achievement=archived, by=trainer)
    yield from ("achievement/", "achievement/add/", "credential/", "namerequest/")
    for achievement, deeds in (
        (draft, ("change", "preview", "publish")),
        (there, ("change", "issue", "export", "archive")),
        (archived, ("change", "restore")),
    ):
        yield from (f"achievement/{achievement.pk}/{deed}/" for deed in deeds)
    issued = an_issued_credential()
    assert issued.person
    asked = ask(person=issued.person, credential=issued, name="Awa Diop-Roy", reason="Mariage")
    yield from (f"credential/{quote(issued.pk)}/{deed}/" for deed in ("change", "revoke"))
    yield from (f"namerequest/{asked.pk}/{deed}/" for deed in ("change", "accept", "refuse"))


def _a_difference(trainer: User, course: Course) -> str:
    """The address of what an import of an older text of the course would change."""
    sent = {
        "archive": arriving.keep(ContentFile(packed(course))),
        "name": "cours.zip",
        "organisation": str(course.organisation_id),
        "into": str(course.pk),
        "person": str(trainer.pk),
    }
    Lesson.objects.filter(module__course=course).update(minutes=99)
    return f"courses/course/difference/?sent={signing.dumps(sent, salt=SALT, compress=True)}"


def _a_look(trainer: User, bank: QuestionBank) -> str:
    """The address of questions of every kind that wait to be taken into a bank."""
    read = read_questions(EXPORT.encode(), language="fr")
    kept = arriving.keep(ContentFile(msgspec.json.encode(read)))
    sent = {"kept": kept, "to": str(bank.pk), "person": str(trainer.pk)}
    token = signing.dumps(sent, salt=questionimports.SALT)
    return f"courses/questionbank/{bank.pk}/import/?sent={token}"


@pytest.mark.parametrize(("language", "scheme"), [("fr-FR", "light"), ("en-GB", "dark")])
def test_the_trainers_pages_are_accessible_and_chromium_has_no_complaint(
    opened: Opened, language: str, scheme: str
) -> None:
    shown = a_workshop()
    faults = []
    with opened(locale=language, color_scheme=scheme) as reader:
        for person, pages in shown.visits:
            reader.page.context.clear_cookies()
            reader.sign_in(person.email, PASSWORD)
            for page in pages:
                _open(reader, page)
                for violation in Axe().run(reader.page).response["violations"]:
                    where = violation["nodes"][0]["html"][:120]
                    faults.append(f"{page}: {violation['id']} at {where}")
        assert [*faults, *reader.complaints] == []


def test_no_trainers_page_scrolls_sideways_at_320_pixels(opened: Opened) -> None:
    shown = a_workshop()
    with opened(viewport={"width": 320, "height": 640}) as reader:
        for person, pages in shown.visits:
            reader.page.context.clear_cookies()
            reader.sign_in(person.email, PASSWORD)
            for page in pages:
                _open(reader, page)
                assert reader.page.evaluate("document.documentElement.scrollWidth") <= 320, page


def _open(reader: Reader, page: str) -> None:
    """A page that refuses or leads elsewhere would be looked at in vain."""
    reader.go(page)
    assert reader.page.url.endswith(page), f"{page} led to {reader.page.url}"
    assert reader.page.locator("h1").count(), page


def editing(reader: Reader, shown: Workshop) -> None:
    reader.sign_in(shown.trainer.email, PASSWORD)
    reader.go(f"/admin/courses/lesson/{shown.lesson.id}/change/")
    reader.page.frame_locator(".editor iframe").locator("#text > *").first.wait_for()


def test_what_is_typed_is_shown_as_learners_will_see_it(opened: Opened) -> None:
    shown = a_workshop()
    with opened() as reader:
        editing(reader, shown)
        text = "## Un plan\n\n![Le plan](images/plan.png)\n\n::: tip Bon\nÀ savoir\n:::"
        reader.page.fill("textarea[name=source]", text)
        preview = reader.page.frame_locator(".editor iframe")
        preview.locator("#text h2", has_text="Un plan").wait_for()
        assert preview.locator("#text .admonition").count() == 1
        drawn = "img => img.decode().then(() => img.naturalWidth)"
        assert preview.locator("#text img").evaluate(drawn) == 1
        assert preview.locator("#title").inner_text() == shown.lesson.title
        assert reader.complaints == []


def test_nothing_an_author_writes_runs_in_the_preview(opened: Opened) -> None:
    shown = a_workshop()
    with opened() as reader:
        editing(reader, shown)
        hostile = '<img src=x onerror="top.hit=1">\n\n<script>top.hit=1</script>\n\n## fin'
        reader.page.fill("textarea[name=source]", hostile)
        reader.page.frame_locator(".editor iframe").locator("h2", has_text="fin").wait_for()
        assert reader.page.evaluate("window.hit") is None


def test_the_toolbar_and_its_keys_write_markdown(opened: Opened) -> None:
    shown = a_workshop()
    with opened() as reader:
        editing(reader, shown)
        area = reader.page.locator("textarea[name=source]")
        area.fill("mot")
        reader.press("Control+a", "Control+b")
        assert area.input_value() == "**mot**"
        area.fill("un\ndeux")
        reader.press("Control+a")
        reader.page.get_by_role("button", name="Liste", exact=True).press("Enter")
        assert area.input_value() == "- un\n- deux"


def test_a_lesson_is_moved_by_keyboard_and_keeps_the_focus(opened: Opened) -> None:
    shown = a_workshop()
    with opened() as reader:
        reader.sign_in(shown.trainer.email, PASSWORD)
        reader.go(f"/admin/courses/course/{shown.course.id}/change/")
        reader.page.locator(f"#lesson-{shown.lesson.id} button[name=move]").last.press("Enter")
        reader.page.wait_for_url("**moved**")
        assert (
            reader.page.locator(".draft-modules ol .draft-title").last.inner_text()
            == shown.lesson.title
        )
        focused = reader.page.evaluate("document.activeElement.closest('li')?.id")
        assert focused == f"lesson-{shown.lesson.id}"


def test_a_course_is_published_from_its_page(opened: Opened) -> None:
    shown = a_workshop()
    with opened() as reader:
        editing(reader, shown)
        reader.page.fill("textarea[name=source]", "Un texte tout neuf.")
        reader.page.locator("[name=_save]").click()
        reader.go(f"/admin/courses/course/{shown.course.id}/change/")
        reader.page.get_by_role("link", name="Publier").click()
        reader.page.locator("[name=accepts]").check()
        reader.page.get_by_role("button", name="Publier").click()
        reader.page.get_by_role("link", name=f"/fr/courses/{shown.course.slug}").click()
        assert reader.page.url.endswith(f"/fr/courses/{shown.course.slug}")
    assert shown.course.releases.count() == 2
