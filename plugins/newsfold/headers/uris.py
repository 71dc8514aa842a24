"""What an article is known by: what its record states, an address or an id; else the file that holds it alone; else its text.

A place in a file is no identity: the second item of a feed is another one tomorrow.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import quote, urlsplit, urlunsplit

from newsfold.headers.evidence import evidence
from newsfold.headers.header_names import in_order, listed
from newsfold.model import Candidate, Evidence, KnownBy, RawHeader, Record, SourceFile

MAX_URI = 2_000
MAX_IDENTIFIER = 500
# Identifiers that are unique everywhere, and are taken as they stand.
GLOBAL = re.compile(r"(?:urn|tag):[!-~]{2,1900}", re.IGNORECASE)
TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|ncid|cmpid|ocid|icid|xtor|at_\w+|ns_\w+|ito|"
    r"smid|smtyp|ref_src|ref_url|guccounter|guce_\w+|wt_mc|s_cid|spm|ico)$",
    re.IGNORECASE,
)
# Parameters that only keep caches from answering. Those of one letter or a general name do so where their value is a time
# in seconds or milliseconds; `?v=2` and `?t=12` may be pages of their own.
CACHE = re.compile(
    r"^(?:_|_?ts|_t|_dc|timestamp|time_?stamp|cb|cache_?bust(?:er)?|bust|no_?cache|rnd|rand|random|nonce)$",
    re.IGNORECASE,
)
CACHE_WHERE_A_TIME = re.compile(r"^(?:t|v|r|c|d|x|time|cache|ver|version|rev|refresh|reload)$", re.IGNORECASE)
TIME = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Identity:
    """What a record is known by. `uri` is the first choice and `other_uri` the second, where the first turns out to be shared by
    articles that have nothing in common; `own` are the statements they come from, with their headers. `kind` is stated,
    row (an id without a name of its own, such as the number of a row), file or text.
    """

    uri: str
    other_uri: str | None
    own: tuple[tuple[str, RawHeader], ...]
    kind: str


def canonical(address: str) -> str | None:
    """The address without fragment and tracking parameters, host in lower case; None unless it is http(s) and of sane length."""
    address = address.strip()
    if (
        not address
        or len(address) > MAX_URI
        or any(character.isspace() or ord(character) < 32 for character in address)
    ):
        return None
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), parts.hostname or ""
    if scheme not in ("http", "https") or "." not in host or host.startswith("."):
        return None
    default = port is None or (scheme, port) in (("http", 80), ("https", 443))
    query = "&".join(
        part for part in parts.query.split("&") if part and not TRACKING.match(part.split("=", 1)[0])
    )
    result = urlunsplit(
        (scheme, host.lower() if default else f"{host.lower()}:{port}", parts.path or "/", query, "")
    )
    return result if len(result) <= MAX_URI else None


def address_key(uri: str) -> str:
    """What is the same for all spellings of one address: http or https, with or without what defeats caches.

    Other uris are their own keys.
    """
    try:
        parts = urlsplit(uri)
    except ValueError:
        return uri
    if parts.scheme not in ("http", "https"):
        return uri
    query = "&".join(part for part in parts.query.split("&") if part and not defeats_caches(part))
    return urlunsplit(("https", parts.netloc, parts.path or "/", query, parts.fragment))


def known_by(identity: Identity) -> KnownBy:
    """An identity as it travels with the article."""
    other = identity.other_uri
    return KnownBy(
        identity.kind, address_key(identity.uri), other, address_key(other) if other is not None else None
    )


def defeats_caches(parameter: str) -> bool:
    """Whether `name=value` is there to make an address look new, and not to name another page."""
    name, _, value = parameter.partition("=")
    return bool(
        CACHE.match(name)
        or (CACHE_WHERE_A_TIME.match(name) and TIME.fullmatch(value))
        or (not value and TIME.fullmatch(name))
    )


def own_addresses(headers: Iterable[RawHeader]) -> list[tuple[str, RawHeader]]:
    """(canonical address, header) of every header that can give the record's address, the surest kind first."""
    found = []
    for header in in_order(headers, "address"):
        address = canonical(header.value)
        # A site's front page is no article's address: pages that all name it would become versions of one another.
        if address and (urlsplit(address).path != "/" or urlsplit(address).query):
            found.append((address, header))
    return found


def archived_addresses(record: Record) -> list[tuple[str, RawHeader]]:
    """The address under which a web archive holds a page, to the letter; nothing for other records.

    The archive's reader knows the page by it. What a page calls its canonical address is often another one, or even that of
    a page which shows the same text to others; it stays among the candidates.
    """
    return [
        (header.value.strip(), header)
        for header in record.headers
        if record.format == "html" and header.name == "warc.target-uri" and canonical(header.value)
    ]


