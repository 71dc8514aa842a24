"""What an article is known by, from fetch to the feed of changes: corrections taken back, ids of rows, shared addresses."""

import json

import pytest

from newsfold.store.migrations import available

BRIDGE = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March. "
    "The toll stays at 3.20 euros for cars, and buses of the Setubal line cross free until December. "
    "It cost {} million euros, of which Setubal pays a third, Vilela told the assembly at Palmela."
)
SARDINES = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years. "
    "Prices fell to 1.10 euros a kilo, and two canneries took on 60 workers. "
    "The boats stay in port until Monday, when the quota of the Azores is added, Abrantes said."
)


def as_text(headline: str, body: str) -> str:
    return f"{headline}\n\nSetubal, Sep 26, 2025 (MNA) {body}\n"


def bridge(cost: int) -> str:
    return as_text("Bridge opens", BRIDGE.format(cost))


def shown(newsroom) -> list:
    return newsroom.query("select uri, version, body, story_id from analytics.articles order by uri")


def told(newsroom) -> list[str]:
    return [row.change for row in newsroom.query("select change from news.change order by change_id")]


@pytest.mark.parametrize("hours_ago", [10, 90], ids=["touched anew", "with the time that it had"])
def test_a_correction_that_is_taken_back_leaves_the_first_text(newsroom, assert_whole, hours_ago) -> None:
    newsroom.source("alpha", language="en")
    for cost, age in ((41, 90), (410, 50), (41, hours_ago)):
        newsroom.deliver("alpha", "x.txt", bridge(cost), hours_ago=age)
        totals = newsroom.run()["totals"]
        assert totals["found"] == totals["original"] + totals["version"] == 1
    (article,) = shown(newsroom)
    assert (article.version, "cost 41 million" in article.body) == (3, True)
    assert told(newsroom) == ["added", "changed", "changed"]
    assert newsroom.run()["totals"]["found"] == 0
    assert newsroom.reread()["totals"]["unchanged"] == 2
    assert shown(newsroom) == [article]
    assert_whole(newsroom)


def test_the_same_bytes_again_are_no_delivery(newsroom) -> None:
    newsroom.source("alpha", language="en")
    for age in (90, 50, 10):
        newsroom.deliver("alpha", "x.txt", bridge(41), hours_ago=age)
        newsroom.run()
    assert newsroom.query("select count(*)::int as n from ops.run_file") == [(1,)]


def test_a_correction_under_the_id_of_a_row_in_the_next_days_file_is_a_version(
    newsroom, assert_whole
) -> None:
    newsroom.source("desk", language="en")
    for day, cost in ((26, 41), (27, 410), (28, 41)):
        rows = [
            {
                "id": 12,
                "headline": "Bridge opens",
                "body": BRIDGE.format(cost),
                "published": "2025-09-26T08:00:00Z",
            },
            {"id": 13, "headline": "Sardines", "body": SARDINES, "published": "2025-09-26T08:00:00Z"},
        ]
        data = "".join(json.dumps(row) + "\n" for row in rows)
        newsroom.deliver("desk", f"2025-09-{day}.jsonl", data, hours_ago=100 - day)
        newsroom.run()
    assert [(row.uri, row.version) for row in shown(newsroom)] == [
        ("urn:newsfold:desk:id:12", 3),
        ("urn:newsfold:desk:id:13", 1),
    ]
    assert "cost 41 million" in shown(newsroom)[0].body
    assert_whole(newsroom)


def test_a_day_that_moves_alone_is_unchanged_and_the_first_one_stays(newsroom) -> None:
    newsroom.source("desk", language="en")
    for day in (26, 27):
        row = {
            "id": 12,
            "headline": "Bridge",
            "body": BRIDGE.format(41),
            "published": f"2025-09-{day}T08:00:00Z",
        }
        newsroom.deliver("desk", f"{day}.json", json.dumps([row]), hours_ago=100 - day)
        newsroom.run()
    (article,) = newsroom.query("select version, published_on::text as day from analytics.articles")
    assert article == (1, "2025-09-26")
    assert newsroom.query("select sum(unchanged)::int as n from ops.ledger") == [(1,)]


def item(address: str, headline: str, body: str, cost: int = 41) -> str:
    row = {
        "url": address,
        "headline": headline,
        "body": body.format(cost),
        "published": "2025-09-26T08:00:00Z",
    }
    return json.dumps([row])


