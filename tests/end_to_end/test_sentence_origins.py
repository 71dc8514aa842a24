"""Each sentence knows its first carrier, whatever the order of arrival, and after removals, decisions, refolds and rebuilds."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from newsfold.pipeline import deciding, sentence_index, steps
from newsfold.store import export
from newsfold.upkeep import refolding, retention
from tests.end_to_end.test_retention import item, later

SYLLABLES = (
    "bra",
    "cal",
    "dun",
    "est",
    "fjel",
    "gan",
    "har",
    "isel",
    "jar",
    "kov",
    "lin",
    "mer",
    "nor",
    "ost",
    "pel",
    "rud",
)
JOINTS = ("of the", "said that", "was near", "and later", "with a", "to his", "before the")

#: What analysts see, by names that do not depend on the order of arrival.
ORIGINS = """
select article.uri, origins.sentence_number, origins.sentence, origin.uri as origin, origins.origin_sentence_number, origins.kind
from analytics.sentence_origins as origins
join analytics.articles as article using (article_id)
left join analytics.articles as origin on origin.article_id = origins.origin_article_id
order by 1, 2
"""


def sentence(seed: object) -> str:
    """A sentence that nobody else has written."""
    rng = random.Random(str(seed))
    words = ["".join(rng.sample(SYLLABLES, 3)) for _ in range(7)]
    return " ".join(
        f"{word} {joint}" for word, joint in zip(words, rng.sample(JOINTS, 7), strict=True)
    ).capitalize() + (f" number {rng.randint(100, 9999)}.")


def passage(name: str, count: int = 3) -> list[str]:
    return [sentence((name, number)) for number in range(count)]


def paper(name: str, *taken: str) -> str:
    """A paper's own report with sentences of others in its middle."""
    own = passage(f"own {name}", 6)
    return "\n\n".join([" ".join(own[:3]), *([" ".join(taken)] if taken else []), " ".join(own[3:])])


WIRE = passage("wire", 6)
#: name -> text and hour of publication on 26 September 2025.
DAY = {
    "wire": (" ".join(WIRE), 6),
    "morning": (paper("morning", *WIRE[1:4]), 9),
    "noon": (paper("noon", *WIRE[2:6]), 12),
    "evening": (paper("evening", *WIRE[1:4], sentence(("own morning", 0))), 18),
    "other": (paper("other"), 11),
}


def as_item(name: str, **fields: object) -> str:
    body, hour = DAY[name]
    return item(f"urn:x:{name}", body, f"2025-09-26T{hour:02}:00:00Z", **fields)


def origins(newsroom, query: str = ORIGINS) -> list[tuple]:
    return [tuple(row) for row in newsroom.query(query)]


def carried(newsroom) -> dict[tuple[str, str], int]:
    """(article, origin) -> sentences."""
    found: dict[tuple[str, str], int] = {}
    for uri, _, _, origin, *_ in origins(newsroom):
        if origin:
            key = uri.rpartition(":")[2], origin.rpartition(":")[2]
            found[key] = found.get(key, 0) + 1
    return found


EXPECTED = {("morning", "wire"): 3, ("noon", "wire"): 4, ("evening", "wire"): 3, ("evening", "morning"): 1}


def deliver(newsroom, *runs: tuple[str, ...]) -> None:
    """Each group of names is one run; each name is a source."""
    newsroom.source("desk")
    for names in runs:
        for name in names:
            newsroom.deliver("desk", f"{name}.json", as_item(name))
        newsroom.run()


def test_each_sentence_has_its_first_carrier(newsroom, assert_whole):
    deliver(newsroom, tuple(DAY))
    assert carried(newsroom) == EXPECTED
    rows = origins(newsroom)
    assert {row[2] for row in rows if row[0] == "urn:x:wire"} == set(WIRE)
    shares = newsroom.query(
        "select own_share, reused_share, agency_share from analytics.articles"
        " where uri in ('urn:x:wire', 'urn:x:noon') order by uri"
    )
    assert shares[0].own_share == pytest.approx(0.6, abs=0.02)
    assert shares[0].reused_share == pytest.approx(0.4, abs=0.02)
    assert tuple(shares[1]) == (1, 0, 0)
    one = newsroom.query(
        "select a.own_share = b.own_share as same from analytics.articles as a"
        " cross join lateral analytics.article(a.article_id) as b"
    )
    assert all(row.same for row in one)
    assert_whole(newsroom)


ORDERS = [
    (("evening",), ("noon",), ("other", "morning"), ("wire",)),
    (("wire", "evening"), ("other",), ("noon", "morning")),
    (("morning",), ("wire",), ("evening",), ("noon", "other")),
]


