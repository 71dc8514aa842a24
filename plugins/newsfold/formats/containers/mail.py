"""E-mail (RFC 5322, MIME) -> the mail's own text as a record, and its attachments as members.

What counts: the text once, and each attachment. Pictures that the text shows, signatures, invitations beside a text and
other forms of the same text are parts of the mail. The parser keeps to `compat32`: the newer policy reads each header by a
grammar, which takes minutes for long ones.
"""

import email.policy
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from typing import TYPE_CHECKING, Any, TypeAlias

from newsfold.formats.containers.mail_text import is_pointer, join_flowed, own_text, strip_subject
from newsfold.formats.containers.members import Budget, Member
from newsfold.formats.content_text import read_content
from newsfold.formats.documents.several_articles import Piece
from newsfold.formats.plain_text import read_piece
from newsfold.model import RawHeader, Record, Rejection
from newsfold.text.characters import fold, weight
from newsfold.text.credit_lines import is_byline, is_date_alone
from newsfold.text.decoding import Decoded, decode
from newsfold.text.editorial_notes import read_embargo, unwrapped
from newsfold.text.raw_headers import Collector

if TYPE_CHECKING:
    Part: TypeAlias = Message[str, str]
else:
    Part = Message

MAX_BYTES = 32_000_000
MAX_HEADER_CHARACTERS = 20_000
MAX_TEASER_WORDS = 25
TIMES_LONGER = 3
# What is not closed goes to the end, as in HTML 5.
TAG = re.compile(r"<(?:style|script)\b.*?(?:</(?:style|script)>|\Z)|<[^<>]{0,2000}>", re.S | re.I)
# Signs that base64 does not have; a few may be a list's footer behind it.
NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=\s]")
LEAST_NOT_BASE64 = 3
MAX_SIGNATURE_WEIGHT = 300
SIGNATURES = frozenset({
    "application/pgp-signature", "application/pgp-keys", "application/pkcs7-signature", "application/x-pkcs7-signature",
    "text/x-vcard", "text/vcard", "message/delivery-status", "message/disposition-notification", "text/rfc822-headers",
})  # fmt: skip
ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
# Header of the mail -> header of the record. Those with True also say something about the attachments.
# What the standard library's readers of mail raise where a part is not as the RFCs have it, found by mutation.
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, MessageError)
HEADERS = {
    "date": ("mail.date", True), "from": ("mail.from", True), "list-id": ("mail.list-id", True),
    "organization": ("mail.organization", False), "content-language": ("item.language", False),
}  # fmt: skip


def read_mail(data: bytes, budget: Budget) -> Iterator[Member | Record | Rejection]:
    """The text of one mail, then its attachments."""
    if len(data) > MAX_BYTES:
        yield Rejection("too_large", f"{len(data):,} bytes; the limit for a mail is {MAX_BYTES:,}", offset=0)
        return
    try:
        message = parse(data)
        body = find_body(message)
        attachments = list(find_attachments(message, body))
    except (RecursionError, *UNREADABLE) as error:
        yield Rejection(
            "malformed", f"its parts can't be told apart: {type(error).__name__}: {error}"[:500], offset=0
        )
        return
    found = collect_headers(message)
    text = read_body(body, found, len(data)) if body is not None else None
    if text is not None and (isinstance(text, Record) or not attachments):
        yield text
    elif not attachments:
        yield Rejection("empty", "a mail without text", offset=0)
    context = tuple(
        h for h in found.headers if h.name in {name for name, shared in HEADERS.values() if shared}
    )
    names: Counter[str] = Counter()
    for number, part in enumerate(attachments, 1):
        budget.take_member()
        name = file_name(part) or f"part {number}"
        names[name] += 1
        # The name makes the address, so that a second attachment with it needs one of its own.
        yield read_attachment(part, name if names[name] == 1 else f"{name} ({names[name]})", context, budget)


def parse(data: bytes) -> Part:
    """The mail, parsed. A line `From ` of a mail folder may stand in front."""
    return BytesParser(policy=email.policy.compat32).parsebytes(data.lstrip(b"\r\n\t \xef\xbb\xbf"))


