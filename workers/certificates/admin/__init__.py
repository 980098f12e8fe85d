"""What staff and trainers see of certificates; one file per subject."""

from . import achievements, credentials, looks, namerequests, signatories

__all__ = ["achievements", "credentials", "looks", "namerequests", "signatories"]
