"""What is particular to FTP: listings of several kinds, TLS, and how servers say no."""

import ftplib
import os
from contextlib import closing
from datetime import UTC, datetime

import pytest

from newsfold.config.sources import Source
from newsfold.fetch.servers import ftp
from newsfold.fetch.servers.remote_folders import open_remote_folder
from newsfold.fetch.transport import FailureClass, FetchError, files_of

NOW = datetime(2025, 9, 28, 6, tzinfo=UTC)


def names(server, path) -> list[str]:
    with closing(
        open_remote_folder(Source("herald", server.location(path)), server.credentials, NOW)
    ) as opened:
        return [found.name for found in files_of(opened.list_files([]))]


@pytest.mark.parametrize("name", ["ftp_server", "old_ftp_server"])
def test_a_name_with_a_line_break_is_left_out(request, tmp_path, name):
    for each in ("a\nb.txt", "a\r\ntype=file;size=4; c.txt", "ready.txt"):
        (tmp_path / each).write_text("news")
        os.utime(tmp_path / each, (1_700_000_000, 1_700_000_000))
    assert "ready.txt" in names(request.getfixturevalue(name), tmp_path)


def test_an_unknown_certificate_is_refused(ftps_server, tmp_path):
    with pytest.raises(FetchError) as caught:
        names(ftps_server, tmp_path)
    assert caught.value.failure is FailureClass.REFUSED


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ftplib.error_perm("530 Login incorrect."), FailureClass.REFUSED),
        (ftplib.error_perm("550 Permission denied."), FailureClass.REFUSED),
        (ftplib.error_perm("550 /in: No such file or directory"), FailureClass.GONE),
        (ftplib.error_temp("421 Too many connections"), FailureClass.SLOW),
        (ftplib.error_temp("426 Connection closed; transfer aborted."), FailureClass.BROKEN),
        (EOFError(), FailureClass.BROKEN),
        (TimeoutError("timed out"), FailureClass.SLOW),
    ],
)
def test_the_class_of_a_failure(error, expected):
    assert ftp.failure_of(error) is expected


def test_times_are_read_with_and_without_a_fraction():
    expected = datetime(2025, 9, 27, 6, 1, 2, tzinfo=UTC)
    assert ftp.utc_time("20250927060102") == ftp.utc_time("20250927060102.123") == expected
    assert ftp.utc_time("yesterday") is None
