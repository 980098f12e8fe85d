"""What becomes of a credential: revoked, corrected, shared, erased; and who is told."""
