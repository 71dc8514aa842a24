"""Run by the tests in a process of its own: what the pages open, as Airflow's API server does it."""

import json
import os
import sys
from contextlib import closing

os.environ["_AIRFLOW_PROCESS_CONTEXT"] = "server"  # as airflow.api_fastapi.main does

import newsfold_ui
from newsfold.store.connection import connect

with closing(connect(newsfold_ui.database_url())) as connection, connection.cursor() as cursor:
    cursor.execute("select sha256 from ops.file order by file_id limit 1")
    sha256 = bytes(cursor.fetchone()[0]).hex()
    cursor.execute("select current_user")
    (user,) = cursor.fetchone()
opened = newsfold_ui.raw_store()
print("\n" + json.dumps({"kind": type(opened).__name__, "bytes": len(opened.read(sha256)), "user": user}))
sys.stdout.flush()
