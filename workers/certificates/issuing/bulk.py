"""Owns issuing to everybody entitled, as long work: chunks that commit, and stay if it is ended.

What is left is asked of the database anew each time, so that beginning again doubles nothing. The
documents are made in time, when nobody waits for another one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campus.accounts.models import User
from campus.audit.noting import note
from campus.errors import CampusError, Conflict
from campus.jobs import working
from campus.jobs.doing import Report
from campus.jobs.models import Job
from workers.certificates.authoring.beginning import named
from workers.certificates.issuing import tracks as track_credentials
from workers.certificates.issuing import wanting
from workers.certificates.issuing.courses import completions_of, issue_to
from workers.certificates.models import Achievement, Credential, TargetKind

ISSUE: Final = "certificates.issue"
AT_ONCE: Final = 200


@transaction.atomic
def start_issuing(*, achievement: Achievement, by: User) -> Job:
    """Ask for it; whoever asks again while it is under way gets the same work.

    Raises Conflict for what issues nothing: a draft, or what is archived.
    """
    held = Achievement.objects.select_for_update().get(pk=achievement.pk)
    if held.is_draft or held.archived_at:
        raise Conflict(_("It issues nothing: publish it, or bring it back."), code="issues_nothing")
    under_way = Job.objects.filter(
        kind=ISSUE,
        owner=by,
        arguments__achievement=str(held.pk),
        state__in=[Job.State.QUEUED, Job.State.RUNNING],
    ).first()
    return under_way or working.start(
        kind=ISSUE,
        owner=by,
        title=_("Issue to everybody entitled: {achievement}").format(achievement=held),
        arguments={"achievement": str(held.pk)},
    )


def issue_asked(job: Job, report: Report) -> Mapping[str, Any]:
    """Handler of `ISSUE`, in chunks."""
    achievement = Achievement.objects.get(pk=job.arguments["achievement"])
    issue = _issue_work if achievement.target_kind == TargetKind.WORK else _issue_track
    issued, refused = issue(achievement, report)
    unnamed = len(wanting.waiting_for_names(only=achievement))
    note(
        by=job.owner, deed="achievement.issued", about=named(achievement), detail={"issued": issued}
    )
    return {
        "address": reverse("admin:certificates_achievement_change", args=[achievement.pk]),
        "text": _told(issued, refused, unnamed),
    }


def _issue_work(achievement: Achievement, report: Report) -> tuple[int, int]:
    enrolments = [one.enrolment for one in wanting.of_courses(only=achievement.pk)]
    done = issued = refused = 0
    for chunk in chunks(enrolments, AT_ONCE):
        now_issued, now_refused = _issue_chunk(achievement, chunk)
        issued += now_issued
        refused += now_refused
        done += len(chunk)
        report(done, len(enrolments))
    return issued, refused


@transaction.atomic
def _issue_chunk(achievement: Achievement, enrolments: Sequence[UUID]) -> tuple[int, int]:
    rows = completions_of(achievement.target).filter(enrolment__in=enrolments)
    issued = issue_to(achievement.target, list(rows), only=achievement.pk, in_time=True)
    return len(issued.credentials), issued.refused


def _issue_track(achievement: Achievement, report: Report) -> tuple[int, int]:
    """One team at most: all that is due of its track."""
    there = Credential.objects.filter(achievement=achievement)
    before, refused = there.count(), 0
    try:
        with transaction.atomic():
            track_credentials.issue(str(achievement.target))
    except CampusError:
        refused = 1
    report(1, 1)
    return there.count() - before, refused


def chunks(ids: Sequence[Any], at_once: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(ids), at_once):
        yield ids[start : start + at_once]


def _told(issued: int, refused: int, unnamed: int) -> str:
    said = [
        ngettext(
            "{count} certificate was issued.", "{count} certificates were issued.", issued
        ).format(count=issued)
    ]
    if unnamed:
        words = ngettext(
            "{count} person has not confirmed her name: hers follows once she does.",
            "{count} people have not confirmed their names: theirs follow once they do.",
            unnamed,
        )
        said.append(words.format(count=unnamed))
    if refused:
        words = ngettext(
            "{count} was not issued: the log lacks records that the progress counts.",
            "{count} were not issued: the log lacks records that the progress counts.",
            refused,
        )
        said.append(words.format(count=refused))
    return " ".join(said)
