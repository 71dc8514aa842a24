"""The tables of the pages: sorted, filtered and turned by the address, each with a statement that runs as the role it names."""

import re
from collections import defaultdict
from contextlib import closing
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import psycopg2
import pytest
from bs4 import BeautifulSoup
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from newsfold.config.home import project_root
from newsfold.store.connection import connect
from newsfold.ui.listing_sql import ROLES, listing_names, listing_sql, literal
from newsfold.ui.listings import Asked, chosen, listing

COLUMNS = (("name", "name"), ("count", "count", "number"), ("of", "standing.slug"), ("what", None))
ROWS = [
    SimpleNamespace(name="Bote", count=3, standing={"slug": "bote_a"}),
    SimpleNamespace(name="anzeiger", count=None, standing={"slug": "b"}),
    SimpleNamespace(name=None, count=20, standing={"slug": "c"}),
]
TEMPLATES = project_root() / "plugins" / "newsfold" / "ui" / "templates"
LISTED = re.compile(r'listed\("(\w+)", (.*?)\) %\}', re.S)
#: Tables that are no lists: two texts beside each other, an account that adds up, a document that is sent out as it stands.
NO_LISTS = {"comparison.html": 3, "brief_parts.html": 1, "review.html": 1, "run_report.html": 1}


def asked(query: str, rows=ROWS, **more):
    """The table that an address asks for."""
    application, found = FastAPI(), []

    @application.get("/sql/{name}", name="listing_sql")
    def of_listing(name: str) -> None: ...

    @application.get("/")
    def page(request: Request) -> None:
        found.append(listing(request, "sources", rows, COLUMNS, **more))

    TestClient(application).get(f"/?{query}")
    return found[0]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Bote", "anzeiger", None]),
        ("sources.sort=name", ["anzeiger", "Bote", None]),
        ("sources.sort=-name", ["Bote", "anzeiger", None]),
        ("sources.sort=-count", [None, "Bote", "anzeiger"]),
        ("sources.sort=standing.slug", ["anzeiger", "Bote", None]),
        ("sources.sort=nothing&sources.start=x", ["Bote", "anzeiger", None]),
        ("sources.q=BOTE", ["Bote"]),
        ("sources.q=bote+3", ["Bote"]),
        ("sources.q=nobody", []),
        ("runs.sort=-name", ["Bote", "anzeiger", None]),
    ],
)
def test_an_address_sorts_and_filters(query, names):
    assert [row.name for row in asked(query).rows] == names


def test_headings_say_how_they_are_sorted_and_lead_to_the_other_way():
    found = asked("sources.sort=-count&sources.start=1&q=x&done=paused", page_size=1)
    assert [each.sorted for each in found.headings] == ["none", "descending", "none", None]
    addresses = [each.address and dict(parse_qsl(urlsplit(each.address).query)) for each in found.headings]
    assert addresses == [
        {"q": "x", "sources.sort": "name"},
        {"q": "x", "sources.sort": "count"},
        {"q": "x", "sources.sort": "standing.slug"},
        None,
    ]
    assert [row.name for row in found.rows] == ["Bote"]
    assert "start=2" in found.following
    assert "start" not in found.previous


def test_one_row_has_nothing_to_be_sorted():
    assert {each.address for each in asked("", rows=ROWS[:1]).headings} == {None}


@given(
    st.lists(
        st.builds(SimpleNamespace, name=st.one_of(st.none(), st.integers(), st.text(max_size=3))), max_size=8
    ),
    st.booleans(),
)
def test_sorting_loses_no_row_whatever_stands_in_it(rows, is_descending):
    found = chosen(rows, COLUMNS, Asked("name", is_descending))
    assert sorted(map(id, found)) == sorted(map(id, rows))


@given(st.integers(0, 10**6), st.integers(0, 60))
def test_pages_hold_every_row_once(start, count):
    rows = [SimpleNamespace(name=str(n), count=n, standing={}) for n in range(count)]
    seen, query = [], "sources.start=0"
    assert len(asked(f"sources.start={start}", rows=rows, page_size=25).rows) <= 25
    while query is not None:
        found = asked(query, rows=rows, page_size=25)
        seen += [row.count for row in found.rows]
        query = found.following and urlsplit(found.following).query
    assert seen == list(range(count))


def test_every_table_of_the_pages_is_a_listing_with_a_statement():
    """But for those that are no lists."""
    plain = defaultdict(int)
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        if path.name != "tables.html":
            plain[path.name] += text.count("<thead")
    assert {name: count for name, count in plain.items() if count} == NO_LISTS
    named = {name for name, _, _ in columns_of_templates()}
    assert set(listing_names()) - {"quarantine", "sources"} <= named


