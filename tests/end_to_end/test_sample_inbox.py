"""The sample inbox, all the way: what each file becomes, and which of them are one story."""

import json
import random
import shutil
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
EXPECTED = [
    json.loads(line) for line in (SAMPLES / "inbox.expected.jsonl").read_text(encoding="utf-8").splitlines()
]
INBOX = {
    (each["file"].split("/", 1)[1], each.get("record", 0)): each
    for each in EXPECTED
    if each["file"].startswith("inbox/")
}
FILES = {name for name, _ in INBOX}
# A record: its source and file, and its place in the file.
Key = tuple[str, int]


def expected_stories() -> set[frozenset[Key]]:
    """The labelled stories, each as the set of its records that made an article or a version."""
    stories = defaultdict(set)
    for name, each in INBOX.items():
        if "rejected" not in each:
            stories[each["story"]].add(name)
    return {frozenset(names) for names in stories.values()}


def stories_of_records(newsroom) -> set[frozenset[Key]]:
    """The stories as sets of records: a record belongs to the article that it made, changed or showed again."""
    rows = newsroom.query(
        "select source.slug || '/' || file.name as name, record_position, membership.story_id"
        " from news.version join ops.file using (file_id) join news.source using (source_id)"
        " join news.membership on membership.article_id = version.article_id and membership.valid_to is null"
    )
    stories = defaultdict(set)
    for row in rows:
        stories[row.story_id].add((row.name, row.record_position))
    return {frozenset(names) for names in stories.values()}


def without_repeats(stories: set[frozenset[Key]], shown: set[Key]) -> set[frozenset[Key]]:
    return {frozenset(names & shown) for names in stories} - {frozenset()}


def test_every_record_ends_as_labelled(sample_newsroom):
    report = sample_newsroom.run()
    totals = report["totals"]
    assert totals["balanced"]
    assert (totals["files"], totals["found"]) == (len(FILES), len(INBOX))
    outcomes = Counter("quarantined" if "rejected" in e else e["outcome_in_story"] for e in INBOX.values())
    assert {name: totals[name] for name in outcomes} == dict(outcomes)
    failed = [check for check in report["checks"] if check["severity"] == "fail" and check["broken_rows"]]
    assert failed == []
    refused = sample_newsroom.query(
        "select source.slug || '/' || file.name as name, record_position, reason_code"
        " from ops.rejected_record join ops.file using (file_id) join news.source using (source_id)"
    )
    assert {(row.name, row.record_position): row.reason_code for row in refused} == {
        key: each["rejected"] for key, each in INBOX.items() if "rejected" in each
    }


def test_stories_are_the_labelled_ones(sample_newsroom):
    sample_newsroom.run()
    found = stories_of_records(sample_newsroom)
    shown = set().union(*found)
    assert found == without_repeats(expected_stories(), shown)


def test_ingesting_again_changes_nothing_but_the_counters(sample_newsroom):
    sample_newsroom.run()
    before = fingerprint_of_tables(sample_newsroom)
    totals = sample_newsroom.reread()["totals"]
    assert totals["balanced"]
    refused = sum("rejected" in each for each in INBOX.values())
    assert (totals["unchanged"], totals["quarantined"]) == (len(INBOX) - refused, refused)
    assert fingerprint_of_tables(sample_newsroom) == before


def test_a_run_with_nothing_new_takes_nothing_in(sample_newsroom):
    sample_newsroom.run()
    totals = sample_newsroom.run()["totals"]
    assert totals["files"] == 0
    assert totals["balanced"]


@pytest.mark.parametrize("seed", [1, 2])
def test_any_order_and_batching_gives_the_same_stories(sample_newsroom, seed):
    """The files arrive in random order over several runs of small batches."""
    waiting = sample_newsroom.root / "waiting"
    shutil.move(sample_newsroom.root / "inbox", waiting)
    files = sorted(path for path in waiting.rglob("*") if path.is_file())
    shuffle = random.Random(seed)
    shuffle.shuffle(files)
    cuts = sorted(shuffle.sample(range(1, len(files)), 4))
    for slug in (path.name for path in waiting.iterdir()):
        (sample_newsroom.root / "inbox" / slug).mkdir(parents=True)
    for start, end in zip([0, *cuts], [*cuts, len(files)], strict=True):
        for path in files[start:end]:
            shutil.move(path, sample_newsroom.root / "inbox" / path.relative_to(waiting))
        assert sample_newsroom.run(batch_files=7)["totals"]["balanced"]
    found = stories_of_records(sample_newsroom)
    assert found == without_repeats(expected_stories(), set().union(*found))


