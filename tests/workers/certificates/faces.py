"""Owns the words of the certificates that tests set."""

from dataclasses import replace

from workers.certificates.typesetting import Face

ADDRESS = "http://127.0.0.1:8000/verify/7Kq2mX9dTf4Rw8abcdefgh"
ZOE = Face(
    language="fr",
    issuer="Campus",
    title="Attestation de suivi",
    awarded_to="décernée à",
    name="Zoé Lefèvre-Çelik",
    role="Cheffe de projet, équipe « Guichet clair »",
    because="pour avoir suivi en entier le cours",
    subject="Écrire clair",
    summary="Écrire pour être compris du premier coup.",
    people_label="L’équipe :",
    people="Zoé Lefèvre-Çelik, Jürgen Weiß et 2 autres personnes",
    facts=(("Durée", "2 h 30"), ("Terminé le", "2 novembre 2026")),
    small_print="Cette attestation n’est pas un diplôme.",
    verify_label="Vérifier cette attestation",
    verify_address=ADDRESS,
    qr_alt="Code QR",
    attachment="Preuve",
    demonstration="DÉMONSTRATION",
    name_missing="(nom dans la preuve jointe)",
)


def a_face(name: str) -> Face:
    return replace(ZOE, name=name)
