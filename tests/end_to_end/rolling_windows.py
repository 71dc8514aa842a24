"""Rolling windows: what a source shows at one address from day to day, in any format that lists articles.

A window is drawn from a seed: items come in at the head and go out at the end, are put into another order, corrected, and
corrected back. It is written in a format, with ids of a kind: its own, none, one for all, addresses with a new parameter each
time, addresses that differ in their fragments only.
"""

import csv
import io
import json
import random
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from bench.invented_news import Newsroom as Inventor

FORMATS = ("rss", "atom", "json-feed", "csv", "json", "jsonl", "mbox")
IDS = ("own", "none", "shared", "changing", "fragment")
#: Three corrections of a text, none of them the one before it.
CORRECTIONS = ("", "million", "billion", "dozen")
FIRST = datetime(2025, 9, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Item:
    """One report as a window shows it: `corrections` says in which of its wordings."""

    number: int
    corrections: int = 0


Window = tuple[Item, ...]


class Archive:
    """The reports that a window is about."""

    def __init__(self, seed: int, count: int) -> None:
        inventor = Inventor(seed, log_words=4.9)
        self.reports = [inventor.report(number, date(2025, 9, 1)) for number in range(count)]

    def headline(self, item: Item) -> str:
        return f"{self.reports[item.number].headline.capitalize()} number {item.number}"

    def body(self, item: Item) -> str:
        said = CORRECTIONS[item.corrections]
        return self.reports[item.number].body + (
            f"\n\nIt will cost four {said} in all, the mayor said." if said else ""
        )

    def published(self, item: Item) -> datetime:
        return FIRST + timedelta(hours=item.number)


def windows(seed: int, days: int = 5, size: int = 4) -> list[Window]:
    """So many states of one window. An item that has gone out does not come back."""
    chance = random.Random(seed)
    held = [Item(number) for number in range(size)]
    newest, states = size, [tuple(held)]
    while len(states) < days:
        for _ in range(chance.randint(0, 2)):
            held = [Item(newest), *held][:size]
            newest += 1
        if chance.random() < 0.3:
            chance.shuffle(held)
        if chance.random() < 0.8:
            place = chance.randrange(len(held))
            other = chance.choice(
                [each for each in range(len(CORRECTIONS)) if each != held[place].corrections]
            )
            held[place] = Item(held[place].number, other)
        if tuple(held) != states[-1]:
            states.append(tuple(held))
    return states


def identifiers(item: Item, ids: str, state: int) -> tuple[str, str]:
    """The id and the address of an item, empty where it states none."""
    number = item.number
    return {
        "own": (f"g-{number}", f"https://n.example/{number}"),
        "none": ("", ""),
        "shared": ("https://n.example/news", "https://n.example/news"),
        "changing": (f"g-{number}", f"http{'s' * (state % 2)}://n.example/{number}?ts={state}{number}7"),
        "fragment": (f"https://n.example/live#post-{number}", f"https://n.example/live#post-{number}"),
    }[ids]


def written(archive: Archive, window: Window, form: str, ids: str, state: int) -> bytes:
    """A window as a file."""
    rows = []
    for item in window:
        own, address = identifiers(item, ids, state)
        rows.append((own, address, archive.headline(item), archive.body(item), archive.published(item)))
    return WRITERS[form](rows).encode()


def rss(rows: list) -> str:
    items = "".join(
        f"<item><title>{escape(title)}</title><pubDate>{format_datetime(at)}</pubDate>"
        + (f"<link>{escape(address)}</link>" if address else "")
        + (f"<guid isPermaLink='false'>{escape(own)}</guid>" if own else "")
        + f"<description>{escape(paragraphs(body))}</description></item>"
        for own, address, title, body, at in rows
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>{items}</channel></rss>"


def atom(rows: list) -> str:
    items = "".join(
        f"<entry><title>{escape(title)}</title><published>{at.isoformat()}</published>"
        + (f"<link href='{escape(address)}'/>" if address else "")
        + (f"<id>{escape(own)}</id>" if own else "")
        + f"<content type='html'>{escape(paragraphs(body))}</content></entry>"
        for own, address, title, body, at in rows
    )
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>t</title>{items}</feed>"


def paragraphs(body: str) -> str:
    return "".join(f"<p>{escape(part)}</p>" for part in body.split("\n\n"))


def json_feed(rows: list) -> str:
    items = [
        {"title": title, "date_published": at.isoformat(), "content_text": body}
        | ({"id": own} if own else {})
        | ({"url": address} if address else {})
        for own, address, title, body, at in rows
    ]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": items})


def objects(rows: list) -> list[dict]:
    return [
        {"headline": title, "body": body, "published": at.isoformat()}
        | ({"id": own} if own else {})
        | ({"url": address} if address else {})
        for own, address, title, body, at in rows
    ]


def csv_table(rows: list) -> str:
    names = ["headline", "body", "published", *(["id", "url"] if rows[0][0] else [])]
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(objects(rows))
    return text.getvalue()


def mbox(rows: list) -> str:
    parts = []
    for own, _, title, body, at in rows:
        message = EmailMessage()
        message["From"], message["Subject"], message["Date"] = "desk@n.example", title, format_datetime(at)
        if own:
            message["Message-ID"] = f"<{re.sub('[^a-z0-9]+', '-', own)}@n.example>"
        message.set_content(body, cte="8bit")
        parts.append(f"From desk@n.example Mon Sep  1 08:00:00 2025\n{message.as_string()}\n")
    return "\n".join(parts)


WRITERS = {
    "rss": rss,
    "atom": atom,
    "json-feed": json_feed,
    "csv": csv_table,
    "json": lambda rows: json.dumps(objects(rows)),
    "jsonl": lambda rows: "".join(json.dumps(each) + "\n" for each in objects(rows)),
    "mbox": mbox,
}


def final_wordings(states: list[Window]) -> dict[int, Item]:
    """Each report that was ever shown, as it was shown last."""
    return {item.number: item for window in states for item in window}


def changes_of(states: list[Window]) -> dict[int, int]:
    """How often each report was corrected, in either direction, while it was shown."""
    shown: dict[int, int] = {}
    count: dict[int, int] = {}
    for window in states:
        for item in window:
            count[item.number] = count.get(item.number, 0) + (
                shown.get(item.number, item.corrections) != item.corrections
            )
            shown[item.number] = item.corrections
    return count
