"""The doors of certificates: mine, and the campus's public keys."""