def columns_of_templates():
    """The listings of the templates: name, what follows it, the columns that can be sorted."""
    for path in TEMPLATES.glob("*.html"):
        for found in LISTED.finditer(path.read_text(encoding="utf-8")):
            yield found[1], found[2], re.findall(r'\("[^"]*", "([\w.]+)"', found[2])


def test_each_statement_runs_as_its_role_in_each_order_and_with_words(desk):
    """On a database that has been loaded: `%` and quotes in the words are words."""
    sortable = defaultdict(set)
    for name, _, columns in columns_of_templates():
        sortable[name] |= set(columns)
    values = dict.fromkeys(("run_id", "file_id", "position", "article_id", "story_id", "event_id"), "1")
    values |= {"slug": "erle-wire", "words": "mill", "state": "open"}
    faults = []
    for name in listing_names():
        role = listing_sql(name, values).role
        assert role in ROLES
        with closing(connect(desk.newsroom.role_url(role))) as connection:
            for sort in ("", *sorted(sortable[name])):
                for words in ("", "50% o'clock \\ x_y"):
                    shown = listing_sql(name, values, f"-{sort}" if sort else "", words)
                    try:
                        with connection, connection.cursor() as cursor:
                            cursor.execute(shown.text)
                            cursor.fetchall()
                    except psycopg2.Error as error:
                        faults.append((name, sort, words, str(error)))
    assert faults == []


def test_the_page_of_a_statement_shows_what_the_table_shows(desk):
    client = desk.client()
    overview = BeautifulSoup(client.get("/?runs.sort=-found").text, "html.parser")
    address = overview.find("a", {"aria-label": "SQL of runs"})["href"]
    page = BeautifulSoup(client.get(address.removeprefix("http://testserver")).text, "html.parser")
    text = page.find("pre", class_="statement").get_text()
    with closing(connect(desk.newsroom.role_url("operator"))) as connection, connection.cursor() as cursor:
        cursor.execute(text)
        assert [row[0] for row in cursor.fetchall()] == [
            int(row.find("td").get_text()) for row in overview.find(id="runs").find("tbody").find_all("tr")
        ]
    assert "order by found desc nulls last, run_id desc" in text
    for unknown in ("nothing", "..%2Fcurrent", "RUNS"):
        assert client.get(f"/sql/{unknown}").status_code == 404


@given(st.one_of(st.text(), st.text("-0123456789٣")))
def test_a_value_stays_within_its_quotes(value):
    """As Postgres reads a string: a quote that is not doubled would end it, and in e'' a backslash that is not."""
    written = literal(value)
    assert written.startswith(("'", "e'"))
    assert written.endswith("'")
    inner = written.removeprefix("e")[1:-1]
    rest = inner.replace("\\\\", "").replace("''", "") if written.startswith("e") else inner.replace("''", "")
    assert "'" not in rest
    assert "\\" not in rest


MORE_REFUSED = """
insert into ops.rejected_record (
  file_id, record_position, reason_code, detail, format, first_run_id, last_run_id, first_seen_at, last_seen_at
)
select file_id, n, 'empty', 'detail ' || n % 7, format, first_run_id, last_run_id, first_seen_at,
  last_seen_at - n * interval '1 hour'
from ops.rejected_record, generate_series(1, 60) as n
where rejected_record_id = 1
"""


def test_the_quarantine_is_sorted_and_turned_by_the_database(desk):
    with connect(desk.newsroom.role_url("owner")) as connection, connection.cursor() as cursor:
        cursor.execute(MORE_REFUSED)
    client = desk.client()
    for sort in ("reason_code", "-record_position", "-last_seen_at", "file_uri", "source", "detail"):
        address, seen = f"/quarantine?quarantine.sort={sort}", []
        while address:
            response = client.get(address)
            page = BeautifulSoup(response.text, "html.parser")
            assert response.status_code == 200
            assert page.find("th", {"aria-sort": "descending" if sort[0] == "-" else "ascending"}) is not None
            assert page.find(string=re.compile("All 61 of this filter")) is not None
            seen += [int(row.select("td")[4].get_text()) for row in page.select("#quarantine tbody tr")]
            following = page.find("a", rel="next")
            address = following and following["href"]
        assert sorted(seen) == list(range(61))
        if "record" in sort:
            assert seen == sorted(seen, reverse=True)
