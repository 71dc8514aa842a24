"""An article as an item of IPTC ninjs 3.1. Specification: https://iptc.org/std/ninjs/.

All properties are of the standard but one: `newsfold` holds what it has no place for, above all the story and the relation.
A strict validator wants that one taken out.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

STANDARD = {
    "name": "ninjs",
    "version": "3.1",
    "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#",
}
#: Namespaces of IPTC's codes, by the alias that ours begin with.
SCHEMES = {
    "medtop": "http://cv.iptc.org/newscodes/mediatopic/",
    "subj": "http://cv.iptc.org/newscodes/subjectcode/",
}
#: Columns of `analytics.articles` that are said by properties of ninjs, and nowhere else.
SAID = frozenset({
    "uri", "headline", "language", "published_at", "modified_at", "body", "word_count", "version", "slugline", "ed_note",
    "copyright_holder", "copyright_notice", "usage_terms", "alt_ids", "subjects", "dateline_place",
})  # fmt: skip


def ninjs_item(article: Mapping[str, Any]) -> dict[str, Any]:
    """One article of `analytics.articles`, by column. Properties without a value are left out."""
    item = {
        "standard": STANDARD,
        "uri": article["uri"],
        "type": "text",
        "version": str(article["version"]),
        "firstCreated": instant(article["published_at"]),
        "versionCreated": instant(article["modified_at"] or article["published_at"]),
        "pubStatus": "usable",
        "language": article["language"],
        "headlines": texts(article["headline"]),
        "by": ", ".join(article["byline"]),
        "located": article["dateline_place"],
        "slugline": article["slugline"],
        "edNote": article["ed_note"],
        "copyrightHolder": article["copyright_holder"],
        "copyrightNotice": article["copyright_notice"],
        "usageTerms": article["usage_terms"],
        "infoSources": [{"name": article["agency"]}] if article["agency"] else [],
        "subjects": [subject(each) for each in article["subjects"]],
        "altIds": [
            {key: value for key, value in each.items() if value and key in ("role", "value")}
            for each in article["alt_ids"]
        ],
        "bodies": bodies(article),
        "newsfold": {name: plain(value) for name, value in article.items() if name not in SAID},
    }
    return {name: value for name, value in item.items() if value not in (None, "", [])}


def texts(headline: str | None) -> list[dict[str, str]]:
    """The headline as one of `headlines`."""
    return [{"role": "main", "contentType": "text/plain", "value": headline}] if headline else []


def bodies(article: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """The text as one of `bodies`."""
    text = article["body"]
    return [
        {
            "role": "main",
            "contentType": "text/plain",
            "charCount": len(text),
            "wordCount": article["word_count"],
            "value": text,
        }
    ]


def subject(stated: Mapping[str, str]) -> dict[str, str]:
    """Name and code; the code as the address of its concept where its scheme is known, else as it was given."""
    alias, _, code = stated.get("code", "").partition(":")
    known = SCHEMES.get(alias)
    found = {
        "name": stated.get("name", ""),
        "uri": known + code if known and code else "",
        "literal": "" if known and code else stated.get("code", ""),
    }
    return {name: value for name, value in found.items() if value}


def instant(value: datetime | None) -> str | None:
    """A time by RFC 3339."""
    return None if value is None else value.isoformat()


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    return value.isoformat() if hasattr(value, "isoformat") else value
