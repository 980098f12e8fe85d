"""Owns the made-up contents of the component page."""

from datetime import date
from typing import Any

STATES = ("not_started", "in_progress", "completed", "accredited", "waived", "failed")


def specimens() -> dict[str, Any]:
    """What the component page shows in place of data."""
    return {
        "states": STATES,
        "cards": _CARDS,
        "steps": _STEPS,
        "questions": _QUESTIONS,
        "results": _RESULTS,
        "modules": _MODULES,
        "credentials": _CREDENTIALS,
        "course": _CARDS[0],
    }


_SKILL = {"title": {"fr": "Conduite de projet", "en": "Project leadership"}}
_CARDS = [
    {
        "slug": work, "language": "fr", "title": title, "level": level,
        "minutes": minutes, "skills": [_SKILL],
        "summary": "Partir d’un vrai problème, cadrer court, embarquer les agents, essayer petit "
        "et mesurer ce qui change pour les usagers.",
    }
    for work, title, level, minutes in (
        ("work-a", "Conduire un projet de transformation publique", 2, 80),
        ("work-b", "Écrire en langage clair", 1, 45),
        ("work-c", "Concevoir un service avec ses usagers", 1, 60),
        ("work-d", "Sciences comportementales", 3, 120),
        ("work-e", "Données et algorithmes publics", 2, 95),
        ("work-f", "Ouvrir le code d’un service public", 4, 30),
    )
]  # fmt: skip
_STEPS: list[dict[str, Any]] = [
    {
        "number": 1, "title": {"fr": "Cadrer", "en": "Framing"}, "state": "completed",
        "is_done": True, "unlocked": True, "kind": "course", "minutes": 60, "required": True,
        "address": "#content",
    },
    {
        "number": 2, "title": {"fr": "Concevoir avec les usagers", "en": "Design with users"},
        "state": "in_progress", "is_next": True, "unlocked": True, "kind": "course",
        "minutes": 45, "due_on": date(2027, 1, 15), "required": True, "address": "#content",
    },
    {
        "number": 3, "title": {"fr": "Atelier de mi-parcours", "en": "Half-way workshop"},
        "state": "not_started", "unlocked": False, "kind": "workshop", "scope": "team",
        "minutes": 180, "required": True,
    },
]  # fmt: skip
_QUESTIONS = [
    {
        "id": "specimen-1", "kind": "single", "prompt": "À quoi sert un cadrage ?",
        "choices": [
            {"id": "a", "text": "À obtenir un budget"},
            {"id": "b", "text": "À se mettre d’accord avant de dépenser de l’énergie"},
        ],
    },
    {
        "id": "specimen-2", "kind": "multiple", "prompt": "Qui doit pouvoir le lire ?",
        "choices": [
            {"id": "c", "text": "Ceux qui décident"}, {"id": "d", "text": "Ceux qui font"},
        ],
        "hint": "Pensez à la réunion de lancement.",
    },
    {
        "id": "specimen-3", "kind": "ordering", "prompt": "Dans quel ordre ?",
        "choices": [
            {"id": "e", "text": "Essayer petit"}, {"id": "f", "text": "Comprendre le problème"},
            {"id": "g", "text": "Mesurer"},
        ],
    },
    {
        "id": "specimen-4", "kind": "matching", "prompt": "Qui fait quoi ?",
        "choices": [{"id": "h", "text": "La cheffe de projet"}, {"id": "i", "text": "L’usager"}],
        "matches": [{"id": "j", "text": "cadre"}, {"id": "k", "text": "essaie"}],
    },
    {
        "id": "specimen-5", "kind": "number", "prompt": "Combien de pages au plus ?",
        "choices": [],
    },
]  # fmt: skip
_RESULTS = [
    {
        "prompt": "À quoi sert un cadrage ?", "verdict": "right" if right else "wrong",
        "explanation": "Deux pages suffisent : au-delà, on ne relit plus.",
        "choices": [
            {
                "text": "À obtenir un budget", "is_chosen": not right, "is_right": False,
                "feedback": "Le budget vient après.",
            },
            {
                "text": "À se mettre d’accord", "is_chosen": right, "is_right": True,
                "feedback": "Oui, et par écrit.",
            },
        ],
    }
    for right in (True, False)
]  # fmt: skip
_MODULES = [
    {
        "title": "Cadrer",
        "lessons": [
            {
                "title": "Partir du problème", "minutes": 8, "kind": "article",
                "state": "completed", "address": "#content",
            },
            {
                "title": "Cadrer en deux pages", "minutes": 9, "kind": "article",
                "state": "in_progress", "is_current": True, "address": "#content",
            },
            {
                "title": "Quiz", "minutes": 10, "kind": "quiz", "state": "not_started",
                "address": "#content",
            },
        ],
    }
]  # fmt: skip
_CREDENTIALS = [
    {
        "id": "specimen", "title": "Écrire en langage clair", "language": "fr",
        "issued_at": date(2026, 11, 20), "has_pdf": True,
    }
]  # fmt: skip
