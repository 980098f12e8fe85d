"""How quizzes are drawn, read and graded: pure, so that every door grades alike."""