def test_what_an_article_says_no_more_holds_no_story_together(newsroom, assert_whole) -> None:
    """The first text goes to another story with the article that still says it; a third article that says it stays with that."""
    newsroom.source("alpha", language="en")
    newsroom.source("beta", language="en")
    newsroom.source("gamma", language="en")
    newsroom.deliver("alpha", "a.json", item("https://a.example/1", "Report", BRIDGE), hours_ago=90)
    newsroom.deliver("beta", "b.json", item("https://b.example/1", "Bridge", BRIDGE), hours_ago=80)
    more = BRIDGE + " A ceremony is planned for Sunday, said Vilela."
    newsroom.deliver("gamma", "c.json", item("https://c.example/1", "Bridge", more), hours_ago=80)
    newsroom.run()
    assert len({row.story_id for row in shown(newsroom)}) == 1
    newsroom.deliver("alpha", "a2.json", item("https://a.example/1", "Report", SARDINES), hours_ago=10)
    newsroom.run()
    a, b, c = shown(newsroom)
    assert a.version == 2
    assert (a.story_id != b.story_id, b.story_id == c.story_id) == (True, True)
    held = newsroom.query("select relation, joins from news.link where valid_to is null")
    assert [tuple(row) for row in held] == [("near_copy", True)]
    assert_whole(newsroom)
    newsroom.deliver("alpha", "a3.json", item("https://a.example/1", "Report", BRIDGE), hours_ago=5)
    newsroom.run()
    assert [row.version for row in shown(newsroom)] == [3, 1, 1]
    assert len({row.story_id for row in shown(newsroom)}) == 1
    assert_whole(newsroom)


def feed(*bodies: str) -> str:
    items = "".join(
        f"<item><title>Item {body[:12]}</title><pubDate>Fri, 26 Sep 2025 08:00:00 GMT</pubDate>"
        f"<description>{body}</description></item>"
        for body in bodies
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>t</title>{items}</channel></rss>"


def as_before(newsroom) -> None:
    """Articles as they were stored when a place in a file was their name, and the identity's migration once more."""
    newsroom.query(
        "update news.article set uri = 'urn:newsfold:alpha:f.rss#' || article_id, uri_sha256 ="
        " sha256(convert_to('urn:newsfold:alpha:f.rss#' || article_id, 'UTF8')),"
        " place_sha256 = '', other_sha256 = null returning 1 as one"
    )
    (migration,) = [each for each in available() if each.name.startswith("0030")]
    update = migration.text[
        migration.text.index("with known as (") : migration.text.index("alter table news.article alter")
    ]
    newsroom.query(update.rstrip().removesuffix(";") + " returning 1 as one")


def test_what_was_known_by_its_place_in_a_feed_is_met_again_wherever_it_stands(newsroom) -> None:
    newsroom.source("alpha", language="en")
    newsroom.deliver("alpha", "f.rss", feed(BRIDGE, SARDINES), hours_ago=90)
    newsroom.run()
    as_before(newsroom)
    newsroom.deliver(
        "alpha", "f.rss", feed("Something else altogether stands here.", BRIDGE, SARDINES), hours_ago=50
    )
    totals = newsroom.run()["totals"]
    assert (totals["original"], totals["unchanged"]) == (1, 2)
    assert len(shown(newsroom)) == 3


def test_an_address_that_unlike_articles_share_is_told_as_doubted(newsroom) -> None:
    newsroom.source("alpha", language="en")
    rows = [json.loads(item("https://a.example/news", "x", body))[0] for body in (BRIDGE, SARDINES)]
    newsroom.deliver("alpha", "f.json", json.dumps(rows))
    report = newsroom.run()
    assert len(shown(newsroom)) == 2
    (doubt,) = newsroom.query("select uri, records::int from ops.identity_doubt")
    assert doubt == ("https://a.example/news", 2)
    (check,) = [each for each in report["checks"] if each["check_name"] == "identities_are_not_shared"]
    assert (check["severity"], check["broken_rows"]) == ("warn", 1)


def test_two_names_of_one_day_do_not_make_two_articles_of_http_and_https(newsroom) -> None:
    newsroom.source("alpha", language="en")
    for number, scheme in enumerate(("http", "https")):
        data = item(f"{scheme}://a.example/1?ts={number}", "Bridge", BRIDGE)
        newsroom.deliver("alpha", f"{number}.json", data, hours_ago=9 - number)
        newsroom.run()
    assert [(row.uri, row.version) for row in shown(newsroom)] == [("http://a.example/1?ts=0", 1)]
