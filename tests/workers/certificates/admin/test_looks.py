"""Designers choose colours, fonts and pictures with a preview; own layouts are for staff."""

import io
from dataclasses import asdict
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from campus.accounts.models import Organisation
from campus.accounts.roles import campus_organisation
from campus.errors import Invalid
from tests.trainers import Admin, a_staff_member, a_trainer, filled
from tests.workers.certificates.drawings import a_logo, a_signature
from workers.certificates.admin.lookforms import BUILT_IN, WRONG, said
from workers.certificates.models import CertificateTemplate, Picture, Signatory
from workers.certificates.pages import themes

pytestmark = pytest.mark.django_db
TEMPLATE, SIGNATORY = "certificates_certificatetemplate", "certificates_signatory"
PREVIEW = f"{TEMPLATE}_preview"


def a_template(organisation: Organisation | None = None, **fields: Any) -> CertificateTemplate:
    return CertificateTemplate.objects.create(
        organisation=organisation or campus_organisation(),
        name="Notre modèle",
        theme=asdict(themes.LAUREL),
        **fields,
    )


def another_organisation() -> Organisation:
    return Organisation.objects.create(name="Une autre", slug="une-autre")


def file(body: bytes, name: str = "logo.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body)


def preview(admin: Admin, **fields: str) -> Any:
    return admin.client.get(reverse(f"admin:{PREVIEW}"), fields)


def test_a_trainer_makes_a_template_of_her_organisation() -> None:
    admin = Admin(a_trainer())
    given = filled(admin.get(f"{TEMPLATE}_add"))
    given |= {
        "name": "Bleu",
        "page": "modern",
        "main": "#0a3d62",
        "organisation": campus_organisation().id,
    }
    assert admin.post(f"{TEMPLATE}_add", data=given).status_code == 302
    made = CertificateTemplate.objects.get()
    theme = themes.parse(made.theme)
    assert (theme.layout, theme.main, theme.name) == ("modern", "#0a3d62", "Bleu")


def test_a_template_shows_its_theme_in_the_form_and_keeps_what_is_not_changed() -> None:
    template = a_template()
    admin = Admin(a_trainer())
    assert (
        admin.save(f"{TEMPLATE}_change", template.pk, change={"accent": "#336699"}).status_code
        == 302
    )
    template.refresh_from_db()
    assert template.theme == asdict(themes.LAUREL) | {"name": "Notre modèle", "accent": "#336699"}


def test_colours_that_cannot_be_read_are_refused_beside_their_field() -> None:
    template = a_template()
    answer: Any = Admin(a_trainer()).save(
        f"{TEMPLATE}_change", template.pk, change={"soft": "#bbbbbb"}
    )
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert "Choose a darker colour" in str(errors["soft"])
    template.refresh_from_db()
    assert template.theme["soft"] == themes.LAUREL.soft


def test_each_theme_of_ours_has_a_name_in_the_reader_s_language() -> None:
    assert BUILT_IN.keys() == themes.BUILT_IN.keys()
    shown = Admin(a_trainer()).get(f"{TEMPLATE}_add").content.decode()
    for name, label in BUILT_IN.items():
        assert f'<option value="{name}">{label}</option>' in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"shadow": 1},
        {"soft": "#cccccc"},
        {"layout": "x"},
        {"main": "red"},
        {"name": ""},
        {"has_seal": "yes"},
    ],
)
def test_whatever_is_wrong_with_a_theme_is_said_in_the_reader_s_language(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(Invalid) as refused:
        themes.parse(wrong)
    (fault,) = refused.value.faults
    assert said(fault, wrong) == str(WRONG[fault.code])


def test_a_logo_is_kept_as_a_small_png_and_taken_away_again() -> None:
    template = a_template()
    admin = Admin(a_trainer())
    admin.save(f"{TEMPLATE}_change", template.pk, change={"logo_file": file(a_logo())})
    template.refresh_from_db()
    assert template.logo is not None
    admin.save(f"{TEMPLATE}_change", template.pk, change={"without_logo": "on"})
    template.refresh_from_db()
    assert template.logo is None
    assert Picture.objects.count() == 1


def test_what_is_no_picture_is_refused_beside_its_field() -> None:
    template = a_template()
    wrong = {"logo_file": file(b"<svg/>", "logo.svg")}
    answer: Any = Admin(a_trainer()).save(f"{TEMPLATE}_change", template.pk, change=wrong)
    assert "no picture" in str(answer.context["adminform"].form.errors["logo_file"])


def test_staff_bring_a_layout_of_their_own() -> None:
    template = a_template()
    admin = Admin(a_staff_member())
    admin.save(f"{TEMPLATE}_change", template.pk, change={"layout": "= Own"})
    template.refresh_from_db()
    assert template.layout == "= Own"


def test_a_trainer_neither_sees_nor_changes_an_own_layout() -> None:
    template = a_template(layout="= Own")
    admin = Admin(a_trainer())
    assert b"= Own" not in admin.get(f"{TEMPLATE}_change", template.pk).content
    admin.save(f"{TEMPLATE}_change", template.pk, change={"layout": "#panic()"})
    template.refresh_from_db()
    assert template.layout == "= Own"


def test_a_template_of_another_organisation_is_not_there() -> None:
    template = a_template(another_organisation())
    trainer, staff = Admin(a_trainer()), Admin(a_staff_member())
    assert trainer.get(f"{TEMPLATE}_change", template.pk).status_code == 404
    assert preview(trainer, of=str(template.pk)).status_code == 404
    assert staff.get(f"{TEMPLATE}_change", template.pk).status_code == 200
    assert preview(staff, of=str(template.pk)).status_code == 200


def test_the_preview_is_a_picture_of_what_the_fields_say() -> None:
    admin = Admin(a_trainer())
    template = a_template()
    saved = preview(admin, of=str(template.pk))
    assert saved.headers["Content-Type"] == "image/png"
    landscape = Image.open(io.BytesIO(saved.content))
    portrait = Image.open(io.BytesIO(preview(admin, of=str(template.pk), page="modern").content))
    assert landscape.width > landscape.height
    assert portrait.width < portrait.height


def test_the_preview_shows_each_of_the_three_names() -> None:
    admin = Admin(a_trainer())
    names = ("shortest", "longest", "right-to-left")
    assert len({preview(admin, name_shown=name).content for name in names}) == 3


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"main": "#ffffff"}, "contrast"),
        ({"paper": "#000000"}, "must be light"),
        ({"page": "poster"}, "Layout: Choose one of those that are offered."),
        ({"main": "red"}, "Main colour: Write the colour as #"),
    ],
)
def test_what_cannot_be_shown_is_said(given: dict[str, str], said: str) -> None:
    answer = preview(Admin(a_trainer()), **({"page": "panel"} | given))
    assert answer.status_code == 400
    assert said in answer.json()["said"]


