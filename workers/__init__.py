"""The workers: what is computed afterwards, from the log and from what is owed."""