def collect_headers(message: Part) -> Collector:
    """What the mail's headers say: the subject as headline, the Message-ID as the item's own id (RFC 2392), and so on."""
    found = Collector()
    values: dict[str, str] = {}
    for name, value in message.raw_items():
        values.setdefault(name.lower(), value)
    subject = strip_subject(header_text(values.get("subject", "")), is_from_list="list-id" in values)
    found.header("item.headline", subject, "Subject")
    for name, header in (("message-id", "item.uri"), ("supersedes", "item.previous")):
        identifier = re.search(r"<([!-;=?-~]{3,400})>", str(values.get(name, ""))[:2_000])
        if identifier:
            found.header(header, f"mid:{identifier[1]}", name.title())
    for name, (header, _) in HEADERS.items():
        found.header(header, header_text(values.get(name, "")), name.title())
    for keyword in header_text(values.get("keywords", "")).split(",")[:60]:
        found.header("item.keyword", keyword, "Keywords")
    return found


def header_text(value: Any) -> str:
    """A header's value with its encoded words (RFC 2047) read; bytes that are not ASCII are decoded like any text."""
    text = re.sub(r"\r?\n(?=[ \t])", "", str(value)[:MAX_HEADER_CHARACTERS])
    pieces: list[str] = []
    try:
        for piece, charset in decode_header(text):
            raw = piece if isinstance(piece, bytes) else piece.encode("ascii", "surrogateescape")
            decoded = decode(raw, charset)
            pieces.append(decoded.text if decoded else raw.decode("latin-1"))
    except UNREADABLE:
        return fold(text.encode("ascii", "replace").decode())
    return fold("".join(pieces))


def file_name(part: Part) -> str:
    """The name that the sender gave a part; empty where there is none, or it can't be read."""
    try:
        return header_text(part.get_filename() or "")
    except UNREADABLE:
        return ""


def is_attached(part: Part) -> bool:
    """True for a part that the sender calls an attachment, or that has a name."""
    return "attachment" in str(part.get("content-disposition", ""))[:100].lower() or bool(file_name(part))


def children(part: Part) -> list[Part]:
    """The parts of a multipart part."""
    payload = part.get_payload() if part.is_multipart() else []
    return [child for child in payload if isinstance(child, Message)]


def find_body(part: Part, *, is_root: bool = True) -> Part | None:
    """The part that holds the mail's text. Of several forms of it plain text is chosen, unless that only points elsewhere."""
    kind = part.get_content_type()
    if kind == "multipart/alternative":
        forms = [body for child in children(part) if (body := find_body(child, is_root=False)) is not None]
        plain = next((form for form in forms if form.get_content_type() == "text/plain"), None)
        rich = next((form for form in forms if form.get_content_type() == "text/html"), None)
        return choose_form(plain, rich)
    if part.get_content_maintype() == "multipart":
        bodies = (find_body(child, is_root=False) for child in children(part))
        return next((body for body in bodies if body is not None), None)
    is_text = kind in ("text/plain", "text/html")
    return part if is_text and (is_root or not is_attached(part)) else None


def choose_form(plain: Part | None, rich: Part | None) -> Part | None:
    """The plain form, or the other one where the plain one is empty or a pointer."""
    if plain is None or rich is None:
        return plain or rich
    text = decoded_text(plain)
    is_less = text is None or not text.text.strip() or is_pointer(text.text)
    if text is None or is_less:
        return rich
    words = len(text.text.split())
    shown = decoded_text(rich) if words <= MAX_TEASER_WORDS else None
    # A line or two beside a whole text are where to see it, its headline, the name of the newsletter.
    is_teaser = shown is not None and len(TAG.sub(" ", shown.text).split()) >= TIMES_LONGER * max(words, 5)
    return rich if is_teaser else plain


def find_attachments(part: Part, body: Part | None, above: str = "") -> Iterator[Part]:
    """The parts that count as files of their own, in order."""
    kind = part.get_content_type()
    if part is body or kind in SIGNATURES or (above == "multipart/alternative" and not part.is_multipart()):
        return
    if part.get_content_maintype() == "multipart":
        if kind == "multipart/encrypted":
            yield part
            return
        for child in children(part):
            yield from find_attachments(child, body, kind)
        return
    is_shown = (
        part.get("content-id") is not None
        and "attachment" not in str(part.get("content-disposition", "")).lower()
    )
    if is_shown and (above == "multipart/related" or part.get_content_maintype() == "image"):
        return
    if kind in ("text/plain", "text/html") and not is_attached(part) and (body is not None or not above):
        return  # a list's footer behind the text
    yield part


def decoded_text(part: Part) -> Decoded | None:
    """A part's text; None where it is no text in any known encoding."""
    return decode(payload_of(part), charset_of(part))


def charset_of(part: Part) -> str | None:
    """The encoding that a part states; None where there is none, or it can't be read."""
    try:
        return str(part.get_content_charset() or "") or None
    except UNREADABLE:
        return None


