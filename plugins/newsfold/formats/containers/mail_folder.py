"""Mail folders (mbox, RFC 4155) -> their mails. The standard library's reader takes a path; this one takes bytes."""

import re
from collections.abc import Iterator

from newsfold.formats.containers.members import Budget, Member
from newsfold.model import Rejection

# A line `From ` begins a mail where a header stands below it: bodies hold such lines, too.
START = re.compile(
    rb"(?:\A|(?<=\n))(?=From [^\r\n]{0,500}\r?\n(?:>From [^\r\n]{0,500}\r?\n)?[A-Za-z][A-Za-z0-9-]{0,60}:)"
)
DATED = re.compile(rb"From [^\r\n]{0,400}\d\d:\d\d[^\r\n]{0,60}\d{4}[ \t]{0,20}\r?\n")
QUOTED_FROM = re.compile(rb"(?m)^>(?=>{0,20}From )")
MESSAGE_ID = re.compile(rb"(?im)^message-id:\s{0,10}<([!-;=?-~]{3,250})>")
HEAD_BYTES = 16_384


def is_mail_folder(data: bytes) -> bool:
    """True where the bytes begin like a mail in a folder."""
    return DATED.match(data) is not None and START.match(data[:2_000]) is not None


def read_mail_folder(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The mails of a folder, each named by its Message-ID."""
    starts = START.finditer(data)
    start = next(starts, None)
    number = 0
    while start is not None:
        following = next(starts, None)
        end = following.start() if following else len(data)
        budget.take_member()
        number += 1
        mail = data[start.start() : end]
        identifier = MESSAGE_ID.search(mail[:HEAD_BYTES].partition(b"\n\n")[0])
        name = identifier[1].decode("ascii") if identifier else f"mail {number}"
        # The first line is the folder's. Lines of the text that look like it were quoted by one `>`.
        content = QUOTED_FROM.sub(b"", mail.partition(b"\n")[2])
        # Its number is no name of a mail without an id: tomorrow another one stands there.
        yield Member(name, content, offset=start.start(), length=len(mail), is_named=identifier is not None)
        start = following
