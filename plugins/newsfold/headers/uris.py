"""The address by which an article is known: its own canonical http(s) address, else one made of source and file."""

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from urllib.parse import quote, urlsplit, urlunsplit

from newsfold.headers.evidence import evidence
from newsfold.headers.header_names import in_order, listed
from newsfold.model import Candidate, Evidence, RawHeader, Record

MAX_URI = 2_000
MAX_IDENTIFIER = 500
# Identifiers that are unique everywhere, and are taken as they stand.
GLOBAL = re.compile(r"(?:urn|tag):[!-~]{2,1900}", re.IGNORECASE)
TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_cid|mc_eid|_hsenc|_hsmi|mkt_tok|ncid|cmpid|ocid|icid|xtor|at_\w+|ns_\w+|ito|"
    r"smid|smtyp|ref_src|ref_url|guccounter|guce_\w+|wt_mc|s_cid|spm|ico)$",
    re.IGNORECASE,
)


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


def own_identifiers(
    headers: Sequence[RawHeader], address: str | None, source: str, file_name: str
) -> list[tuple[str, RawHeader]]:
    """(identifier, header) of the identifiers that an item states, which stay the same when it is sent again.

    Those of ninjs come before an address, others stand in for one. An `id` of a table or a JSON file may be a mere
    number of the row, so it only counts within its file.
    """
    names = listed("identifier") | (frozenset() if address else listed("identifier_without_address"))
    found = []
    for header in headers:
        value = header.value.strip()
        if header.name.lower() not in names or len(value) > MAX_IDENTIFIER:
            continue
        if header.name.lower() in listed("identifier_of_row") and not is_global(value):
            identifier = file_address(source, file_name, headers) + "#id=" + quote(value, safe="")
        else:
            identifier = identifier_of(value, source)
        found.append((identifier, header))
    return found


def is_global(value: str) -> bool:
    """Whether an identifier is an address, a urn or a tag: unique everywhere."""
    return canonical(value) is not None or GLOBAL.fullmatch(value) is not None


def identifier_of(value: str, source: str) -> str:
    """The uri that an item's own identifier stands for; what is not unique everywhere counts within its source."""
    value = value.strip()[:MAX_IDENTIFIER]
    return canonical(value) or (
        value if GLOBAL.fullmatch(value) else f"urn:newsfold:{source}:id:{quote(value, safe='')}"
    )


def made_address(source: str, file_name: str, position: int, headers: Iterable[RawHeader] = ()) -> str:
    """`urn:newsfold:<source>:<file>`, with `#<position>` for the later records of a file.

    For what lies in an archive the member takes the file's place: `urn:newsfold:<source>:<file>!/<member>#<position in it>`. So
    an archive that has got one more member gives the others no new addresses.
    """
    headers = tuple(headers)
    if any(header.name == "member.name" for header in headers):
        stated = (header.value for header in headers if header.name == "member.position")
        position = next((int(value) for value in stated if value.isascii() and value.isdigit()), 0)
    return file_address(source, file_name, headers) + (f"#{position}" if position > 0 else "")


def file_address(source: str, file_name: str, headers: Iterable[RawHeader]) -> str:
    """The address of a file, or of the archive's member that the record was found in. Names too long end in their hash."""
    member = next((header.value for header in headers if header.name == "member.name"), "")
    address = f"urn:newsfold:{source}:{quote(file_name, safe='/')}"
    if member:
        address += f"!/{quote(member, safe='/!')}"
    if len(address) > MAX_URI:
        return f"{address[: MAX_URI - 100]}~{sha256(address.encode()).hexdigest()}"
    return address


def uri_evidence(uri: str, own: Sequence[tuple[str, RawHeader]]) -> Evidence:
    """Where the article's address comes from; that it was made, where the record states none."""
    stated = [
        Candidate(value, header.value, header.where, f"address in {header.name}", 0.95)
        for value, header in own
    ]
    rule, note = "made of the source and the file's name", "the record states no address"
    return evidence("uri", stated) or Evidence("uri", uri, "", "file", rule, 1.0, (), note)
