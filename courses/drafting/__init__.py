"""What authors do to a draft: begin, write, arrange, copy, attach, comment."""
