"""Which versions are spoken, and what each of them answers."""

import pytest

from campus.records.xapi.refusals import Malformed
from campus.records.xapi.versions import WITHOUT, Version, listed, of_header


@pytest.mark.parametrize(
    ("header", "answered"),
    [
        ("1.0", "1.0.3"),
        ("1.0.0", "1.0.3"),
        ("1.0.1", "1.0.3"),
        ("1.0.3", "1.0.3"),
        (" 1.0.2 ", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
        ("2.0.1", "2.0.0"),
    ],
)
def test_a_spoken_version_is_answered_with_its_latest_patch(header, answered):
    assert of_header(header) == answered


@pytest.mark.parametrize(
    "header",
    ["", "0.9", "0.95", "1", "1.1", "1.1.0", "2", "2.1.0", "3.0.0", "1.0.3.1", "v2.0", "٢.0"],
)
def test_another_version_is_refused(header):
    with pytest.raises(Malformed) as refused:
        of_header(header)
    assert (refused.value.code, refused.value.status) == ("version_unknown", 400)


def test_a_request_without_version_is_refused():
    with pytest.raises(Malformed) as refused:
        of_header(None)
    assert refused.value.code == "version_missing"
    assert WITHOUT == "2.0.0"


def test_a_client_of_the_first_version_is_told_of_no_later_one():
    assert listed("1.0.3") == ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]
    assert listed("2.0.0")[-1] == "2.0.0"
    assert listed(None) == listed("nonsense") == listed("2.0.0")


def test_the_versions_contradict_each_other_in_these_points():
    one, two = Version.V1, Version.V2
    assert (one.of_statement, two.of_statement) == ("1.0.0", "2.0.0")
    assert (one.has_alternate_syntax, two.has_alternate_syntax) == (True, False)
    assert (one.has_context_agents, two.has_context_agents) == (False, True)
    assert (one.replaces_state_blindly, two.replaces_state_blindly) == (True, False)
    assert (one.creates_profile_blindly, two.creates_profile_blindly) == (False, True)
    assert (one.compares_timestamps, two.compares_timestamps) == (True, False)
