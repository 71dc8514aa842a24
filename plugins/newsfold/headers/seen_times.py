"""When a record was taken from the web or sent, as its container says: what relative times are counted from."""

from collections.abc import Iterable
from datetime import datetime
from email.utils import parsedate_to_datetime

from newsfold.model import RawHeader

# Headers of containers that tell when what they hold was seen.
SEEN = ("warc.date", "mail.date")


def seen_at(headers: Iterable[RawHeader], fetched_at: datetime) -> datetime:
    """When the record was taken from the web or sent, as its container says (`warc.date` in ISO 8601, `mail.date`); the time
    of the fetch where none says it with a zone, or it says a later one."""
    for header in headers:
        if header.name in SEEN:
            moment = read_moment(header.value)
            if moment is not None and moment <= fetched_at:
                return moment
    return fetched_at


def read_moment(value: str) -> datetime | None:
    """An instant in ISO 8601 or as mail writes it (RFC 5322); None for anything else, and for a time without a zone."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(value[:100])
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return moment if moment.tzinfo is not None else None
    return None
