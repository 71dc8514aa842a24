"""One page of a bucket's listing by our own request: for pages that obstore rejects because of one name on them.

Source: Amazon S3 API, ListObjectsV2; AWS Signature Version 4 for a request with headers.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import quote, unquote_plus, urlsplit

import httpx2
from lxml import etree

READ_SECONDS = 30.0
#: Enough for a thousand names of a kilobyte each, every character quoted, with their metadata.
PAGE_BYTES = 8_000_000
NOTHING = hashlib.sha256(b"").hexdigest()


class PageFailed(Exception):
    """A page could not be fetched. The message says why, without secrets."""


class Listed(NamedTuple):
    """A name on a page, with its metadata."""

    key: str
    size: int
    last_modified: datetime
    etag: str | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket at an endpoint, and who we are there: nobody without an access key."""

    endpoint: str
    name: str
    region: str
    access_key: str | None
    secret_key: str
    token: str | None

    def page(self, prefix: str, after: str) -> list[Listed]:
        """The names below a prefix that come after one, as many as the server gives at once. Raises PageFailed."""
        query = {
            "encoding-type": "url",
            "list-type": "2",
            "prefix": f"{prefix}/" if prefix else "",
            "start-after": after,
        }
        pairs = "&".join(f"{name}={quote(value, safe='')}" for name, value in sorted(query.items()) if value)
        path = f"{urlsplit(self.endpoint).path.rstrip('/')}/{quote(self.name)}"
        address = urlsplit(self.endpoint)
        url = f"{address.scheme}://{address.netloc}{path}?{pairs}"
        now = datetime.now(UTC)
        headers = self.signed(address.netloc, path, pairs, now) if self.access_key else {}
        try:
            with (
                httpx2.Client(trust_env=False, timeout=READ_SECONDS) as client,
                client.stream("GET", url, headers=headers) as answer,
            ):
                if answer.status_code != 200:
                    raise PageFailed(f"status {answer.status_code}")
                content = b""
                for piece in answer.iter_bytes():
                    content += piece
                    if len(content) > PAGE_BYTES:
                        raise PageFailed(f"a page of more than {PAGE_BYTES:,} bytes")
        except httpx2.HTTPError as error:
            raise PageFailed(type(error).__name__) from error
        return read_page(content)

    def signed(self, host: str, path: str, query: str, now: datetime) -> dict[str, str]:
        """The headers of a GET without a body, signed."""
        moment, scope = f"{now:%Y%m%dT%H%M%SZ}", f"{now:%Y%m%d}/{self.region}/s3/aws4_request"
        headers = {"host": host, "x-amz-content-sha256": NOTHING, "x-amz-date": moment}
        if self.token:
            headers["x-amz-security-token"] = self.token
        names = ";".join(headers)
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        request = f"GET\n{path}\n{query}\n{lines}\n{names}\n{NOTHING}"
        text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        key = f"AWS4{self.secret_key}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        signature = hmac.digest(key, text.encode(), "sha256").hex()
        credential = f"AWS4-HMAC-SHA256 Credential={self.access_key}/{scope}"
        return {**headers, "authorization": f"{credential}, SignedHeaders={names}, Signature={signature}"}


def bucket_of(name: str, settings: Mapping[str, Any]) -> Bucket:
    """A bucket by the settings that obstore has for it (`object_settings.s3_settings`)."""
    provider = settings.get("credential_provider")
    key = provider() if provider is not None else {}
    return Bucket(
        settings["endpoint"],
        name,
        settings["region"],
        key.get("access_key_id"),
        key.get("secret_access_key", ""),
        key.get("token"),
    )


def read_page(content: bytes) -> list[Listed]:
    """The names on a page. Raises PageFailed for what is none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(content, parser)
        is_quoted = tree.findtext("{*}EncodingType") == "url"
        return [
            Listed(
                unquote_plus(each.findtext("{*}Key")) if is_quoted else each.findtext("{*}Key"),
                int(each.findtext("{*}Size") or 0),
                datetime.fromisoformat(each.findtext("{*}LastModified")),
                each.findtext("{*}ETag"),
            )
            for each in tree.iterfind("{*}Contents")
        ]
    except (etree.LxmlError, ValueError, TypeError, AttributeError) as error:
        raise PageFailed("no page of a listing") from error
