"""Objects of a bucket as files of a source, from a real S3 server."""

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import obstore
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import newsfold
from newsfold.config.credentials import NO_CREDENTIALS, Credentials
from newsfold.config.sources import Source
from newsfold.fetch.objects import object_settings
from newsfold.fetch.objects.object_listing import behind
from newsfold.fetch.objects.object_settings import store_for
from newsfold.fetch.objects.object_stores import open_object_store
from newsfold.fetch.transport import FailureClass, FetchError, FoundFile, KnownFile

NOW = datetime.now(UTC)


def source_at(location: str, **settings) -> Source:
    return Source("wire", location, **{"settle_seconds": 0.0, **settings})


def opened_at(server, location: str, **settings):
    return open_object_store(source_at(location, **settings), server.credentials)


def put(server, bucket: str, *keys: str) -> None:
    store = store_for(f"s3://{bucket}", server.credentials)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: obstore.put(store, key, key.encode()), keys))


def names(opened, days=(), after=None) -> list[str]:
    return [found.name for found in opened.list_files(list(days), after)]


def read(opened, found, known=None) -> bytes | None:
    with opened.open(found, known) as delivery:
        return delivery if delivery is None else delivery.stream.read()


def known_with(etag: str | None) -> KnownFile:
    return KnownFile(1, 5, NOW, etag, None, NOW)


# --- listing -----------------------------------------------------------------------------------------------------


def test_a_prefix_means_everything_below_it(s3_server, bucket):
    put(s3_server, bucket, "in/b.txt", "in/deep/er/a.html", "inbox/c.txt", "d.txt")
    assert names(opened_at(s3_server, f"s3://{bucket}/in")) == ["b.txt", "deep/er/a.html"]
    assert names(opened_at(s3_server, f"s3://{bucket}/in/")) == ["b.txt", "deep/er/a.html"]


def test_a_bucket_alone_means_all_that_it_holds(s3_server, bucket):
    put(s3_server, bucket, "in/b.txt", "d.txt")
    assert names(opened_at(s3_server, f"s3://{bucket}")) == ["d.txt", "in/b.txt"]


def test_a_listing_tells_size_time_and_etag(s3_server, bucket):
    put(s3_server, bucket, "in/b c.txt")
    (found,) = opened_at(s3_server, f"s3://{bucket}/in").list_files([])
    assert (found.name, found.uri, found.size) == ("b c.txt", f"s3://{bucket}/in/b%20c.txt", 10)
    assert abs((found.modified_at - NOW).total_seconds()) < 86_400
    assert found.etag.startswith('"')


def test_a_glob_takes_what_it_names(s3_server, bucket):
    put(s3_server, bucket, "in/x/1.txt", "in/x/1.html", "in/x/y/1.txt", "in/1.txt")
    assert names(opened_at(s3_server, f"s3://{bucket}/in/*/*.txt")) == ["x/1.txt"]
    assert names(opened_at(s3_server, f"s3://{bucket}/in/**/*.txt")) == ["1.txt", "x/1.txt", "x/y/1.txt"]


def test_the_day_stands_for_each_day_of_the_run(s3_server, bucket):
    put(s3_server, bucket, *(f"in/2025-09-{day}/a.txt" for day in (25, 26, 27)))
    days = [date(2025, 9, 26), date(2025, 9, 27)]
    opened = opened_at(s3_server, f"s3://{bucket}/in/{{day}}/*.txt")
    assert names(opened, days) == ["2025-09-26/a.txt", "2025-09-27/a.txt"]
    assert names(opened_at(s3_server, f"s3://{bucket}/in/{{day}}"), days[:1]) == ["2025-09-26/a.txt"]


def test_the_day_may_be_part_of_a_name(s3_server, bucket):
    keys = ["in/20250925-1.xml", "in/20250926", "in/20250926-1.xml", "in/20250926-2.txt", "in/20250927-1.xml"]
    put(s3_server, bucket, *keys)
    opened = opened_at(s3_server, f"s3://{bucket}/in/{{day:%Y%m%d}}*.xml")
    assert names(opened, [date(2025, 9, 26)]) == ["20250926-1.xml"]
    exact = opened_at(s3_server, f"s3://{bucket}/in/{{day:%Y%m%d}}-1.xml")
    assert names(exact, [date(2025, 9, 26), date(2025, 9, 27), date(2025, 9, 28)]) == [
        "20250926-1.xml",
        "20250927-1.xml",
    ]


