"""What a line of an FTP listing says."""

import itertools

import pytest

from newsfold.fetch.servers.contract import Kind
from newsfold.fetch.servers.ftp_lines import is_heading, read_human_line, read_machine_line

NAMES = [
    "a.txt",
    "a b.txt",
    "20250927 report.txt",
    "2025-09-27 06:00 report.txt",
    "Sep 27 06:00 b",
    "1234",
    " begins with a space",
    "caf\xc3\xa9.txt",
    "x -> y",
    "<DIR>",
]
OWNERS = [
    "1 desk staff ",
    "1 desk Domain Users ",
    "1 desk ",
    "1 1001 1001 ",
    "",
    "1 a.b@c.example  ACME\\staff  ",
]
TIMES = [
    "Sep 27 06:00",
    "Sep  7  2024",
    "27 Sep 06:00",
    "27. Sept 2024",
    "2025-09-27 06:00",
    "2025-09-27 06:00:01.000000000 +0200",
    "09-27 06:00",
    "m\xc3\xa4r 27 06:00",
]
RIGHTS = ["-rw-r--r--", "-rw-r--r--+", "-rw-r--r--."]


@pytest.mark.parametrize("name", NAMES)
def test_a_line_of_unix_in_whatever_form_gives_kind_size_and_the_whole_name(name):
    for rights, owner, time in itertools.product(RIGHTS, OWNERS, TIMES):
        line = f"{rights} {owner}1234 {time} {name}"
        assert read_human_line(line) == (name, Kind.FILE, 1234, ""), line
        assert read_human_line(f"d{line[1:]}") == (name, Kind.FOLDER, None, ""), line
        assert read_human_line(f"l{line[1:]} -> t") == (f"{name} -> t", Kind.OTHER, None, ""), line


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith(" ")])
@pytest.mark.parametrize(
    "time", ["09-27-25  06:00AM", "09-27-2025  06:00PM", "2025-09-27  18:00", "09/27/2025 06:00 PM"]
)
def test_a_line_of_windows_gives_kind_size_and_the_whole_name(time, name):
    assert read_human_line(f"{time}                 1234 {name}") == (name, Kind.FILE, 1234, "")
    assert read_human_line(f"{time}       <DIR>          {name}") == (name, Kind.FOLDER, None, "")
    assert read_human_line(f"{time}       <JUNCTION>     {name}") == (name, Kind.OTHER, None, "")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("+i8388621.48594,m825718503,r,s280,\tdjb.html", ("djb.html", Kind.FILE, 280, "")),
        ("+i8388621.50690,m824255907,/,\t514", ("514", Kind.FOLDER, None, "")),
        ("drwxr-xr-x 1 u g 0 Sep 27 06:00 2025-09-27", ("2025-09-27", Kind.FOLDER, None, "")),
        ("-rw-r--r-- 1 u g 5 2024-01-03  old.txt", ("old.txt", Kind.FILE, 5, "")),
        ("-rw-r--r-- 1 u g 99999999999999999999 Sep 27 06:00 a", ("a", Kind.FILE, None, "")),
    ],
)
def test_other_lines(line, expected):
    assert read_human_line(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "total 8",
        "a.txt",
        "half a name\r",
        "-rw-r--r-- 1 u g 1234 Sep 27",
        "-rw-r--r-- 1 u g some day a.txt",
        "d [R----F--] supervisor 512 Jan 16 18:53 login",
        "ftp> ls",
        "09-27-25 a.txt",
        "",
    ],
)
def test_lines_that_nobody_understands(line):
    assert read_human_line(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("type=file;size=4;modify=20250927060000; a b.txt", ("a b.txt", Kind.FILE, 4, "20250927060000")),
        ("Type=File;Size=4; a", ("a", Kind.FILE, 4, "")),
        ("size=4;modify=20250927060000; a", ("a", Kind.FILE, 4, "20250927060000")),
        ("type=dir; in", ("in", Kind.FOLDER, None, "")),
        ("type=cdir; /in", (".", Kind.OTHER, None, "")),
        ("type=OS.unix=slink:/x;size=4; l", ("l", Kind.OTHER, 4, "")),
        ("modify=20250927060000; a", None),
        ("type=file;size=4;", None),
        ("b.txt", None),
        ("type=file; ", None),
        ("nonsense a", None),
    ],
)
def test_lines_of_mlsd(line, expected):
    assert read_machine_line(line) == expected


def test_a_heading_is_no_entry():
    assert is_heading("total 8")
    assert is_heading("insgesamt 1.208K")
    assert not is_heading("-rw-r--r-- 1 u g 1234 Sep 27 06:00 a.txt")
