"""The bytes behind lessons: taken by what they are, kept by digest, served from any byte."""
