"""A course from its first word to a stranger's copy, over HTTP, with real processes.

A trainer writes an article and a graded quiz in the admin, sends an image in parts, publishes; a
learner finds the course, is graded, and keeps her number through a correction, a second release and
a way back; a file is withdrawn; the text form leaves the campus and comes back the same.
"""

import io
import json
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image

from campus.env.reading import ROOT
from tests.stories.authoring import Desk, Page
from tests.stories.running import Campus, eventually
from tests.stories.visiting import Item, Visitor

TITLE = "Convoquer sans intimider"
ARTICLE = (
    "Une convocation dit **qui**, **quand**, **où** et **pourquoi**, dans cet ordre. Elle dit "
    "aussi ce que la personne peut apporter et à qui elle peut téléphoner pour changer la date.\n"
)
IMAGE = "\n![Plan d'accès : l'entrée est rue Haute.](images/plan.png)\n"
QUIZ = """## Que dit-on d'abord dans une convocation ?

- [x] La date et le lieu
  > Oui, c'est ce que la personne cherche.
- [ ] L'article du règlement
  > Il vient après.

Explication : le lecteur cherche quoi faire, et quand.

## Rangez ce qu'une convocation dit.

- [1] Qui
- [2] Quand
- [3] Où

## En combien de jours répond-on ?

Réponse : 5
"""
TUS = {"Tus-Resumable": "1.0.0"}


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


def begin_a_course(desk: Desk) -> tuple[str, str]:
    page = desk.see("/admin/courses/course/add/")
    (owner,) = page.form("title").inputs["organisation"].value_options[1:]
    page = desk.send(page, "title", title=TITLE, organisation=owner)
    found = re.search(r"/course/([0-9a-f-]{36})/", page.address)
    assert found, page.address
    return found[1], page.form("slug").fields["slug"]


def add_a_lesson(desk: Desk, course: str, kind: str) -> str:
    outline = desk.see(f"/admin/courses/course/{course}/change/")
    where = f"/admin/courses/course/{course}/lesson/"
    before = lessons_in(outline)
    after = desk.post(
        where,
        {
            "csrfmiddlewaretoken": outline.value("csrfmiddlewaretoken"),
            "module": outline.value("module"),
            "title": f"{kind.title()} sur la convocation",
            "kind": kind,
        },
    )
    (made,) = lessons_in(after) - before
    return made


def lessons_in(outline: Page) -> set[str]:
    links = outline.document.xpath("//a/@href")
    found = (re.search(r"/admin/courses/lesson/([0-9a-f-]{36})/", link) for link in links)
    return {one[1] for one in found if one}


def write(desk: Desk, lesson: str, text: str) -> None:
    page = desk.see(f"/admin/courses/lesson/{lesson}/change/")
    desk.send(page, "source", source=text)
    again = desk.see(f"/admin/courses/lesson/{lesson}/change/")
    assert again.form("source").fields["source"].strip() == text.strip()


def see_what_blocks(desk: Desk, course: str) -> None:
    """A quiz without questions stops it, a picture that is not there is told; no button."""
    page = desk.see(f"/admin/courses/course/{course}/publish/")
    assert "stops the publication" in page.text
    assert "images/plan.png" in page.text
    assert not page.document.xpath('//button[normalize-space()="Publish"]')


def send_an_image_in_parts(trainer: Visitor, slug: str) -> None:
    body = a_picture()
    said = {"course": slug, "path": "images/plan.png", "size": len(body)}
    begun = trainer.ask("POST", "/api/v1/uploads", said, **TUS)
    assert begun.status == 201, begun.body
    where, half = urlsplit(begun.headers["Location"]).path, len(body) // 2
    assert send_part(trainer, where, body[:half], at=0) == 204
    assert send_part(trainer, where, body[:half], at=0) == 409
    held = trainer.ask("HEAD", where, **TUS)
    assert int(held.headers["Upload-Offset"]) == half
    assert send_part(trainer, where, body[half:], at=half) == 204
    assert trainer.get(where, **TUS).json()["media"]["path"] == "images/plan.png"


def send_part(trainer: Visitor, where: str, part: bytes, *, at: int) -> int:
    kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
    return trainer.send("PATCH", where, part, **TUS, **kind).status


def a_picture() -> bytes:
    chance = random.Random(3)  # a picture, no secret
    picture = Image.frombytes("RGB", (300, 200), chance.randbytes(300 * 200 * 3))
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def write_the_quiz(desk: Desk, quiz: str) -> None:
    """On the page for it, as text; one question that nobody could answer is refused first."""
    address = f"/admin/courses/lesson/{quiz}/quiz/?as=text"
    refused = desk.send(desk.see(address), "text", text="## Sans réponse ?\n", do="save")
    assert "Nothing is saved yet" in refused.text
    desk.send(desk.see(address), "text", text=QUIZ, do="save")
    saved = desk.see(address).form("text").fields["text"]
    assert [saved.count(mark) for mark in ("## ", "- [x]", "- [3]")] == [3, 1, 1]


def publish_first(desk: Desk, course: str) -> None:
    page = desk.see(f"/admin/courses/course/{course}/publish/")
    assert "stops the publication" not in page.text
    assert "Que dit-on d'abord dans une convocation" in page.text.replace("’", "'")
    assert "Published: number 1" in publish(desk, page).text


def publish(desk: Desk, page: Page, **said: str) -> Page:
    """Having seen the warnings, if there are any."""
    form = page.form("note")
    accepts = {"accepts": "on"} if "accepts" in form.fields else {}
    return desk.send(page, "note", note="Relu à deux.", **accepts, **said)


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


def correct_a_word(desk: Desk, course: str, article: str) -> None:
    write(desk, article, ARTICLE.replace("dans cet ordre", "dans cet ordre précis") + IMAGE)
    page = desk.see(f"/admin/courses/course/{course}/publish/")
    assert "dans cet ordre précis" in page.text
    assert "Published: number 2" in publish(desk, page, how="correction").text


def release_more(desk: Desk, course: str) -> None:
    more = add_a_lesson(desk, course, "article")
    write(desk, more, "Relisez la convocation à voix haute. " * 12)
    page = desk.see(f"/admin/courses/course/{course}/publish/")
    assert "cannot be published as a correction" in page.text
    assert "Published: number 3" in publish(desk, page, how="release").text


def strangers_see(stranger: Visitor, slug: str, *, lessons: int) -> None:
    """A second later at most: each web process keeps what everybody reads for as long."""
    eventually(lambda: len(stranger.outline(slug)) == lessons, f"not {lessons} lessons")


def go_back(desk: Desk, course: str) -> None:
    page = desk.see(f"/admin/courses/course/{course}/releases/1/back/")
    assert "Published: number 4" in desk.send(page, "note", note="Trop tôt.").text


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
