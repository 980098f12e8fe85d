"""Where files lie, and how large one may be: a folder, or a bucket of an S3-compatible store."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from campus.env.checking import refusal

BLOBS = "CAMPUS_BLOBS_URL"
LARGEST = "CAMPUS_LARGEST_UPLOAD"
USUAL_LARGEST = "2 GB"

_HERE = ("127.0.0.1", "::1", "localhost")
_BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
_SIZE = re.compile(r"(\d{1,15})\s*(|[kKMGT]i?)[bBoO]?")
_UNITS = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}
_EXAMPLE = "write s3://key:secret@host:port/bucket?region=…"


def blob_storage(values: Mapping[str, str], data: Path) -> dict[str, Any]:
    """Django's `STORAGES["blobs"]`: a folder of the data unless an address of a store is given."""
    url = values.get(BLOBS)
    if url is None:
        return {
            "BACKEND": "courses.files.storing.LocalBlobs",
            "OPTIONS": {"location": data / "blobs"},
        }
    if not url.startswith("s3://"):
        raise refusal(BLOBS, "is no address of an S3-compatible store", _EXAMPLE)
    options = _bucket(url)
    if not (find_spec("storages") and find_spec("boto3")):
        raise refusal(BLOBS, "needs the extra “s3”", 'run pip install "campus[s3]"')
    return {"BACKEND": "courses.files.bucket.S3Blobs", "OPTIONS": options}


def largest_upload(values: Mapping[str, str]) -> int:
    """In bytes; “500 MB” or “2GB” are read as what a person means."""
    text = values.get(LARGEST, USUAL_LARGEST).strip()
    read = _SIZE.fullmatch(text)
    size = int(read[1]) * _UNITS[read[2].lower().removesuffix("i")] if read else 0
    if size < 1:
        raise refusal(LARGEST, f"is {text!r}", "set it to a size, as 2 GB")
    return size


# The value is never shown: it holds a secret.
def _bucket(url: str) -> dict[str, Any]:
    parts = _split(url)
    bucket = parts.path.strip("/")
    if not parts.hostname or not parts.username or not parts.password:
        raise refusal(BLOBS, "lacks its key, secret or host", _EXAMPLE)
    if not _BUCKET.fullmatch(bucket):
        raise refusal(BLOBS, "names no bucket", _EXAMPLE + " with 3 to 63 letters for the bucket")
    asked = {name: texts[-1] for name, texts in parse_qs(parts.query).items()}
    if unknown := asked.keys() - {"region", "tls"}:
        raise refusal(BLOBS, f"does not know {min(unknown)!r}", "only region and tls may follow ?")
    return {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "bucket_name": bucket,
        "endpoint_url": f"{_scheme(parts, asked)}://{parts.netloc.rpartition('@')[2]}",
        "region_name": asked.get("region", "us-east-1"),
        "addressing_style": "path",
        "signature_version": "s3v4",
    }


def _scheme(parts: SplitResult, asked: Mapping[str, str]) -> str:
    """In the clear only on this machine, unless `tls` says otherwise."""
    tls = asked.get("tls", "no" if parts.hostname in _HERE else "yes")
    if tls not in ("yes", "no"):
        raise refusal(BLOBS, "has a tls that is neither yes nor no", "write tls=yes or tls=no")
    return "https" if tls == "yes" else "http"


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  parsed on access
    except ValueError as error:
        raise refusal(BLOBS, "has a port that is none", _EXAMPLE) from error
    return parts
