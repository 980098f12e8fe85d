"""An implementation that is not ours agrees with what we sign, and with what we refuse."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workers.certificates import canonical

HERE = Path(__file__).with_name("independent")
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def verifier() -> Path:
    """npm's @digitalbazaar/vc beside our script; kept between runs, out of the repository."""
    if not (npm := shutil.which("npm")) or not shutil.which("node"):
        pytest.skip("npm and node are not installed")
    folder = ROOT / ".tools" / "independent-verifier"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (HERE / "package.json").read_text()
    installed = folder / "installed.json"
    if not installed.exists() or installed.read_text() != wanted:
        shutil.copy(HERE / "package.json", folder)
        command = [
            npm,
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--no-package-lock",
        ]
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=180, check=False)
        if done.returncode:
            pytest.skip("npm could not install @digitalbazaar/vc: " + done.stderr.decode()[-300:])
        installed.write_text(wanted)
    shutil.copy(HERE / "verify.mjs", folder)
    return folder / "verify.mjs"


def test_it_verifies_ours_and_refuses_what_was_tampered_with(
    verifier: Path,
    tmp_path: Path,
    did_document: dict[str, Any],
    credential: str,
    sign: Callable[[dict[str, Any]], str],
    build: Callable[..., dict[str, Any]],
) -> None:
    tampered = credential.replace("Zoé", "Eve")
    without_relations = sign(build(related=()))
    paths = []
    for name, text in (
        ("did", json.dumps(did_document)),
        ("ours", credential),
        ("tampered", tampered),
        ("alone", without_relations),
    ):
        paths.append(tmp_path / f"{name}.json")
        paths[-1].write_text(text)
    done = subprocess.run(
        ["node", verifier, canonical._FOLDER, *paths],
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout) == [True, False, True]
