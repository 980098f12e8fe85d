"""Where settings are written down: the environment, and one file in the data folder."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from campus.env.checking import refusal

ROOT = Path(__file__).resolve().parent.parent.parent


def data_folder(environment: Mapping[str, str]) -> Path:
    """`CAMPUS_DATA`, `var/` unless set; a relative path starts at the project, not at the cwd."""
    return Path(os.path.abspath(ROOT / (environment.get("CAMPUS_DATA") or "var")))


def read_settings_file(data: Path) -> dict[str, str]:
    path = data / "settings.env"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise refusal(
            str(path), f"cannot be read ({error})", "run this as the user who started Campus"
        ) from error
    return dict(_settings(path, lines))


def _settings(path: Path, lines: list[str]) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, text = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise refusal(
                f"{path} line {number}", "is no setting", "write NAME=value, or remove the line"
            )
        yield name.strip(), text.strip().strip("\"'")
