"""What a stranger learns from a credential's address, and what she does not."""

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from campus.errors import NotFound
from tests import world
from tests.workers.certificates.working import a_credential, a_signed_team, work
from workers.certificates.models import Credential, IssuerKey
from workers.certificates.verifying import BROKEN, REVOKED, VALID, masked, report


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Marie Dupont", "M. D."), ("Zoé Lefèvre-Çelik", "Z. L."), ("élodie", "É."), ("", "")],
)
def test_a_name_is_masked_to_its_initials(name: str, shown: str) -> None:
    assert masked(name) == shown


@given(st.text())
def test_any_name_can_be_masked(name: str) -> None:
    assert len(masked(name)) <= 3 * len(name)


@pytest.mark.django_db
class TestAReport:
    def test_everything_that_holds_is_said_to_hold(self) -> None:
        found = report(a_credential().id, viewer=None)
        assert found.status == VALID
        assert [f.code for f in found.findings] == ["proof", "evidence", "document", "status"]
        assert all(finding.holds for finding in found.findings)

    def test_a_stranger_sees_initials_and_the_holder_her_name(self) -> None:
        awa, marc = world.a_learner("Awa Diop"), world.a_learner("Marc Roy")
        id_ = a_credential(awa).id
        assert report(id_, viewer=None).recipient == "A. D."
        assert report(id_, viewer=marc).recipient == "A. D."
        assert report(id_, viewer=awa).recipient == "Awa Diop"

    def test_nothing_of_the_report_names_her(self) -> None:
        credential = a_credential(world.a_learner("Awa Diop"))
        said = str(report(credential.id, viewer=None))
        assert "Awa" not in said
        assert "Diop" not in said
        assert str(credential.person_id) not in said

    def test_a_team_is_named_and_its_members_are_not(self) -> None:
        of = a_signed_team()
        work()
        found = report(Credential.objects.get(team=of.team).id, viewer=None)
        assert found.recipient == of.team.name
        assert "Costa" not in str(found)

    def test_a_revoked_one_says_so_with_its_date(self) -> None:
        id_ = a_credential().id
        Credential.objects.update(revoked_at=timezone.now(), revocation_reason="Erreur de nom")
        found = report(id_, viewer=None)
        assert found.status == REVOKED
        assert found.revoked_at
        assert "Erreur de nom" not in str(found)

    def test_one_that_the_issuers_keys_do_not_prove_is_broken(self) -> None:
        id_ = a_credential().id
        IssuerKey.objects.all().delete()
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

    def test_unknown_ids_all_get_the_same_answer(self) -> None:
        said = set()
        for id_ in ("x", "7Kq2mX9dTf4Rw8abcdefgh", "a" * 500):
            with pytest.raises(NotFound) as refused:
                report(id_, viewer=None)
            said.add((refused.value.code, refused.value.detail))
        assert len(said) == 1
