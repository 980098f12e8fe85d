"""The proof of everything that was issued, and of everything that was due."""
