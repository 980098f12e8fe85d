"""What is owed: rows in the database that say which work must still be done."""
