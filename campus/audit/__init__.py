"""Who did what: deeds of authors, trainers and staff, kept where nobody can change them."""
