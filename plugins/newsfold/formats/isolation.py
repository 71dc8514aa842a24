"""Keeping a fault of ours on one item of a file from costing the items behind it."""

from collections.abc import Callable, Iterable

from newsfold.formats.containers.members import Exhausted, Refused
from newsfold.model import Record, Rejection


def read_isolated(
    read: Callable[[], Iterable[Record | Rejection]], position: int, offset: int, form: str
) -> list[Record | Rejection]:
    """What `read` gives for one item; where it raises, one Rejection in place of the item: `reader_failed`, or what it
    is refused with.

    Where memory runs out nothing that is read behind it can be trusted: that is raised.
    """
    try:
        return list(read())
    except (MemoryError, Exhausted):
        raise
    except Refused as refusal:
        return [Rejection(refusal.reason_code, refusal.detail, position, offset, form)]
    except (Exception, RecursionError) as error:
        return [Rejection("reader_failed", f"{type(error).__name__}: {error}"[:500], position, offset, form)]
