"""Blobs in a bucket of an S3-compatible store; imported only where `CAMPUS_BLOBS_URL` names one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError
from storages.backends.s3 import S3Storage

from courses.files.storing import PIECE

# Few parts at once: a long film must not fill the memory of a web process.
_TRANSFER = TransferConfig(max_concurrency=2, multipart_chunksize=8 * 2**20)
_UNKNOWN = "application/octet-stream"


class S3Blobs(S3Storage):  # type: ignore[misc]  # the library is not typed
    def holds(self, name: str, size: int) -> bool:
        try:
            return int(self.bucket.Object(name).content_length) == size
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 404:
                return False
            raise

    def put(self, name: str, content: bytes | Path) -> None:
        kept = self.bucket.Object(name)
        if isinstance(content, Path):
            about = {"ContentType": _UNKNOWN}
            kept.upload_file(str(content), ExtraArgs=about, Config=_TRANSFER)
        else:
            kept.put(Body=content, ContentType=_UNKNOWN)

    def pieces(self, name: str, start: int, length: int) -> Iterator[bytes]:
        """S3Storage would fetch the whole file to read a part of it."""
        if length <= 0:
            return iter(())
        asked = f"bytes={start}-{start + length - 1}"
        return _pieces(self.bucket.Object(name).get(Range=asked)["Body"])


def _pieces(body: Any) -> Iterator[bytes]:
    """A reader who goes away in the middle gives the connection back too."""
    with closing(body):
        yield from body.iter_chunks(PIECE)
