"""Owns what the trainer of a story does: writes a course in the admin, and publishes it."""

import io
import random
import re
from urllib.parse import urlsplit

from PIL import Image

from tests.stories.authoring import Desk, Page
from tests.stories.visiting import Visitor

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


def begin_a_course(desk: Desk) -> tuple[str, str]:
    page = desk.see("/admin/courses/course/add/")
    (owner,) = page.form("title").inputs["organisation"].value_options
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
    assert "stops the release" in page.text
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
    assert "stops the release" not in page.text
    assert "Que dit-on d'abord dans une convocation" in page.text.replace("’", "'")
    assert "Published: number 1" in publish(desk, page).text


def publish(desk: Desk, page: Page, **said: str) -> Page:
    """Having seen the warnings, if there are any."""
    form = page.form("note")
    accepts = {"accepts": "on"} if "accepts" in form.fields else {}
    return desk.send(page, "note", note="Relu à deux.", **accepts, **said)


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


def go_back(desk: Desk, course: str) -> None:
    page = desk.see(f"/admin/courses/course/{course}/releases/1/back/")
    assert "Published: number 4" in desk.send(page, "note", note="Trop tôt.").text
