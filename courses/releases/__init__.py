"""From a draft to what learners read: checked, published, compared, corrected, gone back to."""
