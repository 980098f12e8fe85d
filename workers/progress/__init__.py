"""Progress: the log folded into numbers that the learner, her team and her certificate share."""
