"""`create_xapi_client`: a key by one command, which may do what its options say."""

import json

import pytest
from django.core.management import CommandError, call_command

from campus.records.lrs.clients import find_client
from tests.world import a_published_course, a_team_with_a_track

pytestmark = pytest.mark.django_db


def made(capsys, *arguments):
    call_command("create_xapi_client", *arguments)
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"key", "secret"}
    client = find_client(printed["key"], printed["secret"])
    assert client is not None
    return client


def test_without_options_it_may_do_all_and_move_nobody(capsys):
    client = made(capsys, "LMS")
    assert (client.name, client.scopes, client.asserts_on) == ("LMS", ["all"], [])


def test_with_scopes_it_may_do_those(capsys):
    client = made(capsys, "LMS", "--scope", "state", "--scope", "statements/write")
    assert client.scopes == ["state", "statements/write"]


def test_courses_that_are_named_are_what_it_asserts_on(capsys):
    course, other = a_published_course(), a_published_course("Autre")
    named = ["--course", course.slug, "--course", other.slug]
    client = made(capsys, "LMS", "--scope", "statements/write", *named)
    assert client.scopes == ["assert", "statements/write"]
    assert set(client.asserts_on) == {course.id, other.id}


def test_a_track_is_not_named_since_nothing_sent_moves_one(capsys):
    """Steps are attended, waived or approved by somebody named, and follow from courses."""
    with pytest.raises(CommandError):
        made(capsys, "LMS", "--track", a_team_with_a_track(a_published_course()).track.slug)


@pytest.mark.parametrize(
    "options",
    [
        ["--course", "nowhere"],
        ["--scope", "nothing"],
        ["--scope", "assert"],
        ["--organisation", "x"],
    ],
)
def test_what_is_not_there_is_said(options):
    with pytest.raises(CommandError):
        call_command("create_xapi_client", "LMS", *options)