def test_what_is_said_names_the_field_and_writes_figures_as_the_reader_does() -> None:
    answer = preview(
        Admin(a_trainer(), language="fr"), page="panel", soft="#cccccc", paper="#ffffff"
    )
    assert "Encre atténuée" in answer.json()["said"]
    assert "1,6" in answer.json()["said"]


@pytest.mark.parametrize("of", ["x", "00000000-0000-0000-0000-000000000000"])
def test_a_preview_of_no_template_is_not_there(of: str) -> None:
    assert preview(Admin(a_trainer()), of=of).status_code == 404


def test_an_author_has_no_preview_while_a_trainer_has() -> None:
    assert Admin(a_trainer(kind="author")).get(PREVIEW).status_code == 403
    assert Admin(a_trainer()).get(PREVIEW).status_code == 200


def test_a_drawn_signature_is_kept_without_its_paper_and_shown() -> None:
    signatory = Signatory.objects.create(organisation=campus_organisation(), name="Jo Nœud")
    admin = Admin(a_trainer())
    drawn = {"drawn": file(a_signature(paper="white"))}
    taken_away = b'name="without_signature"'
    assert taken_away not in admin.get(f"{SIGNATORY}_change", signatory.pk).content
    admin.save(f"{SIGNATORY}_change", signatory.pk, change=drawn)
    signatory.refresh_from_db()
    assert signatory.signature is not None
    assert taken_away in admin.get(f"{SIGNATORY}_change", signatory.pk).content
    assert b"data:image/png;base64," in admin.get(f"{SIGNATORY}_change", signatory.pk).content
    admin.save(f"{SIGNATORY}_change", signatory.pk, change={"without_signature": "on"})
    signatory.refresh_from_db()
    assert signatory.signature is None


def test_blank_paper_is_no_signature() -> None:
    signatory = Signatory.objects.create(organisation=campus_organisation(), name="Jo Nœud")
    out = io.BytesIO()
    Image.new("RGB", (50, 50), "white").save(out, "PNG")
    answer: Any = Admin(a_trainer()).save(
        f"{SIGNATORY}_change", signatory.pk, change={"drawn": file(out.getvalue())}
    )
    assert "Nothing is drawn" in str(answer.context["adminform"].form.errors["drawn"])
