"""What writing and reading a course as text have in common: names of files, YAML, ends of lines."""
