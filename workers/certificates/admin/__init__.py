"""What campus staff see of certificates; one file per subject."""

from . import credentials

__all__ = ["credentials"]
