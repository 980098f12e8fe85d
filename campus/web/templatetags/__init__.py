"""What templates of the site may call."""
