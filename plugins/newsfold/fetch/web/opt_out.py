"""How publishers reserve text and data mining, or training, of what they publish: by robots.txt, TDMRep, headers.

Tags within pages are read with the page.
"""

import json
import re
import threading
from dataclasses import dataclass

import httpx2
from protego import Protego

from newsfold.fetch.transport import FetchError
from newsfold.fetch.web.robots import AI_CRAWLERS, Robots
from newsfold.fetch.web.web_client import Answer, WebClient

MAX_BYTES = 1_000_000
MAX_RULES = 10_000
#: What X-Robots-Tag says besides what it says to search engines.
RESERVING_TAGS = {"noai", "noimageai", "noml"}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a host's tdmrep.json: whether mining is reserved at the addresses that the pattern fits."""

    pattern: Protego
    reserved: bool

    def fits(self, url: httpx2.URL) -> bool:
        """Whether the rule speaks of the address."""
        return not self.pattern.can_fetch(str(url), "tdm")


class OptOuts:
    """What the hosts of one source reserve. Their tdmrep.json is fetched once."""

    def __init__(self, client: WebClient, robots: Robots) -> None:
        self.client = client
        self.robots = robots
        self.lock = threading.Lock()
        self.known: dict[httpx2.URL, list[Rule]] = {}

    def prepare(self, url: httpx2.URL) -> None:
        """Fetch what the host of an address says, if that is not known yet. Raises FetchError where it may not be asked."""
        self.client.check_host(url)
        if self.robots.obeyed:
            self.robots.seconds_for(url)
        self.rules(url)

    def find(self, answer: Answer) -> tuple[str, ...]:
        """By which means the publisher of an answer reserves mining or training: a name for each."""
        found = []
        if self.forbids_crawlers(answer.url):
            found.append("robots.txt")
        if any(
            value.strip() == "1" for value in answer.headers.get_list("tdm-reservation", split_commas=True)
        ):
            found.append("tdm-reservation")
        # The first that fits counts (TDMRep).
        if next((rule.reserved for rule in self.rules(answer.url) if rule.fits(answer.url)), False):
            found.append("tdmrep.json")
        if has_reserving_tag(answer.headers.get_list("x-robots-tag")):
            found.append("x-robots-tag")
        return tuple(found)

    def forbids_crawlers(self, url: httpx2.URL) -> bool:
        """Whether robots.txt forbids the address to any crawler that is known to collect for models."""
        try:
            rules = self.robots.rules(url)
        except FetchError:
            return False
        return any(not rules.can_fetch(str(url), name) for name in AI_CRAWLERS)

    def rules(self, url: httpx2.URL) -> list[Rule]:
        """The rules of a host's tdmrep.json; none where it has no such file, or we can't get it (TDMRep says so)."""
        address = url.join("/.well-known/tdmrep.json")
        with self.lock:
            if address not in self.known:
                self.known[address] = self.fetch(address)
            return self.known[address]

    def fetch(self, address: httpx2.URL) -> list[Rule]:
        """What the file says."""
        try:
            with self.client.get(address, self.robots.seconds_for, with_credentials=False) as answer:
                return parse_tdmrep(answer.stream.read(MAX_BYTES))
        except FetchError:
            return []


def parse_tdmrep(content: bytes) -> list[Rule]:
    """The rules of a tdmrep.json. What is no rule is left out.

    Source: TDM Reservation Protocol, W3C Community Group Report of 10 May 2024: an array of objects with `location`, a
    pattern as in robots.txt, and `tdm-reservation`.
    """
    try:
        entries = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return []
    rules = []
    for entry in entries[:MAX_RULES] if isinstance(entries, list) else ():
        location = entry.get("location") if isinstance(entry, dict) else None
        if not isinstance(location, str) or not location.startswith("/") or len(location) > 2_000:
            continue
        pattern = Protego.parse(f"User-agent: *\nDisallow: {''.join(location.split())}")
        reservation = entry.get("tdm-reservation")
        rules.append(Rule(pattern, reservation in (1, "1") and reservation is not True))
    return rules


def has_reserving_tag(values: list[str]) -> bool:
    """Whether X-Robots-Tag reserves anything, for all robots or for one (`somebot: noai`)."""
    words = {word for value in values for word in re.split(r"[,:;\s]+", value.lower())}
    return bool(words & RESERVING_TAGS)
