"""The doors at /xapi."""
