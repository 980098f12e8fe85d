"""Who lives in the demo campus: two organisations, the accounts to sign in with, colleagues."""

from collections.abc import Iterable, Mapping
from datetime import date

from allauth.account.models import EmailAddress

from campus.accounts.models import Affiliation, Organisation, Role, User
from campus.accounts.roles import campus_organisation
from workers.certificates.naming import confirm

from .accounts import DEMO_ACCOUNTS, DEMO_PASSWORD

CAMPUS_NAME = "Campus de la transformation publique"
PREFECTURE = ("prefecture-du-val-d-aure", "Préfecture du Val-d’Aure")
SINCE = date(2026, 1, 5)

# They people the lists and never sign in: no password.
COLLEAGUES = {
    "aminata.diop@campus.example": "Aminata Diop",
    "julien.roche@campus.example": "Julien Roche",
    "yasmine.haddad@campus.example": "Yasmine Haddad",
    "bruno.castel@campus.example": "Bruno Castel",
    "nathalie.joubert@campus.example": "Nathalie Joubert",
    "rachid.amrani@campus.example": "Rachid Amrani",
    "elodie.pons@campus.example": "Élodie Pons",
}
ROLES = {
    "trainer@campus.example": (Role.Kind.AUTHOR, Role.Kind.TRAINER),
    "manager@campus.example": (Role.Kind.MANAGER,),
    "staff@campus.example": (Role.Kind.STAFF,),
}
OF_THE_CAMPUS = ("coach@campus.example", "trainer@campus.example", "staff@campus.example")
ADMIN_KINDS = {Role.Kind.AUTHOR, Role.Kind.TRAINER, Role.Kind.STAFF}


def load_people() -> tuple[Mapping[str, User], Organisation]:
    """The people by e-mail address, and the prefecture they mostly work for."""
    campus = campus_organisation()
    if campus.name != CAMPUS_NAME:
        campus.name = CAMPUS_NAME
        campus.save(update_fields=["name"])
    slug, name = PREFECTURE
    prefecture, _is_new = Organisation.objects.get_or_create(slug=slug, defaults={"name": name})
    people = {a.email: _person(a.email, a.name, DEMO_PASSWORD) for a in DEMO_ACCOUNTS}
    people |= {email: _person(email, name, None) for email, name in COLLEAGUES.items()}
    _verify(people.values())
    for email, person in people.items():
        employer = campus if email in OF_THE_CAMPUS else prefecture
        _employ(person, employer, ROLES.get(email, ()))
    return people, prefecture


def _person(email: str, name: str, password: str | None) -> User:
    known = User.objects.filter(email=email).first()
    is_staff = bool(ADMIN_KINDS & set(ROLES.get(email, ())))
    if known is not None:
        return known
    person = User.objects.create_user(email, password, name=name, is_staff=is_staff)
    confirm(person=person, name=name)
    return person


def _verify(people: Iterable[User]) -> None:
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=p, email=p.email, verified=True, primary=True) for p in people],
        ignore_conflicts=True,
    )


def _employ(person: User, organisation: Organisation, roles: Iterable[Role.Kind]) -> None:
    Affiliation.objects.get_or_create(
        person=person, organisation=organisation, ends_on=None, defaults={"starts_on": SINCE}
    )
    for kind in roles:
        Role.objects.get_or_create(person=person, organisation=organisation, kind=kind)
