"""How new an article was: as known then, which nothing that comes later changes, and as known now, which counts what is shown."""

import contextlib
import random

import pytest

from newsfold.analytics import marts
from newsfold.pipeline import deciding, steps
from newsfold.store.connection import connect, statement
from newsfold.upkeep import refolding, retention
from tests.dedup.test_event_bonds import EVENTS, NAMES
from tests.end_to_end.test_events import as_item, decide, deliver, refold
from tests.end_to_end.test_retention import item, later

THEN = (
    "known_at", "story_rank_then", "event_rank_then", "story_minutes_then", "event_minutes_then", "similar_hour_then",
    "similar_day_then", "similar_week_then", "new_share_then",
)  # fmt: skip
NOW = tuple(name.removesuffix("_then") for name in THEN[1:])
BODY = EVENTS["ferry"]["mail"]["body"]


def count(newsroom) -> None:
    with newsroom.workspace() as work:
        marts.refresh(work.connection, now=steps.utc_now())


def rows(newsroom, *columns: str) -> dict[str, tuple]:
    """The columns of each article by its name."""
    found = newsroom.query(
        f"select split_part(uri, ':', 3) as name, novelty.{', novelty.'.join(columns)}"
        " from analytics.novelty join news.article using (article_id)"
    )
    return {row.name: tuple(row)[1:] for row in found}


def send(newsroom, name: str, body: str, at: str, **fields: object) -> None:
    """One article of a source of its own, published at a time of 26 September."""
    slug = name.rstrip("0123456789")
    if not (newsroom.root / "inbox" / slug).exists():
        newsroom.source(slug)
    published = f"2025-09-26T{at}:00Z"
    number = len(list((newsroom.root / "inbox" / slug).iterdir()))
    newsroom.deliver(slug, f"{number}.json", item(f"urn:x:{name}", body, published, **fields))


def test_ranks_minutes_and_likes_are_counted_by_publication_among_what_is_known(newsroom):
    send(newsroom, "agency", BODY, "06:00")
    send(newsroom, "herald", BODY, "06:40")
    newsroom.run()
    send(newsroom, "late", BODY, "06:20")
    send(newsroom, "evening", BODY, "18:20")
    newsroom.run()
    count(newsroom)
    columns = (
        "story_rank_then",
        "story_minutes_then",
        "similar_hour_then",
        "similar_day_then",
        "new_share_then",
    )
    assert rows(newsroom, *columns) == {
        "agency": (1, 0, 0, 0, 1),
        "herald": (2, 40, 1, 1, 0),
        "late": (2, 20, 1, 1, 0),
        "evening": (4, 740, 0, 3, 0),
    }
    now = rows(newsroom, *(name.removesuffix("_then") for name in columns))
    # What came late was printed before it.
    assert now == {**rows(newsroom, *columns), "herald": (3, 40, 2, 2, 0)}


def test_what_has_no_instant_has_a_place_but_no_minutes(newsroom):
    newsroom.source("agency")
    newsroom.source("paper")
    newsroom.deliver("agency", "1.json", item("urn:x:agency", BODY, "2025-09-26T06:00:00Z"))
    newsroom.deliver("paper", "1.txt", f"A headline\n\nSandvorn, Sep 26, 2025 (MNA) {BODY.strip()}\n")
    newsroom.deliver("paper", "2.txt", f"A headline\n\n{BODY.strip()}\n")
    newsroom.run()
    found = newsroom.query(
        "select published_on is null as undated, story_rank_then as rank, story_minutes_then as minutes,"
        " similar_hour_then as hour, similar_day_then as day from analytics.novelty order by story_rank_then"
    )
    assert [tuple(row) for row in found] == [
        (False, 1, 0, 0, 0),
        (False, 2, None, None, 1),
        (True, 3, None, None, None),
    ]


