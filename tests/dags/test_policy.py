"""What every DAG must have, and what a DAG file must not grow into."""

import ast
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from newsfold.config.home import project_root
from newsfold.config.sources_file import load_sources

FILES = sorted((project_root() / "dags").glob("*.py"))
LONGEST_FILE = 120  # lines of code


def test_every_dag_file_is_read_without_an_error(found):
    assert found["import_errors"] == {}
    assert {Path(file).name for file in found["files"].values()} == {file.name for file in FILES}
    print(f"all DAG files read in {found['seconds']:.2f} s")


def test_news_ingest_is_among_them(found):
    assert "news_ingest" in found["dags"]


def test_every_dag_says_what_it_does_whose_it_is_and_how_it_is_found(found):
    for dag_id, dag in found["dags"].items():
        assert "failure means" in dag["doc_md"], dag_id
        assert "safe to re-run" in dag["doc_md"], dag_id
        assert "newsfold" in dag["tags"], dag_id
        assert dag["default_args"]["__var"]["owner"] == "newsfold", dag_id
        assert dag["default_args"]["__var"]["retries"] >= 1, dag_id
        assert dag["catchup"] is False, dag_id


def test_every_task_has_an_owner_a_time_out_and_a_sentence(found):
    for dag_id, tasks in found["tasks"].items():
        assert tasks, dag_id
        for task in tasks:
            where = f"{dag_id}.{task['task_id']}"
            assert task["owner"] == "newsfold", where
            assert task["timeout_seconds"], where
            assert task["doc_md"], where


def test_runs_of_news_ingest_never_overlap(found):
    assert found["dags"]["news_ingest"]["max_active_runs"] == 1


def test_news_ingest_has_its_steps_the_gate_and_the_message_in_their_order(found):
    steps = ["fetch", "normalize", "deduplicate", "gate", "load", "check", "publish", "notify"]
    assert [task["task_id"] for task in found["tasks"]["news_ingest"]] == steps
    tasks = {t["__var"]["task_id"]: t["__var"] for t in found["dags"]["news_ingest"]["tasks"]}
    after = {name: task.get("downstream_task_ids", []) for name, task in tasks.items()}
    assert after == {**{a: [b] for a, b in pairwise(steps)}, "notify": []}


def test_the_form_of_news_ingest_offers_the_sources_and_refuses_what_makes_no_sense(found):
    params = dict(found["dags"]["news_ingest"]["params"])
    assert set(params) == {"sources", "first_day", "last_day", "dry_run"}
    _, sources = load_sources(project_root() / "dags" / "sources.toml")
    assert schema(params["sources"])["examples"] == sorted(sources)
    assert schema(params["first_day"])["format"] == schema(params["last_day"])["format"] == "date"
    assert schema(params["dry_run"])["type"] == "boolean"
    assert params["dry_run"]["default"] is False
    assert all(schema(param)["title"] for param in params.values())


def schema(param: dict) -> dict:
    """A param's JSON schema, out of Airflow's envelope."""
    return param["schema"].get("__var", param["schema"])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_dag_file_holds_wiring_only(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    tree.body = tree.body[1:] if ast.get_docstring(tree) else tree.body
    assert len(ast.unparse(tree).splitlines()) <= LONGEST_FILE
    imported = {name for node in ast.walk(tree) for name in imported_names(node)}
    assert not {name for name in imported if name.startswith("newsfold.store")}, "SQL is for the steps"


def imported_names(node: ast.AST) -> list[str]:
    """The modules that an import statement names."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_hourly_sources_have_a_dag_of_their_own_with_the_same_steps(run_script, tmp_path):
    shutil.copytree(project_root() / "dags", tmp_path / "dags", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("plugins", "sql"):
        (tmp_path / name).symlink_to(project_root() / name)
    (tmp_path / "dags" / "sources.toml").write_text(
        "[source.wire]\nlocation = 'in'\nschedule = 'hourly'\n[source.paper]\nlocation = 'in'\n"
    )
    settings = {"AIRFLOW_HOME": str(tmp_path / "airflow"), "AIRFLOW__CORE__LOAD_EXAMPLES": "False"}
    read = run_script("read_dags.py", settings, str(tmp_path / "dags"))
    assert read["import_errors"] == {}
    steps = {dag: [task["task_id"] for task in tasks] for dag, tasks in read["tasks"].items()}
    assert steps["news_ingest_hourly"] == steps["news_ingest"]
    offered = {
        dag: dict(read["dags"][dag]["params"])["sources"] for dag in ("news_ingest", "news_ingest_hourly")
    }
    assert "paper" in str(offered["news_ingest"])
    assert "wire" not in str(offered["news_ingest"])
    assert "wire" in str(offered["news_ingest_hourly"])
