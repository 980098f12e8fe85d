"""Archives that were sent and wait for their sender's word: private, and gone within days."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from campus.errors import NotFound
from campus.ids import new_secret_id

# In the blobs' storage, because another host's worker reads it; no address leads to this folder.
FOLDER = "imports"
KEPT_FOR = timedelta(days=2)


def keep(archive: File[Any]) -> str:
    """Where it now lies, under a name nobody can guess."""
    name = storages["blobs"].save(f"{FOLDER}/{new_secret_id()}.zip", archive)
    return name.removeprefix(f"{FOLDER}/")


@contextmanager
def opened(name: str) -> Iterator[Path]:
    """A copy on this host's disk; raises NotFound for one that is gone."""
    with tempfile.TemporaryDirectory(prefix="campus-import-") as folder:
        path = Path(folder, "course.zip")
        try:
            with storages["blobs"].open(_place(name)) as kept, path.open("wb") as file:
                shutil.copyfileobj(kept, file)
        except FileNotFoundError as error:
            raise NotFound(_("The archive is no longer here: send it again.")) from error
        yield path


def forget(name: str) -> None:
    storages["blobs"].delete(_place(name))


def forget_old(*, now: datetime) -> int:
    """Take away what nobody said yes to; answers how many there were."""
    storage = storages["blobs"]
    try:
        names = storage.listdir(FOLDER)[1]
    except FileNotFoundError:
        return 0
    old = [one for one in names if storage.get_modified_time(_place(one)) < now - KEPT_FOR]
    for name in old:
        forget(name)
    return len(old)


def _place(name: str) -> str:
    return f"{FOLDER}/{Path(name).name}"
