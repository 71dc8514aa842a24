"""What was new about an article when it became known."""

from datetime import datetime

from newsfold.store.connection import Connection, execute


def note_run(connection: Connection, run_id: int, now: datetime) -> None:
    """Keep what is new about the articles that become known with a run, among all that is known by then.

    After the stories, sentences and events of the run are settled, in the same transaction, which holds off loads. Doing it again
    changes nothing.
    """
    execute(connection, "novelty/note", {"run_id": run_id, "now": now})
