"""The same promises from a bucket, against a real server of S3 on this machine."""

import hashlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import boto3
import pytest
from django.core.files.storage import storages
from moto.server import ThreadedMotoServer

from campus.env.storing import blob_storage
from courses.drafting.attaching import attach
from courses.files.blobs import keep_media, name_of, opened, read
from courses.files.storing import Store
from courses.models import Blob, ReleaseBlob
from tests.api import Api
from tests.drawn import PNG
from tests.world import a_draft, a_published_course

pytestmark = pytest.mark.django_db
BUCKET = "campus-tests"
FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 80_000


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    made = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="secret",
        region_name="us-east-1",
    )
    with closing(made):
        made.create_bucket(Bucket=BUCKET)
    yield f"s3://key:secret@{host}:{port}/{BUCKET}?region=us-east-1"
    server.stop()


@pytest.fixture(params=["folder", "bucket"])
def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """Both stores are asked the same: what one promises, the other keeps."""
    values = {}
    if request.param == "bucket":
        values["CAMPUS_BLOBS_URL"] = request.getfixturevalue("address")
    setting = blob_storage(values, tmp_path)
    made = storages.create_storage(setting)
    monkeypatch.setitem(storages._storages, "blobs", made)
    yield made
    if request.param == "bucket":
        made.connection.meta.client.close()


def test_what_is_put_is_held_whole_and_read_in_part(store: Store, tmp_path: Path) -> None:
    long = tmp_path / "film.mp4"
    long.write_bytes(FILM)
    for name, content in (("aa/bytes", FILM[:1000]), ("bb/file", long)):
        size = 1000 if name == "aa/bytes" else len(FILM)
        assert not store.holds(name, size)
        store.put(name, content)
        assert store.holds(name, size)
        assert not store.holds(name, size + 1)
        for start, length in ((0, size), (0, 1), (size - 7, 7), (300, 500)):
            assert b"".join(store.pieces(name, start, length)) == FILM[start : start + length]
        assert b"".join(store.pieces(name, 0, 0)) == b""
    store.put("aa/bytes", b"something else")
    assert b"".join(store.pieces("aa/bytes", 0, 14)) == b"something else"


def test_a_file_is_kept_once_and_healed_if_it_was_cut_short(store: Store) -> None:
    blob = keep_media(FILM, media_type="video/mp4")
    store.put(name_of(blob.digest), FILM[:100])
    assert keep_media(FILM, media_type="video/mp4") == blob
    assert read(blob) == FILM
    assert Blob.objects.count() == 1
    with opened(blob) as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == blob.digest


def test_a_reader_gets_it_whole_and_in_part(store: Store) -> None:
    blob = keep_media(FILM, media_type="video/mp4")
    ReleaseBlob.objects.create(release=a_published_course().current_release, blob=blob)
    whole = Api().get(f"/blobs/{blob.digest}")
    assert whole.getvalue() == FILM
    part = Api().get(f"/blobs/{blob.digest}", Range="bytes=5000000-5000099")
    assert (part.status_code, part.getvalue()) == (206, FILM[5_000_000:5_000_100])
    last = Api().get(f"/blobs/{blob.digest}", Range="bytes=-3")
    assert last.getvalue() == FILM[-3:]


def test_an_author_notices_no_difference(store: Store) -> None:
    media = attach(course=a_draft(), path="plan.png", body=PNG)
    assert read(media.blob) == PNG
