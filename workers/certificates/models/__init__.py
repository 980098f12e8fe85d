"""What can be earned, what was issued, and with which keys; one file per subject."""

from .achievements import Achievement, AchievementVersion, SubjectKind, TargetKind
from .credentials import CertificateDocument, Credential
from .issuers import IssuerKey

__all__ = [
    "Achievement",
    "AchievementVersion",
    "CertificateDocument",
    "Credential",
    "IssuerKey",
    "SubjectKind",
    "TargetKind",
]
