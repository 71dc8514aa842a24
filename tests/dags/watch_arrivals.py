"""Run by the tests in a process of its own: the trigger of `news_arrivals`, made anew from what Airflow keeps of it. Prints the
sources that each event names, the first for each file that a line of the input says to write.
"""

import asyncio
import json
import sys
from pathlib import Path

from airflow.dag_processing.dagbag import DagBag
from airflow.sdk._shared.module_loading import import_string
from airflow.serialization.encoders import encode_trigger

(watcher,) = DagBag(sys.argv[1]).dags["news_arrivals"].timetable.asset_condition.objects[0].watchers
kept = json.loads(json.dumps(encode_trigger(watcher.trigger)))


async def events(paths: list[str]) -> list[list[str]]:
    """What the trigger says of each file."""
    trigger = import_string(kept["classpath"])(**kept["kwargs"])
    run, found = trigger.run(), []
    for path in paths:
        Path(path).write_text("Too short to be news.")
        found.append((await anext(run)).payload["sources"])
    await run.aclose()
    return found


print("\n" + json.dumps({"events": asyncio.run(events(sys.argv[2:])), "classpath": kept["classpath"]}))
