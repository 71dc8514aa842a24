"""Run by the tests in a process of its own: what Airflow's triggerer does where a deadline is missed, as it does it."""

import asyncio
import json
import sys

from airflow.sdk.module_loading import import_string

callback, kwargs, context = sys.argv[1:]
asyncio.run(import_string(callback)(**json.loads(kwargs), context=json.loads(context)))
print("\n" + json.dumps("told"))
