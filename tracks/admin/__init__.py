"""What trainers see of tracks: templates to make them from, teams, and revisions."""

from . import teams, templates, tracks

__all__ = ["teams", "templates", "tracks"]
