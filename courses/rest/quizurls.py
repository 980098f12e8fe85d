"""The addresses of attempts at quizzes; a quiz's id is its lesson's."""

from django.urls import path

from . import quizzes

_ATTEMPTS = "quizzes/<uuid:quiz_id>/attempts"

urlpatterns = [
    path(_ATTEMPTS, quizzes.Attempts.as_view(), name="attempts"),
    path(f"{_ATTEMPTS}/<uuid:attempt_id>", quizzes.OneAttempt.as_view(), name="attempt"),
    path(
        f"{_ATTEMPTS}/<uuid:attempt_id>/answers",
        quizzes.Answering.as_view(),
        name="attempt-answers",
    ),
    path(
        f"{_ATTEMPTS}/<uuid:attempt_id>/submit",
        quizzes.Submitting.as_view(),
        name="attempt-submit",
    ),
]
