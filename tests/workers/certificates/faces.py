"""Owns the words of the certificates that tests set."""

from dataclasses import replace

from workers.certificates.pages import looks
from workers.certificates.pages.themes import BUILT_IN, Theme
from workers.certificates.pages.typesetting import Face

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


def _skill(title: str, level: int) -> looks.Shown:
    return {"title": title, "level": f"niveau {level} sur 4", "steps": level}


def _signatory(name: str, role: str, signature: str = "") -> looks.Shown:
    return {"name": name, "role": role, "signature": signature, "alt": f"Signature de {name}"}


SHORTEST = replace(
    ZOE, name="Li", role="", summary="", people="", people_label="", subject="Dire",
    demonstration="", facts=(("Délivrée le", "2 mai 2026"),),
)  # fmt: skip
USUAL = replace(
    ZOE,
    role="",
    people="",
    people_label="",
    skills_label="Compétences :",
    skills=(_skill("Rédiger en langage clair", 2), _skill("Conduite de projet", 3)),
    signatories=(_signatory("Hélène Garçon", "Directrice"), _signatory("Jo Nœud", "Responsable")),
    logo_alt="Logo : Campus",
)
# As long as each text may be: 120, 200 and 330 letters, 12 names, 6 skills, 4 who sign.
LONGEST = replace(
    USUAL,
    name="Marie-Antoinette Wilhelmine Désirée de Saint-Exupéry-Châtillon de la "
    "Rochefoucauld-Liancourt et de Montmorency-Boutevilliers"[:120],
    role="Cheffe de projet, équipe « Guichet clair et accueil des usagers de la métropole »",
    because="pour avoir mené avec l’équipe, le long du parcours « Transformer », le projet",
    subject="Concevoir, conduire et évaluer un projet de transformation d’un service public de "
    "proximité, de l’écoute des usagers et des agents jusqu’à la mise en ligne, avec méthode, "
    "sobriété et grande accessibilité"[:200],
    summary="Un parcours complet pour apprendre à écouter les usagers, à cadrer un besoin, à "
    "prototyper avec une équipe pluridisciplinaire, à tester en conditions réelles, à mesurer les "
    "effets obtenus et à rendre compte, en s’appuyant sur des cas rencontrés dans des "
    "administrations de toutes tailles et sur des outils libres, sobres et durables, et partagés.",
    people_label="L’équipe :",
    people="Zoé Lefèvre-Çelik, Jürgen Weiß, Marie-Hélène d’Arbois de Jubainville, Nguyễn Thị Minh "
    "Khai, Ólafur Ragnarsson, Thérèse Desqueyroux, Jean-Christophe Grangé, Aïcha Benabdallah, "
    "Łukasz Żółkiewski, Émile Nœuvéglise, Anne-Sophie Le Bihan, Bernard de la Tour et 14 autres "
    "personnes",
    skills=(
        _skill("Concevoir et conduire une démarche d’écoute des usagers", 2),
        _skill("Rédiger en langage clair", 3),
        _skill("Animer un atelier participatif avec des agents", 1),
        _skill("Évaluer l’accessibilité numérique d’un service", 4),
        _skill("Piloter par les données", 2),
        _skill("Protéger les données personnelles", 1),
    ),
    signatories=(
        _signatory(
            "Pr Hélène Marie-Antoinette Garçon de Villeneuve",
            "Directrice générale adjointe chargée de la formation et de la transformation",
            "signature",
        ),
        _signatory("François Nœuvéglise", "Responsable du parcours", "signature"),
        _signatory("Amélie Ñandú", "Déléguée", "signature"),
        _signatory("Jean-Baptiste Œuvrard", "", "signature"),
    ),
    facts=(
        ("Parcours", "12 étapes"),
        ("Résultat signé par", "Marie-Hélène d’Arbois de Jubainville, coach"),
        ("Signé le", "18 novembre 2026"),
        ("Délivrée le", "20 novembre 2026"),
        ("Valable jusqu’au", "20 novembre 2029"),
    ),
    small_print="Obtenue sur la base de : quiz notés par le campus ; activités observées par le "
    "campus. Cette attestation n’est ni un diplôme ni une certification professionnelle. Sa preuve "
    "pour les machines (Open Badges 3.0, signature Ed25519) est jointe à ce PDF : credential.json.",
)
RIGHT_TO_LEFT = replace(USUAL, name="محمد بن عبد الله الفاسي")


def dressed(face: Face, theme: str | Theme, *, logo: str = "") -> Face:
    chosen = BUILT_IN[theme] if isinstance(theme, str) else theme
    return replace(face, look=looks.look(chosen, logo=logo))
