"""The admin's frame: its site, its skin, and the rule that nobody may do what nobody allowed."""
