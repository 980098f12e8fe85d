"""The shipped front end: pages over the same functions as the API."""
