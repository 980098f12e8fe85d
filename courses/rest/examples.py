"""Owns the examples of the documentation for skills, collections, resources and wishes."""

from typing import Any

SKILLS: dict[str, Any] = {
    "results": [
        {
            "key": "plain-language",
            "title": {"fr": "Langage clair", "en": "Plain language"},
            "description": {"fr": "Écrire pour être compris du premier coup."},
            "framework": "ESCO",
            "code": "S1.13",
            "alignment": "http://data.europa.eu/esco/skill/f4ee3a4f-5a37-4e1f-9a6a-5a0a9b8b1a11",
            "levels": [
                {"level": 1, "title": {"fr": "Applique un modèle."}, "alignment": ""},
                {"level": 2, "title": {"fr": "Réécrit un texte."}, "alignment": ""},
            ],
        }
    ],
    "next": None,
    "previous": None,
}
_COLLECTION: dict[str, Any] = {
    "id": "0198c6f2-0101-7c3d-8e4f-5a6b7c8d9e0f",
    "slug": "premiers-pas",
    "title": {"fr": "Premiers pas", "en": "First steps"},
    "summary": {"fr": "Pour commencer un projet de transformation."},
    "size": 3,
}
COLLECTIONS: dict[str, Any] = {"results": [_COLLECTION], "next": None, "previous": None}
COLLECTION: dict[str, Any] = _COLLECTION | {
    "courses": [
        {
            "id": "0198c6f2-0003-7c3d-8e4f-5a6b7c8d9e0f",
            "slug": "ecrire-clairement",
            "title": "Écrire clairement",
            "summary": "Des textes que chacun comprend du premier coup.",
            "language": "fr",
            "level": 1,
            "minutes": 45,
        }
    ]
}
RESOURCE: dict[str, Any] = {
    "id": "0198c6f2-0102-7c3d-8e4f-5a6b7c8d9e0f",
    "kind": "tool",
    "slug": "boite-a-outils-enquete",
    "title": {"fr": "Boîte à outils de l’enquête"},
    "summary": {"fr": "Grilles d’entretien et modèles de synthèse."},
    "address": "https://example.org/enquete",
    "licence": "CC-BY-4.0",
    "organisation": "Campus",
    "skills": [{"key": "field-research", "title": {"fr": "Enquête de terrain"}}],
}
RESOURCES: dict[str, Any] = {"results": [RESOURCE], "next": None, "previous": None}
WISH: dict[str, Any] = {
    "id": "0198c6f2-0103-7c3d-8e4f-5a6b7c8d9e0f",
    "title": "Mener une enquête de terrain",
    "why": "Notre équipe rencontre des usagers en mars.",
    "language": "fr",
    "made_at": "2026-11-20T10:00:00Z",
    "support": 4,
    "is_supported": True,
    "is_mine": False,
}
WISHES: dict[str, Any] = {"results": [WISH], "next": None, "previous": None}
