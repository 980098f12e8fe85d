"""Owns the examples of the documentation of attempts."""

from typing import Any

_QUIZ = "0198c6f2-0004-7c3d-8e4f-5a6b7c8d9e0f"
_QUESTION = "0198c6f2-0005-7c3d-8e4f-5a6b7c8d9e0f"
_ENROLMENT = "0198c6f2-0001-7c3d-8e4f-5a6b7c8d9e0f"
_RIGHT = "3f0d2a52-6d0f-4a43-9d0e-2f6f5f0b7a11"
_WRONG = "b6f0c9ce-51a5-4a0e-8c4d-0a6d7f7f2c22"

BEGIN = {"enrolment": _ENROLMENT}
ANSWERS = {"answers": {_QUESTION: [_RIGHT]}}
SUMMARY: dict[str, Any] = {
    "id": "0198c6f2-0006-7c3d-8e4f-5a6b7c8d9e0f",
    "quiz": _QUIZ,
    "number": 1,
    "started_at": "2026-11-23T09:00:00Z",
    "due_at": "2026-11-23T09:20:00Z",
    "submitted_at": None,
    "mastery": 0.7,
    "scaled": None,
    "is_passed": None,
}
OPEN = SUMMARY | {
    "enrolment": _ENROLMENT,
    "release": "0198c6f2-0007-7c3d-8e4f-5a6b7c8d9e0f",
    "seconds_left": 1200,
    "grace_seconds": 30,
    "attempts_left": 1,
    "questions": [
        {
            "id": _QUESTION,
            "kind": "single",
            "prompt": "À qui écrit-on d’abord ?",
            "choices": [
                {"id": _RIGHT, "text": "À la personne qui lira"},
                {"id": _WRONG, "text": "À son chef"},
            ],
        }
    ],
    "answers": {},
    "team": None,
    "result": None,
}
_DONE = {"submitted_at": "2026-11-23T09:12:00Z", "scaled": 1.0, "is_passed": True}
ATTEMPTS = {"results": [SUMMARY | _DONE], "next": None, "previous": None}
SUBMITTED = (
    OPEN
    | _DONE
    | {
        "seconds_left": None,
        "answers": {_QUESTION: [_RIGHT]},
        "result": {
            "scaled": 1.0,
            "is_passed": True,
            "was_cut_off": False,
            "questions": [
                {
                    "id": _QUESTION,
                    "share": 1.0,
                    "points": 1.0,
                    "right": [_RIGHT],
                    "tolerance": None,
                    "feedback": {_RIGHT: "<p>C’est pour elle que le texte existe.</p>"},
                    "explanation": "",
                }
            ],
        },
    }
)
