"""The schema `lab`: analysts keep tables there, nobody else is touched by them, and kept ids lead to those of now."""

import os
import re
import threading
from contextlib import closing
from itertools import count
from pathlib import Path

import psycopg2
import psycopg2.errors
import pytest

from newsfold.cli.lab_commands import bytes_of
from newsfold.cli.usage import UsageError
from newsfold.config.home import project_root
from newsfold.local.postgres_programs import run_program
from newsfold.store import lab, migrations
from newsfold.store.connection import connect
from newsfold.store.migrations import MigrationError, migrate

REFUSED = "42501"
CHECKSUMS = count()


def ask(url: str, statement: str) -> list[tuple]:
    with closing(psycopg2.connect(url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def refusal(url: str, statement: str) -> str | None:
    try:
        ask(url, statement)
    except psycopg2.Error as error:
        return error.pgcode
    return None


def remake_views(url: str, monkeypatch) -> list[str]:
    """What an upgrade with other views does."""
    another = f"another{next(CHECKSUMS)}"
    monkeypatch.setattr(migrations, "views_checksum", lambda: another)
    return migrate(url)


def test_an_analyst_keeps_a_table_and_shares_it(role_url):
    url = role_url("analyst")
    ask(url, "create table lab.coded (story_id bigint primary key, topic text)")
    ask(url, "insert into lab.coded values (1, 'floods')")
    assert ask(url, "select topic from lab.coded") == [("floods",)]
    assert ask(
        url,
        "create materialized view lab.firsts as select story_id from analytics.stories; select count(*) from lab.firsts",
    ) == [(0,)]


@pytest.mark.parametrize(
    "statement",
    [
        "create table analytics.mine (a integer)",
        "create table public.mine (a integer)",
        "create schema mine",
        "alter schema lab rename to mine",
        "drop schema lab cascade",
        "create table lab.mine (a bigint references news.article)",
        "create view lab.mine as select * from news.article; select * from lab.mine",
        "create function lab.mine() returns bigint language sql as 'select count(*) from news.article'; select lab.mine()",
        "create trigger mine before insert on analytics.articles for each row execute function lab.nothing()",
        "create rule mine as on select to analytics.articles do instead select 1",
        "create function lab.mine() returns integer language c as 'mine'",
        "create event trigger mine on ddl_command_end execute function lab.nothing()",
        "create table lab.mine (a integer); alter table lab.mine owner to newsfold_owner",
        "create table lab.mine (a integer); alter table lab.mine set schema analytics",
        "update ops.lab_quota set bytes = 1e12",
        "select ops.hold_lab()",
        "select ops.lab_tables()",
        "select * from ops.lab_object",
        "copy (select 1) to program 'true'",
        "create extension dblink schema lab",
        "create server mine foreign data wrapper nothing",
    ],
)  # fmt: skip
def test_the_lab_is_no_way_into_the_rest(role_url, statement):
    url = role_url("analyst")
    ask(url, "create function lab.nothing() returns trigger language plpgsql as 'begin return new; end'")
    # Forbidden, or not there at all: a foreign data wrapper, and what a view takes no trigger or rule for.
    assert refusal(url, statement) in {REFUSED, "42809", "42704", "42P17", "42P16"}


def test_what_an_analyst_gives_away_is_not_theirs_to_give(role_url):
    ask(role_url("analyst"), "grant all on schema lab to public")
    assert ask(role_url("owner"), "select has_schema_privilege('public', 'lab', 'usage, create')") == [
        (False,)
    ]


def test_nobody_looks_up_names_in_the_lab(role_url):
    """A function of an analyst with the name of ours, or of Postgres, is called by nobody."""
    ask(
        role_url("analyst"),
        "create function lab.now() returns timestamptz language plpgsql as $$ begin raise exception 'called'; end $$",
    )
    for role in ("owner", "loader", "operator"):
        with closing(connect(role_url(role))) as connection, connection.cursor() as cursor:
            cursor.execute("select now(), current_schemas(true) as path")
            assert "lab" not in cursor.fetchone().path


def test_who_holds_too_much_closes_the_lab_until_they_drop_some(role_url):
    url = role_url("analyst")
    ask(
        url, "create table lab.large as select n, repeat('x', 100) as text from generate_series(1, 2000) as n"
    )
    with closing(connect(role_url("operator"))) as operator:
        lab.set_quota(operator, 100_000, "kim")
        [held] = lab.use(operator)
        assert (held.owner, held.tables, held.quota) == ("newsfold_analyst", 1, 100_000)
        assert held.bytes > 200_000
        assert refusal(url, "create table lab.more (a integer)") == REFUSED
        ask(url, "drop table lab.large")
        assert lab.use(operator) == []
    assert refusal(url, "create table lab.more (a integer)") is None


def test_a_quota_of_nothing_closes_the_lab_and_leaves_what_is_there(role_url):
    url = role_url("analyst")
    ask(url, "create table lab.kept as select 1 as a")
    with closing(connect(role_url("operator"))) as operator:
        lab.set_quota(operator, 0, "kim")
        lab.use(operator)
        assert refusal(url, "create table lab.more (a integer)") == REFUSED
        assert ask(url, "select a from lab.kept") == [(1,)]
        lab.set_quota(operator, 10**9, "kim")
        lab.use(operator)
    assert refusal(url, "create table lab.more (a integer)") is None


def test_the_next_migration_neither_opens_a_closed_lab_nor_closes_an_open_one(role_url):
    with closing(connect(role_url("operator"))) as operator:
        lab.set_quota(operator, 0, "kim")
        lab.use(operator)
    migrate(role_url("owner"))
    assert refusal(role_url("analyst"), "create table lab.more (a integer)") == REFUSED
    with closing(connect(role_url("operator"))) as operator:
        lab.set_quota(operator, 10**9, "kim")
    ask(role_url("owner"), "revoke all on schema lab from newsfold_analyst")
    migrate(role_url("owner"))
    assert refusal(role_url("analyst"), "create table lab.more (a integer)") is None


def test_a_table_that_is_locked_keeps_nobody_waiting(role_url):
    url = role_url("analyst")
    ask(url, "create table lab.locked as select 1 as a")
    with closing(psycopg2.connect(url)) as analyst, analyst.cursor() as cursor:
        cursor.execute("lock table lab.locked in access exclusive mode")
        done = []
        with closing(connect(role_url("operator"))) as operator:
            asking = threading.Thread(target=lambda: done.append(lab.use(operator)))
            asking.start()
            asking.join(600)
        assert [each.owner for each in done[0]] == ["newsfold_analyst"]


VIEWS = """
create view lab.own as select article_id, headline from analytics.articles;
create view lab.upon as select count(*) as n from lab.own;
create materialized view lab.kept as select story_id from analytics.stories;
create function lab.of_story(id bigint) returns setof analytics.articles language sql stable
  as 'select * from analytics.articles where story_id = id';
grant select on lab.own to public;
create table lab.plain as select 1 as a
"""


def test_views_that_stand_on_ours_outlive_an_upgrade(role_url, monkeypatch):
    url = role_url("analyst")
    ask(url, VIEWS)
    assert remake_views(role_url("owner"), monkeypatch) == ["views"]
    assert ask(url, "select n from lab.upon") == [(0,)]
    assert ask(url, "select count(*) from lab.of_story(1)") == [(0,)]
    assert ask(url, "refresh materialized view lab.kept; select count(*) from lab.kept") == [(0,)]
    owned = "select distinct pg_get_userbyid(relowner)::text from pg_class where relnamespace = 'lab'::regnamespace"
    assert ask(url, owned) == [("newsfold_analyst",)]
    assert ask(url, "select has_table_privilege('public', 'lab.own', 'select')") == [(True,)]
    with closing(connect(role_url("operator"))) as operator:
        assert lab.kept_objects(operator) == []


#: What an analyst can put on a view or function that stands on ours.
PUT_ON = (
    "create view lab.coded with (security_barrier = true, check_option = local) as"
    " select article_id, uri from analytics.articles",
    "create table lab.codes (article_id bigint, code text)",
    "create function lab.keep() returns trigger language plpgsql as"
    " 'begin insert into lab.codes values (new.article_id, new.uri); return new; end'",
    "create trigger keeps instead of insert on lab.coded for each row execute function lab.keep()",
    "create view lab.ruled as select article_id, headline from analytics.articles",
    "create rule keeps as on update to lab.ruled do instead update lab.codes set code = new.headline",
    "alter view lab.coded alter column uri set default 'none''s'",
    "comment on view lab.coded is 'What we coded; it''s ours'",
    "comment on column lab.coded.uri is 'The code'",
    "comment on trigger keeps on lab.coded is 'Keeps it'",
    "grant insert, select on lab.coded to newsfold_operator with grant option",
    "grant select (headline) on lab.ruled to public",
    "create materialized view lab.kept as select article_id, count(*) as n from analytics.articles group by 1",
    "create unique index kept_once on lab.kept (article_id)",
    "comment on materialized view lab.kept is 'Kept'",
    "create function lab.mine(a analytics.articles) returns bigint language sql as 'select 1::bigint'",
    "revoke all on function lab.mine from public",
    "grant execute on function lab.mine to newsfold_operator",
    "comment on function lab.mine is 'One'",
)
#: All that Postgres knows of what stands in the lab, without its numbers.
WRITTEN_DOWN = """
select 'relation', class.relname::text, class.reloptions::text, class.relacl::text, obj_description(class.oid, 'pg_class')
from pg_class as class where class.relnamespace = 'lab'::regnamespace
union all
select 'column', attribute.attrelid::regclass::text || attname, attacl::text, pg_get_expr(adbin, adrelid),
  col_description(attribute.attrelid, attnum)
from pg_attribute as attribute
join pg_class as class on class.oid = attribute.attrelid and class.relnamespace = 'lab'::regnamespace
left join pg_attrdef on adrelid = class.oid and adnum = attnum
union all
select 'trigger', pg_get_triggerdef(trigger.oid), tgenabled::text, '', obj_description(trigger.oid, 'pg_trigger')
from pg_trigger as trigger where tgrelid::regclass::text like 'lab.%'
union all
select 'rule', pg_get_ruledef(rule.oid), '', '', obj_description(rule.oid, 'pg_rewrite')
from pg_rewrite as rule where ev_class::regclass::text like 'lab.%'
union all
select 'routine', proc.oid::regprocedure::text, proacl::text, pg_get_functiondef(proc.oid), obj_description(proc.oid, 'pg_proc')
from pg_proc as proc where pronamespace = 'lab'::regnamespace
order by 1, 2, 3, 4, 5
"""


def test_what_is_put_on_a_view_is_made_again_with_it(role_url, monkeypatch):
    url = role_url("analyst")
    ask(url, "; ".join(PUT_ON))
    before = ask(role_url("owner"), WRITTEN_DOWN)
    remake_views(role_url("owner"), monkeypatch)
    assert ask(role_url("owner"), WRITTEN_DOWN) == before
    ask(url, "insert into lab.coded (article_id) values (7)")
    assert ask(url, "select * from lab.codes") == [(7, "none's")]
    assert refusal(role_url("operator"), "select * from lab.codes") == REFUSED


def test_a_trigger_that_does_not_fit_any_more_is_told_with_its_view(role_url):
    ask(
        role_url("analyst"),
        "create view lab.coded as select article_id from analytics.articles;"
        " create function lab.keep() returns trigger language plpgsql as 'begin return new; end';"
        " create trigger keeps instead of insert on lab.coded for each row execute function lab.keep()",
    )
    with closing(connect(role_url("owner"))) as owner, owner, owner.cursor() as cursor:
        lab.put_aside(cursor)
        cursor.execute("drop function lab.keep")
        lab.put_back(cursor)
    with closing(connect(role_url("operator"))) as operator:
        (kept,) = lab.kept_objects(operator)
    assert "lab.keep" in kept.problem
    assert any("TRIGGER keeps" in addition for addition in kept.additions)


def test_a_view_that_does_not_fit_any_more_is_kept_as_text_and_told(role_url):
    ask(
        role_url("owner"),
        "create view analytics.old as select 1 as n; grant select on analytics.old to newsfold_analyst",
    )
    ask(
        role_url("analyst"),
        "create view lab.upon as select n from analytics.old; create view lab.higher as select * from lab.upon",
    )
    with closing(connect(role_url("owner"))) as owner, owner, owner.cursor() as cursor:
        lab.put_aside(cursor)
        cursor.execute("drop view analytics.old")
        lab.put_back(cursor)
    with closing(connect(role_url("operator"))) as operator:
        kept = lab.kept_objects(operator)
    assert [each.name for each in kept] == ["lab.upon", "lab.higher"]
    assert "analytics.old" in kept[0].problem
    assert "analytics.old" in kept[0].definition
    assert refusal(role_url("analyst"), "select * from lab.upon") == "42P01"


def test_a_table_with_a_column_of_our_type_is_named_where_it_stands_in_the_way(role_url, monkeypatch):
    ask(role_url("analyst"), "create table lab.rows (given analytics.stories)")
    with pytest.raises(MigrationError, match=r"lab\.rows|table lab"):
        remake_views(role_url("owner"), monkeypatch)


ARTICLE = (
    "create function lab.of(a analytics.articles) returns bigint language sql immutable as 'select 1::bigint'"
)
SOME = (
    "create function lab.some(bigint) returns boolean language sql immutable"
    " begin atomic select exists (select from analytics.articles); end"
)
MADE = (
    "select (select count(*) from pg_class where relnamespace = 'lab'::regnamespace) + count(*)"
    " from pg_proc where pronamespace = 'lab'::regnamespace"
)
#: What an analyst can make that stands on our views, by its kind, and whether it is made again.
STANDING = {
    "procedure": ("create procedure lab.mine(a analytics.articles) language sql as 'select 1'", True),
    "function": (ARTICLE, True),
    "name that needs quotes": (
        'create view lab."a""b; drop" as select article_id from analytics.articles',
        True,
    ),
    "view on a function": (
        f"{ARTICLE}; create view lab.mine as select lab.of(articles) from analytics.articles",
        True,
    ),
    "aggregate": (
        "create function lab.step(s bigint, a analytics.articles) returns bigint language sql immutable as 'select s + 1';"
        " create aggregate lab.mine(analytics.articles) (sfunc = lab.step, stype = bigint, initcond = '0')",
        False,
    ),
    "operator": (
        "create function lab.eq(a analytics.articles, b analytics.articles) returns boolean language sql as 'select true';"
        " create operator lab.=== (leftarg = analytics.articles, rightarg = analytics.articles, function = lab.eq)",
        False,
    ),
    "domain": ("create domain lab.mine as analytics.articles", False),
    "domain on a view": (
        "create view lab.of as select 1 from analytics.articles; create domain lab.mine as lab.of",
        False,
    ),
    "type": ("create type lab.mine as (a analytics.articles)", False),
    "check": (f"{SOME}; create table lab.mine (a bigint check (lab.some(a)))", False),
    "default": (f"{SOME}; create table lab.mine (a boolean default lab.some(1))", False),
    "index": (f"{SOME}; create table lab.mine (a bigint); create index on lab.mine (lab.some(a))", False),
    "rule": (
        "create table lab.mine (a bigint);"
        " create rule also as on insert to lab.mine do also select article_id from analytics.articles",
        False,
    ),
    "policy": (
        "create table lab.mine (a bigint); create policy all_of_it on lab.mine using (exists (select from analytics.articles))",
        False,
    ),
}


def test_whatever_stands_on_our_views_is_made_again_or_named(role_url, monkeypatch):
    for kind, (statements, is_made_again) in STANDING.items():
        ask(role_url("analyst"), statements)
        before = ask(role_url("owner"), MADE)
        if is_made_again:
            remake_views(role_url("owner"), monkeypatch)
        else:
            with pytest.raises(MigrationError, match=r"(?s)stands on one of ours: .*lab\."):
                remake_views(role_url("owner"), monkeypatch)
        assert ask(role_url("owner"), MADE) == before, kind
        assert ask(role_url("owner"), "select problem from ops.lab_object") == [], kind
        ask(
            role_url("owner"),
            "drop schema lab cascade; create schema lab; grant usage, create on schema lab to newsfold_analyst",
        )


@pytest.mark.parametrize(
    ("text", "size"), [("5GB", 5 * 1024**3), ("500 MB", 500 * 1024**2), ("0", 0), ("12", 12)]
)
def test_a_size_is_read_as_postgres_writes_it(text, size):
    assert bytes_of(text) == size


@pytest.mark.parametrize("text", ["", "5 gigs", "-1", "5GB5"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(UsageError):
        bytes_of(text)


def test_the_example_of_the_docs_runs_as_an_analyst(role_url):
    text = (project_root() / "docs" / "lab.md").read_text("utf-8")
    statements = [part.partition("```")[0] for part in text.split("```sql\n")[1:]]
    assert len(statements) >= 3
    for statement in statements:
        ask(role_url("analyst"), statement)


def restored_as_it_is_written() -> list[str]:
    """The command by which the lab is restored, as docs/disaster.md has it, without the database and the file."""
    page = (project_root() / "docs" / "disaster.md").read_text(encoding="utf-8")
    (line,) = [line for line in page.splitlines() if "pg_restore" in line and "lab.dump" in line]
    command = re.fullmatch(
        r'(pg_restore .*)--dbname="\$\(newsfold database-url --role analyst\)" lab\.dump', line
    )
    assert command is not None, line
    return command[1].split()


def test_what_analysts_wrote_runs_as_an_analyst_where_the_lab_is_restored(database_url, role_url, tmp_path):
    analyst = role_url("analyst")
    ask(
        analyst,
        """
        create function lab.climbs(value integer) returns boolean language plpgsql as $$
        begin
          execute 'create table news.climbed (a integer)';
          return true;
        exception when insufficient_privilege then
          return true;
        end $$;
        create table lab.coded (story_id integer check (lab.climbs(story_id)));
        insert into lab.coded values (1), (2);
        """,
    )
    dump = tmp_path / "lab.dump"
    data = Path(os.environ["NEWSFOLD_HOME"]) / "postgres" / "data"
    run_program(data, ["pg_dump", "--format=custom", "--schema=lab", f"--file={dump}", database_url])
    ask(analyst, "drop table lab.coded; drop function lab.climbs")
    run_program(data, [*restored_as_it_is_written(), "--exit-on-error", f"--dbname={analyst}", str(dump)])
    assert ask(database_url, "select to_regclass('news.climbed')") == [(None,)]
    assert ask(analyst, "select count(*) from lab.coded") == [(2,)]
