"""How Django speaks with PostgreSQL here: the `ENGINE` of the settings."""
