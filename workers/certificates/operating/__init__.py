"""What the operator does: exchange a key, move to another domain."""
