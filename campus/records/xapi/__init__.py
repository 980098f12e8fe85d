"""Owns xAPI as data, in versions 1.0.3 and 2.0: pure, no request and no database in it."""
