"""The raw store in an object store keeps bytes whole, once, under their hash."""

import hashlib
import io
import json
import os
import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import obstore
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import newsfold
from newsfold.config.credentials import NO_CREDENTIALS, Credentials, from_environment
from newsfold.config.sources import SourceError
from newsfold.pipeline import workspaces
from newsfold.raw_store.contract import TooLarge
from newsfold.raw_store.object_raw_store import PART_BYTES, ObjectRawStore
from newsfold.raw_store.raw_store import RawStore, open_raw_store


class Breaking(io.BytesIO):
    """A stream that fails after its first chunk."""

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            raise OSError("the line went dead")
        return super().read(3)


@pytest.fixture
def store(s3_server, bucket) -> ObjectRawStore:
    return ObjectRawStore.at(f"s3://{bucket}/raw/news", s3_server.credentials)


def keys(store: ObjectRawStore) -> list[str]:
    return [each["path"] for page in obstore.list(store.store) for each in page]


def unfinished_uploads(s3_server, bucket: str) -> int:
    return len(s3_server.client().list_multipart_uploads(Bucket=bucket).get("Uploads", []))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(data=st.binary(max_size=4000))
def test_what_is_added_can_be_read_under_its_hash(store, data):
    stored = store.add(io.BytesIO(data))
    assert (stored.sha256, stored.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert store.read(stored.sha256) == data


@pytest.mark.parametrize("size", [0, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES + 7])
def test_sizes_around_a_part_are_kept_whole(store, s3_server, bucket, size):
    data = os.urandom(size)
    stored = store.add(io.BytesIO(data))
    assert store.add(io.BytesIO(data)) == stored
    assert store.read(stored.sha256) == data
    sha256 = stored.sha256
    assert keys(store) == [f"raw/news/{sha256[:2]}/{sha256[2:4]}/{sha256}"]
    assert unfinished_uploads(s3_server, bucket) == 0


def test_the_same_bytes_are_written_once(store, s3_server, bucket):
    s3_server.client().put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for data in (b"news", b"x" * (PART_BYTES + 1)):
        for _ in range(3):
            store.add(io.BytesIO(data))
    assert len(s3_server.client().list_object_versions(Bucket=bucket)["Versions"]) == 2


@pytest.mark.parametrize("stream", [Breaking(b"half a file"), Breaking(b"x" * (PART_BYTES + 1))])
def test_a_broken_stream_leaves_nothing_behind(store, stream):
    with pytest.raises(OSError, match="went dead"):
        store.add(stream)
    assert keys(store) == []


@pytest.mark.parametrize("size", [11, PART_BYTES + 1])
def test_more_than_the_limit_leaves_nothing_behind(store, size):
    with pytest.raises(TooLarge, match="more than 10 bytes"):
        store.add(io.BytesIO(b"x" * size), limit=10)
    assert keys(store) == []
    assert store.add(io.BytesIO(b"x" * 10), limit=10).size == 10


@pytest.mark.parametrize("size", [100, PART_BYTES + 1])
def test_many_writers_of_the_same_bytes_do_not_disturb_each_other(store, size):
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(lambda _: store.add(io.BytesIO(b"x" * size)).sha256, range(16)))
    assert len(hashes) == 1
    assert store.read(hashes.pop()) == b"x" * size


def test_missing_bytes_are_named(store):
    with pytest.raises(FileNotFoundError, match="ab" * 32):
        store.read("ab" * 32)


def test_a_missing_bucket_does_not_mean_that_the_bytes_are_gone(s3_server):
    store = ObjectRawStore.at("s3://no-such-bucket/raw", s3_server.credentials)
    with pytest.raises(OSError, match=r"raw store s3://no-such-bucket/raw: .*404 NoSuchBucket") as caught:
        store.read("ab" * 32)
    assert not isinstance(caught.value, FileNotFoundError)
    with pytest.raises(OSError, match="NoSuchBucket"):
        store.add(io.BytesIO(b"news"))


def test_wrong_credentials_are_not_told(guarded_s3_server):
    wrong = replace(guarded_s3_server.credentials, password="mysecret")
    store = ObjectRawStore.at("s3://guarded/raw", wrong)
    with pytest.raises(OSError, match="403 SignatureDoesNotMatch") as caught:
        store.add(io.BytesIO(b"news"))
    assert "mysecret" not in str(caught.value) + repr(store)


def test_a_sweep_takes_nothing_away(store):
    stored = store.add(io.BytesIO(b"news"))
    store.sweep(datetime(2100, 1, 1, tzinfo=UTC))
    assert store.read(stored.sha256) == b"news"


# The most memory, in MiB. Linux counts a parent's memory to `ru_maxrss`, but not here.
PEAK = """
import os, resource

def peak():
    if os.path.exists("/proc/self/status"):
        return int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024**2
"""
ADD_IN_ANOTHER_PROCESS = f"""{PEAK}
import io, pickle, sys

class Zeros(io.RawIOBase):
    left = int(sys.argv[1])
    def read(self, size):
        size = min(size, self.left)
        self.left -= size
        return bytes(size)

store = pickle.load(sys.stdin.buffer)
store.add(io.BytesIO(b"x" * 8_000_000))
before = peak()
print(store.add(Zeros()).sha256, peak() - before)
"""


