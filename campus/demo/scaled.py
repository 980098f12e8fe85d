"""What the courses of a large catalogue are about: topics, turns of phrase, organisations.

Nothing here is real. Titles differ, and words are as unequal in number as in any catalogue: a few
are in every third course, most in one of forty.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

# Key, French, English. French needs no article in the phrases below.
TOPICS: Sequence[tuple[str, str, str]] = (
    ("accessibility", "accessibilité numérique", "digital accessibility"),
    ("algorithms", "algorithmes publics", "public algorithms"),
    ("archives", "archivage électronique", "electronic archiving"),
    ("behaviour", "sciences comportementales", "behavioural science"),
    ("budget", "budget participatif", "participatory budgeting"),
    ("citizens", "participation citoyenne", "citizen participation"),
    ("climate", "adaptation au changement climatique", "climate adaptation"),
    ("cloud", "hébergement souverain", "sovereign hosting"),
    ("communication", "communication de crise", "crisis communication"),
    ("cooperation", "coopération territoriale", "territorial cooperation"),
    ("data", "données ouvertes", "open data"),
    ("deontology", "déontologie", "public ethics"),
    ("design", "design de service", "service design"),
    ("disability", "accueil du handicap", "welcoming disability"),
    ("equality", "égalité professionnelle", "equality at work"),
    ("evaluation", "évaluation des politiques publiques", "policy evaluation"),
    ("facilitation", "facilitation de groupe", "group facilitation"),
    ("foresight", "prospective", "foresight"),
    ("funding", "financements européens", "European funding"),
    ("geography", "cartographie", "mapping"),
    ("health", "santé au travail", "health at work"),
    ("identity", "identité numérique", "digital identity"),
    ("innovation", "innovation ouverte", "open innovation"),
    ("language", "langage clair", "plain language"),
    ("law", "sécurité juridique", "legal certainty"),
    ("management", "management à distance", "remote management"),
    ("mediation", "médiation numérique", "digital inclusion"),
    ("mobility", "mobilités durables", "sustainable mobility"),
    ("negotiation", "négociation collective", "collective bargaining"),
    ("privacy", "protection des données personnelles", "data protection"),
    ("procurement", "achats responsables", "responsible procurement"),
    ("project", "conduite de projet", "project management"),
    ("prototyping", "prototypage rapide", "rapid prototyping"),
    ("recruitment", "recrutement inclusif", "inclusive recruitment"),
    ("renovation", "rénovation des bâtiments", "building renovation"),
    ("risk", "gestion des risques", "risk management"),
    ("security", "cybersécurité", "cybersecurity"),
    ("simplification", "simplification des démarches", "simplifying procedures"),
    ("sobriety", "sobriété numérique", "digital sobriety"),
    ("writing", "rédaction administrative", "administrative writing"),
)
PROVIDERS = (
    "Académie du service public", "Agence de l’accompagnement", "Centre de formation du littoral",
    "École des métiers du territoire", "Fabrique des politiques publiques", "Institut du dialogue",
    "Laboratoire des usages", "Maison de la donnée", "Mission innovation du Val-d’Aure",
    "Observatoire des démarches", "Réseau des médiateurs", "Université des agents",
)  # fmt: skip
_DEEDS = {
    "fr": (
        "Découvrir", "Comprendre", "Débuter en", "Réussir en", "Organiser", "Évaluer", "Piloter",
        "Expliquer", "Pratiquer", "Enseigner", "Financer", "Améliorer", "Mesurer", "Transmettre",
        "Questionner", "Préparer", "Partager", "Déployer", "Animer", "Accompagner",
    ),
    "en": (
        "Discovering", "Understanding", "Starting with", "Succeeding in", "Organising",
        "Evaluating", "Steering", "Explaining", "Practising", "Teaching", "Funding", "Improving",
        "Measuring", "Handing over", "Questioning", "Preparing", "Sharing", "Deploying",
        "Facilitating", "Supporting",
    ),
}  # fmt: skip
_PLACES = {
    "fr": (
        "en préfecture", "à la mairie", "dans une petite équipe", "au guichet", "à l’hôpital",
        "en collectivité", "dans un ministère", "à l’école", "avec les usagers", "en région",
        "au tribunal", "dans les territoires ruraux", "en situation de crise",
    ),
    "en": (
        "in a prefecture", "at the town hall", "in a small team", "at the front desk",
        "in hospitals", "in local government", "in a ministry", "at school", "with users",
        "in the regions", "in court", "in rural areas", "in a crisis",
    ),
}  # fmt: skip
_WORDS = {
    "fr": (
        "atelier", "bilan", "cadrage", "calendrier", "carnet", "diagnostic", "enquête", "entretien",
        "équipe", "étape", "exemple", "exercice", "fiche", "formation", "grille", "indicateur",
        "livrable", "méthode", "modèle", "objectif", "outil", "parcours", "partenaire", "pilote",
        "plan", "portrait", "projet", "question", "récit", "réunion", "ressource", "retour",
        "scénario", "synthèse", "témoignage", "usage", "valeur", "vigilance",
    ),
    "en": (
        "workshop", "review", "framing", "calendar", "notebook", "diagnosis", "survey", "interview",
        "team", "stage", "example", "exercise", "sheet", "training", "grid", "indicator",
        "deliverable", "method", "template", "goal", "tool", "path", "partner", "pilot", "plan",
        "portrait", "project", "question", "story", "meeting", "resource", "feedback", "scenario",
        "summary", "testimony", "use", "value", "caution",
    ),
}  # fmt: skip
_PHRASES = {
    "fr": (
        "Un cours pour avancer en {topic} {place}, avec un {one} et un {other} à emporter.",
        "Ce qu’il faut savoir de {topic} : {one}, {other}, et l’expérience de ceux qui l’ont fait.",
        "De la {one} au {other} : {topic} pas à pas, {place}.",
    ),
    "en": (
        "A course to move on with {topic} {place}, with a {one} and a {other} to take away.",
        "What to know about {topic}: {one}, {other}, and what those who did it have learnt.",
        "From {one} to {other}: {topic} step by step, {place}.",
    ),
}


@dataclass(frozen=True, slots=True)
class About:
    """What one course says of itself, and the titles of its lessons."""

    language: str
    topic: str
    also: str
    title: str
    summary: str
    lessons: tuple[str, ...]
    level: int
    minutes: tuple[int, ...]
    provider: int


def about(number: int) -> About:
    """The course of this number, always the same; titles differ from number to number."""
    chance = Random(number)  # noqa: S311  # a demonstration, no secret
    language = "en" if number % 10 < 3 else "fr"
    topic, also = chance.sample(TOPICS, 2)
    name = topic[1 if language == "fr" else 2]
    deed, place = chance.choice(_DEEDS[language]), chance.choice(_PLACES[language])
    one, other, *rest = chance.sample(_WORDS[language], 8)
    phrase = chance.choice(_PHRASES[language])
    lessons = chance.randint(2, 5)
    return About(
        language=language,
        topic=topic[0],
        also=also[0],
        title=f"{deed} {name} {place}, {one} {number}",
        summary=phrase.format(topic=name, place=place, one=one, other=other),
        lessons=tuple(f"{word.capitalize()} : {name}" for word in rest[:lessons]),
        level=chance.choices((1, 2, 3, 4), (8, 5, 2, 1))[0],
        minutes=tuple(chance.choice((3, 5, 8, 15, 30, 45)) for _ in range(lessons)),
        provider=chance.randrange(len(PROVIDERS)),
    )
