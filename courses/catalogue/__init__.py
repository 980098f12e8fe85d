"""What readers choose from: courses found by words and filters, shelves, tools, people, wishes."""
