"""The doors of the catalogue, courses, lessons and blobs: open to anyone."""