def payload_of(part: Part) -> bytes:
    """A part's bytes, with their transfer encoding undone as far as it goes."""
    try:
        payload, raw = part.get_payload(decode=True), part.get_payload()
    except UNREADABLE:
        return b""
    declared = str(part.get("content-transfer-encoding", "")).strip().lower()
    if declared == "base64" and isinstance(raw, str) and len(NOT_BASE64.findall(raw)) > LEAST_NOT_BASE64:
        return raw.encode(
            "utf-8", "surrogateescape"
        )  # the declaration is false: the text stands there as it is
    return payload if isinstance(payload, bytes) else b""


def read_body(part: Part, found: Collector, size: int) -> Record | Rejection:
    """The record of the mail's text. Plain text is read as a file of plain text would be: it may have headers of its own."""
    decoded = decoded_text(part)
    if decoded is None:
        return Rejection("undecodable", "no known encoding fits the mail's text", offset=0, format="email")
    headers = list(found.headers)
    if part.get_content_type() == "text/html":
        paragraphs = read_content(decoded.text, "text/html", found, "text/html part")
        lines = own_text("\n\n".join(paragraphs), found)
        body = "\n\n".join(paragraph for block in lines.split("\n\n") if (paragraph := fold(block)))
        body = read_credit_paragraphs(drop_headline(body, headers), found)
        headers, blocks = found.headers, found.blocks
    else:
        is_flowed = "flowed" in str(part.get("content-type", ""))[:1_000].lower()
        text = own_text(join_flowed(decoded.text) if is_flowed else decoded.text, found)
        (item,) = read_piece(Piece(0, 1, text), decoded.encoding, 0, 0, size)
        if isinstance(item, Rejection):
            if item.reason_code == "too_large":
                return replace(item, format="email")
            body, blocks = "", []
        else:
            body, blocks = item.body, [*found.blocks, *item.set_aside]
            headers += [h for h in item.headers if not repeats_headline(h, headers)]
    if not body:
        return Rejection(
            "no_article", "a mail whose text is quoted or a signature, or has none", offset=0, format="email"
        )
    return Record(0, "email", tuple(headers), body, tuple(blocks), decoded.encoding, 0, size)


def read_credit_paragraphs(body: str, found: Collector) -> str:
    """The text without a byline or a date above it, which become headers, and without a signature in one paragraph."""
    paragraphs = body.split("\n\n")
    height = 0
    while height < len(paragraphs) - 1 and (
        is_byline(paragraphs[height]) or is_date_alone(paragraphs[height])
    ):
        if read_embargo(unwrapped(paragraphs[height])[0]):
            break
        name = "byline line" if is_byline(paragraphs[height]) else "date"
        found.header(name, paragraphs[height], "text/html part, above the text")
        height += 1
    paragraphs = paragraphs[height:]
    last = paragraphs[-1]
    if len(paragraphs) > 1 and last.startswith("-- ") and weight(last) <= MAX_SIGNATURE_WEIGHT:
        found.block("notice", paragraphs.pop(), "mail, signature")
    return "\n\n".join(paragraphs)


def drop_headline(body: str, headers: list[RawHeader]) -> str:
    """The text without a first paragraph that only repeats the subject."""
    first, _, rest = body.partition("\n\n")
    subject = next((h.value for h in headers if h.name == "item.headline"), "")
    return rest if rest and first.casefold() == subject.casefold() else body


def repeats_headline(header: RawHeader, headers: list[RawHeader]) -> bool:
    """True for a first line that is the subject once more."""
    return header.name == "first line" and any(
        h.name == "item.headline" and h.value.casefold() == header.value.casefold() for h in headers
    )


def read_attachment(
    part: Part, name: str, context: tuple[RawHeader, ...], budget: Budget
) -> Member | Rejection:
    """One attachment as a file called `name`; a mail in the mail as its bytes."""
    kind = part.get_content_type()
    if kind in ENCRYPTED or kind == "multipart/encrypted":
        return Rejection("encrypted", f"{name}: {kind}", offset=0)
    if kind == "message/rfc822":
        try:
            data = children(part)[0].as_bytes()
        except (RecursionError, *UNREADABLE) as error:
            return Rejection("malformed", f"{name}: {type(error).__name__}: {error}"[:500], offset=0)
        context = ()
    else:
        data = payload_of(part)
    budget.take_bytes(len(data))
    return Member(name, data, context, charset_of(part), 0, 0)
