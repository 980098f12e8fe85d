"""What every door of the API shares: policies, strict parsing, pages, problems, ready bytes."""
