"""The campus as an issuer: its keys here, its public keys in the archive and for the world."""
