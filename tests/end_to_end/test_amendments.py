"""Kills, corrections and embargoes: what analysts see, in whatever order the items arrive."""

import html
import itertools
import json

import pytest

FIRST = (
    "The rebuilt bridge over the Sado opened to traffic on Friday, the road company Infraestruturas said. "
    "Marta Vilela, the engineer in charge, said 14 crews had worked on the piers since March."
)
OTHER = (
    "Fishermen at Peniche landed 310 tonnes of sardines last week, the port authority said on Friday. "
    "Joao Abrantes, who runs the auction, called it the best September in eleven years."
)


def item(uri: str, hour: int, body: str, **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": uri,
        "type": "text",
        "versioncreated": f"2025-09-26T{hour:02}:00:00Z",
        "firstcreated": "2025-09-26T06:00:00Z",
        "headline": "A headline",
        "language": "en",
        "body_text": body,
        **fields,
    }
    return json.dumps(values)


def shown(newsroom) -> list[str]:
    return [row.uri for row in newsroom.query("select uri from analytics.articles order by uri")]


def hidden(newsroom) -> list[tuple[str, str]]:
    rows = newsroom.query("select uri, reason from analytics.hidden_articles order by uri, reason")
    return [(row.uri, row.reason) for row in rows]


def deliver_in_order(newsroom, items: list[str]) -> None:
    """One run an item."""
    for number, each in enumerate(items):
        newsroom.deliver("desk", f"{number}.json", each)
        newsroom.run()


