"""The access matrix: who gets what at which address. A route that it does not name fails the tests.

A row says who `may` and what she `gets`, then what `others` get, and `but` names exceptions. Who is
not signed in gets 401 from the API and is led to the sign-in (302) by a page, unless a row says
otherwise. `python -m tests.access.matrix` prints it as a page, which is kept as `matrix.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = (
    "anonymous",
    "outsider",
    "learner",
    "member",
    "lead",
    "coach",
    "other lead",
    "author",
    "trainer",
    "other trainer",
    "manager",
    "staff",
    "superuser",
    "disabled",
)
EVERYONE = frozenset(ROLES)
NOT_SIGNED_IN = frozenset({"anonymous", "disabled"})
SIGNED_IN = EVERYONE - NOT_SIGNED_IN
NOBODY: frozenset[str] = frozenset()
CAMPUS = frozenset({"staff", "superuser"})
LEADING = frozenset({"lead", "coach"})
LEARNING = frozenset({"member", "lead"})
TEAM = LEADING | LEARNING
AUTHORS = frozenset({"author", "trainer"})
WRITING = AUTHORS | CAMPUS | {"other trainer"}
TRAINING = WRITING - {"author"}
ENTERING = WRITING | {"manager"}


# What a key of the record store may be good for, each alone.
SCOPES = (
    "statements/write",
    "statements/read/mine",
    "statements/read",
    "state",
    "profile",
    "all",
    "assert",
)


@dataclass(frozen=True)
class Key:
    """Which scopes open this address by this method; every other one gets 403."""

    method: str
    route: str
    opened_by: frozenset[str]


@dataclass(frozen=True)
class Row:
    method: str
    route: str
    of: str = ""
    may: frozenset[str] = NOBODY
    gets: int = 200
    others: int = 404
    but: Mapping[str, int] = field(default_factory=dict)
    body: str = ""
    stranger: int | None = None

    def expects(self, role: str) -> int:
        if role in self.may:
            return self.gets
        if role in self.but:
            return self.but[role]
        return self.for_strangers if role in NOT_SIGNED_IN else self.others

    @property
    def is_page(self) -> bool:
        return self.route.startswith(("web:", "admin:"))

    @property
    def for_strangers(self) -> int:
        return self.stranger or (302 if self.is_page else 401)


def public(route: str, of: str = "", gets: int = 200) -> Row:
    return Row("GET", route, of, EVERYONE, gets)


def hidden(route: str, of: str) -> Row:
    """What is not published is not there, for anybody."""
    return Row("GET", route, of, NOBODY, stranger=404)


def signed_in(
    method: str, route: str, of: str = "", gets: int = 200, *, body: str = "", **more: int
) -> Row:
    return Row(method, route, of, SIGNED_IN, gets, body=body, but=more)


API = (
    # What is public: the catalogue and what is published, never a draft.
    public("api"),
    public("schema"),
    public("docs"),
    public("courses"),
    public("suggestions"),
    public("course", "the course"),
    hidden("course", "a draft"),
    public("release", "its release"),
    public("manifest", "its release"),
    hidden("manifest", "a draft's release"),
    public("lesson", "its lesson"),
    hidden("lesson", "a draft's lesson"),
    public("blob", "its text"),
    hidden("blob", "a file of nobody"),
    public("withdrawn-blobs"),
    # Files on their way into a draft: begun by its authors, gone on with by whoever began. A part
    # that does not say what it is gets 415, once it is known whose it would be.
    Row("POST", "uploads", "", AUTHORS | CAMPUS, 201, body="a new upload"),
    Row("GET", "upload", "the author's upload", frozenset({"author"})),
    Row("PATCH", "upload", "the author's upload", frozenset({"author"}), 415),
    Row("DELETE", "upload", "the author's upload", frozenset({"author"}), 204),
    public("did-document"),
    public("issuer"),
    public("status-list", "the learner's certificate's list"),
    hidden("status-list", "a list of nobody"),
    public("skills"),
    public("collections"),
    public("collection", "the collection"),
    hidden("collection", "a hidden collection"),
    public("resources"),
    public("resource", "the tool"),
    hidden("resource", "an expert who did not agree"),
    signed_in("GET", "wishes"),
    signed_in("POST", "wishes", gets=201, body="a wish"),
    signed_in("PUT", "wish-support", "the wish", 204),
    signed_in("DELETE", "wish-support", "the wish", 204),
    # What is mine.
    signed_in("GET", "me"),
    signed_in("GET", "certificate-name"),
    Row(
        "PUT",
        "certificate-name",
        "",
        SIGNED_IN - {"learner"},
        but={"learner": 409},
        body="a name to confirm",
    ),
    signed_in("GET", "team-certificate-name"),
    signed_in("PUT", "team-certificate-name"),
    signed_in("DELETE", "team-certificate-name", gets=204),
    signed_in("GET", "enrolments"),
    Row("POST", "enrolments", "", SIGNED_IN, 201, but={}, body="another course"),
    signed_in("POST", "enrolments", gets=404, body="a draft"),
    Row("GET", "enrolment", "the learner's enrolment", frozenset({"learner"})),
    Row("DELETE", "enrolment", "the learner's enrolment", frozenset({"learner"}), 204),
    Row("GET", "enrolment", "the member's enrolment", frozenset({"member"})),
    Row("GET", "enrolment-move", "the learner's enrolment", frozenset({"learner"})),
    Row(
        "POST",
        "enrolment-move",
        "the learner's enrolment",
        frozenset({"learner"}),
        409,
        body="a move nobody looked at",
    ),
    signed_in("POST", "records", body="a record"),
    # Attempts at quizzes: hers, and those of the team she joined.
    signed_in("GET", "attempts", "its quiz"),
    Row(
        "POST", "attempts", "its quiz", frozenset({"learner"}), 201, body="the learner's enrolment"
    ),
    Row("GET", "attempt", "the learner's attempt", frozenset({"learner"})),
    Row("GET", "attempt", "the team's attempt", LEARNING),
    Row("POST", "attempt-answers", "the team's attempt", LEARNING, body="no answers"),
    Row("POST", "attempt-submit", "the team's attempt", LEARNING, body="no answers"),
    signed_in("GET", "progress"),
    Row("GET", "progress-why", "the learner's enrolment", CAMPUS | {"learner"}),
    Row("GET", "course-progress", "the course", CAMPUS, others=403),
    signed_in("GET", "credentials"),
    Row("GET", "team-credentials", "the team", TEAM | CAMPUS),
    Row("GET", "credential", "the learner's certificate", frozenset({"learner"})),
    Row("GET", "credential-json", "the learner's certificate", frozenset({"learner"})),
    # 404 for her too, until a worker has made the document: never made while she waits.
    Row("GET", "credential-pdf", "the learner's certificate"),
    # As the PDF; the badge needs no key and is made while she waits.
    Row("GET", "credential-jwt", "the learner's certificate"),
    Row("GET", "credential-png", "the learner's certificate", frozenset({"learner"})),
    Row("GET", "credential-corrections", "the learner's certificate", frozenset({"learner"})),
    Row(
        "POST",
        "credential-corrections",
        "the learner's certificate",
        frozenset({"learner"}),
        201,
        body="a name to confirm",
    ),
    Row("PUT", "credential-share", "the learner's certificate", frozenset({"learner"})),
    # One that does not end is not renewed; nobody else learns that it is there.
    Row("POST", "credential-renewal", "the learner's certificate", frozenset({"learner"}), 409),
    Row("DELETE", "credential-share", "the learner's certificate", frozenset({"learner"}), 204),
    Row("GET", "job", "the learner's job", frozenset({"learner"})),
    # What is my team's.
    signed_in("GET", "tracks"),
    Row("GET", "track", "the team's track", TEAM | CAMPUS),
    Row("GET", "track-steps", "the team's track", TEAM | CAMPUS),
    Row(
        "POST",
        "enrolments",
        "",
        LEARNING,
        but={"coach": 403, "staff": 403, "superuser": 403},
        body="the team's track",
    ),
    signed_in("GET", "teams"),
    Row("GET", "team", "the team", TEAM | CAMPUS),
    Row(
        "POST",
        "team-signature",
        "the team",
        frozenset({"coach"}),
        but={"member": 403, "lead": 403, "staff": 403, "superuser": 403},
        body="an outcome",
    ),
    # What is decided about a step: read by whom it is about and by whom it is for to decide.
    Row("GET", "step-decisions", "a waived step", TEAM | CAMPUS | {"trainer"}),
    Row(
        "POST",
        "step-decisions",
        "the workshop",
        CAMPUS | {"coach", "trainer"},
        201,
        but={"member": 403, "lead": 403},
        body="a waiver",
    ),
    Row(
        "DELETE",
        "step-decision",
        "the member's waiver",
        CAMPUS | {"coach", "trainer"},
        204,
        but={"member": 403, "lead": 403},
    ),
    Row("GET", "progress-why", "the member's enrolment", TEAM | CAMPUS),
    *(
        Row("GET", report, "the team", LEADING | CAMPUS, but={"member": 403})
        for report in ("team-progress", "team-csv", "team-xlsx", "team-why")
    ),
)

# The record store: people knock in vain, whoever they are. What a key opens is in `KEYS`.
_XAPI = {
    "xapi-statements": ("GET", "POST", "PUT"),
    "xapi-states": ("GET", "POST", "PUT", "DELETE"),
    "xapi-activity-profiles": ("GET", "POST", "PUT", "DELETE"),
    "xapi-agent-profiles": ("GET", "POST", "PUT", "DELETE"),
    "xapi-activities": ("GET",),
    "xapi-agents": ("GET",),
}
XAPI = (
    public("xapi-about"),
    *(Row(method, route, others=401) for route, methods in _XAPI.items() for method in methods),
)

SITE = (
    public("healthz"),
    public("readyz"),
    public("root", gets=302),
    public("mail"),
    public("lesson-by-id", "link to its lesson", 302),
    public("verify", "the learner's certificate"),
    # Anybody checks a file: what it is not is an answer too.
    public("check"),
    Row("POST", "check", "", EVERYONE),
    # Whoever was sent the link, with an account or without: the signature is the permission.
    public("web:preview", "a preview of the draft"),
    hidden("web:preview", "a link that nobody signed"),
    public("web:preview-lesson", "a lesson of the preview"),
    signed_in("POST", "web:preview-comment", "a preview of the draft", 302, body="a comment"),
    signed_in("POST", "web:preview-comment", "a link that nobody signed", 404, body="a comment"),
    hidden("preview-file", "no file of the preview"),
    public("web:home"),
    public("web:catalogue"),
    public("web:accessibility"),
    public("web:feed"),
    public("web:collections"),
    public("web:collection", "page of the collection"),
    hidden("web:collection", "page of a hidden collection"),
    public("web:resources"),
    public("web:resource", "page of the tool"),
    hidden("web:resource", "page of an expert who did not agree"),
    signed_in("GET", "web:wish"),
    signed_in("POST", "web:wish", gets=302, body="a wish on a page"),
    signed_in("POST", "web:wish-support", "page of the wish", 302),
    Row("POST", "web:listed", "", frozenset({"learner"}), 302, body="an agreement"),
    public("sitemap"),
    public("sitemap-section", "section of the sitemap"),
    public("robots"),
    public("web:components"),
    public("web:course", "page of the course"),
    hidden("web:course", "page of a draft"),
    public("web:lesson", "page of its lesson"),
    hidden("web:lesson", "page of a draft's lesson"),
    public("web:release", "page of its release"),
    hidden("web:release", "page of a draft's release"),
    signed_in("POST", "web:join", "page of the course", 302),
    signed_in("POST", "web:join", "page of a draft", 404),
    signed_in("POST", "web:leave", "page of the course", 302),
    # What another release changes, for whoever follows the course: those who read it go on.
    Row("GET", "web:move", "page of the course", LEARNING | {"learner"}, 302),
    Row("POST", "web:move", "page of the course", LEARNING | {"learner"}, 302),
    Row("POST", "web:done", "page of its lesson", LEARNING | {"learner"}, 302, body="a form"),
    Row("POST", "web:answer", "page of its quiz", LEARNING | {"learner"}, 302, body="answers"),
    Row("POST", "web:begin", "page of its quiz", LEARNING | {"learner"}, 302),
    Row("GET", "web:attempt", "page of an attempt", frozenset({"learner"})),
    Row("GET", "web:attempt", "page of the team's attempt", LEARNING),
    Row("POST", "web:save", "page of the team's attempt", LEARNING, 302),
    Row("POST", "web:submit", "page of the team's attempt", LEARNING, 302),
    signed_in("GET", "web:learning"),
    signed_in("GET", "web:tracks"),
    # Pages for whoever follows the track, and for whoever leads the team; the API shows more.
    Row("GET", "web:track", "page of the track", LEARNING),
    Row("GET", "web:course-why", "page of the course", LEARNING | {"learner"}),
    Row("GET", "web:track-why", "page of the track", LEARNING),
    Row("GET", "web:team-why", "page of the team's track", LEADING),
    Row("GET", "web:team", "page of the team", LEADING),
    Row("POST", "web:attendance", "page of the team", LEADING, 302, body="an attendance"),
    Row(
        "POST",
        "web:outcome",
        "page of the team",
        frozenset({"coach"}),
        302,
        but={"lead": 403},
        body="an outcome",
    ),
    *(
        Row(method, route, of, frozenset({"coach"}), gets, but={"lead": 403}, body=body)
        for route, of, body in (
            ("web:waive", "page of the team's track", "a waiver on a page"),
            ("web:waiver", "page of the member's waiver", ""),
        )
        for method, gets in (("GET", 200), ("POST", 302))
    ),
    signed_in("GET", "web:credentials"),
    signed_in("GET", "web:certificate-name"),
    signed_in("POST", "web:certificate-name"),
    Row("GET", "web:credential", "the learner's certificate", frozenset({"learner"})),
    Row("POST", "web:credential-share", "the learner's certificate", frozenset({"learner"}), 302),
    Row("POST", "web:credential-renewal", "the learner's certificate", frozenset({"learner"}), 409),
    Row("POST", "web:wrong-name", "the learner's certificate", frozenset({"learner"})),
    signed_in("GET", "web:account"),
    signed_in("POST", "web:account", gets=302, body="a name"),
    signed_in("POST", "web:team-names", gets=302),
)


def admin(route: str, may: frozenset[str], of: str = "", **hidden: int) -> Row:
    """A page of the admin: whoever may not even enter is led to the sign-in."""
    refused = dict.fromkeys(ENTERING - may, 403)
    hidden_from = {role.replace("_", " "): status for role, status in hidden.items()}
    return Row("GET", f"admin:{route}", of, may, others=302, but=refused | hidden_from)


def asked(route: str, gets: int, of: str) -> Row:
    """An empty question of a page's script: a refusal of it tells that one may ask."""
    hidden = dict.fromkeys(ENTERING - AUTHORS - CAMPUS, 404)
    return Row("POST", f"admin:{route}", of, AUTHORS | CAMPUS, gets, others=302, but=hidden)


