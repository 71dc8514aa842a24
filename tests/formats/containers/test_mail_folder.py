"""Mail folders: where one mail ends and the next begins."""

import pytest

from newsfold.formats.containers.mail_folder import is_mail_folder, read_mail_folder
from newsfold.formats.containers.members import Budget, Exhausted, Member
from newsfold.formats.detection import recognize

LINE = b"From desk@harbour.example Sat Sep 27 10:00:00 2025\n"
MAIL = b"From: desk@harbour.example\nMessage-ID: <%d@harbour.example>\nSubject: Ferry %d\n\nThe ferry was late.\n\n"


def folder(count: int) -> bytes:
    """A folder of `count` mails."""
    return b"".join(LINE + MAIL % (n, n) for n in range(count))


def members(data: bytes) -> list[Member]:
    """The mails of a folder."""
    items = list(read_mail_folder(data, Budget(10**9)))
    assert all(isinstance(item, Member) for item in items)
    return [item for item in items if isinstance(item, Member)]


def test_each_mail_is_a_member_named_by_its_message_id() -> None:
    data = folder(3)
    found = members(data)
    assert [mail.name for mail in found] == ["0@harbour.example", "1@harbour.example", "2@harbour.example"]
    assert [mail.data for mail in found] == [MAIL % (n, n) for n in range(3)]
    assert b"".join(data[mail.offset : mail.offset + mail.length] for mail in found) == data
    assert recognize(data).format == "mbox"


def test_lines_of_the_text_that_begin_with_from_divide_nothing() -> None:
    data = (
        LINE
        + b"Subject: x\n\nFrom Bastia the ferry goes on.\n\nFrom here: all is well.\n>From Livorno, too.\n>>From x\n"
    )
    (mail,) = members(data)
    assert mail.data.endswith(
        b"From Bastia the ferry goes on.\n\nFrom here: all is well.\nFrom Livorno, too.\n>From x\n"
    )
    assert mail.name == "mail 1"


def test_carriage_returns_change_nothing() -> None:
    assert is_mail_folder(folder(1).replace(b"\n", b"\r\n"))
    assert len(members(folder(3).replace(b"\n", b"\r\n"))) == 3


@pytest.mark.parametrize(
    "data",
    [
        b"From the archives\nDate: 2025-09-27\n\nThe ferry was late.",
        b"From Bastia, at 10:00, Jane Doe reports.\n\nThe ferry was late.",
        b"Subject: x\n\nFrom a Sat Sep 27 10:00:00 2025\nA: b",
        b"",
    ],
)
def test_text_that_begins_with_from_is_no_folder(data: bytes) -> None:
    assert not is_mail_folder(data)


def test_a_folder_of_too_many_mails_ends() -> None:
    with pytest.raises(Exhausted):
        list(read_mail_folder((LINE + b"A: b\n\n") * 101, Budget(10**9, members_left=100)))
