"""E-mail: the text, the headers, and which of its parts count."""

import base64
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsfold import formats
from newsfold.formats.containers.mail import read_mail
from newsfold.formats.containers.members import Budget, Member
from newsfold.formats.detection import recognize
from newsfold.model import Record, Rejection

TEXT = "\n\n".join(
    [
        "BASTIA, Sept 27 (MNA) - The ferry to Bastia was late on Friday because of a strike in the harbour.",
        "The crew said that the talks would go on over the weekend, and that nobody expected a quick end.",
    ]
)
HTML = (
    "<html><head><style>p {}</style></head><body>"
    + "".join(f"<p>{p}</p>" for p in TEXT.split("\n\n"))
    + "</body></html>"
)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def mail(text: str | None = TEXT, **headers: str) -> EmailMessage:
    """A mail with the usual headers."""
    message = EmailMessage()
    stated = {
        "From": "Harbour Desk <desk@harbour.example>",
        "To": "news@inbox.example",
        "Subject": "Ferry to Bastia late",
        "Date": "Sat, 27 Sep 2025 10:00:00 +0200",
        "Message-ID": "<1@harbour.example>",
        **headers,
    }
    for name, value in stated.items():
        message[name.replace("_", "-")] = value
    if text is not None:
        message.set_content(text)
    return message


def read(message: EmailMessage | bytes) -> list[Member | Record | Rejection]:
    """The items of a mail."""
    data = message if isinstance(message, bytes) else message.as_bytes()
    return list(read_mail(data, Budget(10**9)))


def the_record(message: EmailMessage | bytes) -> Record:
    """The one record of a mail."""
    (item,) = read(message)
    assert isinstance(item, Record), item
    return item


def headers_of(record: Record) -> dict[str, str]:
    """Header name -> value."""
    return {header.name: header.value for header in record.headers}


def test_a_plain_mail_is_a_record_with_its_headers() -> None:
    message = mail(
        Subject="Re: [harbour] Fähre nach Bastia verspätet",
        List_Id="Harbour <news.harbour.example>",
        Keywords="ferry, strike",
    )
    record = the_record(message)
    assert (record.format, record.body) == ("email", TEXT)
    assert headers_of(record) == {
        "item.headline": "Fähre nach Bastia verspätet",
        "item.uri": "mid:1@harbour.example",
        "mail.date": "Sat, 27 Sep 2025 10:00:00 +0200",
        "mail.from": "Harbour Desk <desk@harbour.example>",
        "mail.list-id": "Harbour <news.harbour.example>",
        "item.keyword": "strike",
    }
    assert recognize(message.as_bytes()).format == "email"


def test_a_text_with_headers_of_its_own_is_read_like_a_file_of_text() -> None:
    record = the_record(mail("Ferry to Bastia late\nBy Jane Doe\nDate: 27 September 2025\n\n" + TEXT))
    assert record.body == TEXT
    stated = headers_of(record)
    assert (stated["byline line"], stated["date"]) == ("By Jane Doe", "27 September 2025")
    assert "first line" not in stated


@pytest.mark.parametrize("encoding", ["7bit", "quoted-printable", "base64"])
def test_transfer_encodings_are_undone(encoding: str) -> None:
    message = mail(None)
    message.set_content(TEXT, cte=encoding)
    assert the_record(message).body == TEXT


def test_the_declared_charset_is_used_in_text_and_headers() -> None:
    message = mail(None)
    message.set_content(TEXT + "\n\nВ порту Бастии шла забастовка.", charset="koi8-r")
    data = message.as_bytes().replace(b"Ferry to Bastia late", "Fähre zu spät".encode("latin-1"))
    record = the_record(data)
    assert record.body.endswith("В порту Бастии шла забастовка.")
    assert headers_of(record)["item.headline"] == "Fähre zu spät"


def test_html_is_read_where_there_is_no_plain_text() -> None:
    message = mail(None)
    message.set_content(HTML, subtype="html")
    assert the_record(message).body == TEXT


def test_of_two_forms_the_plain_one_is_read() -> None:
    message = mail()
    message.add_alternative(HTML.replace("strike", "walkout"), subtype="html")
    assert the_record(message).body == TEXT


