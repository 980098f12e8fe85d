"""What can be earned, how it looks, what was issued, and with which keys; one file per subject."""

from .achievements import (
    Achievement,
    AchievementSignatory,
    AchievementSkill,
    AchievementVersion,
    SubjectKind,
    TargetKind,
)
from .credentials import CertificateDocument, Credential, CredentialToken
from .issuers import IssuerKey
from .looks import CertificateTemplate, Picture, Signatory
from .names import ConfirmedName, NameRequest
from .renewals import RenewalReminder
from .statuses import StatusList

__all__ = [
    "Achievement",
    "AchievementSignatory",
    "AchievementSkill",
    "AchievementVersion",
    "CertificateDocument",
    "CertificateTemplate",
    "ConfirmedName",
    "Credential",
    "CredentialToken",
    "IssuerKey",
    "NameRequest",
    "Picture",
    "RenewalReminder",
    "Signatory",
    "StatusList",
    "SubjectKind",
    "TargetKind",
]
