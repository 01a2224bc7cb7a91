"""Bytes in a bucket of S3, or of any server that speaks like it.

Who may do so, where the server is and in which region comes from the usual AWS variables, files or
machine roles, as botocore finds them; none of it is a setting of this product. What was sent is
checked by the server against its MD5, what is read by whoever reads it against its SHA-256.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import md5
from typing import Any
from urllib.parse import urlsplit

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import get_session

from nk_avtal.documents.places import Away

NOT_THERE = frozenset({"NoSuchKey", "404"})
PATIENCE = Config(
    # Together less than SQLite's wait for a lock, which whoever saves a file is holding.
    connect_timeout=2,
    read_timeout=5,
    retries={"total_max_attempts": 2, "mode": "standard"},
    # Newer checksums are unknown to many servers that are not Amazon's.
    request_checksum_calculation="when_required",
    response_checksum_validation="when_required",
)


class Bucket:
    """Objects named by their checksum, after the prefix."""

    def __init__(self, address: str) -> None:
        """`address` is s3://bucket or s3://bucket/prefix. Nothing is asked of the server yet."""
        parts = urlsplit(address)
        prefix = parts.path.strip("/")
        self._bucket = parts.netloc
        self._prefix = f"{prefix}/" if prefix else ""
        with _told():
            self._client: Any = get_session().create_client("s3", config=PATIENCE)

    def put(self, checksum: str, content: bytes) -> None:
        """One request, which the server keeps as a whole or not at all."""
        digest = md5(content, usedforsecurity=False).digest()
        with _told():
            self._client.put_object(
                **self._object(checksum), Body=content, ContentMD5=b64encode(digest).decode()
            )

    def get(self, checksum: str) -> bytes | None:
        """The object's bytes."""
        with _told():
            try:
                answer = self._client.get_object(**self._object(checksum))
                return bytes(answer["Body"].read())
            except ClientError as error:
                if _is_missing(error):
                    return None
                raise

    def has(self, checksum: str) -> bool:
        """Whether there is such an object."""
        with _told():
            try:
                self._client.head_object(**self._object(checksum))
            except ClientError as error:
                if _is_missing(error):
                    return False
                raise
        return True

    def remove(self, checksum: str) -> None:
        """Remove the object; the server does not mind when there is none."""
        with _told():
            self._client.delete_object(**self._object(checksum))

    def trouble(self) -> str | None:
        """That the bucket does not answer or may not be used."""
        try:
            with _told():
                self._client.head_bucket(Bucket=self._bucket)
        except Away as reason:
            return str(reason)
        return None

    def _object(self, checksum: str) -> dict[str, str]:
        return {"Bucket": self._bucket, "Key": f"{self._prefix}{checksum}"}


def _is_missing(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in NOT_THERE


@contextmanager
def _told() -> Iterator[None]:
    """Inside, what the server or the way to it refuses becomes Away. Addresses and keys are left
    out of the message, since everyone may ask whether the service is ready."""
    try:
        yield
    except ClientError as error:
        raise Away(f"the bucket answers {error.response['Error']['Code']}") from error
    except BotoCoreError as error:
        raise Away(f"the bucket does not answer ({type(error).__name__})") from error
