"""What stands beside the demo's courses: collections, tools, an expert and a lab; wishes."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from campus.accounts.models import Organisation, User
from campus.accounts.roles import campus_organisation
from courses.catalogue import agreeing, wishing
from courses.models import Collection, CollectionItem, Course, Resource, Skill, Wish

Texts = dict[str, str]


@dataclass(frozen=True, slots=True)
class Shelf:
    slug: str
    title: Texts
    summary: Texts
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A tool, or an expert or a lab whose person agrees to be listed."""

    kind: Resource.Kind
    slug: str
    title: Texts
    summary: Texts
    skills: tuple[str, ...]
    address: str = ""
    person: str = ""
    of_the_campus: bool = True


@dataclass(frozen=True, slots=True)
class Missing:
    """A course that somebody wishes for, and who misses it too."""

    title: str
    why: str
    by: str
    supported_by: tuple[str, ...]


COLLECTIONS = (
    Shelf(
        "premiers-pas-d-une-equipe-projet",
        {"fr": "Premiers pas d’une équipe projet", "en": "First steps of a project team"},
        {
            "fr": "Trois cours à suivre ensemble pendant les premières semaines : écouter, "
            "cadrer, écrire.",
            "en": "Three courses to take together in the first weeks: listen, frame, write.",
        },
        ("design-de-service", "conduire-un-projet", "langage-clair"),
    ),
    Shelf(
        "decider-sur-des-preuves",
        {"fr": "Décider sur des preuves", "en": "Deciding on evidence"},
        {
            "fr": "Mesurer ce qui change, comparer honnêtement, et oser dire ce qui n’a pas "
            "marché.",
            "en": "Measure what changes, compare honestly, and dare to say what did not work.",
        },
        ("conduire-un-projet", "sciences-comportementales"),
    ),
)
BESIDE = (
    Beside(
        Resource.Kind.TOOL,
        "referentiel-accessibilite",
        {
            "fr": "Référentiel général d’amélioration de l’accessibilité (RGAA)",
            "en": "French accessibility reference (RGAA)",
        },
        {
            "fr": "Les critères à vérifier pour qu’un service en ligne soit utilisable par tous, "
            "et la méthode pour le faire.",
            "en": "The criteria to check so that everybody can use an online service, and how.",
        },
        ("service-design",),
        address="https://accessibilite.numerique.gouv.fr/",
    ),
    Beside(
        Resource.Kind.TOOL,
        "principes-de-design-britanniques",
        {
            "fr": "Principes de design du gouvernement britannique",
            "en": "UK government design principles",
        },
        {
            "fr": "Une page, en anglais, à lire en équipe : lequel de ces principes votre service "
            "contredit-il ?",
            "en": "One page to read as a team: which of these does your service contradict?",
        },
        ("service-design", "user-research"),
        address="https://www.gov.uk/guidance/government-design-principles",
    ),
    Beside(
        Resource.Kind.EXPERT,
        "mathieu-oliveira",
        {
            "fr": "Mathieu Oliveira, accompagnement d’équipes projet",
            "en": "Mathieu Oliveira, coaching of project teams",
        },
        {
            "fr": "Il aide les équipes à cadrer en deux pages et à préparer leur premier essai. "
            "Disponible un jour par semaine.",
            "en": "He helps teams to frame in two pages and prepare their first trial. Available "
            "one day a week.",
        },
        ("project-leadership", "evaluation"),
        person="coach@campus.example",
    ),
    Beside(
        Resource.Kind.LAB,
        "atelier-du-val-d-aure",
        {"fr": "L’Atelier du Val-d’Aure", "en": "The Val-d’Aure workshop"},
        {
            "fr": "Une salle, du matériel de prototypage et une demi-journée par mois avec des "
            "usagers, ouverts aux équipes du département.",
            "en": "A room, prototyping material and half a day a month with users, open to the "
            "teams of the department.",
        },
        ("service-design", "user-research"),
        person="manager@campus.example",
        of_the_campus=False,
    ),
)
WISHES = (
    Missing(
        "Animer une réunion où tout le monde parle",
        "Nos réunions d’équipe sont longues et ce sont toujours les mêmes qui parlent.",
        "member@campus.example",
        ("lead@campus.example", "aminata.diop@campus.example", "julien.roche@campus.example"),
    ),
    Missing(
        "Répondre à une réclamation par téléphone",
        "Nous savons écrire ; au téléphone, quand la personne est en colère, nous improvisons.",
        "learner@campus.example",
        ("member@campus.example", "yasmine.haddad@campus.example"),
    ),
    Missing(
        "Publier les données de son service",
        "On nous demande nos statistiques ; nous ne savons ni ce qui peut être publié, ni comment.",
        "lead@campus.example",
        ("manager@campus.example",),
    ),
)


def load_shelves(
    people: Mapping[str, User], courses: Mapping[str, Course], prefecture: Organisation
) -> None:
    campus = campus_organisation()
    for shelf in COLLECTIONS:
        _load_shelf(shelf, courses, campus)
    for one in BESIDE:
        _load_beside(one, people, campus if one.of_the_campus else prefecture)
    for missing in WISHES:
        _load_wish(missing, people)


def _load_shelf(shelf: Shelf, courses: Mapping[str, Course], owner: Organisation) -> None:
    said = {"title": shelf.title, "summary": shelf.summary, "organisation": owner}
    row, is_new = Collection.objects.get_or_create(
        slug=shelf.slug, defaults={**said, "published_at": timezone.now()}
    )
    if is_new:
        CollectionItem.objects.bulk_create(
            CollectionItem(collection=row, position=position, work=courses[slug].work)
            for position, slug in enumerate(shelf.courses, start=1)
        )


def _load_beside(one: Beside, people: Mapping[str, User], owner: Organisation) -> None:
    said = {"kind": one.kind, "title": one.title, "summary": one.summary, "address": one.address}
    row, is_new = Resource.objects.get_or_create(
        slug=one.slug,
        defaults={
            **said,
            "organisation": owner,
            "person": people.get(one.person),
            "published_at": timezone.now(),
        },
    )
    if not is_new:
        return
    row.skills.set(Skill.objects.filter(key__in=one.skills))
    if row.person:
        agreeing.agree(person=row.person, resource_id=row.pk, read=agreeing.stamp(row))


def _load_wish(missing: Missing, people: Mapping[str, User]) -> None:
    """One that staff closed since is not made again."""
    if Wish.objects.filter(title=missing.title).exists():
        return
    wish, _is_new = wishing.wish(
        person=people[missing.by], title=missing.title, why=missing.why, language="fr"
    )
    for email in missing.supported_by:
        wishing.support(wish=wish, person=people[email])
