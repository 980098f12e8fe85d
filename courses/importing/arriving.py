"""Archives that were sent and wait for their sender's word."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.files import File

from campus.ids import new_secret_id
from courses.files import waiting


def keep(archive: File[Any]) -> str:
    """Where it now lies, under a name nobody can guess."""
    name = f"{new_secret_id()}.zip"
    waiting.keep(waiting.SENT, name, archive)
    return name


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """A copy on this host's disk; raises NotFound for one that is gone."""
    with tempfile.TemporaryDirectory(prefix="campus-import-") as folder:
        path = Path(folder, "course.zip")
        with waiting.opened(waiting.SENT, name) as kept, path.open("wb") as file:
            shutil.copyfileobj(kept, file)
        yield path


def forget(name: str) -> None:
    waiting.forget(waiting.SENT, name)