KILLED = [
    item("urn:x:1", 7, FIRST),
    item("urn:x:2", 7, OTHER),
    item("urn:x:1", 9, "KILL: the story about the bridge is wrong.", pubstatus="canceled"),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_killed_article_stays_as_a_version_and_leaves_the_view(newsroom, order):
    newsroom.source("desk")
    deliver_in_order(newsroom, [KILLED[number] for number in order])
    assert shown(newsroom) == ["urn:x:2"]
    assert hidden(newsroom) == [("urn:x:1", "canceled")]
    versions = newsroom.query(
        "select pub_status, body from news.version join news.article using (article_id)"
        " join news.content using (content_id) where uri = 'urn:x:1' order by pub_status"
    )
    assert [row.pub_status for row in versions] == ["canceled", "usable"]
    assert versions[1].body == FIRST
    assert newsroom.query("select count(*) as n from analytics.stories")[0].n == 1


def test_two_kills_in_the_same_words_are_not_one_story(newsroom):
    newsroom.source("desk")
    notice = "Editors: please kill the story. It was sent in error. A substitute will not be filed."
    for number in range(3):
        newsroom.deliver("desk", f"{number}.json", item(f"urn:x:{number}", 9, notice, pubstatus="canceled"))
    report = newsroom.run()
    assert report["totals"]["original"] == 3
    assert newsroom.query("select count(distinct story_id) as n from analytics.hidden_articles")[0].n == 3


SLUGGED = [
    item("urn:x:1", 7, FIRST, slugline="BC-Bridge"),
    item("urn:x:2", 7, OTHER, slugline="BC-Sardines"),
    item("urn:x:3", 9, "Editors: kill the story on the bridge.", slugline="BC-BRIDGE", pubstatus="canceled"),
    item("urn:x:4", 11, FIRST.replace("14 crews", "40 crews"), slugline="BC-Bridge"),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_a_kill_by_slug_line_hides_what_was_sent_before_it_and_nothing_later(newsroom, order):
    newsroom.source("desk")
    newsroom.source("other")
    newsroom.deliver("other", "a.json", item("urn:y:1", 7, OTHER + " It rained.", slugline="BC-Bridge"))
    deliver_in_order(newsroom, [SLUGGED[number] for number in order])
    assert shown(newsroom) == ["urn:x:2", "urn:x:4", "urn:y:1"]
    assert hidden(newsroom) == [("urn:x:1", "killed"), ("urn:x:3", "canceled")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_nobody_amends_another_sources_items(newsroom, order):
    newsroom.source("desk")
    newsroom.source("intruder")
    kill = item("urn:x:1", 9, "KILL: the story about the bridge is wrong.", pubstatus="canceled")
    by_slug = item("urn:z:1", 9, "Editors: kill the story.", slugline="BC-Bridge", pubstatus="canceled")
    deliveries = [
        ("desk", "a.json", item("urn:x:1", 7, FIRST, slugline="BC-Bridge")),
        ("intruder", "b.json", f"[{kill}, {by_slug}]"),
    ]
    for number in order:
        newsroom.deliver(*deliveries[number])
        newsroom.run()
    assert shown(newsroom) == ["urn:x:1"]
    assert newsroom.query("select body from analytics.articles")[0].body == FIRST


def test_a_correction_is_linked_with_what_it_corrects(newsroom):
    newsroom.source("desk")
    corrected = FIRST.replace("March", "April")
    newsroom.deliver("desk", "a.json", item("urn:x:1", 7, FIRST, slugline="BC-Bridge"))
    newsroom.deliver(
        "desk",
        "b.json",
        item("urn:x:9", 9, corrected, slugline="BC-Bridge", signal="correction", ednote="Corrects the month"),
    )
    newsroom.run()
    rows = newsroom.query(
        "select one.uri, other.uri as amended, amendments.signal, named_by from analytics.amendments"
        " join analytics.articles as one on one.article_id = amended_by_article_id"
        " join analytics.articles as other on other.article_id = amendments.article_id"
    )
    assert [tuple(row) for row in rows] == [("urn:x:9", "urn:x:1", "correction", "slugline")]
    note = newsroom.query("select ed_note from analytics.articles where uri = 'urn:x:9'")[0].ed_note
    assert note == "Corrects the month"


def test_an_embargoed_article_is_hidden_until_the_embargo_ends(newsroom):
    newsroom.source("desk")
    newsroom.deliver("desk", "a.json", item("urn:x:1", 7, FIRST, embargoed="2025-09-26T10:00:00Z"))
    newsroom.deliver("desk", "b.json", item("urn:x:2", 7, OTHER, embargoed="2031-01-01T10:00:00Z"))
    newsroom.run()
    assert shown(newsroom) == ["urn:x:1"]
    assert hidden(newsroom) == [("urn:x:2", "embargoed")]


def test_lifting_an_embargo_is_a_version(newsroom):
    newsroom.source("desk")
    newsroom.deliver("desk", "a.json", item("urn:x:1", 7, FIRST, embargoed="2031-01-01T10:00:00Z"))
    newsroom.run()
    newsroom.deliver("desk", "b.json", item("urn:x:1", 8, FIRST))
    assert newsroom.run()["totals"]["version"] == 1
    assert shown(newsroom) == ["urn:x:1"]


def test_subjects_and_rights_reach_the_analysts(newsroom):
    newsroom.source("desk")
    subjects = [
        {"name": "transport", "uri": "http://cv.iptc.org/newscodes/mediatopic/20000337"},
        {"name": "Sado"},
    ]
    text = item(
        "urn:x:1",
        7,
        FIRST,
        subject=subjects,
        copyrightholder="MNA",
        usageterms="Web only",
        altids={"desk": "B-17"},
    )
    newsroom.deliver("desk", "a.json", text)
    newsroom.run()
    row = newsroom.query("select * from analytics.articles")[0]
    assert row.media_topics == ["medtop:20000337"]
    assert row.subjects == [{"name": "transport", "code": "medtop:20000337"}, {"name": "Sado", "code": ""}]
    assert (row.copyright_holder, row.usage_terms) == ("MNA", "Web only")
    assert row.alt_ids == [{"role": "desk", "value": "B-17"}]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_kill_without_a_date_hides_what_came_in_around_it(newsroom, order):
    newsroom.source("desk")
    items = [
        item("urn:x:1", 7, FIRST, slugline="BC-Bridge"),
        json.dumps({
            "uri": "urn:x:3", "type": "text", "headline": "A kill", "slugline": "BC-BRIDGE", "pubstatus": "canceled",
            "body_text": "Editors: kill the story on the bridge.",
        }),
    ]  # fmt: skip
    deliver_in_order(newsroom, [items[number] for number in order])
    assert hidden(newsroom) == [("urn:x:1", "killed"), ("urn:x:3", "canceled")]


def test_a_kill_that_names_a_headline_hides_the_item_of_that_headline(newsroom):
    newsroom.source("desk")
    notice = (
        'KILL\n\nEDITORS: Please kill the story headlined "Council approves tram". The vote was put off.\n'
        "A substitute will not be filed.\n"
    )
    newsroom.deliver("desk", "1.json", item("urn:x:1", 7, FIRST, headline="Council Approves Tram"))
    newsroom.deliver("desk", "2.json", item("urn:x:2", 7, OTHER))
    newsroom.deliver("desk", "kill.txt", notice)
    newsroom.run()
    assert ("urn:x:1", "killed") in hidden(newsroom)
    assert shown(newsroom) == ["urn:x:2"]


FEED = """<rss version="2.0"><channel><title>Desk</title><item><title>Bridge opens</title><link>{link}</link>
<guid isPermaLink="false">{guid}</guid><pubDate>Fri, 26 Sep 2025 07:00:00 GMT</pubDate>
<description>{text}</description></item></channel></rss>"""
KILL = """<nitf><head><docdata management-status="canceled" management-doc-idref="{named}"><doc-id id-string="kill-9"/>
<date.issue norm="20250926T090000Z"/></docdata></head><body><body.head><hedline><hl1>Kill</hl1></hedline></body.head>
<body.content><p>Editors: kill the story on the bridge. It was sent in error.</p></body.content></body></nitf>"""
LINK = "http://desk.example/news/bridge?ts=1758870000"


@pytest.mark.parametrize(
    "named",
    ["guid-77", LINK, "https://desk.example/news/bridge", "http://desk.example/news/bridge?utm_source=x"],
)
@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_a_kill_finds_its_article_by_whatever_that_one_states_of_itself(newsroom, named, order):
    """Its id beside its address, and its address in any spelling; in its own source only."""
    newsroom.source("desk")
    newsroom.source("other")
    article = FEED.format(link=LINK, guid="guid-77", text=FIRST)
    newsroom.deliver("other", "a.xml", FEED.format(link=LINK, guid="guid-77", text=OTHER))
    deliveries = [("desk", "a.xml", article), ("desk", "b.xml", KILL.format(named=html.escape(named)))]
    for number in order:
        newsroom.deliver(*deliveries[number])
        newsroom.run()
    assert [row.source for row in newsroom.query("select source from analytics.articles")] == ["other"]
    assert ("http://desk.example/news/bridge?ts=1758870000", "killed") in hidden(newsroom)


def test_a_kill_by_an_id_that_unlike_articles_share_names_none_of_them(newsroom):
    newsroom.source("desk")
    for number, text in enumerate((FIRST, OTHER)):
        newsroom.deliver(
            "desk",
            f"{number}.xml",
            FEED.format(link=f"https://desk.example/{number}", guid="same", text=text),
        )
    newsroom.run()
    newsroom.deliver("desk", "kill.xml", KILL.format(named="same"))
    newsroom.run()
    assert shown(newsroom) == ["https://desk.example/0", "https://desk.example/1"]
