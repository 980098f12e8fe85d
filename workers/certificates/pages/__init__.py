"""The page of a certificate: its words, its look, the making of the PDF."""
