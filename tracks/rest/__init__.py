"""The doors of enrolments, tracks and teams."""
