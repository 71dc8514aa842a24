"""Twelve incidents as an operator meets them, in a real browser: how long until the first screen has named each, and how many
clicks until it is right again. The runs are those of the DAGs, in this process; what a page asks Airflow for is done then.
"""

import json
import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from newsfold.operate import incidents, operating
from newsfold.operate.alerts import Links
from newsfold.pipeline import deciding, replay_choices, replaying, running, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.raw_store.raw_store import RawStore
from newsfold.store import ledger
from newsfold.ui.host import Actor, Host
from tests.ui.serving import served

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
#: What a person who looks for trouble reads a second.
WORDS_A_SECOND = 4.0
MOST_READING, MOST_CLICKS = 8.0, 5
SCREEN = {"width": 1280, "height": 900}
SOURCES = ("courier", "herald", "ledger")
USUAL = 20
#: What a window shows of the box that leads the page, and of the figures below it.
PARTS = "h1, .notice, .verdict h2, .verdict p, .problems li, .figures div, .fold p, main > p, section:not(.verdict) > p"
SEEN = f"""() => [...document.querySelectorAll('{PARTS}')]
  .filter(each => each.getBoundingClientRect().top < innerHeight - 20).map(each => each.innerText).join('\\n')"""
REPORT = """Ferry {number} of {place} resumes

{place}, Sep 26 (MNA) Ferry company Transtejo said on Friday that {number} boats had returned to service in {place}.

Engineer Marta Vilela told reporters in {place} that {number} crew members had voted for the contract of pier {number}.
"""
PLACES = ("Lisbon", "Porto", "Aveiro", "Faro", "Setubal", "Braga", "Evora", "Coimbra", "Sintra", "Tavira")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: nobody can click")


@dataclass
class Room:
    """A newsroom with its nights, its pages, and what they have asked Airflow for."""

    newsroom: Any
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    runs: int = 0
    is_down: bool = False

    def query(self, text: str, *parameters: object) -> list[Any]:
        return self.newsroom.query(text, *parameters)

    def deliver(self, slug: str, count: int, first: int = 0) -> None:
        """So many reports, each of its own."""
        for number in range(first, first + count):
            text = REPORT.format(number=100 + number, place=PLACES[number % len(PLACES)])
            self.newsroom.deliver(slug, f"{number:03}.txt", f"{slug} {text}")

    def usual(self, *slugs: str) -> None:
        """A day as ever, of all sources or of some."""
        for slug in slugs or SOURCES:
            self.deliver(slug, USUAL, first=1000 * self.runs)

    def night(
        self, slugs: Sequence[str] = (), *, dies: bool = False, stays_out: bool = False, ago: int = 1
    ) -> int:
        """A run of last night over all sources, or of now over some: all steps of the DAG, with its gate; the run's id."""
        now = steps.utc_now()
        day = None if slugs else (now - timedelta(days=ago)).date()
        self.runs += 1
        with self.newsroom.workspace() as opened:
            work = replace(opened, settings=replace(opened.settings, gate_least=5))
            key = f"airflow:news_ingest:{'manual' if slugs else 'scheduled'}__{self.runs}"
            run_id = steps.begin(work, key, "airflow", day, dry_run=False)
            for batch in steps.fetch(work, run_id, list(slugs), [], now):
                steps.normalize(work, run_id, batch.batch)
            if dies:  # as `notify` of a run whose task was killed
                ledger.note_failed(work.connection, run_id, now=now)
            elif not self.waits(work, run_id, stays_out):
                steps.deduplicate(work, run_id)
                steps.load(work, run_id, now)
                steps.check(work, run_id, now)
                steps.publish(work, run_id, now)
            incidents.refresh(work.connection, work.sources, steps.utc_now())
        return run_id

    def tomorrow(self) -> None:
        """A day later: all that was is a day longer ago."""
        self.query(
            "update ops.run set day = day - 1, news_day = news_day - 1, started_at = started_at - interval '1 day' returning 1"
        )
        self.query("update ops.run_source set day = day - 1 returning 1")

    def waits(self, work: Workspace, run_id: int, stays_out: bool) -> bool:
        """Whether the gate holds the run up; a person rejects it then, where it shall stay out."""
        now = steps.utc_now()
        verdict = operating.at_gate(work, run_id, Links(), now)
        if verdict.question is None:
            return False
        if stays_out:
            operating.answer(work, run_id, "hold", "Bo", now)
        return True

    async def start_run(self, request: Any, dag_id: str, params: Mapping[str, Any]) -> str:
        """Note what a page asks for."""
        self.asked.append((dag_id, dict(params)))
        return f"manual__{uuid.uuid4()}"

    def carry_out(self) -> None:
        """Do what was asked for, as Airflow would in the seconds after."""
        asked, self.asked = self.asked, []
        for dag_id, params in asked:
            if dag_id == "news_ingest":
                self.night(params["sources"])
            elif dag_id == "news_replay":
                self.replay(params)
            else:
                with self.newsroom.workspace() as work:
                    deciding.apply_waiting(work, steps.utc_now())

    def replay(self, params: Mapping[str, Any]) -> None:
        choice = replay_choices.choice_of(params)
        with self.newsroom.workspace() as opened:
            work = replaying.trying(opened, params.get("setting"))
            running.run(
                work, f"airflow:news_replay:{uuid.uuid4()}", "replay",
                lambda run_id: replaying.assign(work, run_id, choice),
                dry_run=params["dry_run"], processes=0, counted=False,
            )  # fmt: skip
            incidents.refresh(work.connection, work.sources, steps.utc_now())

    def open(self) -> list[str]:
        """The kinds of the incidents that are open."""
        with self.newsroom.workspace() as work:
            return sorted(
                each.kind for each in incidents.present(work.connection, work.sources, steps.utc_now())
            )


