"""What must leave the campus: mail, as rows written in the causing transaction."""
