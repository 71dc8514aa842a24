"""On the PYTHONPATH of a test: a reader of files that dies at those which hold a mark, as real ones have died of real files.

`POISON <how>` says how. Python imports this file at its start; in all processes but readers it does nothing.
"""

import os
import signal
import sys
import time
from pathlib import Path


def memory() -> None:
    """Take more and more of it."""
    held = []
    while True:
        held.append(bytearray(50_000_000))


def once() -> None:
    """Die, but only the first time."""
    died = Path(os.environ["POISON_DIED"])
    if not died.exists():
        died.touch()
        os._exit(137)


def task() -> None:
    """Kill whoever has the batch read, as the kernel does with all of a container; its readers go with it."""
    import psutil

    reader = psutil.Process().parent()
    reader.parent().kill()
    time.sleep(86_400)


WAYS = {
    b"exit": lambda: os._exit(137),
    b"leave": lambda: os._exit(0),
    b"abort": os.abort,
    b"segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV),
    b"hang": lambda: time.sleep(86_400),
    b"memory": memory,
    b"once": once,
    b"task": task,
}

if "newsfold.pipeline.reader_process" in sys.orig_argv:
    from newsfold import formats

    real, real_items = formats.read, formats.read_items

    def swallow(data: bytes) -> None:
        """Die of what is in these bytes."""
        way = data.partition(b"POISON ")[2].split()[:1]
        if way:
            WAYS[way[0].rstrip(b'".')]()

    def read(data: bytes, **how: object) -> object:
        """As the real one, where it comes to that."""
        swallow(data)
        return real(data, **how)

    def read_items(data: bytes, *what: object, **how: object) -> object:
        """The same of a part of a large file, or of a member of an archive."""
        swallow(data)
        return real_items(data, *what, **how)

    formats.read, formats.read_items = read, read_items

    if os.environ.get("SMALL_WINDOWS"):
        from newsfold.formats import large_files

        large_files.WINDOW_BYTES, large_files.CAREFUL_BYTES = 4_000, 300