def test_an_object_may_be_named_by_itself(s3_server, bucket):
    put(s3_server, bucket, "in/latest.xml", "in/latest.xml.old")
    opened = opened_at(s3_server, f"s3://{bucket}/in/latest.xml")
    (found,) = opened.list_files([])
    assert found.name == "latest.xml"
    assert read(opened, found) == b"in/latest.xml"


def test_more_than_a_page_is_listed_once_and_lazily(s3_server, bucket):
    keys = [f"in/{number:05}.xml" for number in range(1200)]
    put(s3_server, bucket, *keys)
    opened = opened_at(s3_server, f"s3://{bucket}/in/*.xml")
    assert names(opened) == [key.removeprefix("in/") for key in keys]
    assert names(opened, after="01180.xml") == [f"{number:05}.xml" for number in range(1181, 1200)]
    listing = opened.list_files([])
    assert next(listing).name == "00000.xml"
    s3_server.client().delete_object(Bucket=bucket, Key="in/01100.xml")  # on the second page
    assert len(list(listing)) == 1198


def test_an_object_is_whole_once_it_is_there_and_needs_no_time_to_settle(s3_server, bucket):
    put(s3_server, bucket, "in/fresh.txt")
    opened = opened_at(s3_server, f"s3://{bucket}/in", settle_seconds=3600.0)
    assert names(opened) == ["fresh.txt"]


def test_hidden_unfinished_and_folders_of_a_console_are_left_out(s3_server, bucket):
    put(s3_server, bucket, "in/.hidden", "in/.git/config", "in/a.txt.part", "in/b~", "in/a.txt")
    client = s3_server.client()
    for folder in ("in/", "in/folder/"):
        client.put_object(Bucket=bucket, Key=folder, Body=b"")
    client.put_object(Bucket=bucket, Key="in/empty.txt", Body=b"")
    assert names(opened_at(s3_server, f"s3://{bucket}/in")) == ["a.txt", "empty.txt"]


# --- names -------------------------------------------------------------------------------------------------------

ODD = [
    "100%.txt",
    "a b.txt",
    "a%2Fb.txt",
    "a+b?.txt#",
    "ünï/日本.txt",
    "~user",
    "quote\"'<>&.txt",
    "\u202etxt.exe",
]


def test_odd_names_are_read_as_they_are(s3_server, bucket):
    put(s3_server, bucket, *("in/" + name for name in ODD))
    opened = opened_at(s3_server, f"s3://{bucket}/in")
    got = {found.name: read(opened, found) for found in opened.list_files([])}
    assert got == {name: f"in/{name}".encode() for name in ODD}


def test_names_that_cannot_be_asked_for_do_not_hide_the_others(s3_server, bucket):
    client = s3_server.client()
    good = ["a/1.txt", "a/b/2.txt", "b/0.txt", "b/c/3.txt", "c.txt", *(f"d/{n:04}" for n in range(1100))]
    put(s3_server, bucket, *("in/" + name for name in good))
    for key in ("in/b//x.txt", "in/b//y.txt", "in/a/../secret.txt", "in/a/./here.txt", "in/d/1050//z.txt"):
        client.put_object(Bucket=bucket, Key=key, Body=b"odd")
    opened = opened_at(s3_server, f"s3://{bucket}/in")
    found = {each.name: each for each in opened.list_files([])}
    assert sorted(found) == sorted([*good, "b//x.txt", "b//y.txt", "d/1050//z.txt"])
    with pytest.raises(FetchError, match=r"wire: .*/in/b//x\.txt: a name with an empty part") as caught:
        read(opened, found["b//x.txt"])
    assert caught.value.failure is FailureClass.CHANGED_SHAPE
    assert read(opened, found["c.txt"]) == b"in/c.txt"


@pytest.mark.parametrize(
    ("spoilt", "following"),
    [
        ("in//a", "in/0"),
        ("in/../a", "in/..0"),
        ("in/x/.", "in/x/.0"),
        ("in/a\nb/c", "in/a "),
        ("in/\x00", "in/ "),
        ("in/a\x7f", "in/a\x80"),
        ("in/fine.txt", "in/fine.txt"),
    ],
)
def test_a_listing_goes_on_behind_a_spoilt_name(spoilt, following):
    assert behind(spoilt) == following
    assert behind(spoilt) >= spoilt


# --- reading -----------------------------------------------------------------------------------------------------


