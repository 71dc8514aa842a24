"""The dashboard for Superset: its parts find each other, and each of its questions is answered on the samples."""

import re
from contextlib import closing

import psycopg2
import pytest
import yaml

from newsfold.config.home import project_root

FOLDER = project_root() / "monitoring" / "superset"
PARTS = {
    kind: {
        each.stem: yaml.safe_load(each.read_text(encoding="utf-8"))
        for each in FOLDER.glob(f"{kind}/**/*.yaml")
    }
    for kind in ("databases", "datasets", "charts", "dashboards")
}


def test_each_part_names_one_that_there_is():
    uuids = {kind: {each["uuid"] for each in parts.values()} for kind, parts in PARTS.items()}
    assert {each["database_uuid"] for each in PARTS["datasets"].values()} == uuids["databases"]
    assert {each["dataset_uuid"] for each in PARTS["charts"].values()} == uuids["datasets"]
    (board,) = PARTS["dashboards"].values()
    shown = {each["meta"]["uuid"] for name, each in board["position"].items() if name.startswith("CHART-")}
    assert shown == uuids["charts"]
    (database,) = PARTS["databases"].values()
    assert ":XXXXXXXXXX@" in database["sqlalchemy_uri"]
    assert not database["allow_dml"]


@pytest.mark.parametrize("name", PARTS["datasets"])
def test_a_dataset_has_the_columns_and_metrics_that_it_names(name, sample_analyst_url):
    dataset = PARTS["datasets"][name]
    metrics = ", ".join(f"{each['expression']} as {each['metric_name']}" for each in dataset["metrics"])
    with closing(psycopg2.connect(sample_analyst_url)) as connection, connection.cursor() as cursor:
        cursor.execute(f"select * from ({dataset['sql']}) as asked")
        assert [column.name for column in cursor.description] == [
            each["column_name"] for each in dataset["columns"]
        ]
        assert cursor.rowcount
        cursor.execute(f"select {metrics} from ({dataset['sql']}) as asked")
        assert None not in cursor.fetchone()


def test_charts_ask_for_columns_and_metrics_of_their_datasets():
    by_uuid = {each["uuid"]: each for each in PARTS["datasets"].values()}
    for chart in PARTS["charts"].values():
        dataset, params = by_uuid[chart["dataset_uuid"]], chart["params"]
        columns = {each["column_name"] for each in dataset["columns"]}
        metrics = {each["metric_name"] for each in dataset["metrics"]}
        named = [
            *params.get("groupby", []),
            *params.get("all_columns", []),
            params.get("x_axis"),
            params.get("entity"),
        ]
        named += [re.sub(r'\["|",.*', "", each) for each in params.get("order_by_cols", [])]
        assert {each for each in named if each} <= columns, chart["slice_name"]
        counted = [*params.get("metrics", []), params.get("metric"), params.get("timeseries_limit_metric")]
        assert {each for each in counted if each} <= metrics, chart["slice_name"]
