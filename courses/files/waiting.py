"""Archives that wait for one person in the blobs' storage: private, and gone within days."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.files.storage import storages
from django.utils.translation import gettext as _

from campus.errors import NotFound

# In the blobs' storage, because another host's worker reads it; no address leads to these folders.
SENT, MADE = "imports", "exports"
KEPT_FOR = timedelta(days=2)


def keep(folder: str, name: str, archive: File[Any]) -> None:
    """In place of what had the name."""
    forget(folder, name)
    storages["blobs"].save(_place(folder, name), archive)


def opened(folder: str, name: str) -> File[bytes]:
    """Raises NotFound for one that is gone."""
    try:
        return storages["blobs"].open(_place(folder, name))
    except FileNotFoundError as error:
        detail = _("The archive is no longer here: send it, or have it made, again.")
        raise NotFound(detail) from error


def forget(folder: str, name: str) -> None:
    storages["blobs"].delete(_place(folder, name))


def forget_old(*, now: datetime) -> int:
    """Take away what nobody came for in time; answers how many there were."""
    storage, forgotten = storages["blobs"], 0
    for folder in (SENT, MADE):
        try:
            names = storage.listdir(folder)[1]
        except FileNotFoundError:
            continue
        for name in names:
            if storage.get_modified_time(_place(folder, name)) < now - KEPT_FOR:
                forget(folder, name)
                forgotten += 1
    return forgotten


def _place(folder: str, name: str) -> str:
    return f"{folder}/{Path(name).name}"
