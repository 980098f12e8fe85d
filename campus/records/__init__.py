"""What people did: the append-only log of learning records, the only truth about learning."""
