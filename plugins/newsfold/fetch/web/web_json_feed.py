"""The pages that a JSON Feed names, and what an item of any feed is."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx2

from newsfold.fetch.transport import RAW_CHARACTERS
from newsfold.fetch.web.addresses import join_address
from newsfold.fetch.web.web_links import Unread, WrongShape
from newsfold.text.feed_forms import json_feed_items

#: JSON has to be read whole.
JSON_CHARACTERS = 16_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """A page that a document names. `is_index`: the page is a sitemap itself; `is_next`: it is where the document goes on (RFC
    5005). `modified_at` only as the publisher says it.
    """

    url: httpx2.URL
    modified_at: datetime | None = None
    is_index: bool = False
    is_next: bool = False


def find_json_items(pieces: Iterator[str], url: httpx2.URL) -> Iterator[Item | Unread]:
    """The items of a JSON Feed (jsonfeed.org, version 1.1), and the page where it goes on."""
    text, length = [], 0
    for piece in pieces:
        length += len(piece)
        if length > JSON_CHARACTERS:
            raise WrongShape(f"a JSON document of more than {JSON_CHARACTERS} characters")
        text.append(piece)
    try:
        feed = json.loads("".join(text))
    except (ValueError, RecursionError) as error:
        raise WrongShape("a JSON document that can't be read") from error
    items = json_feed_items(feed)
    if items is None:
        raise WrongShape("a JSON document that is no JSON Feed")
    for item in items:
        named = item.get("url") if isinstance(item, dict) else None
        address = join_address(url, named) if isinstance(named, str) else None
        if address is None:
            yield Unread(json.dumps(item, ensure_ascii=False)[:RAW_CHARACTERS])
        else:
            yield Item(address, read_instant(item.get("date_modified")))
    following = feed.get("next_url")
    address = join_address(url, following) if isinstance(following, str) else None
    if address is not None:
        yield Item(address, is_next=True)


def read_instant(value: object) -> datetime | None:
    """A time of RFC 3339 or W3C's date and time format; None without a zone or with a day only: that is no instant."""
    if not isinstance(value, str) or "T" not in value.upper() or len(value) > 100:
        return None
    try:
        found = datetime.fromisoformat(value.strip().upper())
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None
