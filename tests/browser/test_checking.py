"""Whoever was given a file learns what of it is true: dropped, by keyboard, without scripts."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from tests import world
from tests.workers.certificates.working import a_credential

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
NARROW = {"width": 320, "height": 640}
TITLE = "main h1"


@pytest.fixture(autouse=True)
def nobody_asked_before() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """By what is said of each at once."""
    credential = a_credential(world.a_learner("Awa Diop"))
    foreign = json.loads(credential.document)
    foreign["issuer"] |= {"id": "did:web:badges.example", "name": "Une université"}
    bodies = {
        "Ce fichier est une attestation valide": bytes(credential.certificate.body),
        "Cette attestation a été altérée": credential.document.replace("Awa", "Eve").encode(),
        "Cela ne peut pas être vérifié ici": json.dumps(foreign).encode(),
        "Il n’y a pas ici d’attestation à vérifier": b"Bonjour.",
        "Vérifier une attestation": b"%PDF-1.7" + b"0" * 5_300_000,
    }
    found = {}
    for number, (said, body) in enumerate(bodies.items()):
        found[said] = tmp_path / f"file-{number}"
        found[said].write_bytes(body)
    return found


def send(reader: Reader, file: Path) -> None:
    reader.go("/verify?language=fr").set_input_files("#dropped", file)
    with reader.page.expect_navigation():
        reader.page.click(".drop button[type=submit]")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_each_answer_is_accessible_on_the_smallest_telephone_and_without_scripts(
    opened: Opened, files: dict[str, Path], scheme: str
) -> None:
    with opened(viewport=NARROW, color_scheme=scheme, java_script_enabled=False) as reader:
        for said, file in files.items():
            send(reader, file)
            assert reader.page.inner_text(TITLE) == said
    with opened(viewport=NARROW, color_scheme=scheme) as reader:
        for said, file in files.items():
            if said == "Vérifier une attestation":
                reader.go("/verify?language=fr").set_input_files("#dropped", file)
                reader.page.locator("#drop-error", has_text="dépasse 5 Mo").wait_for()
            else:
                send(reader, file)
            faults = Axe().run(reader.page).response["violations"]
            assert [(said, fault["id"]) for fault in faults] == []
            width = reader.page.evaluate("document.documentElement.scrollWidth")
            assert (said, width) == (said, NARROW["width"])
        assert reader.complaints == []


def test_a_file_that_misses_the_frame_is_checked_and_the_page_is_not_lost(
    opened: Opened, files: dict[str, Path]
) -> None:
    """The browser's own events, as from the desk; without our script it would open the file."""
    with opened() as reader:
        reader.go("/verify?language=fr")
        desk = reader.context.new_cdp_session(reader.page)
        title = reader.page.locator(TITLE).bounding_box()
        assert title
        file = files["Cette attestation a été altérée"]
        where = {
            "x": title["x"] + 5,
            "y": title["y"] + 5,
            "data": {"items": [], "files": [str(file)], "dragOperationsMask": 1},
        }
        for kind in ("dragEnter", "dragOver"):
            desk.send("Input.dispatchDragEvent", {"type": kind, **where})
        reader.page.locator(".drop--over").wait_for()
        with reader.page.expect_navigation():
            desk.send("Input.dispatchDragEvent", {"type": "drop", **where})
        assert reader.page.inner_text(TITLE) == "Cette attestation a été altérée"


def test_the_keyboard_is_enough(opened: Opened, files: dict[str, Path]) -> None:
    with opened() as reader:
        reader.go("/verify?language=fr")
        reader.tab_to("#dropped")
        with reader.page.expect_file_chooser() as chooser:
            reader.press("Space")
        chooser.value.set_files(files["Ce fichier est une attestation valide"])
        reader.tab_to(".drop button")
        with reader.page.expect_navigation():
            reader.press("Enter")
        assert reader.page.inner_text(TITLE) == "Ce fichier est une attestation valide"
