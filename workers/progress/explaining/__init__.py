"""Why a number is what it is, in words that a learner understands."""
