"""Learning from elsewhere: evidence accredits a course once, until it is withdrawn."""

from .recognising import Evidence, accredit, withdraw

__all__ = ["Evidence", "accredit", "withdraw"]
