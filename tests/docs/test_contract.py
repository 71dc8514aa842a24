"""The data contract: it says what the database says, what it promises holds on the samples, and no shape changes in silence."""

import importlib
import json
import re
import tomllib
from contextlib import closing
from importlib.resources import files
from types import ModuleType

import jsonschema
import pytest
import yaml
from psycopg2 import sql

from newsfold.config.home import project_root
from newsfold.store.connection import connect
from newsfold.store.dictionary import schemas

DOCS = project_root() / "docs"


@pytest.fixture(scope="module")
def contract() -> ModuleType:
    """docs/contract.py."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        return importlib.import_module("contract")


def found(database_url):
    with closing(connect(database_url)) as connection:
        return schemas(connection)[0]


def rules() -> dict:
    return tomllib.loads((DOCS / "contract.toml").read_text("utf-8"))["views"]


def test_the_files_say_what_the_database_says(contract, database_url):
    made = contract.files(contract.declared(), found(database_url))
    assert len(made) == 4
    assert [name for name, text in made.items() if (DOCS / name).read_text("utf-8") != text] == [], (
        "run `make docs`"
    )


def test_the_contract_is_one_by_the_standards_own_schema():
    schema = json.loads(files("open_data_contract_standard").joinpath("schema.json").read_text("utf-8"))
    document = yaml.safe_load((DOCS / "contract.odcs.yaml").read_text("utf-8"))
    problems = jsonschema.Draft201909Validator(schema).iter_errors(document)
    assert [f"{error.json_path}: {error.message}" for error in problems] == []
    assert len(document["schema"]) >= 25


def test_a_view_that_nobody_declared_is_refused(contract, database_url):
    with closing(connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("create view analytics.extra as select 1 as n")
    with pytest.raises(contract.ContractError, match="extra"):
        contract.files(contract.declared(), found(database_url))


def test_a_column_more_needs_a_new_version(contract, database_url):
    with closing(connect(database_url)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("select rtrim(pg_get_viewdef('analytics.briefs'::regclass), ';') as text")
        text = cursor.fetchone().text
        cursor.execute(
            f"create or replace view analytics.briefs as select held.*, 1 as more from ({text}) as held"
        )
    with pytest.raises(contract.ContractError, match="raise `version`"):
        contract.files(contract.declared(), found(database_url))


BEFORE = {
    "a": "view",
    "a.x": "text",
    "a.y": "date",
    "f()": "(id bigint) -> text",
    "t()": "(id bigint) -> TABLE(a text)",
}


@pytest.mark.parametrize(
    ("now", "deprecated", "version", "refused"),
    [
        (BEFORE, [], (1, 0, 0), None),
        ({**BEFORE, "a.z": "text"}, [], (1, 0, 0), "1.1.0"),
        ({**BEFORE, "a.z": "text"}, [], (1, 1, 0), None),
        ({**BEFORE, "b": "view"}, [], (1, 0, 1), "1.1.0"),
        ({**BEFORE, "a.x": "integer"}, ["a.x"], (1, 1, 0), "2.0.0"),
        ({**BEFORE, "a.x": "integer"}, ["a.x"], (2, 0, 0), None),
        ({**BEFORE, "a.x": "integer"}, [], (2, 0, 0), "no version has said so"),
        ({"a": "view", "a.x": "text", "f()": BEFORE["f()"], "t()": BEFORE["t()"]}, ["a.y"], (2, 0, 0), None),
        ({"f()": BEFORE["f()"], "t()": BEFORE["t()"]}, ["a"], (2, 0, 0), None),
        ({"a": "view", "a.x": "text", "a.y": "date", "t()": BEFORE["t()"]}, ["f"], (1, 0, 0), "2.0.0"),
        ({**BEFORE, "f()": "(id bigint, t date DEFAULT NULL) -> text"}, [], (1, 0, 0), "1.1.0"),
        ({**BEFORE, "f()": "(id bigint, t date DEFAULT NULL) -> text"}, [], (1, 1, 0), None),
        ({**BEFORE, "f()": "(id bigint, t date) -> text"}, [], (2, 0, 0), "no version has said so"),
        ({**BEFORE, "t()": "(id bigint) -> TABLE(a text, b date)"}, [], (1, 0, 0), "1.1.0"),
        ({**BEFORE, "t()": "(id bigint) -> TABLE(a text, b date)"}, [], (1, 1, 0), None),
        ({**BEFORE, "t()": "(id bigint) -> TABLE(b date, a text)"}, [], (1, 1, 0), "no version has said so"),
        ({**BEFORE, "f()": "(id bigint) -> integer"}, ["f"], (1, 1, 0), "2.0.0"),
    ],
)  # fmt: skip
def test_what_a_change_of_shape_asks_of_the_version(contract, now, deprecated, version, refused):
    stored = contract.Stored((1, 0, 0), BEFORE, frozenset(deprecated))
    changed = contract.Stored(version, now, frozenset(deprecated))
    if refused is None:
        contract.refuse_too_low(stored, changed)
    else:
        with pytest.raises(contract.ContractError, match=re.escape(refused)):
            contract.refuse_too_low(stored, changed)


@pytest.fixture(scope="module")
def count(sample_analyst_url):
    """How many rows a query of an analyst finds on the samples."""
    with closing(connect(sample_analyst_url)) as connection, connection.cursor() as cursor:

        def rows(query: str, **names: object) -> int:
            cursor.execute(sql.SQL(f"select count(*) as n from ({query}) as found").format(**names))
            return cursor.fetchone().n

        yield rows


@pytest.mark.parametrize("view", sorted(rules()))
def test_what_the_contract_promises_of_a_view_holds_on_the_samples(count, view):
    promised = rules()[view]
    name = sql.Identifier("analytics", view)
    broken = []
    key = sql.SQL(", ").join(map(sql.Identifier, promised["key"])) if promised["key"] else sql.SQL("()")
    if count("select from {view} group by {key} having count(*) > 1", view=name, key=key):
        broken.append("key")
    for column in {*promised.get("required", []), *(promised["key"] if len(promised["key"]) == 1 else [])}:
        if count("select from {view} where {column} is null", view=name, column=sql.Identifier(column)):
            broken.append(f"{column} is null")
    for column, values in promised.get("values", {}).items():
        said = sql.Literal(values)
        if count(
            "select from {view} where {column} <> all ({said})",
            view=name,
            column=sql.Identifier(column),
            said=said,
        ):
            broken.append(f"{column} has other values")
    for column, target in promised.get("references", {}).items():
        there, _, their = target.partition(".")
        if count(
            "select from {view} as here where {column} is not null"
            " and not exists (select from {there} as there where there.{their} = here.{column})",
            view=name,
            column=sql.Identifier(column),
            there=sql.Identifier("analytics", there),
            their=sql.Identifier(their),
        ):
            broken.append(f"{column} leads nowhere")
    assert broken == []


def test_the_views_have_rows_to_hold_it_against(count):
    empty = [
        view for view in rules() if not count("select from {view}", view=sql.Identifier("analytics", view))
    ]
    # The samples hold no event: tests/end_to_end/test_events.py has what those views say.
    assert set(empty) <= {"briefs", "amendments", "events", "event_members", "snapshots"}


def joins() -> list[tuple[str, str]]:
    """The statements of docs/start-here.md, each with what a row of it is."""
    text = (DOCS / "start-here.md").read_text("utf-8")
    return re.findall(r"```sql\n-- One row: an? (\w+)\.\n(.*?);\n```", text, re.DOTALL)


GRAINS = {
    "article": ("article_id", "articles"),
    "story": ("story_id", "stories"),
    "version": ("article_id, version", "corrections"),
}


@pytest.mark.parametrize("number", range(5))
def test_each_join_of_the_first_page_keeps_the_rows_that_it_starts_from(count, number):
    grain, statement = joins()[number]
    key, view = GRAINS[grain]
    rows = count(statement)
    assert rows == count(f"select from analytics.{view}") > 0
    assert rows == count(f"select distinct {key} from ({statement}) as joined")


def test_the_first_page_has_five_joins():
    assert len(joins()) == 5


def test_dbt_names_views_that_there_are():
    sources = yaml.safe_load((DOCS / "dbt/models/sources.yml").read_text("utf-8"))["sources"][0]
    exposures = yaml.safe_load((DOCS / "dbt/models/exposures.yml").read_text("utf-8"))["exposures"]
    tables = {table["name"] for table in sources["tables"]}
    assert tables == set(rules())
    for exposure in exposures:
        asked = set(re.findall(r"source\('newsfold', '(\w+)'\)", " ".join(exposure["depends_on"])))
        assert len(asked) == len(exposure["depends_on"]) > 2
        assert asked <= tables
