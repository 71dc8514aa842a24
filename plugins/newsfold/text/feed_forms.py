"""How feeds and sitemaps are told apart and divided: RSS 0.9 to 2.0, RSS 1.0 (RDF), Atom, JSON Feed, sitemaps and their indexes.

What fetch needs of an item (the page that it names) and what formats reads of it (a record) differ; what a feed is does not.
"""

import re
from collections.abc import Mapping
from typing import Any

# A document's root, in small letters without its prefix -> the name of its items.
FEED_ROOTS = {"rss": "item", "rdf": "item", "channel": "item", "feed": "entry"}
SITEMAP_ROOTS = {"urlset": "url", "sitemapindex": "sitemap"}
ROOTS = {**FEED_ROOTS, **SITEMAP_ROOTS}
#: All items of feeds, those that say that an entry was deleted (RFC 6721) among them, and of sitemaps.
FEED_ITEMS = ("item", "entry", "deleted-entry")
SITEMAP_ITEMS = ("url", "sitemap")
ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#")
# Of the formats themselves, beside none at all; what has another namespace (media, comments, images) is told apart.
OWN_NAMESPACES = frozenset({
    *ATOM, "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://channel.netscape.com/rdf/simple/0.9/",
    "http://backend.userland.com/rss2", "http://rssnamespace.org/feedburner/ext/1.0", "http://blogs.law.harvard.edu/tech/rss",
})  # fmt: skip
SITEMAP_NAMESPACE = re.compile(r"/schemas/sitemap/[0-9.]+/?$")


def is_own_namespace(namespace: str) -> bool:
    """Whether an element is of the feed or sitemap itself: it has no namespace, or that of one of the formats."""
    return not namespace or namespace in OWN_NAMESPACES or SITEMAP_NAMESPACE.search(namespace) is not None


def json_feed_items(value: Any) -> list[Any] | None:
    """The items of a JSON Feed, as they stand; None for any other value. What lacks the address of its specification may
    still be one: fetch asks for nothing else where a source says that it is a feed.
    """
    items = value.get("items") if isinstance(value, dict) else None
    return items if isinstance(items, list) else None


def is_json_feed(value: Mapping[str, Any]) -> bool:
    """True for an object that is sure to be a JSON Feed: its `version` is an address of the specification."""
    version = value.get("version")
    return (
        isinstance(version, str) and "jsonfeed.org/version" in version and json_feed_items(value) is not None
    )
