"""Run by the tests in a process of its own: `dag.test()` of one DAG with some params; prints its state as JSON."""

import json
import sys

from airflow.dag_processing.dagbag import DagBag

folder, dag_id, conf = sys.argv[1:]
dag = DagBag(folder).dags[dag_id]
for task in dag.tasks:
    task.retries = 0  # a failure is to be seen at once
run = dag.test(logical_date=None, run_conf=json.loads(conf))
tasks = {f"{each.task_id}[{each.map_index}]": str(each.state) for each in run.get_task_instances()}
print("\n" + json.dumps({"state": str(run.state), "run_id": run.run_id, "tasks": tasks}))
