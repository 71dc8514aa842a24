"""Newsfold: takes in news files, normalizes their headers, folds copies and rewrites, loads them into Postgres."""

import os

__version__ = "0.1.0"

# Set before numpy is loaded, here and in all processes that are started: work is spread over processes, one a core. On a busy
# machine the vectors of a text's first sentences took 25 ms of CPU with one thread, and 90 with a pool that waits in a loop.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
