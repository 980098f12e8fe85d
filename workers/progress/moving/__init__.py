"""Moving people to another release: looked at first, then done as it was looked at, and undone."""
