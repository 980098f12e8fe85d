"""Who: people, organisations, affiliation, roles, consent and sign-in."""
