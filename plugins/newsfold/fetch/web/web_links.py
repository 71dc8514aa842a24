"""The addresses in a directory listing (of Apache, nginx, IIS and their like) or in a plain list."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx2
from lxml import etree

from newsfold.fetch.globs import compile_glob
from newsfold.fetch.transport import RAW_CHARACTERS
from newsfold.fetch.web.addresses import join_address
from newsfold.fetch.web.web_documents import Document, read_text
from newsfold.text.web_markup import feed_all

#: How much of a line of a list is kept while its end is looked for.
LONGEST_LINE = 10_000
MAX_LINKS = 1_000_000
#: A text whose first lines are no addresses, as many as that, is no list.
LINES_TO_JUDGE = 1_000


@dataclass(frozen=True, slots=True)
class Unread:
    """An entry that names no page, as it stands there: its beginning."""

    raw: str


class WrongShape(Exception):
    """A document is not what the source says it is."""


def find_links(document: Document) -> Iterator[httpx2.URL | Unread]:
    """The addresses that a page of HTML links to, or that a plain text names one a line, each once, in their order; a line of
    such a text that is no address as it stands there.

    Raises WrongShape for a page without any link and a text whose lines are no addresses; and what `read_text` raises.
    """
    pieces = read_text(document)
    found = (
        find_lines(pieces, document.url) if is_list(document) else iter(find_anchors(pieces, document.url))
    )
    seen = Seen()
    for number, link in enumerate(found):
        if number >= MAX_LINKS:
            raise WrongShape(f"more than {MAX_LINKS} links")
        if isinstance(link, Unread) or seen.is_new(link):
            yield link


def is_list(document: Document) -> bool:
    """Whether a document is a plain text, not a page."""
    return not next(read_text(document), "").startswith("<")


class Seen:
    """The addresses that were met before. Only a digest of each is kept: lists may be long."""

    def __init__(self) -> None:
        self.digests: set[bytes] = set()

    def is_new(self, url: httpx2.URL) -> bool:
        """Whether it is met for the first time."""
        digest = hashlib.blake2b(str(url).encode(), digest_size=12).digest()
        new = digest not in self.digests
        self.digests.add(digest)
        return new


class Anchors:
    """Collects the targets of `<a href>`, and of `<base href>`, while lxml reads: no tree is built."""

    def __init__(self) -> None:
        self.base: str | None = None
        self.hrefs: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        href = attributes.get("href")
        if tag == "a" and href is not None:
            self.hrefs.append(href)
        elif tag == "base" and href is not None and self.base is None:
            self.base = href

    def close(self) -> None:
        """Required by lxml of a parser target."""


def find_anchors(pieces: Iterator[str], url: httpx2.URL) -> Iterator[httpx2.URL]:
    """The addresses that a page links to. Raises WrongShape where it has no link at all."""
    target, any_link = Anchors(), False
    parser = etree.HTMLParser(target=target, encoding="utf-8", no_network=True, huge_tree=False)
    for _ in feed_all(parser, pieces):
        hrefs, target.hrefs = target.hrefs, []
        any_link = any_link or bool(hrefs)
        base = join_address(url, target.base or "") or url
        yield from filter(None, (join_address(base, href) for href in hrefs))
    if not any_link:
        raise WrongShape(
            "a page without any link, where a directory listing or a list of addresses is expected"
        )


def find_lines(pieces: Iterator[str], url: httpx2.URL) -> Iterator[httpx2.URL | Unread]:
    """The addresses of a plain list: one a line; whole ones, or those that begin with `/` or `./`; `#` begins a comment.

    Raises WrongShape where there are lines, but no addresses.
    """
    unread: list[Unread] = []
    any_address = False
    for line in read_lines(pieces):
        if not line or line.startswith("#"):
            continue
        is_address = line.lower().startswith(("http://", "https://", "/", "./")) and " " not in line
        address = join_address(url, line) if is_address else None
        if address is None:
            unread.append(Unread(line[:RAW_CHARACTERS]))
        else:
            any_address = True
            yield address
        # A text that is no list is not given out line by line.
        if any_address or len(unread) > LINES_TO_JUDGE:
            if not any_address:
                break
            yield from unread
            unread.clear()
    if unread and not any_address:
        raise WrongShape("neither a directory listing nor a list of addresses")


def read_lines(pieces: Iterator[str]) -> Iterator[str]:
    """The lines of a text, stripped. Of lines without end only the start is kept."""
    rest = ""
    for piece in pieces:
        *lines, rest = (rest + piece).split("\n")
        yield from (line.strip() for line in lines)
        rest = rest[:LONGEST_LINE]
    yield rest.strip()


def folder_of(url: httpx2.URL) -> httpx2.URL:
    """The folder that a listing shows: its address up to the last slash."""
    return url.copy_with(raw_path=url.raw_path.partition(b"?")[0].rpartition(b"/")[0] + b"/")


def path_below(url: httpx2.URL, folder: httpx2.URL) -> str | None:
    """The path of an address below a folder's; empty for the folder itself, None where it is not there."""
    if (url.raw_host, url.port, url.scheme) != (folder.raw_host, folder.port, folder.scheme):
        return None
    return url.path.removeprefix(folder.path) if url.path.startswith(folder.path) else None


def fits_match(match: str) -> Callable[[httpx2.URL, httpx2.URL], bool]:
    """A test for addresses and the folder that they are listed in, by a source's `match`.

    The glob may fit the path below the folder, the whole path, or, if it holds no slash, just the last part.
    """
    fits = compile_glob(match.lstrip("/"))

    def test(url: httpx2.URL, folder: httpx2.URL) -> bool:
        path = url.path.strip("/")
        if "/" not in match:
            return fits(path.rpartition("/")[2])
        return fits(path_below(url, folder) or "") or fits(path)

    return test


def may_hold_matches(folder: httpx2.URL, root: httpx2.URL, match: str, max_depth: int) -> bool:
    """Whether a sub-folder can hold something that fits the glob: so none is asked for in vain."""
    below = (path_below(folder, root) or "").strip("/")
    if below.count("/") >= max_depth:
        return False
    parts = match.strip("/").split("/")
    ends = range(1, len(parts) + (parts[-1] == "**"))
    globs = [compile_glob("/".join(parts[:end])) for end in ends]
    return any(fits(path) for fits in globs for path in (below, folder.path.strip("/")))
