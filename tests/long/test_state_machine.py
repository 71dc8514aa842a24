"""Deliveries, corrections, kills, re-sends, re-runs, crashes, decisions, refolds and removals in random orders, held against a
simple reference in memory.

The texts are made so that their relation is known: tellings of one report are related to each other, reports are not. So the
reference needs no comparison: articles whose reports hang together, by themselves or by a decision, are one story.
`STATE_MACHINE_EXAMPLES=200` tries so many examples instead of a few, longer ones.
"""

import json
import os
import tempfile
import uuid
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bench.invented_news import Newsroom as Inventor
from newsfold import dedup
from newsfold.local.postgres import Server
from newsfold.pipeline import deciding, steps, workspaces
from newsfold.store import ledger
from newsfold.store.connection import connect
from newsfold.upkeep import refolding, retention
from tests.long import canonical, invariants

EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "4"))
SOURCES = ("alpha", "beta", "gamma")
REPORTS, TELLINGS = 4, 3
DAY = date(2025, 9, 26)
NOW = datetime(2025, 9, 26, 22, 0, tzinfo=UTC)


def make_tellings() -> list[list[str]]:
    """Each report's tellings: the text itself, and near copies of it."""
    inventor = Inventor(11, log_words=4.9)
    made = []
    for number in range(REPORTS):
        report = inventor.report(number, DAY)
        made.append([report.body, *(inventor.near_copy(report).body for _ in range(TELLINGS - 1))])
    return made


TEXTS = make_tellings()


def corrected(text: str, times: int) -> str:
    """A text as it stands after so many corrections."""
    return (
        text
        + f" An earlier version of this report had the number {times}{times}7 in its second sentence."
        * bool(times)
    )


def test_the_texts_are_related_as_the_reference_has_it() -> None:
    texts = [
        (number, corrected(text, times))
        for number, tellings in enumerate(TEXTS)
        for text in tellings
        for times in range(4)
    ]
    read = [(number, dedup.features(text, "en")) for number, text in texts]
    for (one, a), (other, b) in combinations(read, 2):
        for same in (True, False):
            assert (dedup.relate(a, b, 0, same_publisher=same) is not None) == (one == other)


@dataclass(slots=True)
class Known:
    """What the reference has of an article, or will have after the next run."""

    report: int
    telling: int
    corrections: int = 0
    killed: bool = False
    sent: int = 0
    #: Is it stored, and in which state was it stored last?
    stored: tuple[int, bool] | None = None
    #: Does a file wait for the next run?
    waits: bool = False

    @property
    def state(self) -> tuple[int, bool]:
        """What makes a version."""
        return self.corrections, self.killed


@dataclass(slots=True)
class Reference:
    """All articles by source and URI, those that have left, and the decisions that hold: pairs of articles."""

    articles: dict[tuple[str, str], Known] = field(default_factory=dict)
    gone: dict[tuple[str, str], Known] = field(default_factory=dict)
    decisions: dict[frozenset[tuple[str, str]], str] = field(default_factory=dict)
    #: The same on events.
    events: dict[frozenset[tuple[str, str]], str] = field(default_factory=dict)

    def stored(self) -> dict[tuple[str, str], Known]:
        """The articles that a run has taken in."""
        return {name: known for name, known in self.articles.items() if known.stored is not None}

    def components(self) -> list[set[tuple[str, str]]]:
        """Articles that hang together, by their reports or by a decision for `same`."""
        stored = self.stored()
        groups = [{name for name in stored if stored[name].report == number} for number in range(REPORTS)]
        for pair, verdict in self.decisions.items():
            if verdict == "same":
                touched = [group for group in groups if group & pair]
                groups = [group for group in groups if not group & pair] + [set().union(*touched)]
        return [group for group in groups if group]


