"""Pages that a browser saved (MHTML): the page is found among its parts."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfold.formats.containers.members import Budget, Member
from newsfold.formats.containers.saved_page import read_saved_page
from newsfold.formats.detection import recognize
from newsfold.model import Rejection

TOP = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/ferry\r\nSubject: Ferry\r\n"
    b"Date: Sat, 27 Sep 2025 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----b"\r\n\r\n\r\n'
)
STYLE = b"------b\r\nContent-Type: text/css\r\nContent-Location: cid:css@mhtml.blink\r\n\r\np {}\r\n"
FRAME = b"------b\r\nContent-Type: text/html\r\nContent-ID: <frame>\r\n\r\n<p>A frame</p>\r\n"
PAGE = (
    b"------b\r\nContent-Type: text/html; charset=windows-1252\r\nContent-ID: <page>\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n"
    b"Content-Location: https://harbour.example/part\r\n\r\n<p>Caf=E9 at the har=\r\nbour</p>\r\n"
)
END = b"------b--\r\n"


def read(data: bytes) -> list[Member | Rejection]:
    """The items of a saved page."""
    return list(read_saved_page(data, Budget(10**9)))


def test_the_page_comes_with_its_address_and_time() -> None:
    data = TOP + STYLE + PAGE + FRAME + END
    assert recognize(data).format == "mhtml"
    (page,) = read(data)
    assert isinstance(page, Member)
    assert page.data.decode("cp1252").strip() == "<p>Café at the harbour</p>"
    assert (page.charset, page.is_named) == ("windows-1252", False)
    assert {header.name: header.value for header in page.headers} == {
        "mhtml.location": "https://harbour.example/ferry",
        "mhtml.date": "Sat, 27 Sep 2025 08:00:00 -0000",
    }


def test_the_part_that_start_names_is_the_page() -> None:
    data = TOP.replace(b'type="text/html"', b'type="text/html"; start="<page>"') + FRAME + PAGE + END
    (page,) = read(data)
    assert isinstance(page, Member)
    assert b"Caf" in page.data


@pytest.mark.parametrize("data", [TOP + STYLE + END, TOP, TOP[:-20]])
def test_a_file_without_a_page_is_told_as_such(data: bytes) -> None:
    (item,) = read(data)
    assert isinstance(item, Rejection)
    assert item.reason_code == "no_article"


def test_a_mail_with_pictures_is_no_saved_page() -> None:
    mail = TOP.replace(b"Snapshot-Content-Location: https://harbour.example/ferry", b"To: news@inbox.example")
    assert (
        recognize(mail.replace(b"<Saved by Blink>", b"desk@harbour.example") + PAGE + END).format == "email"
    )


@given(st.binary(max_size=200), st.integers(0, 700))
@example(b"\x00\r\x80", 355)
@example(b"*=\x00''", TOP.rindex(b"\r\n") + len(STYLE))
@settings(max_examples=400)
def test_any_bytes_inside_are_read_or_refused(data: bytes, at: int) -> None:
    whole = TOP + STYLE + PAGE + END
    assert len(read(whole[:at] + data + whole[at:])) == 1