def identity_of(
    record: Record,
    body: str,
    addresses: Sequence[tuple[str, RawHeader]],
    source: str,
    file: SourceFile,
    titled: tuple[str | None, str | None] = (None, None),
    *,
    alone: bool,
) -> Identity:
    """What a record with this text is known by. `addresses` as `own_addresses` gives them; `titled` are its headline and its
    language; `alone`: its file holds nothing else.

    What is known by its text has its file as second choice.
    """
    own = [
        *archived_addresses(record),
        *own_identifiers(record.headers, addresses[0][0] if addresses else None, source),
        *addresses,
    ]
    if own:
        uri, header = own[0]
        is_row = header.name.lower() in listed("identifier_of_row") and not is_global(header.value)
        kind = "row" if is_row else "stated"
        return Identity(uri, second_choice(record, own, source, file), tuple(own), kind)
    place, text = file_address(source, file.name, record.headers), text_uri(source, body, *titled)
    names = {header.name for header in record.headers}
    is_first = "member.position" not in names if "member.name" in names else alone
    if is_first and record.format not in listed("formats_of_lists"):
        return Identity(place, None, (), "file")
    return Identity(text, place, (), "text")


def second_choice(
    record: Record, own: Sequence[tuple[str, RawHeader]], source: str, file: SourceFile
) -> str | None:
    """Another statement of the record's that is not the first one spelt otherwise: an id beside an address, an address with its
    fragment, the address that a page was fetched from. None where there is no other.
    """
    first, header = own[0]
    found = [value for value, _ in own[1:]]
    found += [value for value, _ in own_identifiers(record.headers, None, source)]
    if record.format == "html" and (fetched := canonical(file.uri)):
        found.append(fetched)
    different = [value for value in found if address_key(value) != address_key(first)]
    fragments = [with_fragment(value, row) for value, row in [(first, header), *own[1:]]]
    return next(iter([*different[:1], *(each for each in fragments if each)]), None)


def with_fragment(address: str, header: RawHeader) -> str | None:
    """The address with the fragment that its header states; None where it states none."""
    _, mark, fragment = header.value.strip().partition("#")
    whole = f"{address}#{quote(fragment, safe='')}" if mark and fragment and canonical(address) else ""
    return whole if whole and len(whole) <= MAX_URI else None


def own_identifiers(
    headers: Sequence[RawHeader], address: str | None, source: str
) -> list[tuple[str, RawHeader]]:
    """(identifier, header) of the identifiers that an item states, which stay the same when it is sent again.

    Those of ninjs come before an address, others stand in for one. What is not unique everywhere counts within its source.
    """
    names = listed("identifier") | (frozenset() if address else listed("identifier_without_address"))
    return [
        (identifier_of(header.value, source), header)
        for header in headers
        if header.name.lower() in names
        and len(header.value.strip()) <= MAX_IDENTIFIER
        and not is_front_page(header.value)
    ]


def is_front_page(value: str) -> bool:
    """Whether an identifier is the address of a whole site: it names no article."""
    address = canonical(value)
    return address is not None and urlsplit(address).path == "/" and not urlsplit(address).query


def is_global(value: str) -> bool:
    """Whether an identifier is an address, a urn or a tag: unique everywhere."""
    return canonical(value) is not None or GLOBAL.fullmatch(value) is not None


def identifier_of(value: str, source: str) -> str:
    """The uri that an item's own identifier stands for; what is not unique everywhere counts within its source."""
    value = value.strip()[:MAX_IDENTIFIER]
    return canonical(value) or (
        value if GLOBAL.fullmatch(value) else f"urn:newsfold:{source}:id:{quote(value, safe='')}"
    )


def text_uri(source: str, body: str, headline: str | None = None, language: str | None = None) -> str:
    """`urn:newsfold:<source>:text:<SHA-256>`: what an article is known by that states nothing: its text, as it is compared."""
    from newsfold.dedup.headlines import compared_text  # only what states nothing needs it
    from newsfold.dedup.identity import content_sha256

    return f"urn:newsfold:{source}:text:{content_sha256(compared_text(body, headline, language)).hex()}"


def file_address(source: str, file_name: str, headers: Iterable[RawHeader]) -> str:
    """The address of a file, or of the archive's member that the record was found in. Names too long end in their hash."""
    member = next((header.value for header in headers if header.name == "member.name"), "")
    address = f"urn:newsfold:{source}:{quote(file_name, safe='/')}"
    if member:
        address += f"!/{quote(member, safe='/!')}"
    if len(address) > MAX_URI:
        return f"{address[: MAX_URI - 100]}~{sha256(address.encode()).hexdigest()}"
    return address


RULES = {
    "file": ("made of the source and the file's name", "the record states no address"),
    "text": ("made of the source and the text", "the record states no address, and its file holds others"),
}


def uri_evidence(identity: Identity) -> Evidence:
    """Where the article's address comes from; that it was made, where the record states none."""
    stated = [
        Candidate(value, header.value, header.where, f"address in {header.name}", 0.95)
        for value, header in identity.own
    ]
    rule, note = RULES.get(identity.kind, RULES["file"])
    return evidence("uri", stated) or Evidence("uri", identity.uri, "", "file", rule, 1.0, (), note)
