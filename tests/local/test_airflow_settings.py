import json
import socket
import stat

import pytest

from newsfold.config.home import project_root
from newsfold.dedup import meaning
from newsfold.local.airflow_settings import (
    USERS,
    airflow_environment,
    choose_port,
    clean_environment,
    connection_json,
    login_file,
    logins,
)
from newsfold.local.postgres import PostgresError


@pytest.fixture
def settings(postgres_server):
    return airflow_environment(postgres_server.home, project_root())


def test_secrets_stay_the_same_and_are_for_the_owner_only(postgres_server, settings):
    assert airflow_environment(postgres_server.home, project_root()) == settings
    for name in ("passwords.json", "secrets.json"):
        assert stat.S_IMODE((postgres_server.home / "airflow" / name).stat().st_mode) == 0o600
    assert len(settings["AIRFLOW__API_AUTH__JWT_SECRET"]) >= 64


def test_each_user_has_a_password_of_its_own(postgres_server):
    made = logins(postgres_server.home)
    assert made.keys() == USERS.keys()
    assert len(set(made.values())) == len(USERS)
    assert all(len(password) >= 16 for password in made.values())


def test_a_password_that_was_chosen_by_hand_is_kept(tmp_path):
    login_file(tmp_path).parent.mkdir()
    login_file(tmp_path).write_text('{"admin": "mine"}')
    assert logins(tmp_path)["admin"] == "mine"
    assert logins(tmp_path).keys() == USERS.keys()


def test_airflow_and_the_news_are_in_two_databases_of_one_server(postgres_server, settings):
    url = settings["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert url.startswith("postgresql+psycopg2://newsfold_airflow:")
    assert url.endswith(f"@127.0.0.1:{postgres_server.port}/airflow")
    news = json.loads(settings["AIRFLOW_CONN_NEWSFOLD"])
    assert (news["conn_type"], news["login"], news["schema"]) == ("postgres", "newsfold_loader", "newsfold")
    assert (news["host"], news["port"]) == ("127.0.0.1", postgres_server.port)


def test_a_folder_whose_name_airflow_would_change_is_refused(tmp_path):
    with pytest.raises(PostgresError, match=r"Airflow takes `[$]`"):
        airflow_environment(tmp_path / "a $HOME", tmp_path)


def test_another_news_database_can_be_named(postgres_server):
    url = "postgresql://me:p%40ss@db.example:6543/news"
    settings = airflow_environment(postgres_server.home, project_root(), database_url=url)
    assert json.loads(settings["AIRFLOW_CONN_NEWSFOLD"]) == {
        "conn_type": "postgres",
        "host": "db.example",
        "port": 6543,
        "login": "me",
        "password": "p@ss",
        "schema": "news",
    }


def test_the_raw_store_that_the_caller_names_is_the_tasks_too_with_its_connection(
    postgres_server, monkeypatch
):
    given = {"NEWSFOLD_RAW_STORE": "s3://b-1/raw", "AIRFLOW_CONN_NEWSFOLD_RAW_STORE": '{"login": "kim"}'}
    for name, value in {**given, "AIRFLOW_CONN_NEWSFOLD": "postgres://elsewhere/news"}.items():
        monkeypatch.setenv(name, value)
    settings = airflow_environment(postgres_server.home, project_root())
    assert given.items() <= settings.items()
    assert "elsewhere" not in settings["AIRFLOW_CONN_NEWSFOLD"]


@pytest.mark.parametrize("given", ["on", "off"])
def test_whether_vectors_are_made_is_the_same_for_the_tasks_as_for_the_caller(
    postgres_server, monkeypatch, given
):
    monkeypatch.setenv(meaning.SETTING, given)
    assert airflow_environment(postgres_server.home, project_root())[meaning.SETTING] == given


def test_what_a_connection_has_no_field_for_goes_into_extra():
    connection = json.loads(connection_json("postgresql://db.example/news?sslmode=require"))
    assert connection["extra"] == {"sslmode": "require"}
    assert "port" not in connection


def test_nothing_of_the_callers_airflow_python_or_postgres_is_passed_on():
    given = {
        "PATH": "/bin",
        "LANG": "C",
        "PYTHONPATH": "x",
        "AIRFLOW_HOME": "x",
        "PGHOST": "x",
        "NEWSFOLD_HOME": "x",
    }
    clean = clean_environment(given)
    assert clean.keys() == {"PATH", "LANG", "PYTHONUTF8"}
    assert clean["PATH"].endswith(":/bin")


def test_the_ui_keeps_its_port_unless_another_has_taken_it(tmp_path):
    first = choose_port(tmp_path)
    assert choose_port(tmp_path) == first
    with socket.create_server(("127.0.0.1", first)):
        second = choose_port(tmp_path)
    assert second != first
    assert choose_port(tmp_path) == second
