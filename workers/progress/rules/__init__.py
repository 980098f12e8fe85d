"""When something counts as done, and what fraction that makes: pure, no database."""
