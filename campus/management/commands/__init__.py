"""Commands that belong to the campus as a whole."""
