"""A course from its first word to a stranger's copy, over HTTP, with real processes.

A trainer writes an article and a graded quiz in the admin, sends an image in parts, publishes; a
learner finds the course, is graded, and keeps her number through a correction, a second release and
a way back; a file is withdrawn; the text form leaves the campus and comes back the same.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from campus.env.reading import ROOT
from tests.stories.authoring import Desk
from tests.stories.drafting import (
    ARTICLE,
    IMAGE,
    TITLE,
    add_a_lesson,
    begin_a_course,
    correct_a_word,
    go_back,
    publish_first,
    release_more,
    see_what_blocks,
    send_an_image_in_parts,
    write,
    write_the_quiz,
)
from tests.stories.running import Campus, eventually
from tests.stories.visiting import Item, Visitor


def test_from_a_first_word_to_a_strangers_copy(campus: Campus, tmp_path: Path) -> None:
    told = json.loads(campus.run("-m", "tests.stories.peopling"))
    desk = Desk(campus.running.port).sign_in(told["trainer"], told["password"])
    trainer, learner = (
        campus.visitor().sign_in(told[role], told["password"]) for role in ("trainer", "learner")
    )

    course, slug = begin_a_course(desk)
    article, quiz = (add_a_lesson(desk, course, kind) for kind in ("article", "quiz"))
    write(desk, article, ARTICLE + IMAGE)
    see_what_blocks(desk, course)
    send_an_image_in_parts(trainer, slug)
    write_the_quiz(desk, quiz)
    publish_first(desk, course)

    find_with_a_typing_error(campus.visitor(), slug)
    enrolment = join(learner, slug)
    be_graded(learner, quiz, enrolment)
    number = her_number(learner)

    correct_a_word(desk, course, article)
    assert "dans cet ordre précis" in learner.get(f"/api/v1/lessons/{article}").json()["html"]
    assert learner.get(f"/api/v1/lessons/{article}").json()["corrected_at"]
    assert her_number(learner) == number

    release_more(desk, course)
    strangers_see(campus.visitor(), slug, lessons=3)
    assert learner.get(f"/api/v1/lessons/{article}").json()["release"] == 1
    assert her_number(learner) == number
    go_back(desk, course)
    strangers_see(campus.visitor(), slug, lessons=2)
    assert her_number(learner) == number

    leave_and_come_back_the_same(campus, slug, tmp_path)
    copy_and_lose_what_is_withdrawn(campus, slug, tmp_path / "copy")
    assert "Everything equals the log" in campus.run("manage.py", "verify_progress")


def find_with_a_typing_error(stranger: Visitor, slug: str) -> None:
    def found() -> bool:
        courses = stranger.get("/api/v1/courses?q=convocquer").json()["results"]
        return slug in [course["slug"] for course in courses]

    eventually(found, "the course is not found")


def join(learner: Visitor, slug: str) -> str:
    enrolment: str = learner.ask("POST", "/api/v1/enrolments", {"course": slug}).json()["id"]
    return enrolment


def be_graded(learner: Visitor, quiz: str, enrolment: str) -> None:
    """Half-way through her answers she learns nothing; then the server grades them."""
    doors = f"/api/v1/quizzes/{quiz}/attempts"
    begun = learner.ask("POST", doors, {"enrolment": enrolment}).json()
    answers = {one["id"]: right(one) for one in begun["questions"]}
    assert begun["result"] is None
    assert "is_correct" not in json.dumps(begun)
    first = dict([*answers.items()][:1])
    mine = f"{doors}/{begun['id']}"
    kept = learner.ask("POST", f"{mine}/answers", {"answers": first})
    assert kept.status == 200, kept.body
    done = learner.ask("POST", f"{mine}/submit", {"answers": answers}).json()
    assert (done["scaled"], done["is_passed"]) == (1.0, True)
    again = learner.ask("POST", f"{mine}/submit", {"answers": {}}).json()
    assert again["scaled"] == 1.0


def right(question: Item) -> list[str]:
    """What somebody answers who has read the course."""
    if question["kind"] == "number":
        return ["5"]
    ids = {re.sub(r"<[^>]*>", "", one["text"]).strip(): one["id"] for one in question["choices"]}
    wanted = ["Qui", "Quand", "Où"] if question["kind"] == "ordering" else ["La date et le lieu"]
    return [ids[text] for text in wanted]


def her_number(learner: Visitor) -> tuple[float, int, int]:
    def moved() -> Any:
        (row,) = learner.results("/progress")
        return row if row["fraction"] > 0 else None

    row = eventually(moved, "her progress does not move")
    return row["fraction"], row["minutes_done"], row["minutes"]


def strangers_see(stranger: Visitor, slug: str, *, lessons: int) -> None:
    """A second later at most: each web process keeps what everybody reads for as long."""
    eventually(lambda: len(stranger.outline(slug)) == lessons, f"not {lessons} lessons")


def leave_and_come_back_the_same(campus: Campus, slug: str, tmp_path: Path) -> None:
    """Out, in again, out again: the same bytes. A dry run only tells; another slug is another."""
    first, second, edited, other, again = (
        tmp_path / name for name in ("first", "second", "edited", "other", "again")
    )
    campus.operate(["export_course", slug, str(first)])
    shutil.copytree(first, edited)
    for lesson in edited.glob("*.md"):
        lesson.write_text(lesson.read_text().replace("voix haute", "voix basse"))
    shutil.copytree(first, other)
    make_another_of(other, slug, f"{slug}-bis")

    same, told, _second, made, _other, _again = campus.operate(
        ["import_course", str(first)],
        ["import_course", str(edited), "--dry-run"],
        ["export_course", slug, str(second)],
        ["import_course", str(other)],
        ["export_course", f"{slug}-bis", str(tmp_path / "bis")],
        ["export_course", f"{slug}-bis", str(again)],
    )
    assert "nothing changed" in same
    assert "voix basse" in told
    assert "Nothing was written" in told
    assert files_in(first) == files_in(second)
    assert f"made the course “{TITLE}”" in made
    back, _bis = campus.operate(
        ["import_course", str(again)], ["export_course", f"{slug}-bis", str(again)]
    )
    assert "nothing changed" in back
    assert files_in(tmp_path / "bis") == files_in(again)


def make_another_of(folder: Path, slug: str, new: str) -> None:
    """The same texts as a course of its own: without ids, under another name."""
    (folder / "ids.yaml").unlink()
    manifest = folder / "course.yaml"
    text = re.sub(r"(?m)^id: .*\n|(?<=- )id: .*\n +", "", manifest.read_text())
    manifest.write_text(text.replace(f"slug: {slug}\nwork: {slug}", f"slug: {new}\nwork: {new}"))
    for lesson in folder.glob("*.md"):
        lesson.write_text(re.sub(r"(?m)^id: .*\n", "", lesson.read_text(), count=1))


def files_in(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def copy_and_lose_what_is_withdrawn(campus: Campus, slug: str, folder: Path) -> None:
    assert "files fetched" in copied(campus, slug, folder)
    (picture,) = [path for path in (folder / "blobs").iterdir() if is_png(path)]
    assert f"blobs/{picture.name}" in "".join(page.read_text() for page in folder.glob("*.html"))
    address = f"/api/v1/blobs/{picture.name}"
    assert campus.visitor().get(address).status == 200
    campus.operate(["withdraw_blob", picture.name, "--because", "Droits retirés."])
    eventually(lambda: campus.visitor().get(address).status == 410, "still public")
    copied(campus, slug, folder)
    assert not picture.exists()


def is_png(path: Path) -> bool:
    return path.read_bytes().startswith(b"\x89PNG")


def copied(campus: Campus, slug: str, folder: Path) -> str:
    """What a stranger's script says, which knows nothing but the address."""
    address = f"http://127.0.0.1:{campus.running.port}"
    command = [sys.executable, "-m", "tests.offline_copy", address, slug, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
