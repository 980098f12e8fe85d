"""The short form of a storm: a real campus is struck, and every promise is kept; a control of each.

All faults with all their seeds: `python -m tests.faults --long --report REPORT.md`.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from campus.env.reading import ROOT
from tests.campus.launcher.launching import unsettled

STRUCK = (
    "kill web.before_insert",
    "kill web.after_commit",
    "kill fold.after_reduce",
    "kill fold.after_commit",
    "kill issue.before_commit",
    "redis flushed",
    "postgresql stopped",
)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What one run of the short form says of each fault."""
    path: Path = tmp_path_factory.mktemp("storm") / "outcomes.json"
    command = [sys.executable, "-m", "tests.faults", "--json", str(path), "--only", *STRUCK]
    done = subprocess.run(
        command, cwd=ROOT, env=unsettled(), capture_output=True, text=True, check=False
    )
    assert path.exists(), done.stdout + done.stderr
    return {outcome["name"]: outcome for outcome in json.loads(path.read_text())}


@pytest.mark.parametrize("fault", STRUCK)
def test_no_promise_is_broken_when_struck_by(fault, outcomes):
    outcome = outcomes[fault]
    assert outcome["broken"] == []
    assert outcome["landed"], outcome["landings"]
    assert outcome["accepted"] > 0


def test_the_storm_leaves_something_to_judge(outcomes):
    """One round may be cut before anybody completes; all of them together are not."""
    for what in ("completions", "credentials", "mails"):
        assert sum(outcome["made"][what] for outcome in outcomes.values()) >= len(STRUCK)


@pytest.mark.parametrize("fault", STRUCK)
def test_without_its_guard_a_promise_is_broken_by(fault, outcomes):
    """The control: the same strike, and the judgement finds what was lost or doubled."""
    assert outcomes[fault]["control"]
