"""The addresses of certificates; `well_known` stands at the root, the others under the API."""

from django.urls import path

from .agreements import MyNameOnTeams
from .carried import CredentialAsBadge, CredentialAsToken
from .corrections import MyCorrections
from .credentials import CredentialDocument, CredentialPDF, Credentials, OneCredential
from .issuers import DidDocument
from .names import MyCertificateName
from .renewals import MyRenewal
from .shares import MyShareLink
from .statuses import CredentialStatuses
from .teams import TeamCredentials

urlpatterns = [
    path("me/certificate-name", MyCertificateName.as_view(), name="certificate-name"),
    path("me/team-certificate-name", MyNameOnTeams.as_view(), name="team-certificate-name"),
    path("teams/<uuid:team_id>/credentials", TeamCredentials.as_view(), name="team-credentials"),
    path("credentials", Credentials.as_view(), name="credentials"),
    path("credentials/<slug:credential_id>.pdf", CredentialPDF.as_view(), name="credential-pdf"),
    path(
        "credentials/<slug:credential_id>.json",
        CredentialDocument.as_view(),
        name="credential-json",
    ),
    path(
        "credentials/<slug:credential_id>/corrections",
        MyCorrections.as_view(),
        name="credential-corrections",
    ),
    path(
        "credentials/<slug:credential_id>/renewal",
        MyRenewal.as_view(),
        name="credential-renewal",
    ),
    path("credentials/<slug:credential_id>/share", MyShareLink.as_view(), name="credential-share"),
    path(
        "credentials/<slug:credential_id>.png", CredentialAsBadge.as_view(), name="credential-png"
    ),
    path(
        "credentials/<slug:credential_id>.jwt", CredentialAsToken.as_view(), name="credential-jwt"
    ),
    path("credentials/<slug:credential_id>", OneCredential.as_view(), name="credential"),
]

well_known = [
    path(".well-known/did.json", DidDocument.as_view(), name="did-document"),
    path("status/<slug:list_id>", CredentialStatuses.as_view(), name="status-list"),
]
