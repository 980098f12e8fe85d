"""The shipped front end: server-rendered pages over the subject functions."""