def test_another_process_adds_a_large_file_in_flat_memory(store):
    size = 100_000_000
    done = subprocess.run(
        [sys.executable, "-c", ADD_IN_ANOTHER_PROCESS, str(size)],
        input=pickle.dumps(store),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(newsfold.__file__).parents[1])},
    )
    sha256, grown = done.stdout.decode().split()
    assert sha256 == hashlib.sha256(bytes(size)).hexdigest()
    assert obstore.head(store.store, store.key(sha256))["size"] == size
    assert int(grown) < 30  # MiB


# --- where it is -------------------------------------------------------------------------------------------------


def test_a_location_says_which_kind_of_store_it_is(tmp_path):
    assert open_raw_store(tmp_path, NO_CREDENTIALS) == RawStore(tmp_path)
    assert open_raw_store(str(tmp_path), NO_CREDENTIALS) == RawStore(tmp_path)
    account = Credentials("account", "bXlrZXk=")
    for where, credentials in (
        ("s3://b-1/raw", NO_CREDENTIALS),
        ("gs://b-1/raw", NO_CREDENTIALS),
        ("az://b-1/raw", account),
    ):
        assert open_raw_store(where, credentials) == ObjectRawStore(where, "raw", credentials)


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("ftp://host/raw", "ftp:// is not an object store"),
        ("s3://", "can't be the name of a bucket"),
        ("az://b-1/raw", "storage account"),
    ],
)
def test_a_location_that_cannot_be_used_is_named(where, problem):
    with pytest.raises(SourceError, match=f"raw store {where}: .*{problem}"):
        open_raw_store(where, NO_CREDENTIALS)


def test_the_raw_store_is_where_the_environment_says(tmp_path):
    assert workspaces.raw_store_folder(tmp_path, {}) == tmp_path / "raw"
    assert (
        workspaces.raw_store_folder(tmp_path, {"NEWSFOLD_RAW_STORE": str(tmp_path / "x")}) == tmp_path / "x"
    )
    assert workspaces.raw_store_folder(tmp_path, {"NEWSFOLD_RAW_STORE": "s3://b-1/raw"}) == "s3://b-1/raw"


def in_environment(connection: dict[str, object] | None):
    """Looks the raw store's connection up in an environment that has it, or lacks it."""
    name = "AIRFLOW_CONN_NEWSFOLD_RAW_STORE"
    return partial(from_environment, environment={name: json.dumps(connection)} if connection else {})


def test_the_raw_store_has_a_connection_of_its_own(s3_server, bucket):
    connection = {"login": "testing", "password": "testing", "extra": {"endpoint_url": s3_server.url}}
    store = workspaces.raw_store_at(f"s3://{bucket}/raw", in_environment(connection))
    assert store.read(store.add(io.BytesIO(b"news")).sha256) == b"news"


@pytest.fixture
def machine_with_credentials(s3_server, monkeypatch):
    """A machine whose environment lets everybody on it into the S3 server."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_ENDPOINT_URL": s3_server.url,
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("said", [True, "true"])
def test_the_machine_s_own_credentials_are_used_where_the_connection_says_so(
    said, machine_with_credentials, bucket
):
    look_up = in_environment({"extra": {"machine_credentials": said}})
    store = workspaces.raw_store_at(f"s3://{bucket}/raw", look_up)
    assert store.read(store.add(io.BytesIO(b"news")).sha256) == b"news"


def test_without_a_connection_nothing_is_opened_and_the_error_names_it(machine_with_credentials, bucket):
    with pytest.raises(SourceError) as missing:
        workspaces.raw_store_at(f"s3://{bucket}/raw", in_environment(None))
    for told in (f"s3://{bucket}/raw", "AIRFLOW_CONN_NEWSFOLD_RAW_STORE", "machine_credentials"):
        assert told in str(missing.value)


def test_a_folder_asks_for_no_connection(tmp_path):
    assert workspaces.raw_store_at(tmp_path, in_environment(None)) == RawStore(tmp_path)


def test_a_login_and_the_machine_s_own_credentials_are_not_mixed(bucket):
    look_up = in_environment({"login": "testing", "extra": {"machine_credentials": True}})
    with pytest.raises(SourceError, match="either a login or machine_credentials"):
        workspaces.raw_store_at(f"s3://{bucket}/raw", look_up)


def test_an_entry_of_the_journal_is_written_once_and_never_changed(store):
    assert store.journal_names() == []
    for name in ("2", "10", "1"):
        store.write_journal(name, name.encode())
    store.write_journal("1", b"something else")
    store.add(io.BytesIO(b"bytes of a file"))
    assert store.journal_names() == ["1", "10", "2"]
    assert store.read_journal("1") == b"1"
    with pytest.raises(FileNotFoundError):
        store.read_journal("3")


def test_a_journal_that_cannot_be_written_is_an_error_of_the_system(s3_server):
    gone = ObjectRawStore.at("s3://no-such-bucket/raw", s3_server.credentials)
    with pytest.raises(OSError, match="no-such-bucket"):
        gone.write_journal("1", b"x")
