"""The import contracts hold, and each one catches the violation planted for it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("campus", "courses", "tracks", "workers")

# Contract name (as printed) -> (module to change, line to add, what the report must name).
PLANTED = {
    "The ladder: packages import only the rungs below": (
        "courses/rules/grading.py",
        "import tracks.teams",
        "courses.rules.grading -> tracks.teams",
    ),
    "Every package of campus has its rung": (
        "campus/unlisted/__init__.py",
        "",
        "campus.unlisted",
    ),
    "Certificates read progress, never the reverse": (
        "workers/progress/folding/earning.py",
        "import workers.certificates.issuing.handling",
        "workers.progress.folding.earning -> workers.certificates.issuing.handling",
    ),
    "REST, admin, tasks and commands are edges: nothing imports them but their like": (
        "tracks/models/teams.py",
        "import tracks.admin",
        "tracks.models.teams -> tracks.admin",
    ),
    "Subject modules know neither REST nor the admin": (
        "courses/enrolment.py",
        "import courses.rest.views",
        "courses.enrolment -> courses.rest",
    ),
    "Rules are pure: no Django, DRF or Celery, even through others": (
        "workers/progress/rules/steps.py",
        "import django.utils.timezone",
        "workers.progress.rules.steps -> django",
    ),
    "Only workers knows Celery": (
        "campus/owed/owing.py",
        "import celery",
        "campus.owed.owing -> celery",
    ),
    "No cycles among siblings": (
        "courses/compiling/__init__.py",
        "import courses.releases.publishing",
        "courses",
    ),
}


def lint(tree: Path) -> tuple[int, str]:
    """The exit code and the report of the import linter for a tree."""
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()",
         "--no-cache"],
        cwd=tree, capture_output=True, text=True, check=False, timeout=120,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tree), "COLUMNS": "300"},
    )  # fmt: skip
    return run.returncode, run.stdout + run.stderr


@pytest.fixture(scope="module")
def report_of_planted(tmp_path_factory: pytest.TempPathFactory) -> str:
    tree = tmp_path_factory.mktemp("planted")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tree / package, ignore=_only_python)
    for file, line, _named in PLANTED.values():
        path = tree / file
        path.parent.mkdir(exist_ok=True)
        text = path.read_text() if path.exists() else ""
        path.write_text(f"{text}\n{line}\n")
    code, report = lint(tree)
    assert code == 1, report
    return report


def _only_python(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if not n.endswith(".py") and not (Path(folder) / n).is_dir()]


def test_the_contracts_hold() -> None:
    code, report = lint(ROOT)
    assert code == 0, report
    assert f"{len(PLANTED)} kept, 0 broken" in report


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_violation_is_caught(contract: str, report_of_planted: str) -> None:
    named = PLANTED[contract][2]
    broken = report_of_planted.split("Broken contracts", 1)[1]
    section = broken.split(f"\n{contract}\n", 1)[1]
    assert named in section, section[:2000]
