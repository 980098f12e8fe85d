"""Blobs are named by their bytes, kept once, and whole."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from courses.files.blobs import digest_of, keep_media, name_of, read
from courses.models import Blob

pytestmark = pytest.mark.django_db
BODY = b"%PDF-1.7 a sheet to print"


def test_the_same_bytes_are_kept_once() -> None:
    first = keep_media(BODY, media_type="application/pdf")
    assert keep_media(BODY, media_type="application/pdf") == first
    assert Blob.objects.count() == 1
    assert (first.digest, first.size, read(first)) == (digest_of(BODY), len(BODY), BODY)


def test_a_file_that_a_crash_cut_short_is_written_anew() -> None:
    name = name_of(digest_of(BODY))
    storages["blobs"].delete(name)
    storages["blobs"].save(name, ContentFile(BODY[:7]))
    assert read(keep_media(BODY, media_type="application/pdf")) == BODY
