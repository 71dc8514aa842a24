"""The names in an object store below a prefix: all of them, also where some are such that obstore can't ask for them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import obstore
from obstore.exceptions import InvalidPathError
from obstore.store import ObjectStore

if TYPE_CHECKING:
    from obstore import ObjectMeta

#: What S3 and Google Cloud Storage give at once.
PAGE_OBJECTS = 1000
QUOTED = re.compile(r'Path "(.*)"(?: contained empty|: Encountered illegal)', re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Listed = tuple[str, "ObjectMeta | None"]


def list_objects(store: ObjectStore, prefix: str, offset: str = "") -> Iterator[Listed]:
    """The names below a folder that come after `offset`, lazily and a page at a time; mostly in their order.

    A name like `in//a.xml` spoils the whole page that it is on. It is given without its data, the rest of its page is found
    by listing folder by folder, and the listing goes on behind the names that begin like it. Raises obstore's errors.
    """
    spoilt = ""
    while True:
        try:
            for page in obstore.list(store, prefix or None, offset=offset or None, chunk_size=PAGE_OBJECTS):
                for each in page:
                    offset = each["path"]
                    yield offset, each
            return
        except InvalidPathError as error:
            found = QUOTED.search(str(error))
            if (
                found is None or found[1] == spoilt
            ):  # the store doesn't keep to the offset: there is no way past it
                raise
            spoilt = found[1]
        yield from list_before(store, prefix, offset, spoilt)
        yield spoilt, None
        offset = behind(spoilt)


def list_before(store: ObjectStore, prefix: str, offset: str, spoilt: str) -> Iterator[Listed]:
    """The names after `offset` and before the spoilt one: folder by folder, down to the one that holds it.

    That one can't be listed up to there; what is lost is what it holds before the spoilt name, as its error says.
    """
    folder = prefix
    while True:
        try:
            level = obstore.list_with_delimiter(store, folder or None)
        except InvalidPathError:
            return
        below = f"{folder}/" if folder else ""
        way = below + spoilt[len(below) :].partition("/")[0]
        for each in level["objects"]:
            if offset < each["path"] < spoilt:
                yield each["path"], each
        for other in level["common_prefixes"]:
            if offset < f"{other}/\U0010ffff" and other < way:
                yield from list_objects(store, other, offset)
        if way == folder or way not in level["common_prefixes"]:
            return
        folder = way


def behind(spoilt: str) -> str:
    """A name that can be asked for, and comes after all that can't for the same reason."""
    good: list[str] = []
    for part in spoilt.split("/"):
        control = CONTROL.search(part)
        if control:
            following = "\x80" if control[0] == "\x7f" else " "
            return "/".join([*good, part[: control.start()] + following])
        if part in (".", ".."):
            return "/".join([*good, part + "0"])
        if not part and good:
            return "/".join([*good, "0"])  # "0" comes right after "/"
        good.append(part)
    return spoilt
