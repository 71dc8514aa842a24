"""The texts that docs/contract.py writes: the Open Data Contract, and the files of dbt.

ODCS: https://bitol-io.github.io/open-data-contract-standard/. dbt: https://docs.getdbt.com/reference/source-properties.
"""

import re
from collections.abc import Mapping
from typing import Any

import yaml

from newsfold.config.home import project_root
from newsfold.store.dictionary import Column, Function, Relation, Schema

OPENING = "# Made by `make docs` from the comments in the database and docs/contract.toml. Don't edit it: edit those.\n"
#: Types of Postgres -> logical types of ODCS.
LOGICAL_TYPES = {
    "bigint": "integer",
    "integer": "integer",
    "smallint": "integer",
    "real": "number",
    "numeric": "number",
    "double precision": "number",
    "boolean": "boolean",
    "date": "date",
    "timestamp with time zone": "timestamp",
    "jsonb": "object",
    "text": "string",
}
PURPOSE = "News articles with normalized headers, folded into stories: each copy and rewrite of a report is found and told."


def open_data_contract(says: Mapping[str, Any], found: Schema) -> str:
    """The whole contract as YAML."""
    contract = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "newsfold-analytics",
        "name": "Newsfold for analysts",
        "version": says["version"],
        "status": "active",
        "domain": "news",
        "description": {
            "purpose": PURPOSE,
            "limitations": "Embargoed, killed and withheld articles are not in it. What is unknown is null.",
            "usage": "As newsfold_analyst, who reads this schema and nothing else. `licence`, `usage_terms` and `opt_out` of an"
            " article say what may be done with it.",
        },
        "servers": [
            {
                "server": "newsfold",
                "type": "postgres",
                "host": "localhost",
                "port": 5432,
                "database": "newsfold",
                "schema": "analytics",
                "description": "`newsfold database-url --role analyst` prints where it is.",
            }
        ],
        "roles": [{"role": "newsfold_analyst", "access": "read"}],
        "schema": [
            contract_object(view, says["views"][short(view.name)], says.get("deprecated", {}))
            for view in found.relations
        ],
        "customProperties": [
            {
                "property": "functions",
                "value": [contract_function(each, says.get("deprecated", {})) for each in found.functions],
            }
        ],
    }
    return OPENING + dumped(contract)


def contract_object(
    view: Relation, rules: Mapping[str, Any], deprecated: Mapping[str, str]
) -> dict[str, Any]:
    """One view. `rules` and `deprecated` are those of docs/contract.toml."""
    name = short(view.name)
    grain, description = (view.comment or "").partition(". ")[::2]
    made: dict[str, Any] = {
        "name": name,
        "physicalName": view.name,
        "logicalType": "object",
        "physicalType": "view",
        "description": description or grain,
        "dataGranularityDescription": grain.removeprefix("Grain: "),
        **said_to_be_gone(name, deprecated),
        "properties": [contract_property(name, column, rules, deprecated) for column in view.columns],
    }
    if len(rules["key"]) > 1:
        made["quality"] = [
            {
                "type": "text",
                "name": "key",
                "description": f"No two rows agree in all of {', '.join(rules['key'])}.",
            }
        ]
    return made


def contract_property(
    view: str, column: Column, rules: Mapping[str, Any], deprecated: Mapping[str, str]
) -> dict[str, Any]:
    """One column."""
    item_type = column.type.removesuffix("[]")
    is_list = item_type != column.type
    made: dict[str, Any] = {
        "name": column.name,
        "logicalType": "array" if is_list else LOGICAL_TYPES[column.type],
        "physicalType": column.type,
        "description": column.comment,
        **said_to_be_gone(f"{view}.{column.name}", deprecated),
    }
    if is_list:
        made["items"] = {"logicalType": LOGICAL_TYPES[item_type], "physicalType": item_type}
    if rules["key"] == [column.name]:
        made |= {"primaryKey": True, "primaryKeyPosition": 1, "unique": True}
    if column.name in required(rules):
        made["required"] = True
    if column.name in rules.get("references", {}):
        made["relationships"] = [{"to": rules["references"][column.name]}]
    if column.name in rules.get("values", {}):
        made["quality"] = [
            {
                "type": "library",
                "metric": "invalidValues",
                "arguments": {"validValues": rules["values"][column.name]},
                "mustBe": 0,
            }
        ]
    return made


