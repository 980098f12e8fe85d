"""The text syntax of questions: reading it, writing it, and what makes a question answerable."""
