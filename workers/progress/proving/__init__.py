"""The proof that every projection is the fold of the log, and the making anew of all of them."""
