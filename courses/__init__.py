"""What can be learnt: authoring, releases, the catalogue, quizzes, enrolment."""
