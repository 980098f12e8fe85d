"""Breaks a campus on purpose, from the outside: production holds not one line for it."""
