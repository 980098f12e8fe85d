"""Owns the examples that the documentation shows of enrolments, tracks and teams."""

from typing import Any

ENROLMENT_ID = "0198c6f2-0001-7c3d-8e4f-5a6b7c8d9e0f"
COURSE = "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f"
ENROLMENT: dict[str, Any] = {
    "id": ENROLMENT_ID,
    "registration": "6f1a0f7e-5b7c-4b0f-9b6d-3f1b8c2a4e5d",
    "course": COURSE,
    "release": 2,
    "period": 1,
    "state": "active",
    "enrolled_at": "2026-11-23T08:30:00Z",
    "withdrawn_at": None,
    "completed_at": None,
    "position": 1024,
}
ENROLMENTS = {"results": [ENROLMENT], "next": None, "previous": None}
TRACK: dict[str, Any] = {
    "id": "0198c6f2-0004-7c3d-8e4f-5a6b7c8d9e0f",
    "slug": "conduire-une-transformation-7c8d9e0f",
    "title": "Conduire une transformation",
    "titles": {"fr": "Conduire une transformation", "en": "Lead a transformation"},
    "team": {"id": "0198c6f2-0005-7c3d-8e4f-5a6b7c8d9e0f", "name": "Guichet unique"},
    "revision": 1,
    "minutes": 240,
    "enrolment": "0198c6f2-0006-7c3d-8e4f-5a6b7c8d9e0f",
    "position": 1024,
}
STEP: dict[str, Any] = {
    "id": "0198c6f2-0007-7c3d-8e4f-5a6b7c8d9e0f",
    "kind": "course",
    "title": "Écrire clairement",
    "scope": "member",
    "state": "in_progress",
    "unlocked": True,
    "because": "Open to you.",
    "required": True,
    "due_at": "2026-12-18T23:59:59+01:00",
    "minutes": 45,
    "minutes_done": 20,
    "completed_at": None,
    "course": "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f",
}
PROJECT: dict[str, Any] = {
    "title": "Un guichet unique pour les associations",
    "summary": "Réunir sept démarches en une.",
    "outcome": "",
    "signed_by": None,
    "signed_at": None,
}
TEAM: dict[str, Any] = {
    "id": "0198c6f2-0005-7c3d-8e4f-5a6b7c8d9e0f",
    "name": "Guichet unique",
    "organisation": "Campus",
    "role": "member",
    "project": PROJECT,
    "members": [
        {"id": "0198c6f2-0008-7c3d-8e4f-5a6b7c8d9e0f", "name": "Aïcha Diallo", "role": "lead"}
    ],
    "tracks": ["0198c6f2-0004-7c3d-8e4f-5a6b7c8d9e0f"],
}
SIGNED = PROJECT | {
    "outcome": "Sept démarches réunies, ouvertes à 1 200 associations.",
    "signed_by": "Camille Roux",
    "signed_at": "2026-11-23T08:30:00Z",
}
DECISION: dict[str, Any] = {
    "id": "6f1a0f7e-5b7c-4b0f-9b6d-3f1b8c2a4e5e",
    "enrolment": "0198c6f2-0006-7c3d-8e4f-5a6b7c8d9e0f",
    "step": "0198c6f2-0007-7c3d-8e4f-5a6b7c8d9e0f",
    "decision": "waive",
    "reason": "Elle anime cet atelier elle-même.",
    "decided_by": "Camille Roux",
    "decided_at": "2026-11-23T08:30:00Z",
}