_NO_STAFF = ("author", "trainer", "other_trainer", "manager")

# The lists hold what is one's own; what a trainer may do with what she finds is tested beside the
# admin. Every other page of the admin is at least closed to whoever may not enter.
ADMIN = (
    admin("index", ENTERING),
    # One's own jobs, whoever one is; another person's page of a job is not there.
    admin("jobs_job_changelist", ENTERING),
    admin(
        "jobs_job_change", NOBODY, "the learner's job in the admin", **dict.fromkeys(ENTERING, 404)
    ),
    *(
        admin(f"{model}_changelist", CAMPUS)
        for model in (
            "accounts_organisation",
            "accounts_user",
            "certificates_credential",
            "certificates_namerequest",
            "outbox_outboxmail",
            "owed_owed",
            "records_xapiclient",
        )
    ),
    admin("records_xapiclient_add", CAMPUS),
    *(
        admin(f"courses_{model}_{page}", WRITING)
        for model in ("course", "lesson", "media")
        for page in ("changelist", "add")
    ),
    *(
        admin(f"certificates_{model}_change", CAMPUS, of)
        for model, of in (
            ("credential", "the learner's certificate in the admin"),
            ("namerequest", "a wrong name in the admin"),
        )
    ),
    # What is for others to decide is not there.
    *(
        admin(f"certificates_{page}", CAMPUS, of, **dict.fromkeys(_NO_STAFF, 404))
        for page, of in (
            ("credential_revoke", "the learner's certificate in the admin"),
            ("credential_download_json", "the learner's certificate in the admin"),
            ("namerequest_accept", "a wrong name in the admin"),
            ("namerequest_refuse", "a wrong name in the admin"),
        )
    ),
    admin("courses_skill_changelist", WRITING),
    # What was recognised, how people were moved: for trainers of the course's organisation.
    *(
        admin(page, CAMPUS | {"trainer"}, of, author=404, other_trainer=404, manager=404)
        for page, of in (
            ("courses_accreditation_withdraw", "what was recognised"),
            ("progress_move_change", "a move of the learner"),
        )
    ),
    admin(
        "courses_accreditation_change",
        CAMPUS | {"trainer"},
        "what was recognised",
        other_trainer=404,
    ),
    admin("courses_skill_add", CAMPUS),
    *(
        admin(f"tracks_{model}_changelist", TRAINING)
        for model in ("projectteam", "membership", "tracktemplate", "track")
    ),
    *(
        admin(f"courses_accreditation_{page}", TRAINING)
        for page in ("changelist", "add", "from_table")
    ),
    *(admin(f"courses_equivalentactivity_{page}", TRAINING) for page in ("changelist", "add")),
    *(admin(f"progress_move_{page}", TRAINING) for page in ("changelist", "add")),
    # Achievements and who signs them: trainers write their own organisation's.
    *(
        admin(f"certificates_{model}_{page}", TRAINING)
        for model in ("achievement", "signatory", "certificatetemplate")
        for page in ("changelist", "add")
    ),
    # Looks, and how they would look: trainers design their own organisation's.
    admin("certificates_certificatetemplate_preview", TRAINING),
    *(
        admin(
            f"certificates_achievement_{page}",
            CAMPUS | {"trainer"},
            "an achievement in the admin",
            author=404,
            other_trainer=404,
            manager=404,
        )
        for page in ("publish", "preview", "drawn", "issue", "archive", "restore")
    ),
    # It names everybody who has one, of whatever organisation: nothing for trainers.
    admin(
        "certificates_achievement_export",
        CAMPUS,
        "an achievement in the admin",
        author=404,
        other_trainer=404,
        manager=404,
    ),
    admin(
        "certificates_achievement_change",
        CAMPUS | {"trainer"},
        "an achievement in the admin",
        other_trainer=404,
    ),
    admin(
        "certificates_achievement_exported",
        NOBODY,
        "an export of certificates",
        **dict.fromkeys(ENTERING - {"trainer"} - CAMPUS, 404),
        **dict.fromkeys(CAMPUS, 302),
    ),
    admin("accounts_user_add", CAMPUS),
    admin("accounts_user_change", CAMPUS, "the learner in the admin"),
    *(
        admin(f"courses_course_{page}", AUTHORS | CAMPUS, of, other_trainer=404, manager=404)
        for page in ("change", "publish", "releases", "history", "compare", "export", "import_text")
        for of in ("the course in the admin", "a draft in the admin")
    ),
    admin("courses_course_import_new", WRITING),
    # Only with what one sent oneself a moment ago.
    admin("courses_course_difference", NOBODY, **dict.fromkeys(ENTERING, 404)),
    # Only what one had made oneself; whoever may see the course is told so there.
    admin(
        "courses_course_exported",
        NOBODY,
        "an export of a draft",
        **dict.fromkeys(ENTERING - AUTHORS - CAMPUS, 404),
        **dict.fromkeys(AUTHORS | CAMPUS, 302),
    ),
    admin("courses_lesson_change", AUTHORS | CAMPUS, "a lesson in the admin", other_trainer=404),
    *(
        admin(f"courses_{page}", AUTHORS | CAMPUS, of, other_trainer=404, manager=404)
        for of, pages in (
            ("a quiz in the admin", ("quiz", "try", "copy_questions", "import_questions")),
            ("a bank in the admin", ("questions", "write", "import", "delete")),
        )
        for page in (f"{'lesson' if 'quiz' in of else 'questionbank'}_{one}" for one in pages)
    ),
    admin(
        "courses_questionbank_change", AUTHORS | CAMPUS, "a bank in the admin", other_trainer=404
    ),
    *(admin(f"courses_questionbank_{page}", WRITING) for page in ("changelist", "add")),
    Row("GET", "admin:language", "a language of the admin", ENTERING, 302, others=302),
    # What the outline and the editor ask: whoever may not change a draft asks in vain.
    *(
        admin(
            f"courses_course_{page}",
            AUTHORS | CAMPUS,
            "a draft in the admin",
            other_trainer=404,
            manager=404,
        )
        for page in ("problems", "duplicate")
    ),
    *(
        asked(f"courses_course_{deed}", gets, "a draft in the admin")
        for deed, gets in (("arrange", 409), ("lesson", 404), ("copy", 404), ("move", 404))
    ),
    *(
        asked(f"courses_lesson_{deed}", gets, "a lesson in the admin")
        for deed, gets in (
            ("preview", 200),
            ("paste", 200),
            ("image", 400),
            ("open", 200),
            ("close", 204),
        )
    ),
    *(
        admin(
            f"tracks_track_{page}",
            CAMPUS | {"trainer"},
            of,
            author=404,
            other_trainer=404,
            manager=404,
        )
        for page, of in (
            ("waive", "the track in the admin"),
            ("take_back", "the member's waiver in the admin"),
        )
    ),
    admin(
        "tracks_projectteam_change",
        CAMPUS | {"trainer"},
        "a team",
        author=404,
        other_trainer=404,
        manager=404,
    ),
)


