"""The door for learning records."""