@pytest.mark.parametrize("seed", range(3))
def test_nothing_that_comes_later_changes_what_was_known_then(newsroom, once, seed):
    chance = random.Random(seed)
    order = chance.sample(NAMES, len(NAMES))
    size = (1, 3, 5)[seed]
    told: dict[str, tuple] = {}

    def assert_held(*but: str) -> None:
        found = rows(newsroom, *THEN)
        assert {name: found[name] for name in told if name not in but} == {
            name: value for name, value in told.items() if name not in but
        }
        told.update(found)

    for start in range(0, len(order), size):
        deliver(newsroom, order[start : start + size])
        assert_held()
    count(newsroom)
    assert told.keys() == set(NAMES)
    assert all(value[1] == 1 for value in told.values())
    one, other = chance.sample(NAMES, 2)
    decide(newsroom, "same_event", one, other)
    assert_held()
    decide(newsroom, "same", *chance.sample(NAMES, 2))
    assert_held()
    # A copy of each that was printed before it, and one after; a correction of one.
    for hour in ("01:00", "23:30"):
        for name in NAMES:
            event, outlet = name.split(".")
            send(newsroom, f"copy{chance.randrange(10**9)}", EVENTS[event][outlet]["body"], hour)
    newsroom.deliver(
        NAMES[0].split(".")[1],
        "again.json",
        as_item(
            NAMES[0], versioncreated="2025-09-29T06:00:00Z", body_text=EVENTS["ferry"]["mail"]["body"] * 2
        ),
    )
    newsroom.run()
    assert_held()
    refold(newsroom)
    count(newsroom)
    assert_held()
    assert any(row[0] > 1 for name, row in rows(newsroom, "story_rank").items() if name in NAMES)


def test_what_is_known_then_by_one_load_is_what_is_known_now(newsroom):
    deliver(newsroom, NAMES)
    send(newsroom, "copy", BODY, "05:00")
    newsroom.run()
    with newsroom.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    newsroom.query("delete from news.novelty returning 1")
    newsroom.query("update news.article set first_run_id = (select max(run_id) from ops.run) returning 1")
    with newsroom.workspace() as work, work.connection:
        from newsfold.store import novelty

        novelty.note_run(
            work.connection,
            newsroom.query("select max(run_id) as last from ops.run")[0].last,
            steps.utc_now(),
        )
    count(newsroom)
    assert rows(newsroom, *THEN[1:]) == rows(newsroom, *NOW)
    ranks = [row[0] for row in rows(newsroom, "event_rank").values() if row[0] is not None]
    assert sorted(ranks) == [1, 1, 1, 2, 2, 2, 3, 4, 5][: len(ranks)]


def test_what_is_under_embargo_is_not_counted_and_is_new_when_it_can_be_read(newsroom):
    send(newsroom, "desk", BODY, "06:00", embargoed="2035-01-01T00:00:00Z")
    newsroom.run()
    send(newsroom, "herald", BODY, "08:00")
    newsroom.run()
    count(newsroom)
    assert rows(newsroom, "story_rank_then", "story_rank", "new_share_then") == {"herald": (1, 1, 1)}
    assert newsroom.query("select count(*)::int as n from news.novelty")[0].n == 1
    send(newsroom, "desk", BODY, "06:00", versioncreated="2025-09-26T09:00:00Z")
    newsroom.run()
    count(newsroom)
    found = rows(newsroom, "known_at", "story_rank_then", "story_rank")
    assert {name: row[1:] for name, row in found.items()} == {"desk": (1, 1), "herald": (1, 2)}
    assert found["desk"][0] > found["herald"][0]


def test_a_kill_leaves_no_gap_in_the_ranks(newsroom):
    for name, at in (("agency", "06:00"), ("herald", "07:00"), ("paper", "08:00")):
        send(newsroom, name, BODY, at)
        newsroom.run()
    count(newsroom)
    assert rows(newsroom, "story_rank_then")["paper"] == (3,)
    send(newsroom, "herald", BODY, "07:00", versioncreated="2025-09-26T10:00:00Z", pubstatus="canceled")
    newsroom.run()
    # What counted it is withheld; what was told before it came is not.
    assert rows(newsroom, "story_rank_then", "similar_day_then", "story_rank") == {
        "agency": (1, 0, 1),
        "paper": (None, None, 2),
    }


def test_what_is_removed_takes_its_row_with_it(newsroom, assert_whole):
    newsroom.source("agency", retention_days=30)
    send(newsroom, "agency", BODY, "06:00")
    send(newsroom, "paper", BODY, "08:00")
    newsroom.run()
    before = rows(newsroom, *THEN)
    with newsroom.workspace() as work:
        retention.enforce(work, now=later(40))
    assert rows(newsroom, *THEN) == {"paper": before["paper"]}
    assert newsroom.query("select count(*)::int as n from news.novelty")[0].n == 1
    assert_whole(newsroom)


