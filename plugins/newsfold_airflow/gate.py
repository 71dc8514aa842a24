"""The task before the load: a run as expected passes through, one far outside waits in Airflow's required actions."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import ApprovalOperator

if TYPE_CHECKING:
    from newsfold.operate.alerts import Links
    from newsfold.operate.operating import Question
    from newsfold.pipeline.workspace import Workspace

log = logging.getLogger(__name__)

#: Stored in place of the name of a person where nobody decided in time.
NOBODY = "nobody in time"


class LoadGate(ApprovalOperator):
    """Asks whether a run is to be loaded, and only where there is a reason to.

    `opened` gives the workspace and the run's id. Approve goes on; Reject skips all that comes after, but for teardowns, and the
    files stay out of later runs. Without an answer in time `default` is done: load or hold. A message says that the run waits.
    """

    def __init__(
        self,
        *,
        opened: Callable[[], AbstractContextManager[tuple["Workspace", int]]],
        default: str,
        wait: timedelta,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            subject="Load this run?",
            defaults=self.APPROVE if default == "load" else self.REJECT,
            response_timeout=wait,
            ignore_downstream_trigger_rules=True,
            **kwargs,
        )
        self.opened = opened

    def execute(self, context: Any) -> Any:
        """Go on, or ask."""
        from newsfold.operate import operating
        from newsfold.pipeline import steps
        from newsfold_airflow.links import links_of

        run = context["dag_run"]
        with self.opened() as (work, run_id):
            question = operating.question_of(work, run_id, links_of(run.dag_id, run.run_id), steps.utc_now())
        if question is None:
            log.info("nothing is far outside of what is expected: the run goes on")
            return None
        for reason in question.reasons:
            log.warning("waits for a person: %s", reason)
        self.subject, self.body = question.subject, question.body
        tell(question, links_of(run.dag_id, run.run_id))
        return super().execute(context)

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """Keep what was chosen, and by whom; then go on or skip the rest."""
        from newsfold.operate import operating
        from newsfold.pipeline import steps

        if "error" not in event:
            choice = "load" if event["chosen_options"] == [self.APPROVE] else "hold"
            user = event.get("responded_by_user")
            who = str(user["name"] or user["id"]) if user else NOBODY
            with self.opened() as (work, run_id):
                operating.answer(work, run_id, choice, who, steps.utc_now())
            log.info("%s, by %s", choice, who)
        return super().execute_complete(context, event)


def tell(question: "Question", links: "Links") -> None:
    """Send the message that a run waits. That it can't be sent must not keep the run from waiting."""
    from newsfold.operate import alerts
    from newsfold_airflow import messages

    try:
        messages.send(
            alerts.waiting_message(
                question.subject, question.reasons, question.default, question.hours, links
            )
        )
    except messages.NotSent as error:
        log.error("nobody was told that this run waits: %s", error)
