"""What an analyst can learn of articles that are hidden or gone: from every view and function of `analytics`, by whatever
condition. Views, functions and columns are read from the catalog, so that a new one is held to it as well.

The hidden rows hold marks that stand nowhere else. An analyst looks for them with a function of their own that notes each value
that it is asked about, with casts and divisions that fail by a value, and with plans that tell how many rows were where.
"""

import io
import json
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg2
import pytest

from newsfold.analytics import marts
from newsfold.store.connection import connect

LATER = f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT00:00:00Z}"
MARK = "zqxv"
#: The mark of what was hidden or removed after the marts were last refreshed.
LATE_MARK = "wkjy"
#: Counts as of the last refresh: what was hidden since is still among them.
COUNTED = {
    "carriage",
    "daily_volume",
    "date_quality",
    "places",
    "rising_terms",
    "source_activity",
    "story_spread",
}
#: Numbers and times that only hidden rows have.
NUMBER = 770077
INSTANT = "1987-03-21 04:05:06+00"
MARKED = ((MARK, "ZQ", NUMBER, INSTANT), (LATE_MARK, "WK", 660066, "1986-02-11 03:04:05+00"))
#: What is told of a story as a whole, and of an article's day, as of the last refresh, by analytics.story_spread too.
OF_THE_STORY = {
    "day", "last_day", "article_count", "source_count", "sources", "copies", "near_copies", "rewrites",
    "first_published_on", "last_published_on", "licence",
}  # fmt: skip
#: What the functions are asked: each argument by its name. A new name is to be added.
ARGUMENTS = {
    "t": [
        "now()",
        "now() + interval '1 year'",
        "'infinity'::timestamptz",
        "now() - interval '1 microsecond'",
    ],
    "article_ids": ["(select array_agg(article_id) from analytics.hidden_articles)"],
    "story_ids": ["null", "(select array_agg(story_id) from analytics.hidden_articles)"],
    "as_of": ["null", "now()", "'infinity'::timestamptz"],
    "statement": [f"'select * from analytics.articles where headline like ''%{MARK}%'' '"],
    "id": ["hidden.article_id", "hidden.story_id"],
    "since": ["null"],
    # The second is spelled a little wrongly: what only hidden articles have is not searched in its place.
    "query": [f"'{MARK}word'", f"'{MARK}wrd'"],
    "name": [f"'{MARK}word'"],
    "language": ["null", "'en'"],
    "from_day": ["null"],
    "to_day": ["null"],
    "source": ["null"],
    "kind": ["null"],
    "max_results": ["1000"],
    "max_rows": ["1000"],
    "one_per_story": ["false"],
    "one_per_event": ["false", "true"],
    "of_article_id": ["hidden.article_id", "1"],
    "vector": ["decode(repeat('7f', 512), 'hex')"],
    "days": ["3660"],
    "in_language": ["null"],
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a view of `analytics`."""

    view: str
    name: str
    type: str

    def __str__(self) -> str:
        return f"{self.view}.{self.name}"


class Analyst:
    """A login of an analyst who makes the most of it."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.noted: list[str] = []
        connection.notices = self.noted
        connection.autocommit = True
        self.cursor = connection.cursor()
        # As cheap and as plain as a condition can be: the planner asks it before anything else.
        self.cursor.execute(
            "create function pg_temp.noted(value text) returns boolean language plpgsql immutable cost 0.0000001"
            " as $$ begin raise notice '%', value; return true; end $$"
        )

    def tries(self, statement: str) -> str:
        """All that comes of a statement: its rows, or its error, and what was noted meanwhile."""
        self.noted.clear()
        try:
            self.cursor.execute(statement)
            answer = str([tuple(row) for row in self.cursor.fetchall()])
        except psycopg2.Error as error:
            answer = f"{error.pgcode} {error}"
        return answer + "".join(self.noted)


def item(name: str, place: str, **fields: object) -> str:
    """One ninjs item."""
    values = {
        "uri": f"urn:x:{name}",
        "type": "text",
        "versioncreated": "2025-09-26T07:00:00Z",
        "firstcreated": "2025-09-26T06:00:00Z",
        "headline": f"The library of {place}",
        "byline": "Aino Rantala",
        "language": "en",
        "body_text": f"The city library of {place} will stay open through the night. " + own_words(name),
        **fields,
    }
    return json.dumps(values)


def own_words(name: str) -> str:
    """Sentences that no other item has, so that each is a story of its own."""
    return " ".join(
        f"The {name}{n} {name}{n + 100} met {name}{n + 200} in {name}{n + 300}." for n in range(12)
    )


def hidden_item(name: str, **fields: object) -> str:
    """One ninjs item whose words hold the mark."""
    mark = LATE_MARK if name.startswith(("since", "gone")) else MARK
    words = f"{mark}word {name} secret"
    marked = {
        "headline": f"{words} headline",
        "byline": f"Kim {mark}word",
        "slugline": f"{mark}word-{name}",
        "ednote": words,
        "keywords": [f"{mark}word{name}"],
        "usageterms": f"{mark}fact",
        "copyrightholder": f"{mark}fact",
        "body_text": f"{words}. " + own_words(name),
    }
    return item(name, "Tampere", **{**marked, **fields})


#: The values of hidden rows that the samples' format has no place for.
MARKED_VERSIONS = """
update news.version
set
  agency = %(mark)s || 'fact', agency_role = 'cited', dateline_place = %(mark)s || 'fact', dateline_country = %(code)s,
  language = lower(%(code)s), section = %(mark)s || 'fact', published_at = %(instant)s, published_precision = 'instant',
  modified_at = %(instant)s, record_position = %(number)s, subjects = jsonb_build_array(%(mark)s || 'fact'),
  media_topics = array[%(mark)s || 'fact'], opt_out = array[%(mark)s || 'fact'], alt_ids = jsonb_build_array(%(mark)s || 'fact'),
  copyright_notice = %(mark)s || 'fact'
where headline like %(mark)s || '%%';
update news.content set word_count = %(number)s where body like %(mark)s || '%%'
"""


def mark_what_is_empty(cursor: Any, mark: str) -> None:
    """Fill each other text of the hidden versions with the mark: a column that is new is searched for it, too."""
    cursor.execute(
        "select attname, format_type(atttypid, atttypmod) from pg_attribute"
        " where attrelid = 'news.version'::regclass and attnum > 0 and not attisdropped"
        " and format_type(atttypid, atttypmod) in ('text', 'text[]')"
        # One of a few words, which marks nothing.
        " and not exists (select 1 from pg_constraint where conrelid = attrelid and contype = 'c' and attnum = any (conkey))"
    )
    for name, kind in cursor.fetchall():
        value, empty = ("%(fact)s", "is null") if kind == "text" else ("array[%(fact)s]", "= '{}'")
        cursor.execute(
            f"update news.version set {name} = {value} where {name} {empty} and headline like %(words)s",
            {"fact": f"{mark}fact", "words": f"{mark}%"},
        )


@pytest.fixture
def analyst(newsroom, role_url):
    """An analyst, and a database in which articles are hidden for every reason, before the last refresh and since, or gone."""
    newsroom.source("desk")
    for number, place in enumerate(("Oulu", "Turku", "Vaasa", "Kuopio", "Lahti")):
        newsroom.deliver("desk", f"shown{number}.json", item(f"shown{number}", place))
    hide = {
        "embargoed": {"embargoed": LATER},
        "withheld": {"pubstatus": "withheld"},
        "canceled": {"pubstatus": "canceled"},
    }
    for name in ("since1", "since2", "gone", "killed"):
        newsroom.deliver("desk", f"{name}.json", hidden_item(name))
    for name, fields in hide.items():
        newsroom.deliver("desk", f"{name}.json", hidden_item(name, **fields))
    newsroom.run()
    newsroom.deliver(
        "desk",
        "since1.2.json",
        hidden_item("since1", versioncreated="2025-09-26T08:00:00Z", headline=f"{LATE_MARK}word 2"),
    )
    newsroom.deliver(
        "desk", "kill.json",
        item("kill", "x", slugline=f"{MARK}word-killed", pubstatus="canceled", versioncreated="2025-09-26T09:00:00Z"),
    )  # fmt: skip
    newsroom.run()
    with closing(connect(role_url("owner"))) as owner:
        with owner, owner.cursor() as cursor:
            for mark, code, number, instant in MARKED:
                values = {"mark": mark, "code": code, "number": number, "instant": instant}
                cursor.execute(MARKED_VERSIONS, values)
                mark_what_is_empty(cursor, mark)
            cursor.execute(f"grant temporary on database {owner.info.dbname} to newsfold_analyst")
        with closing(connect(role_url("loader"))) as loader:
            marts.refresh(loader, now=datetime.now(UTC), full=True)
        with owner, owner.cursor() as cursor:
            cursor.execute(
                "insert into news.hidden (article_id, reason, valid_from)"
                " select article_id, 'withheld', now() from news.article where uri ~ 'since'"
            )
            cursor.execute(
                "select ops.remove_articles(array_agg(article_id), now(), max(first_run_id), 'forgotten')"
                " from news.article where uri ~ 'gone'"
            )
        owner.autocommit = True
        with owner.cursor() as cursor:
            cursor.execute("analyze")
    with closing(connect(role_url("analyst"))) as connection:
        made = Analyst(connection)
        assert made.tries("select count(*) from analytics.articles") == "[(5,)]"
        assert made.tries("select count(distinct article_id) from analytics.hidden_articles") == "[(7,)]"
        yield made


def columns(analyst: Analyst) -> list[Column]:
    """All columns of all views of `analytics`."""
    analyst.cursor.execute(
        "select relname as view, attname as name, format_type(atttypid, atttypmod) as type"
        " from pg_attribute join pg_class on pg_class.oid = attrelid"
        " where relnamespace = 'analytics'::regnamespace and relkind in ('v', 'm', 'r', 'p', 'f')"
        " and attnum > 0 and not attisdropped order by relname, attnum"
    )
    found = [Column(*row) for row in analyst.cursor.fetchall()]
    assert len({column.view for column in found}) >= 16
    return found


def told_of_hidden(analyst: Analyst) -> set[str]:
    """The columns that analytics.hidden_articles tells of what is hidden."""
    return {column.name for column in columns(analyst) if column.view == "hidden_articles"}


def secret_columns(analyst: Analyst) -> list[Column]:
    """The columns whose values of a hidden article nobody may learn."""
    told = told_of_hidden(analyst) | OF_THE_STORY
    return [
        column for column in columns(analyst) if column.view != "hidden_articles" and column.name not in told
    ]


def is_marked(answer: str, view: str) -> bool:
    """Whether something of a hidden row is in an answer."""
    return any(
        re.search(rf"{mark}|{number}|{instant[:10]}|\b{code}\b|'{code.lower()}'", answer)
        for mark, code, number, instant in MARKED[: 1 if view in COUNTED else 2]
    )


def conditions(column: Column) -> list[str]:
    """Conditions on a column that note, fail or cost by its values."""
    name = f'"{column.name}"'
    as_text = f"({name})::text"
    tried = [
        f"pg_temp.noted({as_text})",
        f"{as_text}::integer = 0",
        f"{as_text}::date > '2000-01-01'",
        f"('[' || {as_text})::jsonb is null",
        f"{as_text} like '%x%' and pg_temp.noted({as_text})",
        f"case when pg_temp.noted({as_text}) then pg_sleep(0) is not null end",
        f"xmlparse(document {as_text}) is null",
    ]
    if column.type in {"integer", "bigint", "smallint", "real", "numeric", "double precision"}:
        tried.append(f"1 / ({name} - {NUMBER})::numeric is not null")
    if column.type.endswith("[]"):
        tried.append(f"({name})[1]::integer = 0")
    return tried


def test_no_condition_sees_a_hidden_value(analyst):
    seen = [
        (str(column), condition)
        for column in columns(analyst)
        for condition in conditions(column)
        if is_marked(
            answer := analyst.tries(f"select 1 from analytics.{column.view} where {condition}"), column.view
        )
        or "22012" in answer
    ]
    assert seen == []


def test_no_order_join_or_group_sees_a_hidden_value(analyst):
    seen = []
    for column in columns(analyst):
        noted = f'pg_temp.noted(("{column.name}")::text)'
        for statement in (
            f"select 1 from analytics.{column.view} order by {noted}",
            f"select {noted}, count(*) from analytics.{column.view} group by 1",
            f"select 1 from analytics.{column.view} as a left join analytics.articles as b"
            f' on pg_temp.noted((a."{column.name}")::text)',
            f"select 1 from (select * from analytics.{column.view} limit 1000) as a where {noted}",
        ):
            if is_marked(analyst.tries(statement), column.view):
                seen.append((str(column), statement))
    assert seen == []


def test_no_plan_tells_a_right_guess_from_a_wrong_one(analyst):
    """The same rows at each step and the same estimates, whether a hidden article has the value or nobody has."""
    told_apart = []
    guesses = {
        "text": [(f"{MARK}fact", f"{MARK}tacf")],
        "text[]": [(f"{{{MARK}fact}}", f"{{{MARK}tacf}}")],
        "integer": [(str(NUMBER), "770078")],
        "timestamp with time zone": [(INSTANT, "1987-03-21 04:05:07+00")],
    }
    for column in secret_columns(analyst):
        name = f'"{column.name}"'
        tried = [
            (f"{name} = '{right}'", f"{name} = '{wrong}'") for right, wrong in guesses.get(column.type, [])
        ]
        tried += [(f"{name}::text like '%{MARK}%'", f"{name}::text like '%{MARK[::-1]}%'")]
        tried += [(f"{name}::text > '{MARK}'", f"{name}::text > '{MARK[0]}{MARK}'")]
        for right, wrong in tried:
            plans = [
                analyst.tries(
                    "explain (analyze, timing off, summary off, buffers off)"
                    f" select 1 from analytics.{column.view} where {condition}"
                ).replace(literal, "…")
                for condition, literal in ((right, right.split("'")[1]), (wrong, wrong.split("'")[1]))
            ]
            if plans[0] != plans[1]:
                told_apart.append((right, column.view))
    assert told_apart == []


#: What the planner asks of an operator that it plans for: its function, with the values of the statistics that it has.
ESTIMATORS = (
    "eqsel",
    "neqsel",
    "scalarltsel",
    "scalargtsel",
    "contsel",
    "likesel",
    "regexeqsel",
    "matchingsel",
)


def literal(kind: str) -> str:
    """Some value of a type: of null nothing is asked."""
    values = {"text": "x", "boolean": "true", "date": "2000-01-01", "timestamp with time zone": "2000-01-01"}
    return f"'{'{}' if kind.endswith('[]') else values.get(kind, '0')}'::{kind}"


def test_no_operator_of_an_analysts_own_is_shown_the_planners_statistics(analyst):
    """The lab lets analysts make operators: the planner calls their functions with the commonest values of a column."""
    seen = []
    kinds = sorted({column.type for column in columns(analyst) if column.type not in {"jsonb"}})
    for number, kind in enumerate(kinds):
        analyst.cursor.execute(
            f"create function lab.alike{number}(held {kind}, given {kind}) returns boolean language plpgsql immutable"
            " as $$ begin raise notice '%', held; return true; end $$"
        )
        for place, estimator in enumerate(ESTIMATORS):
            analyst.cursor.execute(
                f"create operator lab.{'=' * (place + 3)} (function = lab.alike{number}, leftarg = {kind}, rightarg = {kind},"
                f" restrict = {estimator}, join = {estimator.removesuffix('sel')}joinsel)"
            )
    # The trap: of a table of their own they are shown what stands in it.
    analyst.cursor.execute("create table lab.own as select 'own word' as word from generate_series(1, 100)")
    analyst.cursor.execute("analyze lab.own")
    assert "own word" in analyst.tries("explain select 1 from lab.own where word operator(lab.===) 'x'::text")
    for column in columns(analyst):
        if column.type not in kinds:
            continue
        for place in range(len(ESTIMATORS)):
            given = f'"{column.name}" operator(lab.{"=" * (place + 3)}) {literal(column.type)}'
            answer = analyst.tries(f"explain select 1 from analytics.{column.view} where {given}")
            assert not answer.startswith("42"), answer
            if is_marked(answer, column.view):
                seen.append((str(column), ESTIMATORS[place]))
    assert seen == []


@pytest.mark.parametrize(
    "wrapped",
    [
        "copy ({}) to stdout",
        "declare held cursor with hold for {}; fetch all from held; close held",
        "prepare asked as {}; execute asked; deallocate asked",
        "explain (analyze, verbose, format json) {}",
        "do $do$ begin perform * from ({}) as inner_query; end $do$",
    ],
)
def test_no_way_to_ask_sees_a_hidden_value(analyst, wrapped):
    seen = []
    for column in columns(analyst):
        for condition in conditions(column)[:2]:
            analyst.noted.clear()
            statement = wrapped.format(f"select 1 from analytics.{column.view} where {condition}")
            try:
                if statement.startswith("copy"):
                    analyst.cursor.copy_expert(statement, io.StringIO())
                    answer = ""
                else:
                    answer = analyst.tries(statement)
            except psycopg2.Error as error:
                answer = str(error)
            analyst.tries("deallocate all")
            if is_marked(answer + "".join(analyst.noted), column.view):
                seen.append((str(column), condition))
    assert seen == []


def test_views_have_no_system_columns_and_statistics_are_not_for_analysts(analyst):
    for view in sorted({column.view for column in columns(analyst)}):
        for name in ("ctid", "xmin", "xmax", "tableoid"):
            assert analyst.tries(f"select {name} from analytics.{view}").startswith("42703"), (view, name)
    for table in ("pg_stats", "pg_stats_ext", "pg_stats_ext_exprs"):
        ours = "('news', 'ops', 'staging', 'marts')"
        assert analyst.tries(f"select count(*) from {table} where schemaname in {ours}") == "[(0,)]"
    assert analyst.tries("select * from pg_statistic").startswith("42501")
    others = "select count(*) from pg_stat_activity where usename <> current_user and query <> '<insufficient privilege>'"
    assert analyst.tries(others) == "[(0,)]"


def calls(analyst: Analyst) -> list[tuple[str, str]]:
    """All functions of `analytics`, with calls of each."""
    analyst.cursor.execute(
        "select proname as name, coalesce(proargnames[1:pronargs], '{}') as arguments from pg_proc"
        " where pronamespace = 'analytics'::regnamespace and prokind = 'f' order by proname"
    )
    found = []
    for name, arguments in analyst.cursor.fetchall():
        given: list[list[str]] = [[]]
        for argument in arguments:
            given = [[*before, value] for before in given for value in ARGUMENTS[argument]]
        for values in given:
            call = f"analytics.{name}({', '.join(values)})"
            lateral = "analytics.hidden_articles as hidden cross join lateral " if "hidden." in call else ""
            found.append((name, f"{lateral}{call}"))
    assert len({name for name, _ in found}) >= 10
    return found


def test_no_function_gives_or_shows_words_of_a_hidden_article(analyst):
    for name, call in calls(analyst):
        for statement in (
            f"select given::text from {call} as given",
            f"select 1 from {call} as given where pg_temp.noted(given::text)",
            f"select 1 from {call} as given where given::text::integer = 0",
            f"explain (analyze, verbose) select * from {call} as given where given::text like '%{MARK}%'",
        ):
            answer = analyst.tries(statement).replace(f"'%{MARK}%'", "").replace(f"'{MARK}word'", "")
            assert f"{MARK}word" not in answer, (name, statement)
            assert f"{LATE_MARK}word" not in answer, (name, statement)
            assert not answer.startswith("42"), answer


def test_an_embargoed_article_is_not_there_in_the_future_either(analyst):
    shown = (
        "select count(*) from analytics.articles_as_of('infinity') where uri ~ 'embargoed|canceled|withheld'"
    )
    assert analyst.tries(shown) == "[(0,)]"


def test_what_is_shown_is_found_by_its_values_as_before(analyst):
    """The trap: nothing of what analysts may read is gone with what they may not."""
    for view, own in (("articles", 5), ("unique_articles", 5)):
        assert (
            analyst.tries(f"select count(*) from analytics.{view} where headline like 'The library of %'")
            == f"[({own},)]"
        )
        assert (
            analyst.tries(f"select count(*) from analytics.{view} where body ~ 'library' and language = 'en'")
            == f"[({own},)]"
        )
        assert "Oulu" in analyst.tries(f"select 1 from analytics.{view} where body::integer = 0")
    assert analyst.tries("select count(*) from analytics.article_facts where language = 'en'") == "[(5,)]"
