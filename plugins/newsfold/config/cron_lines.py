"""Whether a schedule is one: cron, as the library reads it by which Airflow starts the runs."""

from datetime import datetime

from croniter import croniter

COLUMNS = 5
#: A name that Airflow knows and its library doesn't.
NAMED = {"@quarterly": "0 0 1 */3 *"}
#: Every day of a calendar comes once in so many years.
SINCE = datetime(2000, 1, 1)


def find_cron_fault(line: str) -> str | None:
    """What is wrong with a line of cron, in words that go on behind its key; None where nothing is."""
    shown = repr(line[:100])
    try:
        times = croniter(NAMED.get(line, line), SINCE)
        if len(times.expanded) != COLUMNS:
            return f"must be cron with five columns, such as '0 5 * * *', not {shown}"
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"must be cron, such as '0 5 * * *', not {shown}"
    try:
        times.get_next(datetime)
    except ValueError:
        return f"names a time that never comes: {shown}"
    return None