def test_what_a_person_hides_and_shows_again_has_the_numbers_of_then(newsroom):
    send(newsroom, "agency", BODY, "06:00")
    send(newsroom, "paper", BODY, "08:00")
    newsroom.run()
    before = rows(newsroom, *THEN)
    article_id = newsroom.query("select article_id from news.article where uri = 'urn:x:agency'")[
        0
    ].article_id
    with newsroom.workspace() as work:
        deciding.hide(work, article_id, decided_by="ana", note=None, now=steps.utc_now())
    assert rows(newsroom, "story_rank_then") == {"paper": (None,)}
    decision_id = newsroom.query("select decision_id from ops.decision")[0].decision_id
    with newsroom.workspace() as work:
        deciding.revoke(work, decision_id, revoked_by="ana", now=steps.utc_now())
    assert rows(newsroom, *THEN) == before


def work_of(node: dict) -> float:
    """The rows that a node of a plan and those below it have looked at."""
    removed = sum(value for name, value in node.items() if name.startswith("Rows Removed"))
    own = (node["Actual Rows"] + removed) * node["Actual Loops"]
    return own + sum(work_of(below) for below in node.get("Plans", ()))


@pytest.mark.parametrize("text", ["number {number}", BODY], ids=["stories of their own", "one story"])
def test_a_run_twice_as_large_costs_twice_as_much(newsroom, text):
    """Nobody has counted the rows of a run that is being loaded: a plan for few rows must not look at all of them for each."""
    newsroom.source("wire")
    measured = []
    for run, count in enumerate((60, 120)):
        items = [
            item(f"urn:x:{run}-{number}", text.replace("{number}", f"{run}{number}"), "2025-09-26T06:00:00Z")
            for number in range(count)
        ]
        newsroom.deliver("wire", f"{run}.jsonl", "\n".join(items))
        report = newsroom.run()
        assert report["totals"]["found"] == count
        measured.append(work_of_run(newsroom, report["run_id"]))
    assert measured[1] < 2.9 * measured[0]


NO_LOOK_UPS = "set local enable_nestloop = off"
MANY_STORIES = """
insert into news.event_story (
  story_id, article_id, content_id, key, day, language, headline, place, terms, crossing, weight, center_story_id
)
select
  1000000 + number, 1000000 + number, 1000000 + number, sha256(convert_to(number::text, 'UTF8')), day - 9, language, headline,
  place, terms, crossing, 0, 1000000 + number
from generate_series(1, 20000) as number
cross join (select * from news.event_story limit 1) as template
"""


@pytest.mark.parametrize("text", ["number {number}", BODY], ids=["stories of their own", "one story"])
def test_a_run_costs_no_more_where_much_is_stored(newsroom, text):
    """A planner that takes look-ups for dear must not look through all stories for the few of a run."""
    newsroom.source("wire")
    items = [
        item(f"urn:x:{number}", text.replace("{number}", str(number)), "2025-09-26T06:00:00Z")
        for number in range(60)
    ]
    newsroom.deliver("wire", "1.jsonl", "\n".join(items))
    run_id = newsroom.run()["run_id"]
    before = work_of_run(newsroom, run_id, NO_LOOK_UPS)
    with (
        contextlib.closing(connect(newsroom.role_url("owner"))) as connection,
        connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(MANY_STORIES)
        cursor.execute("analyze news.event_story")
    assert work_of_run(newsroom, run_id, NO_LOOK_UPS) < 1.5 * before


def work_of_run(newsroom, run_id: int, setting: str = "") -> float:
    """How many rows are looked at to note what is new in a run."""
    parameters = {"run_id": run_id, "now": steps.utc_now()}
    with contextlib.closing(connect(newsroom.role_url("owner"))) as connection, connection.cursor() as cursor:
        cursor.execute(f"{setting}; delete from news.novelty where run_id = %(run_id)s", parameters)
        cursor.execute(f"explain (analyze, format json) {statement('novelty/note')}", parameters)
        (plan,) = cursor.fetchone()[0]
        connection.rollback()
    return work_of(plan["Plan"])