@pytest.mark.parametrize("runs", ORDERS)
def test_any_order_of_arrival_ends_in_the_same_rows(newsroom, once, runs):
    deliver(newsroom, *runs)
    assert carried(newsroom) == EXPECTED
    numbers = {(row[0], row[1]): (row[3], row[4]) for row in origins(newsroom) if row[3]}
    assert numbers["urn:x:noon", 4] == ("urn:x:wire", 3)


def test_a_late_first_carrier_is_told_to_those_who_follow(newsroom):
    deliver(newsroom, ("morning", "evening", "other"))
    with newsroom.workspace() as work:
        with work.connection:
            token = export.current_token(work.connection)
        newsroom.deliver("desk", "wire.json", as_item("wire"))
        newsroom.run()
        told = {row["article_id"] for part in export.changes(work.connection, token) for row in part}
    uris = {
        row.article_id: row.uri for row in newsroom.query("select article_id, uri from analytics.articles")
    }
    assert {uris[each] for each in told} == {"urn:x:wire", "urn:x:morning", "urn:x:evening"}


def test_what_is_removed_leaves_nothing_and_the_next_carrier_takes_its_place(newsroom, assert_whole):
    newsroom.source("agency", retention_days=30)
    newsroom.deliver("agency", "wire.json", as_item("wire"))
    deliver(newsroom, ("morning", "noon", "evening"))
    assert carried(newsroom)["noon", "wire"] == 4
    with newsroom.workspace() as work:
        assert retention.enforce(work, now=later(31)).articles == {"agency": 1}
    assert carried(newsroom) == {("noon", "morning"): 2, ("evening", "morning"): 4}
    for table in ("sentence_text", "sentence_origin"):
        held = "select count(*)::int as n from news.{} left join news.content_key using (content_id) where content_sha256 is null"
        assert newsroom.query(held.format(table))[0].n == 0
    postings = newsroom.query("select sum(octet_length(postings)) / 8 as n from news.sentence_posting")[0].n
    assert_whole(newsroom)
    newsroom.source("second")
    newsroom.deliver("second", "wire.json", as_item("wire", headline="Once more"))
    newsroom.run()
    assert carried(newsroom)["noon", "wire"] == 4
    assert (
        newsroom.query("select sum(octet_length(postings)) / 8 as n from news.sentence_posting")[0].n
        > postings
    )


def test_a_day_that_a_person_decides_decides_who_was_first(newsroom):
    deliver(newsroom, tuple(DAY))
    (wire,) = newsroom.query("select article_id from analytics.articles where uri = 'urn:x:wire'")
    with newsroom.workspace() as work:
        deciding.decide_day(
            work, wire.article_id, date(2025, 9, 28), decided_by="ada", note=None, now=steps.utc_now()
        )
    assert carried(newsroom)["wire", "morning"] == 3
    assert ("morning", "wire") not in carried(newsroom)


def test_a_refold_finds_nothing_to_change_and_cuts_what_is_not_cut(newsroom):
    deliver(newsroom, tuple(DAY))
    before = origins(newsroom)
    for table in ("sentence_text", "sentence_match", "sentence_origin", "sentence_posting", "sentence_index"):
        newsroom.query(f"delete from news.{table} returning 1")
    assert origins(newsroom) == []
    with newsroom.workspace() as work:
        refolding.refold(work, now=steps.utc_now())
    assert origins(newsroom) == before


def test_a_hidden_article_tells_no_sentence_and_is_nobodys_origin_to_analysts(newsroom):
    later_than_now = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT00:00:00Z}"
    newsroom.source("desk")
    newsroom.deliver("desk", "wire.json", as_item("wire", embargoed=later_than_now))
    newsroom.deliver("desk", "morning.json", as_item("morning"))
    newsroom.run()
    rows = newsroom.query("select * from analytics.sentence_origins")
    assert {row.origin_article_id for row in rows} == {None}
    assert newsroom.query("select count(*)::int as n from analytics.reuse")[0].n == 0
    assert newsroom.query("select own_share from analytics.articles")[0].own_share == 1


def test_copies_of_one_text_have_one_first_carrier(newsroom):
    newsroom.source("desk")
    for name, hour in (("late", 15), ("early", 5), ("later", 20)):
        newsroom.deliver(
            "desk", f"{name}.json", item(f"urn:x:{name}", DAY["wire"][0], f"2025-09-26T{hour:02}:00:00Z")
        )
        newsroom.run()
    assert carried(newsroom) == {("late", "early"): 6, ("later", "early"): 6}


def test_the_index_is_merged_and_finds_the_same(newsroom, monkeypatch):
    monkeypatch.setattr(sentence_index, "LEAST_APPENDED", 0)
    monkeypatch.setattr(sentence_index, "APPENDED_SHARE", 10_000)
    deliver(newsroom, *([name] for name in reversed(DAY)))
    assert carried(newsroom) == EXPECTED
    doubles = newsroom.query("select bucket from news.sentence_posting group by bucket having count(*) > 1")
    assert doubles == []


