"""The fold: what the log says becomes progress, exactly once."""