def test_an_unchanged_object_is_not_sent_again(s3_server, bucket):
    put(s3_server, bucket, "in/a.txt")
    opened = opened_at(s3_server, f"s3://{bucket}/in")
    (found,) = opened.list_files([])
    with opened.open(found, known_with(None)) as delivery:
        assert delivery.size == 8
        etag = delivery.etag
    assert etag == found.etag
    assert read(opened, found, known_with(etag)) is None
    s3_server.client().put_object(Bucket=bucket, Key="in/a.txt", Body=b"corrected")
    assert read(opened, found, known_with(etag)) == b"corrected"


def test_what_the_reader_of_a_stream_raises_stays_what_it_is(s3_server, bucket):
    put(s3_server, bucket, "in/a.txt")
    opened = opened_at(s3_server, f"s3://{bucket}/in")
    (found,) = opened.list_files([])
    with pytest.raises(ValueError, match="mine"):
        with opened.open(found, None):
            raise ValueError("mine")


# The most memory, in MiB. Linux counts a parent's memory to `ru_maxrss`, but not here.
PEAK = """
import os, resource

def peak():
    if os.path.exists("/proc/self/status"):
        return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2
"""
FETCH_LARGE = f"""{PEAK}
import sys
from datetime import UTC, datetime
from pathlib import Path
from newsfold.config.credentials import Credentials
from newsfold.fetch.objects.object_stores import open_object_store
from newsfold.raw_store.raw_store import RawStore
from newsfold.config.sources import Source

url, location, folder = sys.argv[1:]
credentials = Credentials("testing", "testing", extra=dict(endpoint_url=url))
opened = open_object_store(Source("wire", location, settle_seconds=0.0), credentials)
peaks = []
for found in sorted(opened.list_files([]), key=lambda found: found.size):
    with opened.open(found, None) as delivery:
        assert RawStore(Path(folder)).add(delivery.stream).size == found.size
    peaks.append(peak())
print(peaks[1] - peaks[0])
"""


