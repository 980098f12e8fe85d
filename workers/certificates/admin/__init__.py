"""What staff and trainers see of certificates; one file per subject."""

from . import achievements, credentials, signatories

__all__ = ["achievements", "credentials", "signatories"]
