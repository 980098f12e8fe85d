"""People, the organisations they belong to, and what they agreed to."""

from .consent import Consent
from .organisations import Affiliation, Organisation, Role
from .people import User

__all__ = ["Affiliation", "Consent", "Organisation", "Role", "User"]