def test_a_second_delivery_makes_versions(sample_newsroom):
    sample_newsroom.run()
    for path in (SAMPLES / "inbox_corrections").rglob("*"):
        if path.is_file():
            slug, name = path.relative_to(SAMPLES / "inbox_corrections").parts
            sample_newsroom.deliver(slug, name, path.read_bytes() + b" ")
    expected = Counter(e["outcome_in_story"] for e in EXPECTED if e["file"].startswith("inbox_corrections/"))
    totals = sample_newsroom.run()["totals"]
    assert {name: totals[name] for name in expected} == dict(expected)
    corrected = sample_newsroom.query("select count(*) as n from news.article where current_version = 2")[0].n
    assert corrected >= expected["version"]


def current_records(newsroom) -> dict[int, Key]:
    """Which record each article shows: article_id -> the record of its current version."""
    rows = newsroom.query(
        "select version.article_id, source.slug || '/' || file.name as name, record_position"
        " from news.version join ops.file using (file_id) join news.source using (source_id)"
        " join news.article on article.article_id = version.article_id and article.current_version = version.version"
    )
    return {row.article_id: (row.name, row.record_position) for row in rows}


def expected_hidden() -> dict[Key, str]:
    """What must be hidden now: all that is labelled so, but for embargoes that have ended since."""
    now = datetime.now(UTC)
    return {
        key: each["hidden"]
        for key, each in INBOX.items()
        if "hidden" in each
        and (each["hidden"] != "embargoed" or datetime.fromisoformat(each["fields"]["embargoed"]) > now)
    }


def test_what_editors_took_back_or_hold_back_is_hidden(sample_newsroom):
    sample_newsroom.run()
    records = current_records(sample_newsroom)
    hidden = sample_newsroom.query("select article_id, reason from analytics.hidden_articles")
    assert sorted((records[row.article_id], row.reason) for row in hidden) == sorted(
        expected_hidden().items()
    )
    shown = sample_newsroom.query("select article_id from analytics.articles")
    assert {records[row.article_id] for row in shown} == set(records.values()) - set(expected_hidden())


def test_a_kill_is_tied_to_what_it_names(sample_newsroom):
    sample_newsroom.run()
    records = current_records(sample_newsroom)
    killed = sample_newsroom.query(
        "select article_id, amended_by_article_id from analytics.hidden_articles where reason = 'killed'"
    )
    found = {records[row.amended_by_article_id]: records[row.article_id] for row in killed}
    assert found == {
        key: (each["kills"].split("/", 1)[1], 0) for key, each in INBOX.items() if "kills" in each
    }


def fingerprint_of_tables(newsroom) -> dict[str, str]:
    """A hash of each table of `news`, without the counters that seeing an article again may move."""
    tables = newsroom.query(
        "select c.relname from pg_class as c join pg_namespace as n on n.oid = c.relnamespace"
        " where n.nspname = 'news' and c.relkind in ('r', 'p') and not c.relispartition order by 1"
    )
    hashes = {}
    for (table,) in tables:
        row = "(to_jsonb(each_row) - 'last_seen_at' - 'seen_count')::text"
        text = f"select md5(string_agg({row}, ',' order by {row})) as h from news.{table} as each_row"
        hashes[table] = newsroom.query(text)[0].h
    return hashes


def test_fields_are_as_labelled(sample_newsroom):
    """Every field that the labels assert; a difference is shown with its file."""
    sample_newsroom.run()
    rows = sample_newsroom.query(
        "select source.slug || '/' || file.name as name, v.*, content.body"
        " from news.version as v join ops.file using (file_id) join news.source using (source_id)"
        " join news.content using (content_id)"
    )
    wrong = []
    for row in rows:
        key = (row.name, row.record_position)
        expected = INBOX[key]
        found = row._asdict()
        for field, value in expected.get("fields", {}).items():
            if field in found and comparable(found[field]) != comparable(value):
                wrong.append((key, field, comparable(found[field]), value))
        body = " ".join(row.body.split())
        if "body_starts" not in expected:
            wrong.append((key, "should be refused", "", expected["rejected"]))
            continue
        if not body.startswith(" ".join(expected["body_starts"].split())) or not body.endswith(
            expected["body_ends"]
        ):
            wrong.append(
                (
                    key,
                    "body",
                    body[:60] + " … " + body[-60:],
                    expected["body_starts"] + " … " + expected["body_ends"],
                )
            )
        wrong += [
            (key, "body holds", phrase, "")
            for phrase in expected.get("not_in_body", [])
            if phrase in row.body
        ]
    assert not wrong, "\n".join(map(str, wrong))


def comparable(value: object) -> object:
    """Dates and instants as values that can be compared, whatever their offset."""
    if isinstance(value, str) and value[:4].isdigit() and value[4:5] == "-":
        value = datetime.fromisoformat(value)
        return value if value.tzinfo else value.date()
    return value
