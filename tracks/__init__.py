"""What a team or a person should do, in which order: templates, tracks, steps, teams."""
