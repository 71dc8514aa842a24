"""Pages that a browser saved with all that belongs to them (MHTML, RFC 2557) -> the one page."""

from collections.abc import Iterator

from newsfold.formats.containers.mail import (
    UNREADABLE,
    Part,
    charset_of,
    children,
    header_text,
    parse,
    payload_of,
)
from newsfold.formats.containers.members import Budget, Member
from newsfold.model import Rejection
from newsfold.text.raw_headers import Collector

PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_saved_page(data: bytes, budget: Budget) -> Iterator[Member | Rejection]:
    """The page, with the address and the time that the file states. Its pictures, styles and frames are no records."""
    try:
        message = parse(data)
        root = find_root(message)
    except (RecursionError, *UNREADABLE) as error:
        yield Rejection("malformed", f"its parts can't be told apart: {error}"[:500], offset=0)
        return
    if root is None:
        yield Rejection("no_article", "a saved page without HTML", offset=0)
        return
    found = Collector()
    address = message.get("snapshot-content-location") or root.get("content-location") or ""
    found.header("mhtml.location", header_text(address).strip("<>"), "Content-Location")
    found.header("mhtml.date", header_text(message.get("date", "")), "Date")
    page = payload_of(root)
    budget.take_bytes(len(page))
    yield Member("", page, tuple(found.headers), charset_of(root), 0, len(data), is_named=False)


def find_root(part: Part, depth: int = 0) -> Part | None:
    """The page: what `start` names, else the first HTML in the file."""
    if part.get_content_type() in PAGES:
        return part
    if depth > 20:
        return None
    named = str(part.get_param("start") or "").strip("<> ")
    parts = sorted(
        children(part), key=lambda child: not named or str(child.get("content-id", "")).strip("<> ") != named
    )
    return next((found for child in parts if (found := find_root(child, depth + 1)) is not None), None)
