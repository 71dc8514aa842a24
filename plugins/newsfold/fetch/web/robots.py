"""robots.txt (RFC 9309): what a host lets us ask for, and how often."""

import re
import threading
import time

import httpx2
from protego import Protego

from newsfold.fetch.transport import FailureClass, FetchError
from newsfold.fetch.web.web_client import StatusError, WebClient

#: Our name in robots.txt.
PRODUCT = "Newsfold"
#: Crawlers that are known to collect for models, by the names that their owners give for robots.txt.
AI_CRAWLERS = (
    "GPTBot", "CCBot", "Google-Extended", "ClaudeBot", "Claude-Web", "anthropic-ai", "Applebot-Extended", "Amazonbot",
    "Bytespider", "PerplexityBot", "meta-externalagent", "FacebookBot", "cohere-ai", "cohere-training-data-crawler",
    "Diffbot", "ImagesiftBot", "omgili", "AI2Bot", "PetalBot", "TikTokSpider",
)  # fmt: skip
AGENT_LINE = re.compile(r"^([ \t]*user[- ]?agent[ \t]*:?[ \t]*)([^\r\n]*)$", re.IGNORECASE | re.MULTILINE)
#: RFC 9309, 2.5, wants at least 500 kibibytes to be read; what comes after is left unread.
MAX_BYTES = 512_000
#: A host that asks for more seconds than that between two requests is left alone.
LONGEST_DELAY = 600.0
#: How long after a failure robots.txt is asked for again.
SECONDS_TO_NEXT_TRY = 30.0


class Robots:
    """The robots.txt of each host that is asked, fetched once."""

    def __init__(self, client: WebClient) -> None:
        self.client = client
        self.obeyed = client.source.obey_robots
        self.lock = threading.Lock()
        self.asking: dict[httpx2.URL, threading.Lock] = {}
        self.known: dict[httpx2.URL, Protego] = {}
        self.failed: dict[httpx2.URL, tuple[FetchError, float]] = {}

    def seconds_for(self, url: httpx2.URL) -> float:
        """How many seconds the host wants between two requests. Raises FetchError where we may not ask for the address."""
        if not self.obeyed:
            return 0.0
        rules = self.rules(url)
        if not rules.can_fetch(str(url), PRODUCT):
            raise self.client.failure(FailureClass.REFUSED, url, "the host's robots.txt forbids it")
        seconds = rules.crawl_delay(PRODUCT) or 0.0
        if seconds > LONGEST_DELAY:
            raise self.client.failure(
                FailureClass.REFUSED,
                url,
                f"the host's robots.txt asks for {seconds:.0f} seconds between requests",
            )
        return seconds

    def rules(self, url: httpx2.URL) -> Protego:
        """The rules of an address's host. Raises FetchError where they are not known: then nothing may be asked for."""
        address = url.join("/robots.txt")
        with self.lock:
            asking = self.asking.setdefault(address, threading.Lock())
        with asking:
            if address in self.known:
                return self.known[address]
            failed, next_try = self.failed.get(address, (None, 0.0))
            if failed is not None and time.monotonic() < next_try:
                raise FetchError(failed.failure, str(failed), retry_after=failed.retry_after)
            try:
                rules = Protego.parse(merge_others(self.fetch(address)))
            except FetchError as error:
                self.failed[address] = (error, time.monotonic() + SECONDS_TO_NEXT_TRY)
                raise
            self.known[address] = rules
            return rules

    def fetch(self, address: httpx2.URL) -> str:
        """The text of a robots.txt; nothing, which allows all, where the host has none (RFC 9309, 2.3.1.3: any 4xx).

        Raises FetchError where it is not known: unreachable, 5xx, an undeclared host (RFC 9309, 2.3.1.4: all is forbidden).
        """
        try:
            with self.client.get(address, lambda url: 0.0, with_credentials=False) as answer:
                return answer.stream.read(MAX_BYTES).decode("utf-8-sig", errors="replace")
        except StatusError as error:
            if error.status < 500 and error.failure is not FailureClass.SLOW:
                return ""
            raise


def merge_others(text: str) -> str:
    """A robots.txt in which all robots that nobody here asks for have one name.

    Protego keeps the rules of a group once for each of its robots: thousands of either would fill the memory.
    """
    known = [name.lower() for name in (PRODUCT, *AI_CRAWLERS)]

    def shorten(line: re.Match[str]) -> str:
        name = line[2].partition("#")[0].strip().lower().replace("*", "")
        return line[0] if any(name in each for each in known) else f"{line[1]}other"

    return AGENT_LINE.sub(shorten, text)