@dataclass
class Operator:
    """Somebody in front of the pages, who has not read the code."""

    room: Room
    page: Page
    address: str
    clicks: int = 0
    loading: float = 0.0
    reading: float = 0.0

    def look(self, *names: str) -> None:
        """The page as it is: that its first screen names these, and how long it takes to come to the last of them."""
        seen = self.page.evaluate(SEEN)
        found = [seen.casefold().find(name.casefold()) for name in names]
        assert -1 not in found, (
            f"{[n for n, at in zip(names, found, strict=True) if at < 0]} is not in:\n{seen}"
        )
        if not self.clicks:  # what is looked at after the first click is no surprise any more
            self.reading += len(seen[: max(found)].split()) / WORDS_A_SECOND

    def open(self, *names: str) -> None:
        """Open the overview, and read it until the names have come."""
        started = time.monotonic()
        self.page.goto(f"{self.address}/")
        self.loading += 0.0 if self.clicks else time.monotonic() - started
        self.look(*names)

    def click(self, what: Locator) -> None:
        """One click, and what the page has asked for by it."""
        what.first.click()
        self.page.wait_for_load_state()
        self.clicks += 1
        self.room.carry_out()

    def link(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=name)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name)


@pytest.fixture
def room(newsroom, once) -> Room:
    """Three sources that bring twenty articles a day, and six weeks in which they did."""
    made = Room(newsroom)

    def fill() -> int:
        for slug in SOURCES:
            newsroom.source(slug)
            made.deliver(slug, 3, first=900)
        made.night(ago=4)
        newsroom.query("update news.source set created_at = created_at - interval '100 days' returning 1")
        newsroom.query(
            "insert into ops.run (run_key, trigger, day, dry_run, state, started_at, news_day)"
            " select 'day ' || n, 'airflow', current_date - 1 - n, false, 'published',"
            " (current_date - n)::timestamp at time zone 'UTC' + interval '5 hours', current_date - 1 - n"
            " from generate_series(1, 60) as n returning 1"
        )
        newsroom.query(
            "insert into ops.run_source (run_id, day, source_id, is_asked, files, records, quarantined)"
            f" select run_id, day, source_id, true, {USUAL}, {USUAL}, 0 from ops.run, news.source"
            " where run_key like 'day %%' returning 1"
        )
        return made.runs

    made.runs = once(fill)
    return made


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def operator(room, browser) -> Iterator[Operator]:
    """An operator whose browser is open; the first page of a process is not the one that is measured."""
    with ExitStack() as stack:
        address = stack.enter_context(served(host_of(room)))
        page = browser.new_context(viewport=SCREEN).new_page()
        page.goto(f"{address}/incidents")
        yield Operator(room, page, address)
        page.context.close()


def host_of(room: Room) -> Host:
    """The pages of a room, whose database may be down."""
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    return Host(
        lambda: nowhere if room.is_down else room.newsroom.role_url("operator"),
        actor=lambda: Actor("Ada", may_act=True),
        start_run=room.start_run,
        project=room.newsroom.root,
        raw_store=lambda: RawStore(room.newsroom.root / "raw"),
    )


# --- the twelve ---------------------------------------------------------------------------------------------------


def a_folder_is_gone(room: Room, operator: Operator) -> None:
    folder = room.newsroom.root / "inbox" / "herald"
    folder.rename(folder.with_name("elsewhere"))
    room.usual("courier", "ledger")
    room.night()
    operator.open("herald could not be fetched: gone")
    folder.with_name("elsewhere").rename(folder)  # whoever keeps the machine has put it back
    room.deliver("herald", USUAL)
    operator.click(operator.link("herald could not be fetched"))
    operator.click(operator.button("Fetch now"))
    assert "failing" not in room.open()
    room.night(ago=0)
    assert room.open() == []


