"""What a draft is compiled into: the same bytes for the same draft, and no key in any of them."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.utils import translation

from campus.accounts.roles import campus_organisation
from campus.errors import Invalid
from courses.compiling import CompiledRelease, compile_course, preview
from courses.compiling.courses import compile_draft
from courses.compiling.drafts import Draft
from courses.compiling.reading import read_draft
from courses.importing import import_course
from courses.models import Choice, Course, Lesson, Question
from tests.courses.importing_folders import QUIZ, a_folder, write
from tests.world import a_draft, lessons_of, quiz_of

pytestmark = pytest.mark.django_db


def a_course(folder: Path) -> Course:
    return import_course(folder, organisation=campus_organisation()).course


def bodies(compiled: CompiledRelease) -> dict[str, str]:
    return {blob.digest: blob.body.decode() for blob in compiled.blobs}


def html_of(compiled: CompiledRelease, place: int) -> str:
    return bodies(compiled)[compiled.lessons[place].blob]


def outline(compiled: CompiledRelease) -> dict[str, object]:
    value: dict[str, object] = json.loads(compiled.outline.body)
    return value


def test_the_same_draft_gives_the_same_bytes(tmp_path: Path) -> None:
    course = a_course(a_folder(tmp_path, files={"2-quiz.md": QUIZ}))
    assert compile_course(course) == compile_course(Course.objects.get())


def test_an_unchanged_lesson_shares_its_blob(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    before = compile_course(a_course(folder))
    write(folder, {"1-suite.md": "# La suite\n\nAutrement."})
    after = compile_course(a_course(folder))
    assert before.lessons[0].blob == after.lessons[0].blob
    assert before.lessons[1].blob != after.lessons[1].blob
    assert before.digest != after.digest
    assert [one.lesson for one in before.lessons] == [one.lesson for one in after.lessons]


def test_links_lead_to_lessons_and_files_to_blobs(tmp_path: Path) -> None:
    compiled = compile_course(a_course(a_folder(tmp_path)))
    suite = compiled.lessons[1].lesson
    assert f'<a href="/lessons/{suite}" data-lesson="{suite}">la suite</a>' in html_of(compiled, 0)
    (plan,) = compiled.media
    assert f'src="/api/v1/blobs/{plan}"' in html_of(compiled, 1)
    assert 'width="1" height="1"' in html_of(compiled, 1)


def test_a_renamed_course_keeps_the_links_of_its_neighbours(tmp_path: Path) -> None:
    from courses.drafting.authoring import change_slug

    text = {"2.md": "[x](../autre/1-suite.md)"}
    course = a_course(a_folder(tmp_path, files=text))
    other = a_course(a_folder(tmp_path, "autre"))
    change_slug(course=other, slug="nouveau")
    assert 'data-lesson="' in html_of(compile_course(course), 2)


def test_files_that_nothing_shows_stay_with_the_draft(tmp_path: Path) -> None:
    course = a_course(a_folder(tmp_path, files={"seul.pdf": b"%PDF-"}))
    assert len(compile_course(course).media) == 1
    linked = {"seul.pdf": b"%PDF-", "2.md": "[le](seul.pdf)"}
    course = a_course(a_folder(tmp_path, files=linked))
    assert len(compile_course(course).media) == 2


def test_a_file_of_another_course_must_be_public_to_be_shown(tmp_path: Path) -> None:
    from courses.releases.publishing import publish

    other = a_course(a_folder(tmp_path, "autre"))
    text = {"README.md": "# A\n\n![Un plan](../autre/images/plan.png)", "1-suite.md": "# B"}
    course = a_course(a_folder(tmp_path, files=text))
    assert compile_course(course).media == ()
    publish(course=other, by=None)
    assert len(compile_course(course).media) == 1


def test_the_outline_lists_modules_and_lessons_with_their_digests(tmp_path: Path) -> None:
    compiled = compile_course(a_course(a_folder(tmp_path)))
    said = outline(compiled)
    assert (said["title"], said["language"]) == ("Écrire pour être compris", "fr")
    assert said["licence"] == "etalab-2.0"
    assert said["licence_text"] in bodies(compiled)
    (module,) = said["modules"]  # type: ignore[misc]
    assert [one["digest"] for one in module["lessons"]] == [one.blob for one in compiled.lessons]
    assert [one["slug"] for one in module["lessons"]] == ["introduction", "suite"]
    assert compiled.outline in compiled.blobs
    assert list(said) == sorted(said)


def test_minutes_come_from_the_author_or_the_words(tmp_path: Path) -> None:
    files = {
        "1-suite.md": "---\nminutes: 12\n---\n# A",
        "2.md": "# B\n\n" + "mot " * 401,
        "3.md": "# C",
    }
    compiled = compile_course(a_course(a_folder(tmp_path, files=files)))
    assert [one.minutes for one in compiled.lessons] == [1, 12, 3, 1]
    assert outline(compiled)["minutes"] == 17


def test_questions_are_compiled_apart_and_without_their_key(tmp_path: Path) -> None:
    compiled = compile_course(a_course(a_folder(tmp_path, files={"2-quiz.md": QUIZ})))
    quiz = compiled.lessons[2]
    assert html_of(compiled, 2) == "<p>Deux questions.</p>\n"
    assert (quiz.move_on, quiz.mastery) == ("Passed", 0.5)
    assert quiz.questions
    assert quiz.public
    asked = json.loads(bodies(compiled)[quiz.public])["questions"]
    assert [one["kind"] for one in asked] == ["single", "multiple"]
    assert [one["text"] for one in asked[0]["choices"]] == ["Rouge", "Bleu"]
    assert "<code>rouge</code>" in asked[0]["prompt"]
    rights = Choice.objects.filter(is_correct=True).order_by("question__position", "position")
    told = [one for row in quiz.questions.key.values() for one in row["right"]]
    assert told == [str(c.id) for c in rights]


CANARIES = ("canari-juste", "canari-explication", "canari-retour")


def test_no_blob_tells_which_answer_is_right(tmp_path: Path) -> None:
    text = (
        "---\nkind: quiz\ntitle: Q\n---\n\n## Lequel ?\n\n- [ ] canari-faux\n"
        "  > canari-retour\n- [x] canari-juste\n\nExplication : canari-explication\n"
    )
    course = a_course(a_folder(tmp_path, files={"2-quiz.md": text}))
    everything = "".join(bodies(compile_course(course)).values())
    assert [word for word in CANARIES if word in everything] == ["canari-juste"]
    assert "canari-faux" in everything
    for word in ("correct", "feedback", "explanation", "right"):
        assert word not in everything
    before = compile_course(course)
    Choice.objects.update(is_correct=True)
    Question.objects.update(kind="multiple", explanation="autre")
    turned = compile_course(course)
    Question.objects.update(kind="single")
    Choice.objects.filter(text="canari-juste").update(is_correct=False)
    other = compile_course(course)
    quizzes = [one.lessons[2].questions for one in (before, other, turned)]
    assert before.lessons[2].public == other.lessons[2].public
    assert quizzes[0].key != quizzes[1].key
    assert quizzes[2].key != quizzes[0].key


def test_a_link_lesson_ends_with_the_way_there() -> None:
    course = a_draft(lessons=("link",), language="en")
    html = html_of(compile_course(course), 0)
    assert '<a class="button" href="https://example.org/something"' in html
    assert "Open on example.org" in html


def test_a_file_lesson_ends_with_its_download(tmp_path: Path) -> None:
    text = "---\ntitle: F\nkind: file\nfile: a/modele.pdf\n---\n\nUn modèle."
    files = {"2.md": text, "a/modele.pdf": b"%PDF-" + b"x" * 2_000}
    compiled = compile_course(a_course(a_folder(tmp_path, files=files)))
    button = 'download="modele.pdf">Télécharger modele.pdf (2&nbsp;ko)</a>'
    assert button in html_of(compiled, 2)


def test_a_video_lesson_shows_a_player_and_the_file(tmp_path: Path) -> None:
    text = "---\ntitle: V\nkind: video\nfile: film.mp4\n---\n\nUn film."
    film = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2".ljust(3_000_000, b"0")
    files = {"2.md": text, "film.mp4": film}
    html = html_of(compile_course(a_course(a_folder(tmp_path, files=files))), 2)
    assert "<video" in html
    assert "controls" in html
    assert 'download="film.mp4">Télécharger film.mp4 (3,0&nbsp;Mo)</a>' in html


@pytest.mark.parametrize("kind", ["file", "video", "link"])
def test_a_lesson_that_lacks_what_its_kind_needs_is_refused(kind: str) -> None:
    course = a_draft(lessons=("article",))
    Lesson.objects.filter(module__course=course).update(kind=kind)
    with pytest.raises(Invalid, match=f"{kind}|file|address|adresse|fichier") as refused:
        compile_course(course)
    assert refused.value.faults[0].code in {"file_missing", "film_missing", "address_missing"}


def test_a_quiz_without_questions_is_refused() -> None:
    course = a_draft(lessons=("quiz",))
    assert compile_course(course).lessons[0].questions
    quiz_of(course).questions.all().delete()
    with pytest.raises(Invalid) as refused:
        compile_course(course)
    assert refused.value.code == "questions_missing"


def test_a_question_without_a_right_answer_is_refused() -> None:
    course = a_draft(lessons=("quiz",))
    Choice.objects.filter(question__lesson=quiz_of(course)).update(is_correct=False)
    with pytest.raises(Invalid) as refused:
        compile_course(course)
    assert refused.value.code == "question_unanswerable"


def test_a_text_beyond_the_limits_is_refused_with_its_lesson() -> None:
    course = a_draft(lessons=("article", "article"))
    first = lessons_of(course)[0]
    first.source = "x[^1]" * 3_000 + "\n\n[^1]: y"
    first.save()
    with translation.override("fr"), pytest.raises(Invalid, match="répartissez") as refused:
        compile_course(course)
    assert first.path in refused.value.detail


def test_archived_lessons_and_empty_modules_are_left_out(tmp_path: Path) -> None:
    course = a_course(a_folder(tmp_path))
    course.modules.create(title="Vide", position=9)
    from courses.drafting.authoring import archive

    archive(item=Lesson.objects.get(path="1-suite.md"))
    compiled = compile_course(course)
    assert [one.title for one in compiled.lessons] == ["Écrire pour être compris"]
    assert len(outline(compiled)["modules"]) == 1  # type: ignore[arg-type]


def test_compiling_needs_no_database_once_the_draft_is_read(
    tmp_path: Path, django_assert_num_queries: object
) -> None:
    draft = read_draft(a_course(a_folder(tmp_path)))
    with django_assert_num_queries(0):  # type: ignore[operator]
        compiled = compile_draft(draft)
    renamed: Draft = replace(draft, title="Autrement")
    assert compile_draft(renamed).lessons == compiled.lessons
    assert compile_draft(renamed).digest != compiled.digest


def test_reading_a_draft_takes_as_many_queries_for_twenty_lessons_as_for_two(
    tmp_path: Path, django_assert_max_num_queries: object
) -> None:
    more = {f"{n}.md": f"# L{n}\n\n[a](../b/c.md)\n" for n in range(2, 20)}
    long = a_course(a_folder(tmp_path, "long", more | {"30-quiz.md": QUIZ}))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        assert len(read_draft(long).lessons) == 21


def test_the_preview_is_what_will_be_published(tmp_path: Path) -> None:
    course = a_course(a_folder(tmp_path))
    lesson = Lesson.objects.get(path="1-suite.md")
    assert preview(lesson).html == html_of(compile_course(course), 1)
    unsaved = preview(lesson, source="# B\n\n[x](rien.md)")
    assert unsaved.title == "B"
    assert [one.code for one in unsaved.findings] == ["unresolved_link"]


def test_the_preview_shows_draft_files_at_addresses_of_its_own(tmp_path: Path) -> None:
    a_course(a_folder(tmp_path))
    lesson = Lesson.objects.get(path="1-suite.md")
    html = preview(lesson, address_of=lambda digest: f"/signed/{digest[:4]}").html
    assert 'src="/signed/' in html
    assert "/api/v1/blobs/" not in html
