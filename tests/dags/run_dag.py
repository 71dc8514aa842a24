"""Run by the tests in a process of its own: `dag.test()` of one DAG with some params; prints its state as JSON.

With a further argument, required actions are answered as a person or Airflow's scheduler would: Approve, Reject, or `nobody` for
a question whose time is over. The questions are printed too. RUN_DAG_RETRIES says how often a task may be tried again: 0.
"""

import json
import os
import sys
import threading
import time
from datetime import timedelta

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.configuration import conf as settings
from airflow.sdk.observability import stats
from airflow.sdk.observability.metrics import stats_utils

QUESTIONS: list[dict[str, object]] = []


def answer_questions(answer: str, done: threading.Event) -> None:
    """Answer each required action once."""
    from airflow.jobs.job import Job
    from airflow.jobs.scheduler_job_runner import SchedulerJobRunner
    from airflow.models.hitl import HITLDetail
    from airflow.models.taskinstance import TaskInstance
    from airflow.models.trigger import handle_event_submit
    from airflow.triggers.base import TriggerEvent
    from airflow.utils.session import create_session
    from airflow.utils.timezone import utcnow

    scheduler = SchedulerJobRunner(job=Job())
    while not done.wait(0.5):
        with create_session() as session:
            waiting = session.query(TaskInstance).filter(TaskInstance.state == "awaiting_input").all()
            for ti in waiting:
                detail = session.get(HITLDetail, ti.id)
                QUESTIONS.append(
                    {"subject": detail.subject, "body": detail.body, "defaults": detail.defaults}
                )
                if answer == "nobody":
                    ti.trigger_timeout = utcnow()
                    continue
                detail.chosen_options, detail.params_input = [answer], {}
                detail.responded_at = utcnow()
                detail.responded_by = {"id": "7", "name": "a person"}
                event = TriggerEvent(detail.as_resume_event_payload(timedout=False))
                handle_event_submit(event, task_instance=ti, session=session)
        if answer == "nobody" and waiting:
            time.sleep(0.1)
            scheduler.check_awaiting_input_timeouts()


folder, dag_id, conf, *answers = sys.argv[1:]
# As the process of a task does.
stats.initialize(
    factory=stats_utils.get_stats_factory(),
    export_legacy_names=settings.getboolean("metrics", "legacy_names_on"),
)
dag = DagBag(folder).dags[dag_id]
for task in dag.tasks:
    task.retries = int(os.environ.get("RUN_DAG_RETRIES", "0"))  # a failure is to be seen at once
    task.retry_delay = timedelta(seconds=1)
over = threading.Event()
for answer in answers:
    threading.Thread(target=answer_questions, args=(answer, over), daemon=True).start()
run = dag.test(logical_date=None, run_conf=json.loads(conf))
over.set()
instances = {f"{each.task_id}[{each.map_index}]": each for each in run.get_task_instances()}
ended = {
    "state": str(run.state),
    "run_id": run.run_id,
    "tasks": {name: str(each.state) for name, each in instances.items()},
    "tries": {name: each.try_number for name, each in instances.items()},
    "questions": QUESTIONS,
}
print("\n" + json.dumps(ended))
