"""From a location and a connection to a store: the settings of S3, Google Cloud Storage and Azure, and what their errors mean.

Nothing is taken from the environment where a connection or anonymous access is asked for: obstore fills in settings that are
missing from variables like AWS_SESSION_TOKEN and AWS_ENDPOINT_URL_S3, so endpoint and credentials are always passed.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from obstore import exceptions
from obstore.store import AzureStore, GCSStore, ObjectStore, S3Store

from newsfold import __version__
from newsfold.config.credentials import Credentials
from newsfold.config.sources import SCHEMES, Transport
from newsfold.fetch.objects.s3_pages import Bucket, bucket_of
from newsfold.fetch.transport import FailureClass

CONNECT_SECONDS = 10
READ_SECONDS = 30
#: Time-out of one object, from the request to the last byte.
WHOLE_SECONDS = 3600
#: The caller tries again itself, with more patience.
MAX_RETRIES = 1
RETRY_SECONDS = 10

BUCKET = re.compile(r"[A-Za-z0-9$][A-Za-z0-9._-]{1,221}")
STATUS = re.compile(r"status code: (\d{3})")
CODE = re.compile(r"<Code>([A-Za-z]{1,60})</Code>")
SLOW_STATUSES = ("408", "429", "503", "504")
SLOW_CODES = ("SlowDown", "ServerBusy", "RequestTimeout", "OperationTimedOut")
REFUSED_CODES = (
    "AccessDenied", "AuthorizationHeaderMalformed", "ExpiredToken", "InvalidAccessKeyId", "InvalidToken", "SignatureDoesNotMatch",
    "AuthenticationFailed", "AuthorizationFailure", "InvalidAuthenticationInfo",
)  # fmt: skip


class ObjectAddress(NamedTuple):
    """A location taken apart: `s3://bucket/path`. The path has no `/` at its ends."""

    transport: Transport
    bucket: str
    path: str


def parse_address(location: str) -> ObjectAddress:
    """The parts of a location. Raises ValueError that says what is wrong with it."""
    scheme, _, rest = location.partition("://")
    bucket, _, path = rest.partition("/")
    transport = SCHEMES.get(scheme)
    if transport not in (Transport.S3, Transport.GOOGLE_CLOUD_STORAGE, Transport.AZURE):
        raise ValueError(f"{scheme}:// is not an object store")
    if not BUCKET.fullmatch(bucket) or ".." in bucket:
        raise ValueError(f"{bucket!r} can't be the name of a bucket or container")
    return ObjectAddress(transport, bucket, path.strip("/"))


def store_for(
    location: str,
    credentials: Credentials,
    *,
    max_retries: int = MAX_RETRIES,
    retry_seconds: float = RETRY_SECONDS,
    whole_seconds: float = WHOLE_SECONDS,
) -> ObjectStore:
    """The bucket or container of a location; the path in it is not part of the store. Asks no server yet.

    Credentials without a login are anonymous access, unless their extra `machine_credentials` is true: then what the machine
    itself has is used, its environment, its role. Raises ValueError for a location or settings that can't be used.
    """
    address = parse_address(location)
    is_machine = uses_machine(credentials)
    if is_machine and credentials.login:
        raise ValueError("either a login or machine_credentials, not both")
    endpoint = str(credentials.extra.get("endpoint_url") or "")
    client: dict[str, Any] = {
        # An environment that names an endpoint is trusted to know what it names.
        "allow_http": is_machine or endpoint.startswith("http://"),
        "connect_timeout": timedelta(seconds=CONNECT_SECONDS),
        "read_timeout": timedelta(seconds=READ_SECONDS),
        "timeout": timedelta(seconds=whole_seconds),
        "user_agent": f"Newsfold/{__version__}",
    }
    settings = {} if is_machine else store_settings(address.transport, credentials, endpoint)
    settings["client_options"] = client
    settings["retry_config"] = {
        "max_retries": max_retries,
        "retry_timeout": timedelta(seconds=retry_seconds),
        "backoff": {"init_backoff": timedelta(seconds=0.2), "max_backoff": timedelta(seconds=5), "base": 2},
    }
    kinds: dict[Transport, Callable[..., ObjectStore]] = {
        Transport.S3: S3Store,
        Transport.GOOGLE_CLOUD_STORAGE: GCSStore,
        Transport.AZURE: AzureStore,
    }
    try:
        return kinds[address.transport](address.bucket, **settings)
    except exceptions.BaseError as error:
        raise ValueError(explain(error)[1]) from None


def uses_machine(credentials: Credentials) -> bool:
    """Whether what the machine itself has is used: its environment, its role."""
    return str(credentials.extra.get("machine_credentials", "")).lower() == "true"


def store_settings(transport: Transport, credentials: Credentials, endpoint: str) -> dict[str, Any]:
    """The settings that say where the store is and who we are."""
    match transport:
        case Transport.S3:
            return s3_settings(credentials, endpoint)
        case Transport.GOOGLE_CLOUD_STORAGE:
            return google_settings(credentials, endpoint)
        case _:
            return azure_settings(credentials, endpoint)


def s3_settings(credentials: Credentials, endpoint: str) -> dict[str, Any]:
    """Login and password are access key and secret."""
    region = str(credentials.extra.get("region_name") or "us-east-1")
    endpoint = endpoint or f"https://s3.{region}.amazonaws.com"
    settings = {"region": region, "endpoint": endpoint, "aws_endpoint_url_s3": endpoint}
    if not credentials.login:
        return {**settings, "skip_signature": True}
    key = {
        "access_key_id": credentials.login,
        "secret_access_key": credentials.password or "",
        "token": credentials.extra.get("aws_session_token") or None,
        "expires_at": None,
    }
    return {**settings, "skip_signature": False, "credential_provider": lambda: key}


def s3_bucket(name: str, credentials: Credentials) -> Bucket | None:
    """A bucket for requests of our own, with the same settings; None where only obstore knows who we are."""
    if uses_machine(credentials):
        return None
    return bucket_of(name, s3_settings(credentials, str(credentials.extra.get("endpoint_url") or "")))


def google_settings(credentials: Credentials, endpoint: str) -> dict[str, Any]:
    """The extra `keyfile_dict` is the key of a service account, as JSON or as text."""
    settings: dict[str, Any] = {"base_url": endpoint} if endpoint else {}
    key = credentials.extra.get("keyfile_dict")
    if not key:
        nobody = {"token": "", "expires_at": None}
        return {**settings, "skip_signature": True, "credential_provider": lambda: nobody}
    text = key if isinstance(key, str) else json.dumps(dict(key))
    return {**settings, "skip_signature": False, "service_account_key": text}


def azure_settings(credentials: Credentials, endpoint: str) -> dict[str, Any]:
    """Login is the storage account, password its key; the extra `sas_token` goes before the key."""
    if not credentials.login:
        raise ValueError("the storage account is the login of a connection, and none is given")
    settings: dict[str, Any] = {"account_name": credentials.login}
    settings["endpoint"] = endpoint or f"https://{credentials.login}.blob.core.windows.net"
    token = str(credentials.extra.get("sas_token") or "")
    if not token and not credentials.password:
        return {**settings, "skip_signature": True}
    secret = {"sas_token": token.removeprefix("?")} if token else {"access_key": credentials.password}
    key = {**secret, "expires_at": None}
    return {**settings, "skip_signature": False, "credential_provider": lambda: key}


def explain(error: Exception) -> tuple[FailureClass, str]:
    """The class of an error of obstore, and its cause in a few words.

    Its own text is not passed on: it holds the server's answer in full, and addresses. Most of its errors are of one class,
    so they are distinguished by their text.
    """
    text = str(error)[:20_000]
    status = found[1] if (found := STATUS.search(text)) else ""
    code = found[1] if (found := CODE.search(text)) else ""
    said = " ".join(filter(None, (status, code)))
    if isinstance(error, ValueError | exceptions.InvalidPathError):
        return (
            FailureClass.CHANGED_SHAPE,
            "a name with an empty part, a part . or .., or a control character can't be asked for",
        )
    if status in SLOW_STATUSES or code in SLOW_CODES:
        return FailureClass.SLOW, said
    refused = exceptions.PermissionDeniedError | exceptions.UnauthenticatedError
    if isinstance(error, refused) or status in ("401", "403") or code in REFUSED_CODES:
        return FailureClass.REFUSED, said or "no right to it"
    if isinstance(error, FileNotFoundError) or status in ("404", "410"):
        return FailureClass.GONE, said or "not found"
    if "redirect without LOCATION" in text:
        return FailureClass.REFUSED, "the bucket is in another region: set region_name in the connection"
    if "TimedOut" in text or "kind: Timeout" in text:
        return FailureClass.SLOW, f"no answer within {READ_SECONDS} s"
    if "credential" in text.lower() and not status:
        return FailureClass.REFUSED, "the connection's credentials can't be used"
    return FailureClass.BROKEN, said or what_broke(text)


def what_broke(text: str) -> str:
    """The cause of an error that no server's answer explains."""
    if "dns error" in text or "failed to lookup" in text:
        return "the host's name is not known"
    if "BadScheme" in text:
        return "endpoint_url must begin with http:// or https://"
    found = re.search(r'message: "([^"\n]{1,100})"', text)
    return found[1] if found else "the connection broke off"