class NewsfoldMachine(RuleBasedStateMachine):
    """Drives one database. `create` and `drop` are set by the test."""

    server: Server
    template: str

    uris: Bundle[tuple[str, str]] = Bundle("uris")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(prefix="newsfold-machine-")
        self.root = Path(self.folder.name)
        self.database = f"machine_{uuid.uuid4().hex}"
        self.reference, self.files, self.runs, self.last_key = Reference(), 0, 0, ""
        self.articles = 0
        self.now = NOW
        self.checked = False
        self.then: dict[int, tuple[object, ...]] = {}

    @initialize()
    def open(self) -> None:
        as_admin(
            self.server,
            f'create database "{self.database}" owner newsfold_owner template "{self.template}" strategy file_copy',
        )
        (self.root / "dags").mkdir()
        parts = []
        for slug in SOURCES:
            (self.root / "inbox" / slug).mkdir(parents=True)
            parts.append(f"[source.{slug}]\nlocation = 'inbox/{slug}'\nlanguage = 'en'\n")
        (self.root / "dags" / "sources.toml").write_text("\n".join(parts))

    def teardown(self) -> None:
        as_admin(self.server, f'drop database if exists "{self.database}" with (force)')
        self.folder.cleanup()

    # --- what comes -----------------------------------------------------------------------------------------------------

    @rule(
        target=uris,
        source=st.sampled_from(SOURCES),
        report=st.integers(0, REPORTS - 1),
        telling=st.integers(0, TELLINGS - 1),
    )
    def deliver(self, source: str, report: int, telling: int) -> tuple[str, str]:
        self.articles += 1
        name = (source, f"urn:{source}:{self.articles}")
        self.reference.articles[name] = Known(report, telling)
        self.send(name, self.reference.articles[name])
        return name

    @rule(name=uris)
    def correct(self, name: tuple[str, str]) -> None:
        known = self.reference.articles.get(name)
        if known and not known.waits and not known.killed and known.corrections < 3:
            known.corrections += 1
            self.send(name, known)

    @rule(name=uris)
    def kill(self, name: tuple[str, str]) -> None:
        known = self.reference.articles.get(name)
        if known and not known.waits and not known.killed:
            known.killed = True
            self.send(name, known)

    @rule(name=uris)
    def send_again(self, name: tuple[str, str]) -> None:
        known = self.reference.articles.get(name)
        if known and not known.waits:
            self.send(name, known)

    @rule(name=uris)
    def send_what_has_left(self, name: tuple[str, str]) -> None:
        """It stays away: what was removed is known by its hash."""
        known = self.reference.gone.get(name)
        if known and not known.waits:
            self.send(name, known)

    def send(self, name: tuple[str, str], known: Known) -> None:
        """Put the article as it is into a new file of its source."""
        known.waits = True
        known.sent += 1
        self.files += 1
        item = {
            "uri": name[1],
            "type": "text",
            "language": "en",
            "firstcreated": f"{DAY}T06:00:00Z",
            "versioncreated": f"{DAY}T{7 + known.corrections + 4 * known.killed:02}:00:00Z",
            "headline": f"Report {known.report}",
            "pubstatus": "canceled" if known.killed else "usable",
            "body_text": corrected(TEXTS[known.report][known.telling], known.corrections),
        }
        path = self.root / "inbox" / name[0] / f"{self.files:04}.json"
        path.write_text(json.dumps(item))
        os.utime(path, (NOW.timestamp() - 3600,) * 2)

    def waiting(self) -> list[Known]:
        """The articles of which a file is there that no run has taken in."""
        every = [*self.reference.articles.values(), *self.reference.gone.values()]
        return [known for known in every if known.waits]

    # --- runs -----------------------------------------------------------------------------------------------------------

    @precondition(lambda self: self.waiting())
    @rule(
        batch_files=st.sampled_from([1, 3, 500]),
        dies_after=st.sampled_from([None, None, "fetch", "normalize", "deduplicate"]),
    )
    def run(self, batch_files: int, dies_after: str | None) -> None:
        """A run; perhaps one that dies on the way, and the next one takes over."""
        due = self.waiting()
        if dies_after is not None:
            self.do_steps(f"dies {self.runs}", batch_files, until=dies_after)
        self.last_key = f"run {self.runs}"
        totals = self.do_steps(self.last_key, batch_files)
        unchanged = sum(known.stored == known.state for known in due)
        versions = sum(known.stored is not None for known in due) - unchanged
        assert totals["balanced"]
        assert (totals["found"], totals["unchanged"], totals["version"], totals["quarantined"]) == (
            len(due),
            unchanged,
            versions,
            0,
        )
        for known in due:
            known.stored, known.waits = known.state, False

    @precondition(lambda self: self.last_key)
    @rule()
    def run_again(self) -> None:
        """The last run's tasks are cleared, and all of them run again."""
        if self.waiting():
            return
        before = self.dump()
        self.do_steps(self.last_key, 500)
        assert not [str(each) for each in canonical.differences(before, self.dump())]

    @precondition(lambda self: self.last_key)
    @rule()
    def read_all_again(self) -> None:
        """Every file that is known is read once more."""
        with self.work() as work:
            run_id = steps.begin(work, f"again {self.tick()}", "command", None, dry_run=False, now=self.now)
            rows = self.query(
                "select file_id from ops.file where loaded_at is not null and bytes_released_at is null"
            )
            ledger.assign_files(work.connection, run_id, [row.file_id for row in rows], 500)
            totals = self.finish(work, run_id)
        assert totals["found"] == totals["unchanged"] == len(rows)

    def do_steps(self, key: str, batch_files: int, until: str | None = None) -> dict:
        """fetch to publish, or up to a step."""
        self.tick()
        with self.work() as opened:
            work = replace(opened, settings=replace(opened.settings, batch_files=batch_files))
            run_id = steps.begin(work, key, "command", DAY, dry_run=False, now=self.now)
            steps.fetch(work, run_id, [], [DAY], self.now)
            return {} if until == "fetch" else self.finish(work, run_id, until)

    def finish(self, work: workspaces.Workspace, run_id: int, until: str | None = None) -> dict:
        """normalize to publish, or up to a step; the totals."""
        for batch in ledger.due_batches(work.connection, run_id):
            steps.normalize(work, run_id, batch.batch, now=self.now)
        if until == "normalize":
            return {}
        steps.deduplicate(work, run_id)
        if until == "deduplicate":
            return {}
        totals = steps.load(work, run_id, self.now)
        steps.check(work, run_id, self.now)
        steps.publish(work, run_id, self.now)
        self.checked = False
        return totals

    # --- what people do -------------------------------------------------------------------------------------------------

    @rule(
        one=uris, other=uris, verdict=st.sampled_from(["same", "different", "same_event", "different_event"])
    )
    def decide(self, one: tuple[str, str], other: tuple[str, str], verdict: str) -> None:
        stored = self.reference.stored()
        if one == other or one not in stored or other not in stored:
            return
        ids = self.article_ids()
        with self.work() as work:
            pair = (min(ids[one], ids[other]), max(ids[one], ids[other]))
            deciding.decide(work, verdict, pair, decided_by="ana", note=None, now=self.tick())
        decided = self.reference.events if verdict.endswith("_event") else self.reference.decisions
        decided[frozenset((one, other))] = verdict

    @precondition(lambda self: self.reference.decisions)
    @rule(data=st.data())
    def revoke(self, data: st.DataObject) -> None:
        pair = data.draw(st.sampled_from(sorted(map(tuple, map(sorted, self.reference.decisions)))))
        ids = self.article_ids()
        query = (
            "select decision_id from ops.decision where revoked_at is null and verdict in ('same', 'different')"
            " and article_id = least(%s, %s) and other_article_id = greatest(%s, %s)"
        )
        (row,) = self.query(query, ids[pair[0]], ids[pair[1]], ids[pair[0]], ids[pair[1]])
        with self.work() as work:
            deciding.revoke(work, row.decision_id, revoked_by="ana", now=self.tick())
        del self.reference.decisions[frozenset(pair)]

    @precondition(lambda self: self.last_key)
    @rule()
    def refold(self) -> None:
        """With the method of today, which is the method of the loads: nothing moves."""
        before, events = self.stories(), self.events()
        with self.work() as work:
            refolding.refold(work, now=self.tick())
        assert self.stories() == before
        assert self.events() == events

    @precondition(lambda self: self.last_key)
    @rule(source=st.sampled_from(SOURCES))
    def forget(self, source: str) -> None:
        """All of one source leaves."""
        gone = [name for name in self.reference.stored() if name[0] == source]
        if not gone or self.waiting():
            return
        with self.work() as work:
            retention.forget(work, source, now=self.tick())
        for name in gone:
            self.reference.gone[name] = self.reference.articles.pop(name)
        for decided in (self.reference.decisions, self.reference.events):
            for pair in [pair for pair in decided if pair & set(gone)]:
                del decided[pair]
        self.checked = False

    # --- what holds -----------------------------------------------------------------------------------------------------

    @invariant()
    def stories_are_those_of_the_reference(self) -> None:
        if not self.last_key or self.checked:
            return
        stories, components = self.stories(), self.reference.components()
        story_of = {name: story for story in stories for name in story}
        assert story_of.keys() == self.reference.stored().keys()
        apart = [pair for pair, verdict in self.reference.decisions.items() if verdict == "different"]
        for component in components:
            if any(pair <= component for pair in apart):
                assert set().union(*(story_of[name] for name in component)) == component
            else:
                assert {story_of[name] for name in component} == {frozenset(component)}
        for pair in apart:
            assert len({story_of[name] for name in pair}) == 2
        shown = {(row.source, row.uri) for row in self.query("select source, uri from analytics.articles")}
        assert shown == {name for name, known in self.reference.stored().items() if not known.stored[1]}

    @invariant()
    def events_are_what_people_say_and_what_was_known_then_stays(self) -> None:
        if not self.last_key or self.checked:
            return
        event_of = {
            (row.source, row.uri): (row.event_id, row.story_id)
            for row in self.query("select source, uri, event_id, story_id from analytics.articles")
        }
        for pair, verdict in self.reference.events.items():
            one, other = (event_of.get(name) for name in pair)
            if one is None or other is None or one[1] == other[1]:
                continue
            if verdict == "different_event":
                assert one[0] != other[0] or one[0] is None
        redirects = {
            row.event_id: row.merged_into_event_id
            for row in self.query("select event_id, merged_into_event_id from news.event")
        }
        # No id was ever lost: each leads to an event that stands, or to one that has ended.
        for event_id in redirects:
            at: int | None = event_id
            for _ in range(len(redirects) + 1):
                at = redirects[at] if at is not None else None
            assert at is None
        then = {
            row.article_id: tuple(row) for row in self.query("select * from news.novelty order by article_id")
        }
        held = {row.article_id for row in self.query("select article_id from news.article")}
        assert then.keys() <= held
        assert {key: value for key, value in self.then.items() if key in held} == {
            key: then[key] for key in self.then if key in held
        }
        self.then = then

    @invariant()
    def nothing_is_broken(self) -> None:
        if not self.last_key or self.checked:
            return
        with closing(connect(self.url("owner"))) as connection:
            assert invariants.broken(connection) == {}
        self.checked = True

    # --- the database ---------------------------------------------------------------------------------------------------

    def tick(self) -> datetime:
        """Time passes with each act."""
        self.checked = False
        self.runs += 1
        self.now += timedelta(minutes=1)
        return self.now

    def url(self, role: str) -> str:
        return self.server.url(role, self.database)

    def work(self):
        return workspaces.open_workspace(self.url("loader"), self.root / "raw", self.root)

    def query(self, text: str, *parameters: object) -> list:
        with closing(connect(self.url("owner"))) as connection, connection, connection.cursor() as cursor:
            cursor.execute(text, parameters or None)
            return cursor.fetchall()

    def dump(self) -> canonical.Dump:
        with closing(connect(self.url("owner"))) as connection:
            return canonical.dump(connection)

    def article_ids(self) -> dict[tuple[str, str], int]:
        rows = self.query("select slug, uri, article_id from news.article join news.source using (source_id)")
        return {(row.slug, row.uri): row.article_id for row in rows}

    def events(self) -> dict[int, frozenset[int]]:
        """The events with their stories."""
        grouped: dict[int, set[int]] = {}
        for row in self.query("select event_id, story_id from news.event_story where event_id is not null"):
            grouped.setdefault(row.event_id, set()).add(row.story_id)
        return {event_id: frozenset(stories) for event_id, stories in grouped.items()}

    def stories(self) -> set[frozenset[tuple[str, str]]]:
        """The stories as sets of articles."""
        rows = self.query(
            "select story_id, slug, uri from news.membership join news.article using (article_id)"
            " join news.source using (source_id) where valid_to is null"
        )
        grouped: dict[int, set[tuple[str, str]]] = {}
        for row in rows:
            grouped.setdefault(row.story_id, set()).add((row.slug, row.uri))
        return set(map(frozenset, grouped.values()))


def as_admin(server: Server, statement: str) -> None:
    with closing(connect(server.url("admin", "postgres"))) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize("part", range(1 if EXAMPLES < 20 else 2))
def test_any_order_of_events_ends_as_the_reference(
    part: int, postgres_server: Server, migrated_template: str
) -> None:
    class Machine(NewsfoldMachine):
        server, template = postgres_server, migrated_template

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=14 if EXAMPLES < 20 else 30,
            derandomize=EXAMPLES < 20,
            database=None,
            # Shrinking runs an example hundreds of times: only where somebody waits for it.
            phases=[Phase.generate] if EXAMPLES < 1_000 else [Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
