"""The pages of xAPI clients in Chromium: staff make one, copy its secret, and revoke it."""

import os
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe

from tests.trainers import a_staff_member
from tests.world import PASSWORD, a_published_course

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
LIST, ADD = "/admin/records/xapiclient/", "/admin/records/xapiclient/add/"


def _keep_a_picture(reader: Reader, name: str) -> None:
    """For whoever wants to look at the pages: KEEP_PICTURES names a folder."""
    if folder := os.environ.get("KEEP_PICTURES"):
        reader.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(
    ("language", "scheme", "width"), [("fr-FR", "light", 1200), ("en-GB", "dark", 320)]
)
def test_a_client_is_made_shown_once_and_revoked(
    opened: Opened, language: str, scheme: str, width: int
) -> None:
    staff = a_staff_member()
    EmailAddress.objects.create(user=staff, email=staff.email, verified=True, primary=True)
    course = a_published_course("Écrire simplement")
    faults: list[str] = []

    def look(reader: Reader, name: str) -> None:
        _keep_a_picture(reader, f"client-{name}-{width}")
        for violation in Axe().run(reader.page).response["violations"]:
            faults.append(f"{name}: {violation['id']} at {violation['nodes'][0]['html'][:150]}")
        if reader.page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"{name}: scrolls sideways")

    viewport = {"width": width, "height": 900}
    with opened(locale=language, color_scheme=scheme, viewport=viewport) as reader:
        reader.sign_in(staff.email, PASSWORD)
        page = reader.go(ADD)
        look(reader, "add")
        page.fill("input[name=name]", "Plateforme de cours")
        page.check("input[name=scopes][value=state]")
        page.check("input[name=scopes][value=assert]")
        page.select_option("select[name=asserts_on]", label=course.title)
        page.press("input[name=name]", "Enter")
        page.wait_for_selector("dl code")
        look(reader, "made")
        secret = page.locator("dl code").nth(2).inner_text()
        reader.go(LIST)
        look(reader, "list")
        page.click("text=Plateforme de cours")
        page.wait_for_selector("input[name=name]")
        look(reader, "change")
        assert secret not in page.content()
        reader.go(page.url.removeprefix(reader.base).replace("/change/", "/revoke/"))
        page.wait_for_selector(".adminsite-page form button[type=submit]")
        look(reader, "revoke")
        complaints = "\n".join([*faults, *reader.complaints])
        assert complaints == ""