def required(rules: Mapping[str, Any]) -> set[str]:
    """The columns of a view that are never null: those that are said to be, and a key of one column."""
    return {*rules.get("required", []), *(rules["key"] if len(rules["key"]) == 1 else [])}


def contract_function(function: Function, deprecated: Mapping[str, str]) -> dict[str, str]:
    """One function that analysts call. ODCS has no word for it."""
    name = short(function.name)
    gone = {"deprecated": deprecated[name]} if name in deprecated else {}
    return {
        "name": name,
        "arguments": function.arguments,
        "result": function.result,
        "description": function.comment or "",
        **gone,
    }


def said_to_be_gone(name: str, deprecated: Mapping[str, str]) -> dict[str, Any]:
    """What ODCS says of a name that a later version will not have."""
    if name not in deprecated:
        return {}
    return {
        "deprecated": True,
        "customProperties": [{"property": "deprecation", "value": deprecated[name]}],
    }


def dbt_sources(says: Mapping[str, Any], found: Schema) -> str:
    """`sources.yml`: each view with its columns and the tests that hold for it."""
    tables = [dbt_table(view, says["views"][short(view.name)]) for view in found.relations]
    source = {
        "name": "newsfold",
        "description": PURPOSE,
        "schema": found.name.partition(".")[0],
        "config": {"meta": {"contract_version": says["version"]}},
        "tables": tables,
    }
    return OPENING + dumped({"version": 2, "sources": [source]})


def dbt_table(view: Relation, rules: Mapping[str, Any]) -> dict[str, Any]:
    """One view as a table of a dbt source."""
    made: dict[str, Any] = {"name": short(view.name), "description": view.comment}
    if len(rules["key"]) > 1:
        made["data_tests"] = [{"unique_together": {"arguments": {"columns": rules["key"]}}}]
    made["columns"] = []
    for column in view.columns:
        described: dict[str, Any] = {
            "name": column.name,
            "description": column.comment,
            "data_type": column.type,
        }
        if tests := column_tests(column.name, rules):
            described["data_tests"] = tests
        made["columns"].append(described)
    return made


def column_tests(name: str, rules: Mapping[str, Any]) -> list[Any]:
    """The tests of dbt for one column."""
    tests: list[Any] = ["unique"] if rules["key"] == [name] else []
    tests += ["not_null"] if name in required(rules) else []
    if name in rules.get("values", {}):
        tests.append({"accepted_values": {"arguments": {"values": rules["values"][name]}}})
    if name in rules.get("references", {}):
        view, _, column = rules["references"][name].partition(".")
        tests.append(
            {"relationships": {"arguments": {"to": f"source('newsfold', '{view}')", "field": column}}}
        )
    return tests


def dbt_exposures(says: Mapping[str, Any]) -> str:
    """`exposures.yml`: who lives on which views, as their files show."""
    exposures = [
        {
            "name": name,
            "type": exposure["type"],
            "description": exposure["description"],
            "owner": {"name": "Newsfold"},
            "depends_on": [f"source('newsfold', '{view}')" for view in views_asked(says, exposure["files"])],
        }
        for name, exposure in says["exposures"].items()
    ]
    return OPENING + dumped({"version": 2, "exposures": exposures})


def views_asked(says: Mapping[str, Any], patterns: list[str]) -> list[str]:
    """The views that files name, by glob patterns below the checkout."""
    texts = [path.read_text("utf-8") for pattern in patterns for path in sorted(project_root().glob(pattern))]
    named = {name for text in texts for name in re.findall(r"\banalytics\.(\w+)\b(?!\()", text)}
    return sorted(named & says["views"].keys())


def short(name: str) -> str:
    """A name without its schema."""
    return name.partition(".")[2]


def dumped(document: Mapping[str, Any]) -> str:
    """YAML in the order given, without anchors."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(document, Dumper=Plain, sort_keys=False, allow_unicode=True, width=120)
