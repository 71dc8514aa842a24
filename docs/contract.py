"""Writes the data contract of `analytics` from the comments in the database and docs/contract.toml: `make docs`.

docs/contract.odcs.yaml (Open Data Contract Standard 3), a dbt project in docs/dbt, and docs/contract.shape.json: what the views
were when the version was last raised. A shape that differs from that one under the same version is refused. With --check it only
says whether all of it is current.
"""

import json
import re
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract_files import dbt_exposures, dbt_sources, open_data_contract
from generating import generate_from_database

from newsfold.config.home import project_root
from newsfold.store.connection import Connection
from newsfold.store.dictionary import Schema, schemas

DOCS = project_root() / "docs"
SHAPE = DOCS / "contract.shape.json"
#: Column or function -> its type; views by themselves have the type `view`.
Shape = dict[str, str]


class ContractError(Exception):
    """What is declared and what the database holds do not fit. Says what to do."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A version of the contract: its number, its shape, and which names it says will be gone."""

    version: tuple[int, int, int]
    shape: Shape
    deprecated: frozenset[str]


def main() -> int:
    """Write the files, or compare them. Exit code 1 also where the version is too low."""
    try:
        return generate_from_database(__doc__, texts_of)
    except ContractError as error:
        print(error, file=sys.stderr)
        return 1


def texts_of(connection: Connection) -> dict[Path, str]:
    """The files of the contract. Raises ContractError."""
    return {DOCS / name: text for name, text in files(declared(), schemas(connection)[0]).items()}


def declared() -> dict[str, Any]:
    """What docs/contract.toml says."""
    return tomllib.loads((DOCS / "contract.toml").read_text(encoding="utf-8"))


def files(says: Mapping[str, Any], found: Schema) -> dict[str, str]:
    """Every file by its path below docs/. Raises ContractError."""
    refuse_unknown(says, found)
    now = Stored(version_of(says["version"]), shape(found), frozenset(says.get("deprecated", {})))
    if SHAPE.exists():
        refuse_too_low(stored(), now)
    return {
        "contract.odcs.yaml": open_data_contract(says, found),
        "contract.shape.json": as_text(now),
        "dbt/models/sources.yml": dbt_sources(says, found),
        "dbt/models/exposures.yml": dbt_exposures(says),
    }


def refuse_unknown(says: Mapping[str, Any], found: Schema) -> None:
    """Raise ContractError for a view that is not declared, or a name that is declared and not there."""
    columns = {
        view.name.partition(".")[2]: {column.name for column in view.columns} for view in found.relations
    }
    missing = sorted(columns.keys() - says["views"].keys())
    if missing:
        raise ContractError(f"docs/contract.toml: say what tells the rows apart of {', '.join(missing)}")
    named = {f"{view}.{name}" for view, rules in says["views"].items() for name in named_columns(rules)}
    named |= {target for rules in says["views"].values() for target in rules.get("references", {}).values()}
    there = {f"{view}.{name}" for view, names in columns.items() for name in names}
    there |= columns.keys() | {function.name.partition(".")[2] for function in found.functions}
    unknown = sorted((named | says["views"].keys() | says.get("deprecated", {}).keys()) - there)
    if unknown:
        raise ContractError(f"docs/contract.toml: analytics has no {', '.join(unknown)}")


def named_columns(rules: Mapping[str, Any]) -> set[str]:
    """The columns that the rules of a view speak of."""
    lists = (rules["key"], rules.get("references", {}), rules.get("required", []), rules.get("values", {}))
    return {name for each in lists for name in each}


def shape(found: Schema) -> Shape:
    """What somebody who reads the views relies on: their columns and types, and how functions are called."""
    made: Shape = {}
    for view in found.relations:
        name = view.name.partition(".")[2]
        made[name] = "view"
        made |= {f"{name}.{column.name}": column.type for column in view.columns}
    for function in found.functions:
        made[f"{function.name.partition('.')[2]}()"] = f"({function.arguments}) -> {function.result}"
    return made


def refuse_too_low(before: Stored, now: Stored) -> None:
    """Raise ContractError where the version does not say what the change of shape is, or nobody was told before."""
    gone = {name for name, kind in before.shape.items() if now.shape.get(name) != kind}
    untold = sorted(
        name
        for name in gone
        if name.removesuffix("()") not in before.deprecated
        and name.partition(".")[0] not in before.deprecated
    )
    # A function that can be asked for more, or gives more columns, is called as before.
    untold = [name for name in untold if not only_takes_more(before.shape[name], now.shape.get(name, ""))]
    if untold:
        raise ContractError(
            f"gone or of another type, and no version has said so under [deprecated]: {', '.join(untold)}"
        )
    least = needed(before, now)
    if now.version < least:
        raise ContractError(
            f"the views have another shape than in version {dotted(before.version)}: raise `version` in docs/contract.toml"
            f" to {dotted(least)}"
        )


def needed(before: Stored, now: Stored) -> tuple[int, int, int]:
    """The least version for a change of shape: semantic versioning."""
    major, minor, _ = before.version
    lost = {name for name, kind in before.shape.items() if now.shape.get(name) != kind}
    if any(not only_takes_more(before.shape[name], now.shape.get(name, "")) for name in lost):
        return major + 1, 0, 0
    if now.shape != before.shape or now.deprecated - before.deprecated:
        return major, minor + 1, 0
    return before.version


def only_takes_more(before: str, now: str) -> bool:
    """Whether a function of now takes what one of before did, and perhaps more that need not be given, and gives the same
    columns, with others behind them where it gives a table.
    """
    (had, gave), (takes, gives) = (re.sub(r"[()]", "", each).partition(" -> ")[::2] for each in (before, now))
    more = takes.removeprefix(had)
    return (
        bool(gave)
        and (gave == gives or (gave.startswith("TABLE") and gives.startswith(f"{gave}, ")))
        and takes.startswith(had)
        and all("DEFAULT" in each for each in more.split(", ") if each)
    )


def stored() -> Stored:
    """The version that docs/contract.shape.json holds."""
    held = json.loads(SHAPE.read_text(encoding="utf-8"))
    return Stored(version_of(held["version"]), held["shape"], frozenset(held["deprecated"]))


def as_text(version: Stored) -> str:
    """The same, as it is stored."""
    held = {
        "version": dotted(version.version),
        "deprecated": sorted(version.deprecated),
        "shape": dict(sorted(version.shape.items())),
    }
    return json.dumps(held, indent=1) + "\n"


def version_of(text: str) -> tuple[int, int, int]:
    """Three numbers. Raises ContractError."""
    numbers = tuple(int(part) for part in text.split(".") if part.isdecimal())
    if len(numbers) != 3:
        raise ContractError(f"docs/contract.toml: version is three numbers, not {text!r}")
    return numbers[0], numbers[1], numbers[2]


def dotted(version: tuple[int, int, int]) -> str:
    """1.2.0"""
    return ".".join(map(str, version))


if __name__ == "__main__":
    sys.exit(main())
