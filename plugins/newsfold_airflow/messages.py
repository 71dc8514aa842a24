"""Messages by Apprise to wherever the Airflow connection `newsfold_alerts` says: e-mail, Slack, a webhook. Without it, none."""

import logging
from typing import Any

from airflow.sdk.exceptions import AirflowNotFoundException

from newsfold.operate.alerts import Message
from newsfold_airflow import connections

CONNECTION = "newsfold_alerts"

log = logging.getLogger(__name__)


class NotSent(Exception):
    """A service did not take a message. The log of Apprise names it."""


def send(message: Message, to: str = CONNECTION) -> bool:
    """Send a message to an Airflow connection; False where there is none. Raises NotSent where a service did not take it."""
    try:
        connection = connections.found(to)
    except AirflowNotFoundException:
        log_unsent(message, to)
        return False
    deliver(connection, message, to)
    return True


def deliver(connection: Any, message: Message, name: str = CONNECTION) -> None:
    """Send a message to all services that a connection names. Raises NotSent.

    Airflow's own `notify` leaves the outcome aside: a message that got lost would look sent.
    """
    from airflow.providers.apprise.hooks.apprise import AppriseHook
    from apprise import Apprise, NotifyFormat, NotifyType

    services = Apprise()
    AppriseHook(name).set_config_from_conn(connection, services)
    kind = NotifyType.WARNING if message.is_problem else NotifyType.SUCCESS
    if not services.notify(
        body=message.body, title=message.title, notify_type=kind, body_format=NotifyFormat.TEXT
    ):
        raise NotSent(f"the connection {name}: a service did not take the message")
    log.info("sent by %s: %s", name, message.title)


def log_unsent(message: Message, name: str = CONNECTION) -> None:
    """Log a message that can't be sent, as no connection is defined."""
    log.warning(
        "no message is sent, as there is no Airflow connection %s; it would say:\n%s\n%s",
        name,
        message.title,
        message.body,
    )
