"""The files of the profile `monitoring`, held to the metrics that the code sends. No engine is needed."""

import json
import re

import pytest
import yaml

from newsfold.config.home import project_root
from newsfold.operate.metrics import METRICS

MONITORING = project_root() / "monitoring"
COMPOSE = yaml.safe_load((project_root() / "docker-compose.yml").read_text(encoding="utf-8"))
BOARD = json.loads((MONITORING / "grafana" / "dashboards" / "newsfold.json").read_text(encoding="utf-8"))
MAPPINGS = yaml.safe_load((MONITORING / "statsd-mapping.yml").read_text(encoding="utf-8"))["mappings"]
PARTS = ("statsd-exporter", "prometheus", "grafana")
# What the OpenLineage provider sends of itself: a timer and a counter, under the exporter's names.
OF_OPENLINEAGE = {"airflow_ol_emit_attempts_count", "airflow_ol_emit_failed"}


def test_every_metric_has_a_name_in_prometheus_and_no_other_has():
    assert [each["match"] for each in MAPPINGS] == [f"airflow.newsfold.{name}" for name in METRICS]
    names = [each["name"] for each in MAPPINGS]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"newsfold_[a-z_]+", name) for name in names)


def expressions() -> list[str]:
    """All queries of the dashboard."""
    found = [target["expr"] for panel in BOARD["panels"] for target in panel["targets"]]
    return [*found, *(each["query"]["query"] for each in BOARD["templating"]["list"])]


@pytest.mark.parametrize("expression", expressions())
def test_each_panel_asks_for_metrics_and_labels_that_there_are(expression):
    known = {each["name"]: METRICS[each["match"].removeprefix("airflow.newsfold.")] for each in MAPPINGS}
    names = set(re.findall(r"\b(?:newsfold|airflow)_[a-z_]+", expression))
    assert names
    for name in names - OF_OPENLINEAGE:
        base = re.sub(r"_(sum|count)$", "", name) if name not in known else name
        assert base in known
        assert (base == name) or known[base][0] == "timing"
    labels = set(re.findall(r"by \((\w+)\)", expression)) | set(re.findall(r"[{,](\w+)[=!]", expression))
    tags = {tag for name in names - OF_OPENLINEAGE for tag in known[re.sub(r"_(sum|count)$", "", name)][1]}
    assert labels <= tags | {"event_type"}


def test_the_dashboard_shows_every_metric():
    shown = " ".join(expressions())
    assert [each["name"] for each in MAPPINGS if each["name"] not in shown] == []


def test_dashboard_and_data_source_find_each_other():
    source, news = yaml.safe_load(
        (MONITORING / "grafana/provisioning/datasources/newsfold.yml").read_text(encoding="utf-8")
    )["datasources"]
    assert {panel["datasource"]["uid"] for panel in BOARD["panels"]} == {source["uid"]}
    assert source["url"] == "http://prometheus:9090"
    assert news["uid"] == "newsfold-news"
    password = news["secureJsonData"]["password"].removeprefix("$")
    assert password in COMPOSE["services"]["grafana"]["environment"]
    assert news["url"].partition(":")[0] in COMPOSE["services"]
    (provider,) = yaml.safe_load(
        (MONITORING / "grafana/provisioning/dashboards/newsfold.yml").read_text(encoding="utf-8")
    )["providers"]
    mounted = [each.split(":")[:2] for each in COMPOSE["services"]["grafana"]["volumes"]]
    assert ["./monitoring/grafana/dashboards", provider["options"]["path"]] in mounted
    (job,) = yaml.safe_load((MONITORING / "prometheus.yml").read_text(encoding="utf-8"))["scrape_configs"]
    assert job["static_configs"] == [{"targets": ["statsd-exporter:9102"]}]


def test_panels_do_not_lie_on_each_other():
    taken = [
        (x, y)
        for panel in BOARD["panels"]
        for x in range(panel["gridPos"]["x"], panel["gridPos"]["x"] + panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["y"], panel["gridPos"]["y"] + panel["gridPos"]["h"])
    ]
    assert len(set(taken)) == len(taken)
    assert max(x for x, _ in taken) < 24


@pytest.mark.parametrize("name", PARTS)
def test_monitoring_runs_only_where_it_is_asked_for_and_its_files_are_there(name):
    service = COMPOSE["services"][name]
    assert service["profiles"] == ["monitoring"]
    for volume in service.get("volumes", []):
        here = volume.split(":")[0]
        assert not here.startswith("./") or (project_root() / here).exists()


def test_airflow_sends_its_figures_with_tags_to_the_exporter():
    environment = COMPOSE["services"]["worker"].get("environment") or COMPOSE["x-airflow"]["environment"]
    assert environment["AIRFLOW__METRICS__STATSD_HOST"] == "statsd-exporter"
    assert environment["AIRFLOW__METRICS__STATSD_INFLUXDB_ENABLED"] == "True"
