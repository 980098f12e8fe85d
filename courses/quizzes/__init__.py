"""Quizzes at work: written by authors, answered in attempts, counted for everybody."""