def test_memory_does_not_grow_with_the_size_of_an_object(s3_server, bucket, tmp_path):
    client = s3_server.client()
    client.put_object(Bucket=bucket, Key="in/small", Body=b"x" * 4_000_000)
    client.put_object(Bucket=bucket, Key="in/large", Body=b"x" * 100_000_000)
    environment = {**os.environ, "PYTHONPATH": str(Path(newsfold.__file__).parents[1])}
    command = [sys.executable, "-c", FETCH_LARGE, s3_server.url, f"s3://{bucket}/in", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    assert int(done.stdout) < 30  # MiB more for 96 MB more


# --- failures ----------------------------------------------------------------------------------------------------


def failure_of(action) -> FetchError:
    with pytest.raises(FetchError) as caught:
        action()
    return caught.value


def test_a_missing_bucket_is_gone(s3_server):
    error = failure_of(lambda: names(opened_at(s3_server, "s3://no-such-bucket/in/*.xml")))
    assert error.failure is FailureClass.GONE
    assert str(error) == "source wire: s3://no-such-bucket/in: 404 NoSuchBucket"


def test_an_object_that_went_meanwhile_is_gone(s3_server, bucket):
    put(s3_server, bucket, "in/a.txt")
    opened = opened_at(s3_server, f"s3://{bucket}/in")
    (found,) = opened.list_files([])
    s3_server.client().delete_object(Bucket=bucket, Key="in/a.txt")
    error = failure_of(lambda: read(opened, found))
    assert (error.failure, str(error)) == (
        FailureClass.GONE,
        f"source wire: s3://{bucket}/in/a.txt: 404 NoSuchKey",
    )


@pytest.mark.parametrize(
    ("wrong", "cause"),
    [
        ({"login": "AKIANOBODY"}, "403 InvalidAccessKeyId"),
        ({"password": "wrong"}, "403 SignatureDoesNotMatch"),
    ],
)
def test_wrong_credentials_are_refused_and_not_told(guarded_s3_server, wrong, cause):
    assert names(opened_at(guarded_s3_server, "s3://guarded")) == []
    bad = replace(guarded_s3_server, credentials=replace(guarded_s3_server.credentials, **wrong))
    error = failure_of(lambda: names(opened_at(bad, "s3://guarded/in/*")))
    assert (error.failure, str(error)) == (
        FailureClass.REFUSED,
        f"source wire: s3://guarded/in: {cause}",
    )


class Answering(http.server.BaseHTTPRequestHandler):
    """Gives every request the server's one answer."""

    def do_GET(self) -> None:
        status, body, length = self.server.answer
        self.server.asked.append((self.path, self.headers))
        if status is None:
            self.server.stopped.wait()
            return
        self.send_response(status)
        self.send_header("Content-Length", str(length or len(body)))
        self.send_header("ETag", '"x"')
        self.send_header("Last-Modified", "Sun, 28 Sep 2025 06:00:00 GMT")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def faulty() -> Iterator[http.server.ThreadingHTTPServer]:
    """A server with the same answer for everything: status, body, and the length that it claims; without status, none."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        server.answer, server.asked, server.stopped = (500, b"", None), [], threading.Event()
        server.url = f"http://127.0.0.1:{server.server_port}"
        server.credentials = Credentials("me", "mysecret", extra={"endpoint_url": server.url})
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.stopped.set()
        server.shutdown()


def said(code: str) -> bytes:
    return f"<Error><Code>{code}</Code><Message>mysecret</Message></Error>".encode()


@pytest.mark.parametrize(
    ("status", "body", "failure", "cause"),
    [
        (503, said("SlowDown"), FailureClass.SLOW, "503 SlowDown"),
        (429, b"", FailureClass.SLOW, "429"),
        (500, said("InternalError"), FailureClass.BROKEN, "500 InternalError"),
        (403, said("AccessDenied"), FailureClass.REFUSED, "403 AccessDenied"),
        (401, b"", FailureClass.REFUSED, "401"),
        (400, said("ExpiredToken"), FailureClass.REFUSED, "400 ExpiredToken"),
        (404, said("NoSuchKey"), FailureClass.GONE, "404 NoSuchKey"),
        (
            301,
            b"",
            FailureClass.REFUSED,
            "the bucket is in another region: set region_name in the connection",
        ),
        (200, b"not XML", FailureClass.BROKEN, None),
    ],
)
def test_failures_have_classes(faulty, status, body, failure, cause):
    faulty.answer = (status, body, None)
    error = failure_of(lambda: names(opened_at(faulty, "s3://news/in/*")))
    assert error.failure is failure
    assert "mysecret" not in str(error)
    if cause is not None:
        assert str(error) == f"source wire: s3://news/in: {cause}"
    assert len(faulty.asked) <= 1 + object_settings.MAX_RETRIES


def test_a_server_that_stalls_is_slow(faulty, monkeypatch):
    monkeypatch.setattr(object_settings, "READ_SECONDS", 0.2)
    faulty.answer = (None, b"", None)
    error = failure_of(lambda: names(opened_at(faulty, "s3://news/in/*")))
    assert (error.failure, "no answer within" in str(error)) == (FailureClass.SLOW, True)


def test_bytes_that_are_missing_at_the_end_are_noticed(faulty):
    faulty.answer = (200, b"half a f", 100)
    opened = opened_at(faulty, "s3://news/in/*")
    found = FoundFile("a.txt", "s3://news/in/a.txt")
    error = failure_of(lambda: read(opened, found))
    assert error.failure is FailureClass.BROKEN
    assert str(error).startswith("source wire: s3://news/in/a.txt: ")


def test_a_server_that_is_not_there_is_broken(faulty):
    gone = Credentials("me", "mysecret", extra={"endpoint_url": "http://127.0.0.1:9"})
    opened = open_object_store(source_at("s3://news/in/*"), gone)
    error = failure_of(lambda: names(opened))
    assert (error.failure, str(error)) == (
        FailureClass.BROKEN,
        "source wire: s3://news/in: Connection refused",
    )


@pytest.mark.parametrize("location", ["s3://", "s3:///in", "s3://a..b/in", "s3://*/in", "s3://news{day}/in"])
def test_a_location_without_a_bucket_is_refused(location):
    with pytest.raises(FetchError, match="can't be the name of a bucket"):
        open_object_store(source_at(location), NO_CREDENTIALS)


# --- settings ----------------------------------------------------------------------------------------------------


def asked_with(faulty, location: str, credentials: Credentials):
    """The path and the headers of the first request for a listing."""
    faulty.answer = (404, b"", None)
    faulty.asked.clear()
    failure_of(lambda: names(open_object_store(source_at(location), credentials)))
    return faulty.asked[0]


def test_nothing_of_the_environment_is_sent_to_s3(faulty, monkeypatch):
    for name, value in {
        "AWS_ACCESS_KEY_ID": "ENVIRONMENT",
        "AWS_SECRET_ACCESS_KEY": "ENVIRONMENT",
        "AWS_SESSION_TOKEN": "ENVIRONMENT",
        "AWS_SKIP_SIGNATURE": "true",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9",
        "AWS_REGION": "eu-environment-1",
    }.items():
        monkeypatch.setenv(name, value)
    _, plain = asked_with(faulty, "s3://news/in/*", faulty.credentials)
    assert "Credential=me/" in plain["Authorization"]
    assert "/us-east-1/s3/" in plain["Authorization"]
    assert plain["x-amz-security-token"] is None
    assert plain["User-Agent"].startswith("Newsfold/")
    more = {**faulty.credentials.extra, "aws_session_token": "mytoken", "region_name": "eu-west-3"}
    _, with_token = asked_with(faulty, "s3://news/in/*", replace(faulty.credentials, extra=more))
    assert "/eu-west-3/s3/" in with_token["Authorization"]
    assert with_token["x-amz-security-token"] == "mytoken"
    _, nobody = asked_with(faulty, "s3://news/in/*", replace(faulty.credentials, login=None, password=None))
    assert nobody["Authorization"] is None


def test_s3_is_asked_at_amazon_unless_the_connection_names_another():
    config = store_for("s3://news/in", Credentials(extra={"region_name": "eu-west-3"})).config
    assert (config["endpoint"], config["bucket"]) == ("https://s3.eu-west-3.amazonaws.com", "news")


def service_account() -> dict[str, str]:
    """A key as Google gives it out, made here."""
    pem = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return {
        "type": "service_account",
        "client_email": "reader@news.invalid",
        "private_key_id": "key1",
        "private_key": pem.decode(),
    }


def test_google_takes_the_key_of_a_service_account(faulty):
    key = service_account()
    for form in (key, json.dumps(key)):
        extra = {"keyfile_dict": form, "endpoint_url": faulty.url}
        path, headers = asked_with(faulty, "gs://news/in/*", Credentials(extra=extra))
        assert path.startswith("/news?")
        assert headers["Authorization"].startswith("Bearer ey")


def test_google_without_a_key_is_asked_anonymously(faulty, monkeypatch, tmp_path):
    file = tmp_path / "key.json"
    file.write_text(json.dumps(service_account()))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    _, headers = asked_with(faulty, "gs://news/in/*", Credentials(extra={"endpoint_url": faulty.url}))
    assert headers["Authorization"] is None


def test_a_key_that_is_none_is_refused_and_not_told():
    credentials = Credentials(extra={"keyfile_dict": {"private_key": "mysecret"}})
    error = failure_of(lambda: open_object_store(source_at("gs://news/in/*"), credentials))
    assert (error.failure, str(error)) == (
        FailureClass.REFUSED,
        "source wire: gs://news/in/*: the connection's credentials can't be used",
    )


def test_azure_takes_an_account_and_its_key_or_a_token(faulty, monkeypatch):
    monkeypatch.setenv("AZURE_STORAGE_TOKEN", "ENVIRONMENT")
    account = Credentials("account", "bXlrZXk=", extra={"endpoint_url": f"{faulty.url}/account"})
    path, headers = asked_with(faulty, "az://news/in/*", account)
    assert path.startswith("/account/news?")
    assert headers["Authorization"].startswith("SharedKey account:")
    token = replace(account, extra={**account.extra, "sas_token": "?sv=2025&sig=mysecret"})
    path, headers = asked_with(faulty, "az://news/in/*", token)
    assert "sig=mysecret" in path
    assert headers["Authorization"] is None
    _, headers = asked_with(faulty, "az://news/in/*", replace(account, password=None))
    assert headers["Authorization"] is None


def test_azure_never_tells_its_token(faulty):
    extra = {"endpoint_url": f"{faulty.url}/account", "sas_token": "sv=2025&sig=mysecret"}
    for status in (403, 503, 200):
        faulty.answer = (status, b"", None)
        opened = open_object_store(source_at("az://news/in/*"), Credentials("account", extra=extra))
        assert "mysecret" not in str(failure_of(lambda: names(opened)))  # noqa: B023


def test_azure_asks_for_the_name_of_the_account():
    with pytest.raises(FetchError, match="the storage account is the login of a connection"):
        open_object_store(source_at("az://news/in/*"), NO_CREDENTIALS)
