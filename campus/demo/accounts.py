"""The accounts that anybody may sign in with in the demo; plain data, readable without Django."""

from dataclasses import dataclass

# Public on purpose: a production start refuses these accounts.
DEMO_PASSWORD = "campus-demo"  # noqa: S105
DEMO_DOMAIN = "campus.example"  # reserved by RFC 2606, so nobody real has an address there


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """Whom to sign in as; `what` says in a few words what this account has to show."""

    email: str
    name: str
    what: str


DEMO_ACCOUNTS = (
    DemoAccount(
        "learner@campus.example",
        "Inès Belkacem",
        "half-way through one course, and holds the credential of another",
    ),
    DemoAccount(
        "member@campus.example", "Thomas Le Gall", "in a project team, half-way through its track"
    ),
    DemoAccount("lead@campus.example", "Claire Fontaine", "leads that team and sees how far it is"),
    DemoAccount(
        "coach@campus.example", "Mathieu Oliveira", "accompanies two teams, one of them finished"
    ),
    DemoAccount(
        "trainer@campus.example", "Sophie Nguyen", "writes courses and tracks in the administration"
    ),
    DemoAccount(
        "manager@campus.example", "Hélène Marchand", "manages the organisation of both teams"
    ),
    DemoAccount("staff@campus.example", "Karim Bensaïd", "campus staff: the whole administration"),
)
