"""The whole main job, over HTTP, with real processes: Markdown comes in, certificates come out.

A guide is imported; a learner reads it and a course with a quiz; a team does both as its track; the
coach attests and signs. On the way the worker is killed and Redis forgets everything.
"""

import io
import json
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pypdf
import pytest

from campus.env.reading import ROOT
from campus.errors import Invalid
from tests.stories.running import Campus, eventually
from tests.stories.visiting import Item, Visitor, an_item
from workers.certificates.signed.proofs import verify

GUIDE = ROOT.parent / "shared" / "data" / "etalab-guides" / "algorithmes"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """The real one, else a folder of its form."""
    if GUIDE.is_dir():
        return GUIDE
    folder = tmp_path / "petit-guide"
    folder.mkdir()
    (folder / "course.yaml").write_text("licence: Licence Ouverte 2.0\n")
    for number, name in enumerate(("README", "chapitre-1", "chapitre-2")):
        (folder / f"{name}.md").write_text(
            f"---\ntitle: Partie {number}\n---\n\n# Partie\n\nTexte."
        )
    return folder


def test_from_a_folder_of_markdown_to_everybody_s_certificates(campus: Campus, guide: Path) -> None:
    slug = import_and_publish(campus, guide)
    told = json.loads(campus.run("-m", "tests.stories.founding", slug))
    learner, lead, member, coach = (
        campus.visitor().sign_in(told["people"][role], told["password"])
        for role in ("learner", "lead", "member", "coach")
    )

    read_without_signing_in(campus.visitor(), slug)
    first, second = halves(learner, slug)
    record_in_batches(learner, first)
    campus.kill_the_worker()
    record_in_batches(learner, second)
    do(learner, told["courses"][1], told["answers"])

    for person in (lead, member):
        for course in told["courses"]:
            do(person, course, told["answers"])
    campus.make_redis_forget()
    attest_and_sign(coach, told)

    await_credentials(learner, Counter(own=2))
    for person in (lead, member):
        await_credentials(person, Counter(own=3, team=1))
    await_credentials(coach, Counter())
    assert of_the_team(coach) == Counter(team=1, person=2)
    progress_is_complete(member, told)
    for person, name in ((learner, told["names"]["learner"]), (lead, told["team"])):
        look_at_a_certificate(campus, person, name)

    assert "Everything equals the log" in campus.run("manage.py", "verify_progress")
    campus.run("manage.py", "verify_credentials")
    await_credentials(learner, Counter(own=2))
    await_credentials(lead, Counter(own=3, team=1))
    campus.running.seconds_to_end(signal.SIGTERM)


def import_and_publish(campus: Campus, guide: Path) -> str:
    said = campus.run("manage.py", "import_course", str(guide), "--publish")
    *_what_was_made, last = said.strip().splitlines()
    assert last.endswith("release 1 is published.")
    return last.split(":", maxsplit=1)[0]


def read_without_signing_in(reader: Visitor, slug: str) -> None:
    assert slug in {course["slug"] for course in reader.results("/courses?limit=100")}
    lessons = reader.outline(slug)
    for lesson in lessons:
        read = reader.get(f"/api/v1/lessons/{lesson['id']}")
        assert read.json()["id"] == lesson["id"]
        etag = read.headers["ETag"]
        again = reader.get(f"/api/v1/lessons/{lesson['id']}", **{"If-None-Match": etag})
        assert (again.status, again.body) == (304, b"")
    blob = reader.get(f"/api/v1/blobs/{lessons[0]['digest']}")
    assert blob.status == 200
    assert "immutable" in blob.headers["Cache-Control"]
    assert reader.ask("POST", "/api/v1/records", {"records": []}).status == 401


def enrolled(person: Visitor, slug: str) -> str:
    """Joining twice is joining once."""
    answers = [person.ask("POST", "/api/v1/enrolments", {"course": slug}) for _ in range(2)]
    first, second = (answer.json() for answer in answers)
    assert first["id"] == second["id"]
    assert answers[1].status == 200
    enrolment: str = first["id"]
    return enrolment


