"""Newsfold on one machine: an embedded Postgres, and a supervisor that runs Airflow for `make run`.

Airflow is driven from outside, by its commands and its REST API. Nothing here knows about articles.
"""
