"""The figures of newsfold/operate/metrics.py, sent by Airflow's own statistics: StatsD or OpenTelemetry, as configured."""

import contextlib
import time
from collections.abc import Iterable, Iterator

from newsfold.operate.metrics import METRICS, Metric


def emit(metrics: Iterable[Metric]) -> int:
    """Send metrics, and give their number."""
    from airflow.sdk.observability import stats

    sent = list(metrics)
    tagged = carries_tags()
    for metric in sent:
        tags = {name: str(metric.tags[name]) for name in METRICS[metric.name][1]}
        # Plain StatsD has no tags: without their values in the name, one source's figure would overwrite another's.
        name = ".".join(["newsfold", metric.name, *(() if tagged else map(plain, tags.values()))])
        if metric.kind == "gauge":
            stats.gauge(name, metric.value, tags=tags)
        elif metric.kind == "count":
            stats.incr(name, int(metric.value), tags=tags)
        else:
            stats.timing(name, metric.value * 1000, tags=tags)
    return len(sent)


def carries_tags() -> bool:
    """Whether Airflow's setting sends tags along."""
    from airflow.sdk.configuration import conf

    names = ("otel_on", "statsd_influxdb_enabled", "statsd_datadog_enabled")
    return any(conf.getboolean("metrics", name, fallback=False) for name in names)


def plain(value: str) -> str:
    """A tag's value as part of a name."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "_" for c in value)


@contextlib.contextmanager
def timed(dag_id: str, step: str) -> Iterator[None]:
    """Send how long a step took, also where it fails."""
    started = time.monotonic()
    try:
        yield
    finally:
        took = time.monotonic() - started
        emit([Metric("step.seconds", took, {"dag": dag_id, "step": step})])
