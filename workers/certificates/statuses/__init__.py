"""Where a credential stands, and the lists in which the world reads it."""