def a_tenth_comes(room: Room, operator: Operator) -> None:
    room.usual("courier", "ledger")
    room.deliver("herald", 2)
    room.night()
    operator.open("herald delivers far less than usual: 2 files, usual are 20")
    room.deliver("herald", USUAL, first=2)  # it was late
    operator.click(operator.link("herald delivers far less"))
    operator.click(operator.button("Fetch now"))
    room.tomorrow()
    room.usual("courier", "ledger")
    room.night()
    assert room.open() == []


def ten_times_as_much_comes(room: Room, operator: Operator) -> None:
    room.usual("courier", "ledger")
    room.deliver("herald", 10 * USUAL)
    room.night()
    operator.open("herald: 200 files of run", "wait for your decision: 200 files")
    operator.click(operator.link("herald: 200 files"))
    operator.click(operator.button("Discard"))
    assert "held_back" not in room.open()
    assert room.query("select from analytics.articles where source = 'herald' and run_id > 9") == []


def a_format_changes(room: Room, operator: Operator) -> None:
    room.usual("courier", "ledger")
    for number in range(USUAL):
        texts = {place: " ".join(REPORT.format(number=number, place=place).split()) for place in PLACES[:4]}
        rows = [
            f'Ferry {number} of {place} runs again,Imre Halloway,2025-09-26,"{text}"'
            for place, text in texts.items()
        ]
        room.newsroom.deliver("herald", f"new-{number}.csv", "\n".join(["c1,c2,c3,c4", *rows]) + "\n")
    run_id = room.night()
    operator.open(f"herald: 20 files of run {run_id} wait for your decision", "20 of 20 records refused")
    operator.click(operator.link("herald: 20 files"))
    operator.click(operator.link("Its files beside what was read well before"))
    operator.click(operator.button("Keep it and release what is held back"))
    assert room.open() == []
    assert room.query("select count(*)::int as n from analytics.articles where source = 'herald'")[0].n > 60


def two_hundred_are_refused(room: Room, operator: Operator) -> None:
    room.usual()
    room.query("update ops.run_source set files = 220, records = 220 returning 1")
    for number in range(200):
        data = (b"", b"\x00\x01\x02" * 200, b"<html><body><p>Not found</p></body></html>")[number % 3]
        room.newsroom.deliver("herald", f"bad-{number}.{('txt', 'txt', 'html')[number % 3]}", data)
    with_gate_off(room)
    room.night()
    operator.open("herald: 200 records in quarantine", "2 more reasons")
    operator.click(operator.link("herald: 200 records"))
    operator.click(operator.link("See and dismiss"))
    operator.click(operator.button("Dismiss all 200"))
    assert not [each for each in room.open() if each.startswith("refused")]


def with_gate_off(room: Room) -> None:
    """The gate lets all pass: what is measured is what comes behind it."""
    path = room.newsroom.root / "dags" / "sources.toml"
    path.write_text("[ingest]\ngate_quarantine = 1.0\ngate_low = 0.0\n\n" + path.read_text())


def a_fold_is_wrong(room: Room, operator: Operator) -> None:
    room.usual()
    text = REPORT.format(number=77, place="Lisbon")
    room.newsroom.deliver("courier", "one.txt", text)
    room.newsroom.deliver("ledger", "two.txt", text.replace("in Lisbon that", "at Lisbon that"))
    with_gate_off(room)
    run_id = room.night()
    operator.open("is published")
    operator.click(operator.page.get_by_role("link", name=str(run_id), exact=True))
    operator.click(operator.button("They carry different reports"))
    rows = room.query(
        "select distinct story_id from analytics.articles where uri like '%%one.txt' or uri like '%%two.txt'"
    )
    assert len(rows) == 2


def a_date_is_wrong(room: Room, operator: Operator) -> None:
    room.usual()
    room.newsroom.deliver(
        "courier", "date.txt", REPORT.format(number=78, place="Vianadobispo").replace("Sep 26", "Sep 3")
    )
    with_gate_off(room)
    room.night()
    operator.open("is published")
    operator.click(operator.page.locator("nav").get_by_role("link", name="Articles"))
    operator.page.get_by_label("its id, its uri").fill("Vianadobispo")
    operator.click(operator.button("Find"))
    operator.look("Ferry 78")
    operator.page.get_by_label("published on").fill("2025-09-26")
    operator.click(operator.button("This is its day"))
    [row] = room.query("select published_on::text as day from analytics.articles where uri like '%%date.txt'")
    assert row.day == "2025-09-26"


def five_days_are_taken_in_later(room: Room, operator: Operator) -> None:
    room.usual()
    last = room.night()
    for ago in range(6, 1, -1):
        room.deliver("herald", USUAL, first=100 * ago)
        room.night(ago=ago)
    operator.open(f"Run {last + 5} is published", "Nothing is open")
    assert room.open() == []


