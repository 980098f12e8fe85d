"""Questions written elsewhere: GIFT, Aiken, Moodle XML and tables become questions of the campus.

Each format has a reader; `formats` lists them, `taking` writes what they read.
"""
