"""Owns `/api/v1/credentials/{id}/renewal`: following the course of a certificate once more."""

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from campus.accounts.rest.asking import person_of
from campus.rest.policies import SignedIn
from campus.rest.schemas import described
from campus.rest.views import View
from tracks.rest.enrolling import shown
from tracks.rest.examples import ENROLMENT
from tracks.rest.shapes import EnrolmentOut
from workers.certificates.holding.mine import find_held
from workers.certificates.renewal.renewing import renew


class MyRenewal(View):
    permission_classes = [SignedIn]

    @described(
        "Renew a certificate of mine that ends",
        name="credentials_renew",
        tag="credentials",
        answer=EnrolmentOut,
        status=201,
        also=200,
        problems=(401, 404, 409),
        example=ENROLMENT | {"period": 2},
    )
    def post(self, request: Request, credential_id: str) -> Response:
        """201 for the enrolment in the next period, on the course's current release; asking again
        answers the same one with 200.

        Completing it earns a certificate of that period; this one stays valid until its end. 409
        `renewal_not_open` before `renewal_opens_at` of the certificate, and `not_renewable` where
        that is null.
        """
        person = person_of(request)
        held = find_held(person, credential_id)
        enrolment, is_new = renew(person=person, credential=held, now=timezone.now())
        return Response(shown(enrolment), status=201 if is_new else 200)
