"""The demo's track template, its two project teams, and the track each of them follows."""

from collections.abc import Mapping
from dataclasses import dataclass

from campus.accounts.models import Organisation, User
from campus.accounts.roles import campus_organisation
from courses.models import Course
from tracks.models import (
    Membership,
    Project,
    ProjectTeam,
    StepKind,
    TemplateStep,
    Track,
    TrackTemplate,
)
from tracks.tailoring import make_track
from tracks.teams import add_member

COACH = "coach@campus.example"
TRAINER = "trainer@campus.example"
TEMPLATE = "simplifier-une-demarche"
WORKSHOP_MINUTES = 90
# A course of the demo by its slug; None is the workshop.
STEPS: tuple[tuple[str | None, dict[str, str]], ...] = (
    (
        "design-de-service",
        {"fr": "Comprendre ses usagers", "en": "Understand your users"},
    ),
    (
        None,
        {
            "fr": "Atelier : cartographier votre démarche",
            "en": "Workshop: map your own procedure",
        },
    ),
    (
        "langage-clair",
        {"fr": "Réécrire les textes", "en": "Rewrite the texts"},
    ),
    (
        "conduire-un-projet",
        {"fr": "Essayer, mesurer, transmettre", "en": "Try, measure, hand over"},
    ),
    (
        "sciences-comportementales",
        {"fr": "Lever les derniers obstacles", "en": "Remove the last obstacles"},
    ),
)


@dataclass(frozen=True, slots=True)
class DemoTeam:
    name: str
    project: str
    summary: str
    lead: str
    members: tuple[str, ...]


HALF_WAY = DemoTeam(
    name="Accueil sans attente",
    project="Ne plus faire revenir pour une pièce manquante",
    summary="Dire dès le premier contact si un dossier est complet, au guichet comme en ligne.",
    lead="lead@campus.example",
    members=(
        "member@campus.example",
        "aminata.diop@campus.example",
        "julien.roche@campus.example",
        "yasmine.haddad@campus.example",
    ),
)
FINISHED = DemoTeam(
    name="Courriers clairs",
    project="Réécrire les dix courriers les plus envoyés",
    summary="Des courriers compris à la première lecture, testés avec des usagers.",
    lead="bruno.castel@campus.example",
    members=(
        "nathalie.joubert@campus.example",
        "rachid.amrani@campus.example",
        "elodie.pons@campus.example",
    ),
)
OUTCOME = (
    "Dix modèles de courrier ont été réécrits, testés avec des usagers à l’accueil, validés par "
    "le service juridique et mis en service. L’équipe a formé ses collègues à la méthode."
)


def load_team(
    team: DemoTeam, people: Mapping[str, User], organisation: Organisation, template: TrackTemplate
) -> Track:
    """The team with its project and members, and the track it follows."""
    row, _is_new = ProjectTeam.objects.get_or_create(organisation=organisation, name=team.name)
    Project.objects.get_or_create(
        team=row, defaults={"title": team.project, "summary": team.summary}
    )
    add_member(team=row, person=people[team.lead], role=Membership.Role.LEAD)
    add_member(team=row, person=people[COACH], role=Membership.Role.COACH)
    for email in team.members:
        add_member(team=row, person=people[email])
    known = row.tracks.filter(template_revision__template=template).first()
    return known or make_track(template=template, by=people[TRAINER], team=row)


def load_template(courses: Mapping[str, Course], minutes: Mapping[str, int]) -> TrackTemplate:
    """The template, with its steps if it is new; `minutes` is how long each course takes."""
    template, is_new = TrackTemplate.objects.get_or_create(
        slug=TEMPLATE,
        defaults={
            "organisation": campus_organisation(),
            "title": {"fr": "Simplifier une démarche", "en": "Simplify a procedure"},
            "summary": {
                "fr": "Pour une équipe qui veut rendre une démarche plus simple, de l’écoute des "
                "usagers à la mesure des effets.",
                "en": "For a team that wants to make a procedure simpler, from listening to users "
                "to measuring effects.",
            },
            "in_order": True,
        },
    )
    if is_new:
        TemplateStep.objects.bulk_create(
            TemplateStep(
                template=template,
                position=position,
                kind=StepKind.COURSE if slug else StepKind.WORKSHOP,
                title=title,
                course=courses[slug] if slug else None,
                minutes=minutes[slug] if slug else WORKSHOP_MINUTES,
            )
            for position, (slug, title) in enumerate(STEPS, start=1)
        )
    return template