def test_a_plain_form_that_only_points_to_the_other_is_passed_over() -> None:
    message = mail("View this email in your browser: https://harbour.example/1")
    message.add_alternative(HTML, subtype="html")
    assert the_record(message).body == TEXT


def test_pictures_in_the_text_and_signatures_do_not_count() -> None:
    message = mail(None)
    message.set_content(HTML + '<img src="cid:logo">', subtype="html")
    message.add_related(PNG, "image", "png", cid="<logo>")
    message.add_attachment(b"sig", "application", "pgp-signature", filename="signature.asc")
    assert the_record(message).body == TEXT


def test_attachments_are_members_with_the_mail_s_headers() -> None:
    message = mail()
    message.add_attachment(TEXT.encode(), "text", "plain", filename="ferry.txt")
    message.add_attachment(PNG, "image", "png", filename="../../port.png")
    record, text, picture = read(message)
    assert isinstance(record, Record)
    assert isinstance(text, Member)
    assert isinstance(picture, Member)
    assert (text.name, text.data.decode()) == ("ferry.txt", TEXT)
    assert (picture.name, picture.data) == ("../../port.png", PNG)
    assert {header.name for header in text.headers} == {"mail.date", "mail.from"}


def test_attachments_of_the_same_name_are_told_apart() -> None:
    message = mail()
    for text in ("One.", "Two.", "Three."):
        message.add_attachment(text.encode(), "text", "plain", filename="news.txt")
    names = [item.name for item in read(message) if isinstance(item, Member)]
    assert names == ["news.txt", "news.txt (2)", "news.txt (3)"]


def test_a_mail_without_text_counts_by_its_attachments() -> None:
    message = mail("\n")
    message.add_attachment(TEXT.encode(), "application", "octet-stream", filename="ferry.txt")
    (member,) = read(message)
    assert isinstance(member, Member)
    assert member.data.decode() == TEXT


def test_a_mail_in_a_mail_is_a_member() -> None:
    message = mail("See below.")
    message.add_attachment(mail(Subject="The inner one"))
    cover, inner = read(message)
    assert isinstance(cover, Record)
    assert isinstance(inner, Member)
    assert headers_of(the_record(inner.data))["item.headline"] == "The inner one"
    assert inner.headers == ()


def test_a_mail_without_anything_is_empty() -> None:
    (item,) = read(mail(None))
    assert isinstance(item, Rejection)
    assert item.reason_code == "no_article"


def test_encrypted_mail_is_told_as_such() -> None:
    data = (
        b"MIME-Version: 1.0\nMessage-ID: <1@a>\nContent-Type: multipart/encrypted; boundary=b\n\n"
        b"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\nx\n--b--\n"
    )
    assert [getattr(item, "reason_code", "") for item in read(data)] == ["encrypted"]


def test_text_that_breaks_off_inside_a_part_is_kept() -> None:
    message = mail()
    message.add_alternative(HTML, subtype="html")
    data = message.as_bytes()
    assert the_record(data[: data.index(b"<html>")]).body == TEXT


