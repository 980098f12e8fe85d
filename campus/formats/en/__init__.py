"""Owns how English dates are written."""
