"""Pictures in lessons: in the width a screen needs, with their words, and with whose they are."""

import io
import json
import re

import pytest
from PIL import Image

from campus.markdown.allowing import sanitised
from courses.compiling import compile_course, preview
from courses.drafting.attaching import attach, describe
from courses.files.withdrawing import withdraw
from courses.models import Blob, BlobVariant, Course, Media, ReleaseBlob
from courses.releases.publishing import publish
from tests.api import Api
from tests.drawn import PNG
from tests.world import a_draft, lessons_of

pytestmark = pytest.mark.django_db


def a_photograph(width: int = 2000, height: int = 1000) -> bytes:
    made = io.BytesIO()
    drawn = Image.effect_noise((width // 4, height // 4), 40).resize((width, height))
    drawn.convert("RGB").save(made, "JPEG", quality=85)
    return made.getvalue()


def a_course_showing(text: str, body: bytes = PNG, path: str = "plan.png") -> tuple[Course, Media]:
    course = a_draft()
    media = attach(course=course, path=path, body=body)
    lesson = lessons_of(course)[0]
    lesson.source = text
    lesson.save()
    return course, media


def html_of(course: Course) -> str:
    compiled = compile_course(course)
    return next(
        blob.body.decode() for blob in compiled.blobs if blob.digest == compiled.lessons[0].blob
    )


def codes_of(course: Course) -> set[str]:
    return {finding.code for finding in compile_course(course).findings}


def test_a_photograph_is_offered_in_the_widths_that_screens_need() -> None:
    course, media = a_course_showing("![Une foule](foule.jpg)", a_photograph(), "foule.jpg")
    shown = html_of(course)
    candidates = re.search(r'srcset="([^"]*)"', shown)[1].split(", ")
    widths = {int(one.split()[1].rstrip("w")): one.split()[0] for one in candidates}
    assert list(widths) == [480, 960, 1600, 2000]
    assert widths[2000] == f"/api/v1/blobs/{media.blob_id}"
    assert 'sizes="' in shown
    assert 'width="2000" height="1000"' in shown
    publish(course=course, by=None)
    for width, address in widths.items():
        response = Api().client.get(address)
        with Image.open(io.BytesIO(response.getvalue())) as image:
            assert image.size == (width, width // 2)
    assert ReleaseBlob.objects.filter(blob__media_type="image/webp").count() == 3


def test_a_small_picture_is_offered_as_it_is() -> None:
    course, _media = a_course_showing("![Un plan](plan.png)")
    assert "srcset" not in html_of(course)
    assert not BlobVariant.objects.exists()


def test_publishing_again_changes_nothing() -> None:
    body = a_photograph()
    course, _media = a_course_showing("![Une foule](foule.jpg)", body, "foule.jpg")
    first = publish(course=course, by=None)
    attach(course=course, path="foule.jpg", body=body)
    assert publish(course=course, by=None) == first


def test_a_lesson_preview_shows_the_same_widths() -> None:
    course, _media = a_course_showing("![Une foule](foule.jpg)", a_photograph(), "foule.jpg")
    assert preview(lessons_of(course)[0]).html in html_of(course)


@pytest.mark.parametrize(
    "srcset",
    [
        "https://evil.example/x.png 480w",
        "javascript:alert(1) 480w",
        "/api/v1/blobs/x 480w",
        "//evil.example/" + "a" * 64 + " 480w",
    ],
)
def test_no_author_and_no_other_host_gets_into_the_candidates(srcset: str) -> None:
    assert "srcset" not in sanitised(f'<img src="/x" srcset="{srcset}" alt="x">')
    digest = "a" * 64
    course, media = a_course_showing(
        f'<img src="plan.png" alt="x" srcset="/api/v1/blobs/{digest} 480w" sizes="1px">'
    )
    shown = html_of(course)
    assert digest not in shown
    assert media.blob_id in shown


def test_a_picture_without_words_of_its_own_has_those_of_its_file() -> None:
    course, media = a_course_showing("![](plan.png) puis ![Le nôtre](plan.png)")
    assert "undescribed_image" in codes_of(course)
    describe(media=media, alt="Le plan du guichet", is_decorative=False)
    shown = html_of(course)
    assert 'alt="Le plan du guichet"' in shown
    assert 'alt="Le nôtre"' in shown
    assert "undescribed_image" not in codes_of(course)


def test_a_decorative_picture_says_nothing_and_nobody_asks() -> None:
    course, media = a_course_showing("![](plan.png)")
    describe(media=media, alt="", is_decorative=True)
    assert 'alt=""' in html_of(course)
    assert not codes_of(course)


def test_credits_of_what_is_shown_are_part_of_the_outline() -> None:
    course, media = a_course_showing("![Un plan](plan.png)")
    other = attach(course=course, path="fiche.pdf", body=b"%PDF-1.4 fiche")
    for one in (media, other):
        describe(media=one, alt="", is_decorative=False, credit="Awa Diop", licence="CC BY-SA 4.0")
    publish(course=course, by=None)
    course.refresh_from_db()
    outline = json.loads(bytes(course.current_release.outline.body))
    expected = {
        "path": "plan.png",
        "digest": media.blob_id,
        "title": "Article 1",
        "credit": "Awa Diop",
        "licence": "CC BY-SA 4.0",
    }
    assert outline["credits"] == [expected]
    assert Api().get(f"/courses/{course.slug}").json()["credits"] == [expected]


def test_the_page_of_a_course_ends_with_whose_its_pictures_are() -> None:
    course, media = a_course_showing("![Un plan](plan.png)")
    describe(media=media, alt="", is_decorative=False, credit="Awa <Diop>", licence="CC BY 4.0")
    publish(course=course, by=None)
    page = Api().client.get(f"/en/courses/{course.slug}").content.decode()
    assert "Awa &lt;Diop&gt;" in page
    assert "CC BY 4.0" in page
    assert "plan.png" not in page, "readers do not know the paths of an author"
    assert ">Article 1</a> · Awa" in page
    describe(media=media, alt="Le guichet", is_decorative=False, credit="Awa Diop")
    publish(course=course, by=None)
    page = Api().client.get(f"/en/courses/{course.slug}").content.decode()
    assert ">Le guichet</a> · Awa Diop" in page
    describe(media=media, alt="", is_decorative=False)
    publish(course=course, by=None)
    assert "Credits" not in Api().client.get(f"/en/courses/{course.slug}").content.decode()


def test_widths_are_withdrawn_with_their_picture_and_the_draft_misses_it() -> None:
    course, media = a_course_showing("![Une foule](foule.jpg)", a_photograph(), "foule.jpg")
    publish(course=course, by=None)
    withdraw(digest=media.blob_id, because="Erreur", by=None)
    assert Blob.objects.filter(withdrawn_at=None, media_type="image/webp").count() == 0
    for variant in BlobVariant.objects.all():
        assert Api().get(f"/blobs/{variant.variant_id}").status_code == 410
    lesson = Api().get(f"/lessons/{lessons_of(course)[0].id}").json()
    assert "<img" not in lesson["html"]
    assert "missing_image" in codes_of(course)


def test_a_withdrawn_width_leaves_the_picture_itself() -> None:
    course, media = a_course_showing("![Une foule](foule.jpg)", a_photograph(), "foule.jpg")
    publish(course=course, by=None)
    withdraw(digest=media.blob.variants.first().variant_id, because="Erreur", by=None)
    lesson = Api().get(f"/lessons/{lessons_of(course)[0].id}").json()
    assert "<img" in lesson["html"]
    assert "srcset" not in lesson["html"]
