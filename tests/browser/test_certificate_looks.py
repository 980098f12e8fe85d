"""A designer sees what she changes: the preview follows the form, by keyboard, and says why not."""

import pytest
from allauth.account.models import EmailAddress

from tests.trainers import a_trainer
from tests.world import PASSWORD

from .conftest import Opened, Reader

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "/admin/certificates/certificatetemplate/add/"
DRAWN = "document.querySelector('.template-preview img').naturalWidth"


def designing(reader: Reader, email: str) -> None:
    reader.sign_in(email, PASSWORD)
    reader.go(ADD)
    reader.page.wait_for_function(f"{DRAWN} > 0")


def test_the_preview_follows_the_form_and_says_what_cannot_be_read(opened: Opened) -> None:
    trainer = a_trainer()
    EmailAddress.objects.create(user=trainer, email=trainer.email, verified=True, primary=True)
    with opened(locale="en-GB") as reader:
        designing(reader, trainer.email)
        page = reader.page
        landscape = page.evaluate(DRAWN)
        page.focus("[name=page]")
        page.keyboard.press("m")
        page.wait_for_function(f"{DRAWN} > 0 && {DRAWN} < {landscape}")
        page.focus("[name=name_shown]:checked")
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "document.querySelector('.template-preview img').src.includes('right-to-left')"
        )
        page.fill("[name=soft]", "#cccccc")
        page.wait_for_function(
            "document.querySelector('.template-preview [role=status]').textContent"
            ".includes('Choose a darker colour')"
        )
