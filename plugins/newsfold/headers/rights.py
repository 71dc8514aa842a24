"""By which other ids a text is known (IPTC ninjs 3.1 `altIds`), and how its publisher reserves it."""

from collections.abc import Sequence

from newsfold.headers.evidence import listed_evidence
from newsfold.headers.header_names import listed
from newsfold.model import AltId, Evidence, RawHeader

MAX_ALT_IDS = 20
MAX_IDENTIFIER = 500
MAX_ROLE = 100


def read_alt_ids(headers: Sequence[RawHeader]) -> tuple[tuple[AltId, ...], Evidence | None]:
    """The other ids of the record, each once, with the role that their place states, and their evidence."""
    found: dict[AltId, RawHeader] = {}
    for header in headers:
        value = header.value.strip()
        if header.name.lower() in listed("alt_id") and 0 < len(value) <= MAX_IDENTIFIER:
            role = header.place.role.strip()
            alt_id = AltId(role if len(role) <= MAX_ROLE else "", value)
            if len(found) < MAX_ALT_IDS:
                found.setdefault(alt_id, header)
    stated = [
        (f"{alt_id.role}: {alt_id.value}" if alt_id.role else alt_id.value, header)
        for alt_id, header in found.items()
    ]
    return tuple(found), listed_evidence("alt_ids", stated, 0.95)


# What robots metas say to machines that learn. None is a standard: `noai` and `noimageai` come from DeviantArt.
NO_AI = frozenset({"noai", "noimageai", "noml"})


def read_opt_out(headers: Sequence[RawHeader], server: Sequence[str]) -> tuple[str, ...]:
    """By which means the publisher reserves text and data mining or training: what its server said when the file was
    fetched, then the metas of the page, without doubles. Source: TDMRep (W3C Community Group Report), section 6.3.
    """
    found = list(server)
    for header in headers:
        if header.name == "meta.robots" and NO_AI & {
            word.strip().lower() for word in header.value.split(",")
        }:
            found.append("meta robots")
        if header.name == "meta.tdm-reservation" and header.value.strip() == "1":
            found.append("meta tdm-reservation")
    return tuple(dict.fromkeys(found))
