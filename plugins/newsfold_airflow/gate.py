"""The task before the load: a run as expected passes through, one far outside waits in Airflow's required actions.

Sources that are far outside alone are held back, and the rest of the run goes on.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from airflow.providers.standard.operators.hitl import ApprovalOperator

if TYPE_CHECKING:
    from newsfold.operate.alerts import Message
    from newsfold.pipeline.workspace import Workspace

log = logging.getLogger(__name__)


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
        """Go on, with all sources or without some, or ask."""
        from newsfold.operate import gate_messages, operating
        from newsfold.pipeline import steps
        from newsfold_airflow.links import links_of

        run = context["dag_run"]
        links = links_of(run.dag_id, run.run_id)
        with self.opened() as (work, run_id):
            verdict = operating.at_gate(work, run_id, links, steps.utc_now())
        question = verdict.question
        if question is None:
            if verdict.message is None:
                log.info("nothing is far outside of what is expected: the run goes on")
            else:
                log.warning("%s\n%s", verdict.message.title, verdict.message.body)
                self.tell(verdict.message)
            return None
        for reason in question.reasons:
            log.warning("waits for a person: %s", reason)
        self.subject, self.body = question.subject, question.body
        self.tell(
            gate_messages.waiting_message(
                question.subject, question.reasons, question.default, question.hours, links
            )
        )
        return super().execute(context)

    def execute_complete(self, context: Any, event: dict[str, Any]) -> Any:
        """Keep what was chosen, and by whom; then go on or skip the rest."""
        from newsfold.operate import gates, operating
        from newsfold.pipeline import steps

        if "error" not in event:
            choice = "load" if event["chosen_options"] == [self.APPROVE] else "hold"
            user = event.get("responded_by_user")
            who = str(user["name"] or user["id"]) if user else gates.NOBODY
            with self.opened() as (work, run_id):
                operating.answer(work, run_id, choice, who, steps.utc_now())
            log.info("%s, by %s", choice, who)
        return super().execute_complete(context, event)

    def tell(self, message: "Message") -> None:
        """Send what the gate has to say. That it can't be sent must not change what becomes of the run: `news_watch` tells of
        incidents that nobody was told of.
        """
        from newsfold.operate import operating
        from newsfold.pipeline import steps
        from newsfold_airflow import messages

        try:
            is_sent = messages.send(message)
        except messages.NotSent as error:
            log.error("nobody was told: %s", error)
            return
        if is_sent and message.incident_ids:
            with self.opened() as (work, _):
                operating.note_told(work.connection, message, steps.utc_now())
