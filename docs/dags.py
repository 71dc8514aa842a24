"""Writes docs/DAGs.md from the DAGs themselves: `make docs`. With --check it only says whether it is current.

It reads the DAGs as Airflow does, in an Airflow home that is thrown away; no database is needed.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from generating import generate

from newsfold.config.home import project_root

PAGE = project_root() / "docs" / "DAGs.md"
OPENING = """# The DAGs

Made by `make docs` from the DAG files. Don't edit it: edit those.
"""


def main() -> int:
    """Write the page, or compare it. Exit code 1 also where a DAG can't be read."""
    return generate(__doc__, lambda: {PAGE: page()})


def page() -> str:
    """The page. Ends with exit code 1 where a DAG can't be read."""
    with tempfile.TemporaryDirectory(prefix="newsfold-docs-") as home:
        dags, errors = read_dags(Path(home))
    if errors or not dags:
        sys.exit("\n".join(f"{file}: {error}" for file, error in errors.items()) or "there is no DAG")
    return "\n".join([OPENING, overview(dags), *(section(dags[dag_id]) for dag_id in sorted(dags))])


def read_dags(home: Path) -> tuple[dict[str, Any], dict[str, str]]:
    """The DAGs by name, and what went wrong by file. Airflow reads its settings at import: they come first."""
    os.environ |= {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(project_root() / "plugins"),
    }
    from airflow.dag_processing.dagbag import DagBag

    bag = DagBag(str(project_root() / "dags"))
    return dict(bag.dags), dict(bag.import_errors)


def overview(dags: dict[str, Any]) -> str:
    """One line for each DAG."""
    lines = ["| DAG | schedule | tags |", "|---|---|---|"]
    for dag_id in sorted(dags):
        lines.append(
            f"| [{dag_id}](#{dag_id}) | {schedule(dags[dag_id])} | {', '.join(sorted(dags[dag_id].tags))} |"
        )
    return "\n".join([*lines, ""])


def section(dag: Any) -> str:
    """One DAG: its own words, then schedule, form and tasks."""
    lines = [f"## {dag.dag_id}", "", (dag.doc_md or "").replace("\n### ", "\n#### ").strip(), ""]
    lines += [f"**Schedule**: {schedule(dag)}; at most {dag.max_active_runs} run at a time.", ""]
    if dag.params:
        lines += ["**The form**", "", "| param | type | default | |", "|---|---|---|---|"]
        lines += [
            f"| `{name}` | {kind(param)} | {default(param)} | {cell(param.description)} |"
            for name, param in params(dag)
        ]
        lines.append("")
    lines += ["**The tasks**", "", "| task | after | retries | at most | |", "|---|---|---|---|---|"]
    lines += [task_line(task) for task in dag.topological_sort()]
    return "\n".join([*lines, ""])


def schedule(dag: Any) -> str:
    """When it runs. The parts of a cron timetable are its own; others say it by their name."""
    table = dag.timetable
    condition = getattr(table, "asset_condition", None)
    if assets := [asset.name for asset in getattr(condition, "objects", ()) if hasattr(asset, "name")]:
        return f"after an update of {' and '.join(f'`{name}`' for name in assets)}"
    expression = getattr(table, "expression", None)
    if expression is None:
        return type(table).__name__
    return f"`{expression}` ({getattr(table, 'timezone', 'UTC')})"


def params(dag: Any) -> list[tuple[str, Any]]:
    """The fields of the form, in their order."""
    return [(name, dag.params.get_param(name)) for name in dag.params]


def kind(param: Any) -> str:
    """What a field takes."""
    types = param.schema.get("type", "any")
    named = types if isinstance(types, str) else " or ".join(each for each in types if each != "null")
    return param.schema.get("format", named)


def default(param: Any) -> str:
    """What a field holds at first."""
    return "" if param.value is None else f"`{param.value}`"


def task_line(task: Any) -> str:
    """One task."""
    name = f"`{task.task_id}`" + (" (mapped)" if task.is_mapped else "")
    after = ", ".join(f"`{each}`" for each in sorted(task.upstream_task_ids))
    limit = task.execution_timeout
    return f"| {name} | {after} | {task.retries} | {limit if limit else ''} | {cell(task.doc_md)} |"


def cell(text: str | None) -> str:
    """A text that is safe inside a table."""
    return (text or "").replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
