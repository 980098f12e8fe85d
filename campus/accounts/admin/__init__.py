"""What campus staff see of people, and the rule by which trainers see what is theirs."""

from . import organisations, people

__all__ = ["organisations", "people"]
