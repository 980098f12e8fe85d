"""The doors of progress: how far, why, and a team's table."""
