"""What lies in the repository: a fixed top level, a README a package, no registry's address."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("campus", "courses", "tracks", "workers")
FOLDERS = {*PACKAGES, "tests"}
# Put together here, so that this file does not name what it looks for.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"))
)
LONGEST_FOR_NINE_OF_TEN = 160


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("this is no git checkout")
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_top_level_is_what_was_agreed() -> None:
    folders = {path.relative_to(ROOT).parts[0] for path in tracked() if path.parent != ROOT}
    assert {folder for folder in folders if not folder.startswith(".")} == FOLDERS


def test_no_file_names_a_package_registry() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked()
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]
    assert named == []


def test_each_package_says_what_it_owns() -> None:
    apps = {path.parent for path in tracked() if path.name == "apps.py"}
    assert len(apps) >= len(PACKAGES)
    assert [str(app) for app in apps if not (app / "README.md").exists()] == []


def test_nine_files_of_ten_are_short() -> None:
    lines = sorted(
        path.read_text().count("\n")
        for path in tracked()
        if path.suffix == ".py"
        and path.relative_to(ROOT).parts[0] in PACKAGES
        and "migrations" not in path.parts
    )
    assert lines[len(lines) * 9 // 10] < LONGEST_FOR_NINE_OF_TEN
