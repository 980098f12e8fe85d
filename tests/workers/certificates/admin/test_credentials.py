"""Campus staff look at certificates, revoke them, decide about names; nobody else does."""

import re
from uuid import UUID, uuid4

import pytest
from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils import timezone

from campus.adminsite.pages import address
from campus.records.models import Void
from tests import world
from tests.trainers import Admin, a_staff_member, a_trainer
from tests.workers.certificates.working import a_credential, an_issued_credential
from workers.certificates.ends.correcting import ask
from workers.certificates.ends.revoking import revoke
from workers.certificates.issuing import making
from workers.certificates.models import Credential, NameRequest

pytestmark = pytest.mark.django_db


def take_back(one: Credential) -> None:
    """What it was issued on counts no more."""
    Void.objects.create(voided=UUID(one.evidence[0]), by=uuid4(), stored_at=timezone.now())


class TestRevoking:
    def test_staff_revoke_with_a_reason(self) -> None:
        one, admin = an_issued_credential(), Admin(a_staff_member())
        page = address(one, "revoke")
        asked = admin.client.get(page).content.decode()
        assert "Revoke for ever" in asked
        assert "The reason is public, for ever" in asked
        admin.client.post(page, {"reason": ""})
        assert Credential.objects.get().revoked_at is None
        answer = admin.client.post(page, {"reason": "Une erreur."}, follow=True)
        assert "Revoked: whoever checks it is told so." in answer.content.decode()
        assert Credential.objects.get().revocation_reason == "Une erreur."
        again = admin.client.post(page, {"reason": "Encore."})
        assert "revoked already" in again.content.decode()

    def test_what_has_ended_has_no_button_for_it(self) -> None:
        one, staff = an_issued_credential(), a_staff_member()
        page = address(one)
        button = address(one, "revoke")
        assert button in Admin(staff).client.get(page).content.decode()
        revoke(credential=one, by=staff, reason="Une erreur.")
        assert button not in Admin(staff).client.get(page).content.decode()

    def test_an_id_that_the_admin_must_quote_is_found_by_every_button(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(making, "new_secret_id", lambda: "a_2Fb_5Fcccccccccccccc")
        one, admin = an_issued_credential(), Admin(a_staff_member())
        page = admin.client.get(address(one)).content.decode()
        (button,) = set(re.findall(r'href="([^"]+/revoke/)"', page))
        sent = admin.client.post(button, {"reason": "Une erreur."}, follow=True)
        assert sent.redirect_chain == [(address(one), 302)]
        assert sent.status_code == 200
        assert button not in sent.content.decode()

    def test_its_page_shows_what_happened_and_nothing_of_what_did_not(self) -> None:
        one, staff = an_issued_credential(), a_staff_member()
        page = address(one)
        rows = ("Revoked by", "Replaced by")
        shown = Admin(staff).client.get(page).content.decode()
        assert [row in shown for row in rows] == [False, False]
        revoke(credential=one, by=staff, reason="Une erreur.")
        shown = Admin(staff).client.get(page).content.decode()
        assert [row in shown for row in rows] == [True, False]


class TestTheList:
    def test_it_is_narrowed_by_status(self) -> None:
        admin = Admin(a_staff_member())
        revoked, valid = an_issued_credential(), an_issued_credential()
        revoke(credential=revoked, by=a_staff_member(), reason="Une erreur.")
        path = reverse("admin:certificates_credential_changelist")
        for standing, there in (("revoked", revoked), ("valid", valid)):
            page = admin.client.get(path, {"standing": standing}).content.decode()
            ids = {one.id for one in (revoked, valid) if quote(one.id) in page}
            assert ids == {there.id}
        for standing in ("expired", "superseded", "erased", "nonsense"):
            assert admin.client.get(path, {"standing": standing}).status_code in (200, 302)

    def test_it_is_narrowed_to_those_whose_evidence_was_withdrawn(self) -> None:
        admin = Admin(a_staff_member())
        withdrawn, other = an_issued_credential(), an_issued_credential()
        take_back(withdrawn)
        path = reverse("admin:certificates_credential_changelist")
        page = admin.client.get(path, {"evidence": "withdrawn"}).content.decode()
        assert quote(withdrawn.id) in page
        assert quote(other.id) not in page

    def test_the_pdf_and_the_json_are_downloads(self) -> None:
        one, admin = a_credential(), Admin(a_staff_member())
        pdf = admin.client.get(address(one, "download_pdf"))
        assert pdf.content.startswith(b"%PDF")
        assert "no-store" in pdf.headers["Cache-Control"]
        json = admin.client.get(address(one, "download_json"))
        assert json.content.decode() == one.document


class TestNames:
    def _asked(self) -> NameRequest:
        one = an_issued_credential(world.a_learner("Awa Diop"))
        assert one.person
        return ask(person=one.person, credential=one, name="Awa Ndiaye", reason="Mariage")

    def test_staff_see_both_names_and_accept(self) -> None:
        request, admin = self._asked(), Admin(a_staff_member())
        shown = admin.client.get(
            reverse("admin:certificates_namerequest_change", args=[request.id])
        ).content.decode()
        assert "Awa Diop" in shown
        assert "Awa Ndiaye" in shown
        page = reverse("admin:certificates_namerequest_accept", args=[request.id])
        asked = admin.client.get(page).content.decode()
        assert "She writes: “Mariage”" in asked
        assert request.credential.title in asked
        admin.client.post(page, {"answer": ""})
        new = Credential.objects.get(supersedes__isnull=False)
        assert new.recipient_name == "Awa Ndiaye"

    def test_staff_refuse_with_an_answer(self) -> None:
        request, admin = self._asked(), Admin(a_staff_member())
        page = reverse("admin:certificates_namerequest_refuse", args=[request.id])
        admin.client.post(page, {"answer": ""})
        assert NameRequest.objects.get().decided_at is None
        admin.client.post(page, {"answer": "Un justificatif, s’il vous plaît."})
        assert NameRequest.objects.get().is_accepted is False

    def test_what_was_decided_has_no_buttons(self) -> None:
        request, admin = self._asked(), Admin(a_staff_member())
        NameRequest.objects.update(decided_at=timezone.now(), is_accepted=False)
        page = reverse("admin:certificates_namerequest_change", args=[request.id])
        button = reverse("admin:certificates_namerequest_accept", args=[request.id])
        assert button not in admin.client.get(page).content.decode()


@pytest.mark.parametrize("page", ["revoke", "download_pdf", "download_json", "change"])
def test_a_trainer_sees_none_of_it(page: str) -> None:
    one, admin = an_issued_credential(), Admin(a_trainer())
    path = reverse(f"admin:certificates_credential_{page}", args=[quote(one.id)])
    assert admin.client.get(path).status_code in (403, 404)
    admin.client.post(path, {"reason": "Une erreur."})
    assert Credential.objects.get().revoked_at is None
