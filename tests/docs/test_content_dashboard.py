"""The dashboards of the content, asked as Grafana asks: each panel has an answer, and each number leads to as many rows."""

import json
import re
from contextlib import closing
from urllib.parse import parse_qsl, urlsplit

import psycopg2
import psycopg2.extras
import pytest

from newsfold.config.home import project_root

FOLDER = project_root() / "monitoring" / "grafana" / "dashboards"
CONTENT, ROWS = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in ("content", "rows")
)
#: As the data source writes them: bare literals, that have the type that they are compared with.
TIMES = {"$__timeFrom()": "'2025-08-01T00:00:00Z'", "$__timeTo()": "'2027-01-01T00:00:00Z'"}
NO_TIME = {"$__timeFrom()": "'2001-08-01T00:00:00Z'", "$__timeTo()": "'2001-08-01T00:00:01Z'"}
#: Which of a panel's columns says how many rows its link leads to.
COUNTED = {"Rising": "stories", "First reports": None, "Echo": None, "Sources": None}
PANELS = {panel["title"]: panel for panel in CONTENT["panels"]}


def asked(sql: str, times: dict[str, str] = TIMES, **values: str) -> str:
    """A query with the values of its variables, as the data source puts them in."""
    for macro, moment in times.items():
        sql = sql.replace(macro, moment)

    def quoted(match: re.Match[str]) -> str:
        value = values.get(match[1], "All" if match[1] == "source" else "")
        return "'" + value.replace("'", "''") + "'"

    sql = re.sub(r"\$\{(\w+):sqlstring\}", quoted, sql)
    assert "$" not in sql
    return sql


@pytest.fixture(scope="module")
def ask(sample_analyst_url):
    with closing(psycopg2.connect(sample_analyst_url)) as connection:

        def rows(sql: str) -> list[dict]:
            with connection, connection.cursor(cursor_factory=psycopg2.extras.RealDictCursor) as cursor:
                cursor.execute(sql)
                return cursor.fetchall()

        yield rows


def query_of(panel: dict) -> str:
    (target,) = panel["targets"]
    return target["rawSql"]


def filtered(link: str, row: dict) -> dict[str, str]:
    """The values that a link hands over for a row."""
    given = {}
    for name, value in parse_qsl(
        urlsplit(link).query.replace("${__url_time_range}", "").replace("&${source:queryparam}", "")
    ):
        field = re.fullmatch(r"\$\{__data\.fields\.(\w+)\}", value)
        if field:
            assert field[1] in row, (name, field[1])
            given[name.removeprefix("var-")] = str(row[field[1]])
    return given


@pytest.mark.parametrize("title", PANELS)
def test_a_panel_answers_and_its_numbers_lead_to_as_many_rows(ask, title):
    panel = PANELS[title]
    found = ask(asked(query_of(panel)))
    assert found or title == "Rising"
    (link,) = panel["fieldConfig"]["defaults"]["links"]
    assert link["url"].startswith(f"/d/{ROWS['uid']}/")
    column = COUNTED.get(title, "articles")
    for row in found[:12]:
        if column is None:
            continue
        rows = ask(asked(query_of(ROWS["panels"][0]), **filtered(link["url"], row)))
        # A term may open others that are no name: rows may be more.
        assert len(rows) == row[column] or (title == "Rising" and len(rows) >= row[column]), (row, len(rows))


@pytest.mark.parametrize("title", PANELS)
def test_a_panel_without_rows_says_none(ask, title):
    query = query_of(PANELS[title])
    nothings = [asked(query, NO_TIME)]
    if "${source:" in query:
        nothings.append(asked(query, source="O'Neill\\' --"))
    else:
        assert "Of all sources" in PANELS[title]["description"]
    for nothing in nothings:
        assert all(value in (None, 0) for row in ask(nothing) for value in row.values())


def test_the_rows_can_be_filtered_by_each_of_their_variables(ask):
    query = query_of(ROWS["panels"][0])
    everything = ask(asked(query))
    assert everything
    names = {each["name"] for each in ROWS["templating"]["list"]}
    assert set(re.findall(r"\$\{(\w+):sqlstring\}", query)) == names
    for name in names:
        assert (
            ask(asked(query, **{name: "no such' value" if name not in ("day", "dated") else "2001-01-01"}))
            != everything
            or name == "dated"
        )


def test_the_boards_speak_of_one_data_source_and_panels_do_not_lie_on_each_other():
    for board in (CONTENT, ROWS):
        assert {panel["datasource"]["uid"] for panel in board["panels"]} == {"newsfold-news"}
        assert {
            each["datasource"]["uid"] for each in board["templating"]["list"] if "datasource" in each
        } == {"newsfold-news"}
        taken = [
            (x, y)
            for panel in board["panels"]
            for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
            for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
        ]
        assert len(set(taken)) == len(taken)