def halves(person: Visitor, slug: str) -> tuple[list[Item], list[Item]]:
    enrolment, lessons = enrolled(person, slug), person.outline(slug)
    items = [an_item(enrolment, lesson=lesson["id"], verb="completed") for lesson in lessons]
    return items[: len(items) // 2], items[len(items) // 2 :]


def record_in_batches(person: Visitor, items: list[Item]) -> None:
    """Each batch is sent twice, as after a timeout, and once with an item that is nonsense."""
    for start in range(0, len(items), 5):
        batch = items[start : start + 5]
        nonsense = batch[0] | {"id": "nonsense"}
        assert person.say([*batch, nonsense]) == ["stored"] * len(batch) + ["refused"]
        assert person.say(batch) == ["duplicate"] * len(batch)


def do(person: Visitor, slug: str, answers: dict[str, Any]) -> None:
    """A whole course, with the right answers to its quiz."""
    enrolment = enrolled(person, slug)
    said = person.say(
        an_item(
            enrolment,
            lesson=lesson["id"],
            verb="answered",
            result={"response": answers[lesson["id"]]},
        )
        if lesson["kind"] == "quiz"
        else an_item(enrolment, lesson=lesson["id"], verb="completed")
        for lesson in person.outline(slug)
    )
    assert set(said) == {"stored"}


def attest_and_sign(coach: Visitor, told: dict[str, Any]) -> None:
    """Who came to the workshop, and what the team achieved."""
    team = next(team for team in coach.results("/teams") if team["name"] == told["team"])
    table = coach.get(f"/api/v1/teams/{team['id']}/progress").json()
    workshop = next(step["id"] for step in table["steps"] if step["kind"] == "workshop")
    attended = [
        an_item(member["enrolment"], step=workshop, verb="attended") for member in table["members"]
    ]
    assert coach.say(attended) == ["stored", "stored"]
    outcome = {"outcome": "L'accueil est clair, les usagers le disent."}
    assert coach.ask("POST", f"/api/v1/teams/{team['id']}/signature", outcome).status in (200, 201)
    again = coach.ask("POST", f"/api/v1/teams/{team['id']}/signature", outcome)
    assert again.status == 409


def await_credentials(person: Visitor, wanted: Counter[str]) -> None:
    def held() -> Counter[str]:
        rows = person.results("/credentials")
        assert len({(row["achievement"], row["team"] is None) for row in rows}) == len(rows)
        return Counter("own" if row["team"] is None else "team" for row in rows)

    eventually(lambda: held().total() >= wanted.total(), f"not issued: {wanted}")
    assert held() == wanted


def of_the_team(person: Visitor) -> Counter[str]:
    """What a team of hers earned, her own or not."""
    (team,) = person.results("/teams")
    earned = person.get(f"/api/v1/teams/{team['id']}/credentials").json()["results"]
    return Counter(one["holder"] for one in earned)


def progress_is_complete(person: Visitor, told: dict[str, Any]) -> None:
    rows = person.results("/progress")
    assert len(rows) == 3
    assert {(row["fraction"], row["state"]) for row in rows} == {(1.0, "completed")}
    why = person.get(f"/api/v1/progress/{rows[0]['enrolment']}/why").json()
    assert abs(sum(part["counts"] for part in why["parts"]) - why["fraction"]) < 1e-9
    steps = person.results(f"/tracks/{told['track']}/steps")
    assert {step["state"] for step in steps} == {"completed"}


def look_at_a_certificate(campus: Campus, holder: Visitor, name: str) -> None:
    """The team's if she has one, else her newest: PDF, signed document, public page."""
    rows = holder.results("/credentials")
    row = next((row for row in rows if row["team"]), rows[0])
    path = f"/api/v1/credentials/{row['id']}"

    pdf = eventually(
        lambda: answer if (answer := holder.get(f"{path}.pdf")).status == 200 else None, "no PDF"
    )
    assert name in pypdf.PdfReader(io.BytesIO(pdf.body)).pages[0].extract_text()
    assert holder.get(f"{path}.pdf").body == pdf.body

    stranger = campus.visitor()
    did = json.loads(stranger.get("/.well-known/did.json").body)
    document = json.loads(holder.get(f"{path}.json").body)
    assert verify(document, {did["id"]: did})
    with pytest.raises(Invalid) as forged:
        verify(document | {"name": "Une autre"}, {did["id"]: did})
    assert forged.value.code == "proof_wrong"

    assert stranger.get(f"{path}.pdf").status == 401
    page = stranger.get(f"/verify/{row['id']}", Accept="text/html")
    assert (page.status, page.headers["Content-Type"].split(";")[0]) == (200, "text/html")
    assert (
        stranger.get(f"/verify/{row['id']}", Accept="application/json").json()["status"] == "valid"
    )
    assert stranger.get("/verify/nothing-of-the-kind").status == 404
