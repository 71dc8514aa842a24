"""Random histories of a newsroom: loads, late files, corrections, kills, embargoes, decisions, removals, one after the other.

What each item says is kept beside it, so that a test can hold what analysts see against what came in. One seed gives one history.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bench.invented_news import Newsroom as Inventor
from bench.invented_news import Report
from newsfold.pipeline import deciding, steps
from newsfold.upkeep import refolding, retention

SOURCES = {
    "wire": None,
    "york": "America/New_York",
    "tokyo": "Asia/Tokyo",
    "lisbon": "Europe/Lisbon",
}
FIRST = datetime(2025, 9, 1, tzinfo=UTC)
DAYS = 27
REPORTS = 4
#: Ways in which a report's tellings are dated: by the instant in its zone, by the day alone, not at all.
DATED = ("instant", "instant", "instant", "day", "none")
#: What a rise is about: terms that open several reports of a day.
RISE = "A landslide cut off the valley of {place}. Report {n} from the {what} speaks of {n}{n} people without power."
WHAT = (
    "school",
    "harbour",
    "clinic",
    "railway",
    "market",
    "chapel",
    "library",
    "factory",
    "museum",
    "stadium",
)
Name = tuple[str, str]


@dataclass(slots=True)
class Sent:
    """One article as it was sent last, and whether analysts may see it."""

    item: dict[str, Any]
    is_killed: bool = False
    is_embargoed: bool = False
    decisions: list[int] = field(default_factory=list)

    @property
    def is_shown(self) -> bool:
        return not (self.is_killed or self.is_embargoed or self.decisions)


class History:
    """Drives a newsroom. `step` does one thing and says what."""

    def __init__(self, newsroom: Any, seed: int) -> None:
        self.newsroom = newsroom
        self.chance = random.Random(seed)
        self.sent: dict[Name, Sent] = {}
        self.gone: set[Name] = set()
        self.told: list[str] = []
        self.number = 0
        inventor = Inventor(seed, log_words=4.6)
        self.tellings: list[list[Report]] = []
        for number in range(REPORTS):
            report = inventor.report(number, FIRST.date())
            self.tellings.append([report, inventor.near_copy(report), inventor.rewrite(report), report])
        for slug, zone in SOURCES.items():
            newsroom.source(slug, **({"time_zone": zone} if zone else {}), licence="CC BY 4.0")

    def step(self) -> str:
        """One random thing that can be done now."""
        acts: list[Callable[[], str | None]] = [
            self.load, self.load, self.load_late, self.correct, self.kill, self.kill_by_notice, self.hold_back,
            self.lift, self.embargoes_end, self.hide, self.show, self.part_or_join, self.part_or_join, self.redate, self.forget,
            self.refold, self.rise, self.resend,
        ]  # fmt: skip
        while True:
            act = self.chance.choice(acts)
            said = act()
            if said is not None:
                self.told.append(f"{act.__name__} {said}".strip())
                return self.told[-1]

    # --- what comes -------------------------------------------------------------------------------------------------------

    def load(self) -> str:
        """Some reports, told by several sources within days."""
        names = []
        for _ in range(self.chance.randint(2, 6)):
            number = self.chance.randrange(REPORTS)
            at = FIRST + timedelta(days=4 * number, hours=self.chance.randrange(60))
            names.append(self.tell(number, at))
        self.newsroom.run()
        return " ".join(names)

    def load_late(self) -> str:
        """A report that was there before all that is held of it."""
        number = self.chance.randrange(REPORTS)
        name = self.tell(number, FIRST + timedelta(days=4 * number, hours=-self.chance.randrange(1, 30)))
        self.newsroom.run()
        return name

    def rise(self) -> str:
        """A word that opens several reports of a day, and one that did on days before."""
        place = self.chance.choice(("Almograve", "Skarholm"))
        day = FIRST + timedelta(days=self.chance.randrange(14, DAYS), hours=6)
        for n, what in enumerate(self.chance.sample(WHAT, 7)):
            at = day if n < 4 else day - timedelta(days=self.chance.randrange(1, 9))
            self.send(
                "wire", self.item(RISE.format(place=place, n=self.number % 90 + 10, what=what), at, "instant")
            )
        self.newsroom.run()
        return f"{place} {day:%m-%d}"

    def tell(self, report: int, at: datetime) -> str:
        telling = self.chance.choice(self.tellings[report])
        slug = self.chance.choice(sorted(SOURCES))
        body = telling.body
        kind = self.chance.choice(DATED)
        if self.chance.random() < 0.5:
            place = {"york": "NEW YORK", "tokyo": "TOKYO", "lisbon": "Lisbon", "wire": "LONDON"}[slug]
            agency = self.chance.choice(("Reuters", "MNA", "dpa"))
            day = f"{at:%b} {at.day}" + (", 2025" if kind == "day" else "")
            body = f"{place}, {day} ({agency}) - {body}"
        return self.send(slug, self.item(body, at, kind, headline=telling.headline, slug=slug))

    def item(
        self, body: str, at: datetime, kind: str, *, headline: str = "Of the day", slug: str = "wire"
    ) -> dict[str, Any]:
        """A ninjs item of its own."""
        self.number += 1
        hours = {"york": -4, "tokyo": 9, "lisbon": 1, "wire": 0}[slug]
        stated = (at + timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:00") + f"{hours:+03}:00"
        dated = {
            "instant": {"firstcreated": stated, "versioncreated": stated},
            "day": {"firstcreated": f"{at:%Y-%m-%d}"},
            "none": {},
        }[kind]
        return {
            "uri": f"urn:{slug}:{self.number}",
            "type": "text",
            "language": "en",
            "headline": headline,
            "slugline": f"BC-{slug}-{self.number}",
            "body_text": body,
            "version": "1",
            **dated,
        }

    def send(self, slug: str, item: dict[str, Any]) -> str:
        """Put an item into its source's folder."""
        name = slug, item["uri"]
        if name not in self.sent:
            self.sent[name] = Sent(item)
        self.sent[name].item = item
        self.deliver(slug, item)
        return f"{item['uri']}/{item['version']}"

    def deliver(self, slug: str, item: dict[str, Any]) -> None:
        self.number += 1
        self.newsroom.deliver(slug, f"{self.number:05}.json", json.dumps(item))

    # --- what is said of it later -----------------------------------------------------------------------------------------

    def later(self, name: Name, **fields: Any) -> dict[str, Any]:
        """The next version of an item."""
        item = self.sent[name].item
        version = int(item["version"]) + 1
        changed = {**item, "version": str(version), **fields}
        if "firstcreated" in item and "T" in item["firstcreated"]:
            begun = datetime.fromisoformat(item["firstcreated"])
            changed["versioncreated"] = (begun + timedelta(hours=version)).isoformat()
        return changed

    def correct(self) -> str | None:
        name = self.pick(lambda sent: sent.is_shown)
        if name is None:
            return None
        number = self.chance.randrange(100, 999)
        body = (
            f"{self.sent[name].item['body_text']} An earlier version of this report had {number} in its text."
        )
        fields: dict[str, Any] = {"body_text": body}
        if self.chance.random() < 0.4:
            fields["headline"] = f"Corrected {number}"
        said = self.send(name[0], self.later(name, **fields))
        self.newsroom.run()
        return said

    def kill(self) -> str | None:
        name = self.pick(lambda sent: sent.is_shown)
        if name is None:
            return None
        said = self.send(name[0], self.later(name, pubstatus="canceled"))
        self.sent[name].is_killed = True
        self.newsroom.run()
        return said

    def kill_by_notice(self) -> str | None:
        name = self.pick(lambda sent: sent.is_shown and "T" in sent.item.get("versioncreated", ""))
        if name is None:
            return None
        item = self.sent[name].item
        at = datetime.fromisoformat(item["versioncreated"]) + timedelta(hours=30)
        notice = self.item(
            f"Editors: kill the report {item['slugline']}. It is wrong.", at, "instant", slug=name[0]
        )
        notice |= {"slugline": item["slugline"], "pubstatus": "canceled"}
        self.send(name[0], notice)
        self.sent[name].is_killed = True
        self.sent[name[0], notice["uri"]].is_killed = True
        self.newsroom.run()
        return f"{name[1]} by {notice['uri']}"

    def hold_back(self) -> str:
        """A report under an embargo."""
        number = self.chance.randrange(REPORTS)
        slug = self.chance.choice(sorted(SOURCES))
        telling = self.chance.choice(self.tellings[number])
        item = self.item(telling.body, FIRST + timedelta(days=4 * number), "instant", slug=slug)
        until = datetime.now(UTC) + timedelta(days=self.chance.choice((2, 30)))
        said = self.send(slug, {**item, "embargoed": f"{until:%Y-%m-%dT%H:%M:%SZ}"})
        self.sent[slug, item["uri"]].is_embargoed = True
        self.newsroom.run()
        return said

    def lift(self) -> str | None:
        """The next version has no embargo."""
        name = self.pick(lambda sent: sent.is_embargoed and not sent.is_killed)
        if name is None:
            return None
        item = self.later(name)
        del item["embargoed"]
        said = self.send(name[0], item)
        self.sent[name].is_embargoed = False
        self.newsroom.run()
        return said

    def embargoes_end(self) -> str | None:
        """As if the end of all embargoes had been now. Who stands for a story is told with the next load."""
        held = [sent for sent in self.sent.values() if sent.is_embargoed]
        if not held:
            return None
        now = datetime.now(UTC)
        for table in ("hidden", "change", "version"):
            self.newsroom.query(
                f"update news.{table} set embargoed = %s where embargoed > %s returning 1", now, now
            )
        for sent in held:
            sent.is_embargoed = False
            sent.item.pop("embargoed", None)
        return self.load()

    def resend(self) -> str | None:
        """What left stays away, what is known changes nothing."""
        slug = self.chance.choice(sorted(SOURCES))
        names = [name for name in self.sent if name[0] == slug]
        if not names:
            return None
        item = self.sent[self.chance.choice(names)].item
        self.deliver(slug, item)
        self.newsroom.run()
        return str(item["uri"])

    # --- what people do -----------------------------------------------------------------------------------------------------

    def hide(self) -> str | None:
        name = self.pick(lambda sent: sent.is_shown)
        if name is None:
            return None
        with self.newsroom.workspace() as work:
            deciding.hide(work, self.id_of(name), decided_by="ana", note="by hand", now=steps.utc_now())
        (row,) = self.newsroom.query("select max(decision_id) as id from ops.decision")
        self.sent[name].decisions.append(row.id)
        return name[1]

    def show(self) -> str | None:
        name = self.pick(lambda sent: bool(sent.decisions))
        if name is None:
            return None
        with self.newsroom.workspace() as work:
            deciding.revoke(work, self.sent[name].decisions.pop(), revoked_by="ana", now=steps.utc_now())
        return name[1]

    def part_or_join(self) -> str | None:
        held = sorted(self.sent)
        if len(held) < 2:
            return None
        one, other = self.chance.sample(held, 2)
        verdict = self.chance.choice(("same", "different", "same_event", "different_event"))
        ids = sorted((self.id_of(one), self.id_of(other)))
        with self.newsroom.workspace() as work:
            deciding.decide(work, verdict, (ids[0], ids[1]), decided_by="ana", note=None, now=steps.utc_now())
        return f"{verdict} {one[1]} {other[1]}"

    def redate(self) -> str | None:
        """A person gives an undated article its day."""
        name = self.pick(lambda sent: "firstcreated" not in sent.item and sent.is_shown)
        if name is None:
            return None
        day = date(2025, 9, self.chance.randrange(1, 28))
        with self.newsroom.workspace() as work:
            deciding.decide_day(work, self.id_of(name), day, decided_by="ana", note=None, now=steps.utc_now())
        return f"{name[1]} {day}"

    def forget(self) -> str | None:
        """All of one source leaves."""
        slug = self.chance.choice(sorted(SOURCES))
        names = [name for name in self.sent if name[0] == slug]
        if not names or self.chance.random() < 0.5:
            return None
        with self.newsroom.workspace() as work:
            retention.forget(work, slug, now=steps.utc_now())
        for name in names:
            del self.sent[name]
        self.gone |= set(names)
        return slug

    def refold(self) -> str | None:
        if not self.sent or self.chance.random() < 0.5:
            return None
        with self.newsroom.workspace() as work:
            refolding.refold(work, now=steps.utc_now())
        return ""

    # --- what is held -------------------------------------------------------------------------------------------------------

    def pick(self, wanted: Callable[[Sent], bool]) -> Name | None:
        names = sorted(name for name, sent in self.sent.items() if wanted(sent))
        return self.chance.choice(names) if names else None

    def id_of(self, name: Name) -> int:
        (row,) = self.newsroom.query(
            "select article_id from news.article join news.source using (source_id) where slug = %s and uri = %s",
            *name,
        )
        return int(row.article_id)
