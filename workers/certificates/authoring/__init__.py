"""What can be earned: what staff write of it, what is published, what it looks like before."""
