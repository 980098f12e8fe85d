"""What a stranger learns from a credential's address, and what she does not."""

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import NotFound
from tests import world
from tests.workers.certificates.working import a_credential, a_signed_team, work
from workers.certificates.models import Credential, IssuerKey
from workers.certificates.rules.spelling import masked
from workers.certificates.statuses.standing import BROKEN, ERASED, REVOKED, SUPERSEDED, VALID
from workers.certificates.verifying.reporting import report


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Marie Dupont", "M. D."),
        ("Zoé Lefèvre-Çelik", "Z. L."),
        ("élodie", "É."),
        ("", ""),
        ("عبد (الله)", "ع. ا."),
        ("Zoé 🎉", "Z."),
        ("\u0301eva Roy", "E. R."),
        ("E\u0301va", "É."),
    ],
)
def test_a_name_is_masked_to_its_initials(name: str, shown: str) -> None:
    assert masked(name) == shown


@given(st.text())
def test_any_name_can_be_masked(name: str) -> None:
    assert len(masked(name)) <= 4 * len(name), "some letter's capital is three, and a point"


@pytest.mark.django_db
class TestAReport:
    def test_everything_that_holds_is_said_to_hold(self) -> None:
        found = report(a_credential().id, viewer=None)
        assert found.status == VALID
        codes = [finding.code for finding in found.findings]
        assert codes == ["proof", "evidence", "document", "page", "status"]
        assert all(finding.holds for finding in found.findings)

    def test_a_stranger_sees_initials_and_the_holder_her_name(self) -> None:
        awa, marc = world.a_learner("Awa Diop"), world.a_learner("Marc Roy")
        id_ = a_credential(awa).id
        assert report(id_, viewer=None).recipient == "A. D."
        assert report(id_, viewer=marc).recipient == "A. D."
        assert report(id_, viewer=awa).recipient == "Awa Diop"

    def test_nothing_of_the_report_names_her(self) -> None:
        credential = a_credential(world.a_learner("Zoé Çelik"))
        said = str(report(credential.id, viewer=None))
        assert "Zoé" not in said
        assert "Çelik" not in said
        assert str(credential.person_id) not in said

    def test_a_team_is_named_and_its_members_are_not(self) -> None:
        of = a_signed_team()
        work()
        found = report(Credential.objects.get(team=of.team).id, viewer=None)
        assert found.recipient == of.team.name
        assert "Costa" not in str(found)

    def test_a_revoked_one_says_so_with_its_date_and_reason(self) -> None:
        id_ = a_credential().id
        Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Fraude")
        found = report(id_, viewer=None)
        assert found.status == REVOKED
        assert found.revoked_at
        assert found.revocation_reason == "Fraude"

    def test_a_superseded_one_says_so_with_its_date(self) -> None:
        id_ = a_credential().id
        Credential.objects.update(superseded_at=timezone.now())
        found = report(id_, viewer=None)
        assert found.status == SUPERSEDED
        assert found.superseded_at

    def test_an_erased_one_still_says_what_was_issued_and_to_nobody(self) -> None:
        credential = a_credential(world.a_learner("Awa Diop"))
        with connection.cursor() as cursor:
            cursor.execute("SELECT certificates_erase(%s)", [[credential.id]])
        found = report(credential.id, viewer=None)
        assert found.status == ERASED
        assert found.achievement == credential.title
        assert (found.recipient, found.issuer_id) == ("", "")
        assert found.document_digest == credential.document_digest

    def test_whoever_brings_the_share_link_sees_the_name(self) -> None:
        credential = a_credential(world.a_learner("Awa Diop"))
        Credential.objects.update(share_token="t" * 22)
        assert report(credential.id, viewer=None, share="t" * 22).recipient == "Awa Diop"

    @pytest.mark.parametrize("share", ["", "t" * 21, "é" * 22])
    def test_another_token_shows_no_name(self, share: str) -> None:
        credential = a_credential(world.a_learner("Awa Diop"))
        assert report(credential.id, viewer=None, share=share).recipient == "A. D."
        Credential.objects.update(share_token="t" * 22)
        assert report(credential.id, viewer=None, share=share).recipient == "A. D."

    def test_one_that_the_issuers_keys_do_not_prove_is_broken(self) -> None:
        id_ = a_credential().id
        IssuerKey.objects.update(compromised_at=F("first_used_at"))
        assert report(id_, viewer=None).status == BROKEN

    def test_an_older_key_still_proves_what_it_signed(self) -> None:
        id_ = a_credential().id
        IssuerKey.objects.create(
            public_key="z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK",
            did="did:web:campus.example",
            url="https://campus.example",
            first_used_at=timezone.now(),
        )
        assert report(id_, viewer=None).status == VALID

    @pytest.mark.parametrize("id_", ["x", "7Kq2mX9dTf4Rw8abcdefgh", "a" * 500, "é", "\0", "../x"])
    def test_whatever_an_unknown_id_looks_like_it_costs_the_same_query(self, id_: str) -> None:
        asked = CaptureQueriesContext(connection)
        with asked, override("en"), pytest.raises(NotFound) as refused:
            report(id_, viewer=None)
        assert len(asked) == 1
        assert refused.value.code == "not_found"
        assert "No certificate has this address" in refused.value.detail
