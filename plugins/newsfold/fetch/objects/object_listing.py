"""The names in an object store below a prefix: all of them, also where some are such that obstore can't ask for them."""

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

import obstore
from obstore.exceptions import InvalidPathError
from obstore.store import ObjectStore

if TYPE_CHECKING:
    from obstore import ObjectMeta

#: What S3 and Google Cloud Storage give at once.
PAGE_OBJECTS = 1000
# The name may be anything, and hold these very words: it begins behind the first ones, and that is not tried again.
QUOTED = re.compile(r'(?>.*?Path ")(.*)"(?: contained empty|: Encountered illegal)', re.DOTALL)
CONTROL = re.compile(r"[\x00-\x1f\x7f]")

Listed = tuple[str, "ObjectMeta | None"]


class Hidden(NamedTuple):
    """A range of names that can't be listed: those between two names, of which the second spoils the page that they are on."""

    after: str
    before: str


#: Gives the names below a folder that come after one, in their order, in a way that no name can spoil; None where it can't.
PageReader = Callable[[str, str], "list[Listed] | None"]


def list_objects(
    store: ObjectStore, prefix: str, offset: str = "", read_page: PageReader = lambda prefix, after: None
) -> Iterator[Listed | Hidden]:
    """The names below a folder that come after `offset`, lazily and a page at a time; mostly in their order.

    A name like `in//a.xml` spoils the whole page that it is on: obstore takes none of it. The page is asked for by
    `read_page` then. Where that can't be, the spoilt name is given without its data, the rest of its page is found by listing
    folder by folder, what is hidden even then is named, and the listing goes on after the names that begin like it. Raises
    obstore's errors.
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
            found = QUOTED.match(str(error))
            if (
                found is None or found[1] == spoilt
            ):  # the store doesn't keep to the offset: there is no way past it
                raise
            spoilt = found[1]
        listed = read_page(prefix, offset)
        while listed:
            yield from listed
            offset, last = max(key for key, _ in listed), offset
            if offset <= last:  # the same
                raise InvalidPathError(f"the listing goes in circles after {last!r}")
            if is_askable(offset):
                break
            listed = read_page(prefix, offset)
        if listed is None:
            yield from list_before(store, prefix, offset, spoilt)
            yield spoilt, None
            offset = behind(spoilt)
        elif listed:
            spoilt = ""
        else:
            return


def list_before(store: ObjectStore, prefix: str, offset: str, spoilt: str) -> Iterator[Listed | Hidden]:
    """The names after `offset` and before the spoilt one: folder by folder, down to the one that holds it.

    That one can't be listed up to there: what it holds before the spoilt name is hidden.
    """
    folder = prefix
    while True:
        try:
            level = obstore.list_with_delimiter(store, folder or None)
        except InvalidPathError:
            yield Hidden(max(offset, folder), spoilt)
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


def is_askable(key: str) -> bool:
    """Whether obstore can ask for an object of that name: no empty part, no `.` or `..`, no control character."""
    return not CONTROL.search(key) and not any(part in ("", ".", "..") for part in key.split("/"))


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
