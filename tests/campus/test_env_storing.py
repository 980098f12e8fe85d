"""Where files lie is one setting; nonsense in it stops the start with one line, without secrets."""

from pathlib import Path

import pytest

from campus.env import BadSettings, load, storing
from campus.env.storing import blob_storage, largest_upload

DATA = Path("/srv/campus")


def options(url: str) -> dict[str, object]:
    made: dict[str, object] = blob_storage({"CAMPUS_BLOBS_URL": url}, DATA)["OPTIONS"]
    return made


def test_files_lie_in_a_folder_unless_said_otherwise() -> None:
    assert blob_storage({}, DATA)["OPTIONS"] == {"location": DATA / "blobs"}


def test_one_address_names_a_bucket_of_any_store() -> None:
    made = options("s3://key:se%2Fcret@s3.example.org:9000/campus-files?region=eu-west-3")
    assert made == {
        "access_key": "key",
        "secret_key": "se/cret",
        "bucket_name": "campus-files",
        "endpoint_url": "https://s3.example.org:9000",
        "region_name": "eu-west-3",
        "addressing_style": "path",
        "signature_version": "s3v4",
    }


@pytest.mark.parametrize(
    ("url", "endpoint"),
    [
        ("s3://k:s@127.0.0.1:9000/files", "http://127.0.0.1:9000"),
        ("s3://k:s@127.0.0.1:9000/files?tls=yes", "https://127.0.0.1:9000"),
        ("s3://k:s@minio:9000/files?tls=no", "http://minio:9000"),
        ("s3://k:s@minio/files", "https://minio"),
    ],
)
def test_it_speaks_in_the_clear_only_on_this_machine_or_when_told(url: str, endpoint: str) -> None:
    assert options(url)["endpoint_url"] == endpoint


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.example.org/files",
        "s3://s3.example.org/files",
        "s3://key:TOPSECRET@/files",
        "s3://key:TOPSECRET@host",
        "s3://key:TOPSECRET@host/ab",
        "s3://key:TOPSECRET@host/Capital",
        "s3://key:TOPSECRET@host:99999/files",
        "s3://key:TOPSECRET@host/files?zone=1",
        "s3://key:TOPSECRET@host/files?tls=perhaps",
    ],
)
def test_nonsense_stops_the_start_with_one_line_and_no_secret(url: str) -> None:
    with pytest.raises(BadSettings) as refused:
        options(url)
    said = str(refused.value)
    assert said.startswith("CAMPUS_BLOBS_URL")
    assert "TOPSECRET" not in said
    assert "\n" not in said


def test_without_the_extra_the_start_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storing, "find_spec", lambda name: None)
    with pytest.raises(BadSettings, match=r'pip install "campus\[s3\]"'):
        options("s3://key:secret@host/files")


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2 GB", 2 * 2**30),
        ("2GiB", 2 * 2**30),
        ("500 Mo", 500 * 2**20),
        ("1000", 1000),
        ("1k", 1024),
    ],
)
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    assert largest_upload({"CAMPUS_LARGEST_UPLOAD": text}) == size


@pytest.mark.parametrize("text", ["much", "-1", "0", "2 XB", "1.5 GB", "²"])
def test_a_size_that_is_none_stops_the_start(text: str) -> None:
    with pytest.raises(BadSettings, match="CAMPUS_LARGEST_UPLOAD"):
        largest_upload({"CAMPUS_LARGEST_UPLOAD": text})


def test_two_gigabytes_unless_said_otherwise() -> None:
    assert load({"CAMPUS_ENV": "development"}).largest_upload == 2 * 2**30