_READING = frozenset({"statements/read/mine", "statements/read", "all"})
_OPENED_BY = {
    "xapi-states": frozenset({"state", "all"}),
    "xapi-activity-profiles": frozenset({"profile", "all"}),
    "xapi-agent-profiles": frozenset({"profile", "all"}),
    "xapi-activities": frozenset(SCOPES) - {"assert"},
    "xapi-agents": frozenset(SCOPES) - {"assert"},
}
KEYS = (
    Key("GET", "xapi-statements", _READING),
    Key("POST", "xapi-statements", frozenset({"statements/write", "all"})),
    Key("PUT", "xapi-statements", frozenset({"statements/write", "all"})),
    *(
        Key(method, route, scopes)
        for route, scopes in _OPENED_BY.items()
        for method in _XAPI[route]
    ),
)


def as_page() -> str:
    """The matrix in Markdown, one row an address, one column a role; then that of keys."""
    head = f"| | address | of | {' | '.join(ROLES)} |"
    lines = [_line(row) for row in (*API, *XAPI, *SITE, *ADMIN)]
    table = [head, f"|{'---|' * (len(ROLES) + 3)}", *lines]
    keys = [f"| | address | {' | '.join(SCOPES)} |", f"|{'---|' * (len(SCOPES) + 2)}"]
    opened = [_key_line(key) for key in KEYS]
    return "\n".join([_INTRODUCTION, *table, "", _KEYS_INTRODUCTION, *keys, *opened, ""])


_INTRODUCTION = """# Who gets what

Made from `matrix.py` by `python -m tests.access.matrix`; a test compares both, and another tries
every cell. The people: *learner* completed the course, *outsider* follows nothing, *member*,
*lead* and *coach* are of one team, *other lead* of another; *author*, *trainer* and *manager* are
of the organisation that owns the course, *other trainer* of another one; *disabled* was a member.
"""


_KEYS_INTRODUCTION = """## Who gets what with a key of the record store

A system has a key with one scope or several; here with one. What opens an address may still find
nothing behind it, and a key that reads its own statements finds no other.
"""


def _key_line(key: Key) -> str:
    cells = ("opens" if scope in key.opened_by else "403" for scope in SCOPES)
    return f"| {key.method} | {key.route} | {' | '.join(cells)} |"


def _line(row: Row) -> str:
    cells = " | ".join(str(row.expects(role)) for role in ROLES)
    what = f"{row.of or '–'}{f' ({row.body})' if row.body else ''}"
    return f"| {row.method} | {row.route} | {what} | {cells} |"


if __name__ == "__main__":
    print(as_page(), end="")
