"""The credential as data: its shape, its canonical form, its proof, its token; no database."""
