"""Run by the tests in a process of its own: reads a folder of DAGs as Airflow does, and prints what it found as JSON."""

import json
import sys
import time

from airflow.dag_processing.dagbag import DagBag
from airflow.serialization.serialized_objects import DagSerialization

started = time.monotonic()
bag = DagBag(sys.argv[1])
seconds = time.monotonic() - started
found = {
    "seconds": seconds,
    "import_errors": bag.import_errors,
    "files": {dag_id: dag.fileloc for dag_id, dag in bag.dags.items()},
    "dags": {dag_id: DagSerialization.to_dict(dag)["dag"] for dag_id, dag in bag.dags.items()},
    "tasks": {
        dag_id: [
            {
                "task_id": task.task_id,
                "owner": task.owner,
                "retries": task.retries,
                "timeout_seconds": task.execution_timeout.total_seconds() if task.execution_timeout else None,
                "doc_md": task.doc_md,
            }
            for task in dag.tasks
        ]
        for dag_id, dag in bag.dags.items()
    },
}
print("\n" + json.dumps(found, default=str))
