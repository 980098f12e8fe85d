"""The door of my own account."""
