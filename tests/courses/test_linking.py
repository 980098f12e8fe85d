"""Where links lead: path before permalink before the other courses."""

import pytest

from campus.markdown import Reference
from courses.linking import KnownLesson, KnownMedia, Shelf, bare, names_meant, places_meant


def a_shelf() -> Shelf:
    shelf = Shelf()
    shelf.add(
        [
            KnownLesson("1", "ecrire", "README.md", "/ecrire/", "# Intro"),
            KnownLesson("2", "ecrire", "plus/2-suite.md", "/ecrire/suite", "# S\n\n## Là"),
            KnownLesson("3", "lire", "README.md", "", "# Lire"),
            KnownLesson("4", "lire", "1-suite.md", "/ecrire/suite", "# Double"),
        ],
        [
            KnownMedia("ecrire", "images/plan.png", "aa", "image/png", 10, 640, 480),
            KnownMedia("ecrire", "plus/a b.pdf", "bb", "application/pdf", 10),
            KnownMedia("lire", "images/x.svg", "cc", "image/svg+xml", 10),
        ],
    )
    return shelf


@pytest.mark.parametrize(
    ("address", "lesson"),
    [
        ("../README.md", "1"),
        ("..", "1"),
        ("./2-suite.md", "2"),
        ("2-suite.html", "2"),
        ("2-suite", "2"),
        ("/ecrire/suite", "2"),
        ("/ecrire/suite/", "2"),
        ("/ecrire/suite.html", "2"),
        ("/ecrire/plus/2-suite.md", "2"),
        ("../../lire/README.md", "3"),
        ("../../lire/", "3"),
        ("/lire/", "3"),
        ("../../lire/1-suite.md#x", "4"),
    ],
)
def test_a_link_finds_its_lesson(address: str, lesson: str) -> None:
    target = a_shelf().resolver("ecrire", "plus/2-suite.md")(Reference(address))
    assert target
    assert (target.href, target.lesson) == (f"/lessons/{lesson}", lesson)


def test_a_permalink_used_twice_means_the_courses_own_lesson() -> None:
    for course, lesson in (("ecrire", "2"), ("lire", "4")):
        target = a_shelf().resolver(course, "README.md")(Reference("/ecrire/suite/"))
        assert target
        assert target.lesson == lesson


@pytest.mark.parametrize(
    "address", ["3-rien.md", "/rien/", "../../rien/README.md", "../../../../x"]
)
def test_a_link_to_nothing_finds_nothing(address: str) -> None:
    assert a_shelf().resolver("ecrire", "plus/2-suite.md")(Reference(address)) is None


def test_a_target_knows_its_anchors() -> None:
    target = a_shelf().resolver("ecrire", "README.md")(Reference("plus/2-suite.md#la"))
    assert target
    assert target.anchors == {"s", "la"}


@pytest.mark.parametrize(
    ("address", "href", "name"),
    [
        ("../images/plan.png", "/api/v1/blobs/aa", ""),
        ("/images/plan.png", "/api/v1/blobs/aa", ""),
        ("a%20b.pdf", "/api/v1/blobs/bb", "a b.pdf"),
        ("../../lire/images/x.svg", "/api/v1/blobs/cc", "x.svg"),
    ],
)
def test_a_file_is_shown_or_saved_by_what_it_is(address: str, href: str, name: str) -> None:
    target = a_shelf().resolver("ecrire", "plus/2-suite.md")(Reference(address))
    assert target
    assert (target.href, target.file) == (href, name)


def test_an_image_is_never_a_lesson() -> None:
    assert a_shelf().resolver("ecrire", "README.md")(Reference("README.md", "image")) is None


def test_places_and_names_are_tried_in_order() -> None:
    assert list(places_meant("../b/c.md", "a", "x.md")) == [("b", "c.md")]
    assert list(places_meant("/b/c.md", "a", "x.md")) == [("a", "b/c.md"), ("b", "c.md")]
    assert next(iter(names_meant("c"))) == "c"
    assert "c/README.md" in names_meant("c/")
    assert bare("/a/index.html") == bare("/a/") == "/a"
