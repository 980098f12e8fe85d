"""Pictures and texts that are pasted into a lesson become files of its course and Markdown."""

import base64
import io

import pytest
from PIL import Image

from campus.errors import Invalid
from courses.drafting import attaching, taking
from courses.models import Course, Lesson, Media
from courses.releases.publishing import publish
from tests.world import a_draft, lessons_of

pytestmark = pytest.mark.django_db


def a_picture(colour: str = "green") -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (3, 2), colour).save(body, "PNG")
    return body.getvalue()


def a_lesson() -> Lesson:
    return lessons_of(a_draft())[0]


def course_of(lesson: Lesson) -> Course:
    return lesson.module.course


def test_a_described_picture_is_kept_and_shown() -> None:
    lesson = a_lesson()
    markdown = taking.take_image(
        lesson=lesson, name="Plan du [hall].PNG", body=a_picture(), alt="Le  hall\n vu d’en haut"
    )
    assert markdown == "![Le hall vu d’en haut](images/plan-du-hall.png)"
    assert course_of(lesson).media.get().alt == "Le hall vu d’en haut"


def test_a_picture_neither_described_nor_decorative_is_refused_and_nothing_is_kept() -> None:
    lesson = a_lesson()
    with pytest.raises(Invalid) as refused:
        taking.take_image(lesson=lesson, name="a.png", body=a_picture(), alt="  ")
    assert refused.value.code == "undescribed"
    assert not Media.objects.filter(course=course_of(lesson)).exists()


def test_a_decorative_picture_is_shown_without_a_word_and_without_a_finding() -> None:
    lesson = a_lesson()
    markdown = taking.take_image(
        lesson=lesson, name="trait.png", body=a_picture(), is_decorative=True
    )
    Lesson.objects.filter(id=lesson.id).update(source=markdown)
    released = publish(course=course_of(lesson), by=None).lessons.get(lesson=lesson)
    assert 'alt=""' in bytes(released.blob.body or b"").decode()


def test_another_picture_of_the_same_name_gets_a_free_one() -> None:
    lesson = a_lesson()
    one = taking.take_image(lesson=lesson, name="image.png", body=a_picture(), alt="un")
    two = taking.take_image(lesson=lesson, name="image.png", body=a_picture("red"), alt="deux")
    assert one == "![un](images/image.png)"
    assert two == "![deux](images/image-2.png)"


@pytest.mark.parametrize(
    ("name", "body"), [("a.png", b"not a picture"), ("a.pdf", b"%PDF-1.4"), ("a.svg", b"<svg/>")]
)
def test_what_is_no_picture_is_refused(name: str, body: bytes) -> None:
    with pytest.raises(Invalid):
        taking.take_image(lesson=a_lesson(), name=name, body=body, alt="quelque chose")


def test_a_lesson_in_a_folder_refers_to_the_picture_from_the_top_of_its_course() -> None:
    lesson = a_lesson()
    lesson.path = "bases/un.md"
    lesson.save()
    markdown = taking.take_image(lesson=lesson, name="a.png", body=a_picture(), alt="un")
    assert markdown == "![un](/images/a.png)"
    Lesson.objects.filter(id=lesson.id).update(source=markdown)
    released = publish(course=course_of(lesson), by=None).lessons.get(lesson=lesson)
    assert "<img" in bytes(released.blob.body or b"").decode()


def test_pictures_of_a_pasted_text_are_kept_and_undescribed_ones_asked_for() -> None:
    lesson = a_lesson()
    data = base64.b64encode(a_picture()).decode()
    html = f"<p>mot <img src='data:image/png;base64,{data}'></p><img src='file:///c/x.png'>"
    taken = taking.take_html(lesson=lesson, html=html)
    (path,) = taken.shown
    assert f"![]({path})" in taken.markdown
    assert course_of(lesson).media.get().path == path
    assert "x.png" in taken.said[0]
    described = taking.describe(lesson=lesson, path=path, alt="Un carré vert")
    assert described == f"![Un carré vert]({path})"


def test_a_damaged_picture_in_a_pasted_text_is_said_and_the_text_comes_all_the_same() -> None:
    data = base64.b64encode(b"\x89PNG\r\n\x1a\n damaged").decode()
    taken = taking.take_html(
        lesson=a_lesson(), html=f"<p>mot</p><img alt='un' src='data:image/png;base64,{data}'>"
    )
    assert taken.markdown.startswith("mot")
    assert len(taken.said) == 1


def test_whoever_describes_a_picture_leaves_whose_it_is_and_the_draft_says_so() -> None:
    lesson = a_lesson()
    taking.take_image(lesson=lesson, name="a.png", body=a_picture(), alt="un")
    media = course_of(lesson).media.get()
    attaching.describe(
        media=media, alt="un", is_decorative=False, credit="Awa Diop", licence="CC BY 4.0"
    )
    before = Course.objects.get(pk=course_of(lesson).pk).changed_at
    taking.describe(lesson=lesson, path="images/a.png", alt="deux")
    said = course_of(lesson).media.values_list("alt", "credit", "licence").get()
    assert said == ("deux", "Awa Diop", "CC BY 4.0")
    assert Course.objects.get(pk=course_of(lesson).pk).changed_at > before
