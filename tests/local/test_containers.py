"""The files for containers, read as data: no engine is needed to hold them to their promises."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from newsfold.local.home import project_root

COMPOSE = (project_root() / "docker-compose.yml").read_text(encoding="utf-8")
EXAMPLE = (project_root() / ".env.example").read_text(encoding="utf-8")
DOCKERFILE = (project_root() / "Dockerfile").read_text(encoding="utf-8")
SERVICES = yaml.safe_load(COMPOSE)["services"]
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
    assert unset == NAMES - {"NEWSFOLD_PORT"}
    for name, rest in re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", COMPOSE):
        assert rest.startswith(":?") or name == "NEWSFOLD_PORT"


def test_the_command_of_the_example_fills_in_everything():
    values = filled_in()
    assert values.keys() == NAMES
    secrets = {name: value for name, value in values.items() if name != "NEWSFOLD_PORT"}
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


def test_only_the_ui_has_a_port_outside_and_only_on_this_machine():
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(published) == ["api-server"]
    assert all(port.startswith("127.0.0.1:") for port in published["api-server"])


def test_all_parts_of_airflow_share_their_keys():
    airflow = {name: s["environment"] for name, s in SERVICES.items() if s["image"].startswith("newsfold")}
    assert airflow.keys() == {"prepare", "api-server", "scheduler", "dag-processor", "triggerer", "worker"}
    for key in ("AIRFLOW__CORE__FERNET_KEY", "AIRFLOW__API__SECRET_KEY", "AIRFLOW__API_AUTH__JWT_SECRET"):
        assert len({environment[key] for environment in airflow.values()}) == 1


def test_databases_and_queue_are_not_on_the_outer_network():
    networks = yaml.safe_load(COMPOSE)["networks"]
    assert networks["inside"] == {"internal": True}
    for name in ("airflow-database", "news-database", "redis"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_the_image_is_made_from_the_locks_and_runs_unprivileged():
    assert "--require-hashes" in DOCKERFILE
    users = re.findall(r"^USER (\S+)", DOCKERFILE, flags=re.MULTILINE)
    assert users[-1:] == ["newsfold"]
    assert re.search(r"^HEALTHCHECK ", DOCKERFILE, flags=re.MULTILINE)


@pytest.mark.parametrize("path", re.findall(r"^COPY (.*) \S+$", DOCKERFILE, flags=re.MULTILINE))
def test_what_the_image_copies_is_there_and_reaches_the_engine(path):
    reaches = (project_root() / ".dockerignore").read_text().splitlines()
    for name in path.split():
        assert (project_root() / name).exists()
        assert f"!{name}" in reaches
