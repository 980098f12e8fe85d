"""The signature of the PDF: the keys, the seal, and the reading of seals."""
