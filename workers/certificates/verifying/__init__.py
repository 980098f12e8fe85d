"""The public answer about a credential of ours."""