def test_a_mail_of_thousands_of_parts_within_parts_ends() -> None:
    lines = [b"MIME-Version: 1.0\nMessage-ID: <1@a>"]
    for number in range(2_000):
        lines.append(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d" % (number, number))
    items = read(b"\n".join(lines) + b"\n\ntext")
    assert [getattr(item, "reason_code", "") for item in items] == ["malformed"]


def test_a_mail_over_the_limit_is_refused() -> None:
    (item,) = read(b"Message-ID: <1@a>\n\n" + b"x" * 32_000_000)
    assert isinstance(item, Rejection)
    assert item.reason_code == "too_large"


def test_headers_without_end_are_read_in_bounds() -> None:
    data = b"Message-ID: <1@a>\nSubject: " + b"=?utf-8?q?a?= " * 200_000 + b"\nTo: " + b"a@b," * 400_000
    record = the_record(data + b"\n\n" + TEXT.encode())
    assert len(headers_of(record)["item.headline"]) <= 2_000


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                b"Content-Type: multipart/mixed; boundary=b\n\n", b"--b\n", b"--b--\n", b"\n", b"Content-Type: text/plain\n\n",
                b"Content-Type: text/html; charset=moonshine\n\n", b"Content-Transfer-Encoding: base64\n", b"Subject: =?x?q?=\n",
                b"Content-Type: message/rfc822\n\n", b"Content-Disposition: attachment; filename*=x''%ff\n", b"> quoted\n",
                b"-- \n",
                b"Content-Type: multipart/alternative; boundary=\n", b"Content-Type: multipart/related; boundary=b\n",
                b"On Friday Jane wrote:\n", b"Content-Type: text/plain; format=flowed\n", TEXT.encode(), base64.b64encode(PNG),
                b"Content-Transfer-Encoding: x-uuencode\n\nbegin 644 a\n", b"Content-Type: application/pkcs7-mime\n\n",
            ]
        ),
        st.binary(max_size=30),
    ),
    max_size=25,
)  # fmt: skip


@given(PIECES)
def test_any_pieces_of_mail_are_read_or_refused(pieces: list[bytes]) -> None:
    items = read(b"Message-ID: <1@a>\nMIME-Version: 1.0\n" + b"".join(pieces))
    assert items
    for item in items:
        if isinstance(item, Rejection):
            assert item.reason_code in (
                "empty",
                "no_article",
                "malformed",
                "encrypted",
                "undecodable",
                "too_large",
            )


@pytest.mark.parametrize(
    "plain",
    [
        "Newsletter",
        "-",
        "Click here to read the online version",
        "The ferry sails\nhttps://x.example/1",
        "See it in a browser: https://x.example",
    ],
)
def test_a_line_beside_a_whole_text_is_not_the_mail(plain):
    words = "The ferry between Oban and Tiree sails again from Monday, its owner said. " * 5
    mail = (
        "From: w@coast.example\nTo: d@x.example\nSubject: Ferry sails\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/alternative; boundary="b"\n\n--b\nContent-Type: text/plain; charset=utf-8\n\n'
        f"{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n<html><body><p>{words}</p></body></html>\n--b--\n"
    )
    (record,) = formats.read(mail.encode(), name="x.eml")
    assert isinstance(record, Record)
    assert record.body.startswith("The ferry between Oban")


def test_text_that_is_falsely_declared_as_base64_is_read_as_it_stands():
    text = "The ferry between Oban and Tiree sails again, its owner said.\n\nThe repair took long; a bearing had to be cast."
    mail = (
        "From: w@coast.example\nTo: d@x.example\nSubject: Ferry sails\nMessage-ID: <1@x>\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{text}\n"
    )
    (record,) = formats.read(mail.encode(), name="x.eml")
    assert isinstance(record, Record)
    assert record.body == text


MUTATED = (
    b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/plain; charset=utf-8; format=flowed\r\nContent-Disposition: inline; filename=a.txt\r\n\r\n"
    b"The river rose again on Monday.\r\n--b\r\nContent-Type: application/zip; name*=utf-8''x\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nUEsD\r\n--b--\r\n"
)
# Each made the standard library raise, or stands for one that did.
BREAKING = (
    b"\0", b"\r", b"\n", b"\x80", b"=", b"*", b"''", b'"', b";", b"charset*=\0''x", b"charset*0*=\0''x;", b"=?\0?b?aa?=",
    b"=?utf-8?b?a?=", b"\xff",
)  # fmt: skip
edits = st.tuples(st.integers(0, len(MUTATED)), st.integers(0, 5), st.sampled_from(BREAKING))


@given(st.lists(edits, min_size=1, max_size=4))
@example([(len(MUTATED) - 60, 14, b"=?utf-8?b?a?=")])
@settings(max_examples=500)
def test_a_mail_broken_anywhere_is_read_or_refused(changes: list[tuple[int, int, bytes]]) -> None:
    data = MUTATED
    for at, removed, inserted in changes:
        data = data[:at] + inserted + data[at + removed :]
    assert list(read_mail(data, Budget(10**9)))
