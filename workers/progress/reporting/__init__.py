"""Reports on many people at once: a team, the followers of a course."""