def a_task_is_killed(room: Room, operator: Operator) -> None:
    room.usual()
    run_id = room.night(dies=True)
    operator.open(f"Run {run_id} of", "has failed")
    operator.click(operator.page.get_by_role("link", name="what to do"))
    operator.look("clear it: every task can be run again")
    room.night()  # the next run takes over, or the cleared one
    operator.page.goto(f"{operator.address}/")
    operator.look("taken its files over")
    operator.click(operator.page.get_by_role("link", name="what to do"))
    operator.click(operator.button("Resolve"))
    assert "run_failed" not in room.open()


def the_database_is_down(room: Room, operator: Operator) -> None:
    room.is_down = True
    operator.open("The news database does not answer", "Nothing is lost")
    room.is_down = False
    operator.page.reload()
    operator.clicks += 1
    operator.look("is published")


def an_embargo_holds(room: Room, operator: Operator) -> None:
    room.usual()
    later = (steps.utc_now() + timedelta(hours=6)).isoformat()
    room.newsroom.deliver(
        "herald", "later.json", story("urn:x:1", "Bridge of Aldermoor opens", embargoed=later)
    )
    with_gate_off(room)
    room.night()
    operator.open("hidden from analysts", "1 under embargo")
    operator.click(operator.link("hidden from analysts"))
    assert "Bridge of Aldermoor opens" in operator.page.inner_text("main")
    assert room.query("select from analytics.articles where uri = 'urn:x:1'") == []


def a_kill_notice_comes(room: Room, operator: Operator) -> None:
    room.usual()
    with_gate_off(room)
    room.newsroom.deliver("herald", "first.json", story("urn:x:1", "Bridge of Aldermoor opens"))
    room.night()
    room.newsroom.deliver(
        "herald", "kill.json", story("urn:x:1", "KILL: Bridge of Aldermoor", pubstatus="canceled")
    )
    room.night()
    operator.open("hidden from analysts", "1 cancelled by its publisher")
    operator.click(operator.link("hidden from analysts"))
    assert "Bridge of Aldermoor" in operator.page.inner_text("main")
    assert room.query("select from analytics.articles where uri = 'urn:x:1'") == []


def a_run_was_rejected(room: Room, operator: Operator) -> None:
    for slug in SOURCES:
        room.deliver(slug, 2)
    run_id = room.night(stays_out=True)
    operator.open(f"Run {run_id} was rejected by Bo: its 6 files", "until somebody releases or discards them")
    operator.click(operator.link(f"Run {run_id} was rejected"))
    operator.click(operator.button("Release to the next run"))
    with_gate_off(room)
    room.night()
    assert "held" not in room.open()
    assert room.query("select count(*)::int as n from analytics.articles")[0].n == 15


def story(uri: str, headline: str, **more: object) -> str:
    """An item in ninjs."""
    text = "The rebuilt bridge of Aldermoor opened to traffic on Friday, the road office said. Marta Vilela, its engineer,"
    return json.dumps(
        {
            "uri": uri,
            "type": "text",
            "versioncreated": "2025-09-26T07:00:00Z",
            "headline": headline,
            "language": "en",
            "body_text": f"{text} said 14 crews had worked on its piers since March. {headline}.",
            **more,
        }
    )


#: Those that CI walks through; the others are long.
SHORT: tuple[Callable[[Room, Operator], None], ...] = (
    a_format_changes,
    a_kill_notice_comes,
)
LONG: tuple[Callable[[Room, Operator], None], ...] = (
    a_folder_is_gone, a_tenth_comes, ten_times_as_much_comes, two_hundred_are_refused, a_fold_is_wrong, a_date_is_wrong,
    five_days_are_taken_in_later, a_task_is_killed, the_database_is_down, an_embargo_holds, a_run_was_rejected,
)  # fmt: skip


@pytest.fixture(scope="module")
def table() -> Iterator[list[str]]:
    """What was measured, printed at the end (`-s` shows it)."""
    lines: list[str] = []
    yield lines
    print("\nincident                       seconds to know  clicks to right", *lines, sep="\n")


@pytest.mark.parametrize(
    "incident",
    [*SHORT, *(pytest.param(each, marks=pytest.mark.long) for each in LONG)],
    ids=lambda each: each.__name__,
)
def test_an_operator_knows_in_ten_seconds_and_puts_it_right_in_five_clicks(incident, room, operator, table):
    incident(room, operator)
    seconds = operator.loading + operator.reading
    table.append(f"{incident.__name__.replace('_', ' '):30} {seconds:15.1f}  {operator.clicks:15}")
    assert operator.clicks <= MOST_CLICKS
    # What a busy machine takes to load the page says nothing of the page: the words in front of the name count.
    assert operator.reading <= MOST_READING