def test_passages_of_a_generated_month_are_found_in_any_order(newsroom):
    """Papers take two or more sentences of reports from the days before; nothing else is taken."""
    rng = random.Random(7)
    reports = {f"w{n}": (passage(f"w{n}", 8), n) for n in range(6)}
    items, expected = [], {}
    for name, (lines, day) in reports.items():
        items.append((name, " ".join(lines), day))
    for n in range(18):
        name, day = f"p{n}", rng.randint(6, 25)
        taken = rng.choice(sorted(reports))
        start = rng.randrange(6)
        lines = reports[taken][0][start : start + rng.randint(2, 3)]
        items.append((name, paper(name, *lines), day))
        expected[name, taken] = len(lines)
    rng.shuffle(items)
    for name in ("w", *(f"paper{n}" for n in range(6))):
        newsroom.source(name)
    for part in (items[:8], items[8:16], items[16:]):
        for name, body, day in part:
            source = "w" if name.startswith("w") else f"paper{int(name[1:]) % 6}"
            newsroom.deliver(
                source, f"{name}.json", item(f"urn:x:{name}", body, f"2025-09-{day + 1:02}T06:00:00Z")
            )
        newsroom.run()
    assert carried(newsroom) == expected


def test_what_became_boilerplate_has_no_origin_any_more(newsroom):
    footer = "Readers of the Aldmoor Courier who find a mistake in this report may write to editor Matilde Quaresma."
    newsroom.source("desk")
    for number in range(6):
        body = " ".join([*passage(f"report {number}", 4), footer])
        newsroom.deliver(
            "desk",
            f"{number}.json",
            item(f"urn:x:{number}", body, f"2025-09-{10 + number // 3:02}T06:00:00Z"),
        )
    newsroom.deliver(
        "desk",
        "late.json",
        item("urn:x:late", " ".join([*passage("late", 4), footer]), "2025-09-20T06:00:00Z"),
    )
    newsroom.run()
    with newsroom.workspace() as work:
        refolding.refold(work, now=steps.utc_now(), learn=True)
    assert carried(newsroom) == {}


def test_a_killed_report_is_listed_with_what_others_still_carry(newsroom):
    newsroom.source("desk")
    newsroom.deliver("desk", "wire.json", as_item("wire"))
    newsroom.deliver("desk", "morning.json", as_item("morning"))
    newsroom.run()
    assert newsroom.query("select * from ops.carried_withdrawals") == []
    newsroom.deliver(
        "desk", "wire.2.json", as_item("wire", versioncreated="2025-09-26T20:00:00Z", pubstatus="canceled")
    )
    newsroom.run()
    rows = newsroom.query("select * from ops.carried_withdrawals order by sentence_number")
    assert {row.reason for row in rows} == {"killed"}
    assert [row.sentence for row in rows] == WIRE[1:4]
    assert {row.uri for row in rows} == {"urn:x:morning"}
    assert carried(newsroom) == {}


def test_a_corrected_report_is_listed_with_the_sentences_that_it_says_no_more(newsroom):
    newsroom.source("desk")
    newsroom.deliver("desk", "wire.json", as_item("wire"))
    newsroom.deliver("desk", "morning.json", as_item("morning"))
    newsroom.run()
    corrected = " ".join([*WIRE[:2], sentence("corrected"), *WIRE[3:]])
    newsroom.deliver(
        "desk",
        "wire.2.json",
        item("urn:x:wire", corrected, "2025-09-26T06:00:00Z", versioncreated="2025-09-26T20:00:00Z"),
    )
    newsroom.run()
    (row,) = newsroom.query("select * from ops.carried_withdrawals")
    assert (row.reason, row.sentence, row.uri) == ("corrected", WIRE[2], "urn:x:morning")
    assert carried(newsroom) == {("morning", "wire"): 3}


def test_days_are_counted_by_source_and_by_whom_they_took_from(newsroom):
    newsroom.source("agency")
    newsroom.source("paper")
    newsroom.deliver("agency", "wire.json", as_item("wire"))
    newsroom.deliver("paper", "noon.json", as_item("noon"))
    newsroom.deliver("paper", "other.json", as_item("other"))
    newsroom.run()
    (reuse,) = newsroom.query("select * from analytics.daily_reuse where day = '2025-09-26'")
    assert (reuse.source, reuse.origin_source, reuse.origin_agency) == ("paper", "agency", None)
    assert (reuse.articles, reuse.sentences, reuse.verbatim, reuse.median_minutes) == (1, 4, 4, 360)
    shares = {
        row.source: row
        for row in newsroom.query("select * from analytics.daily_shares where day = '2025-09-26'")
    }
    assert shares["agency"].own_share == 1
    assert shares["paper"].articles == 2
    assert shares["paper"].own_share + shares["paper"].others_share == pytest.approx(1)
    assert shares["paper"].others_share == pytest.approx(reuse.words / shares["paper"].words, abs=0.02)
