"""Work spread over processes, with results in their order, so that what comes out does not depend on how many there are."""

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

#: How many tasks wait for each process: enough to keep it busy, few enough to keep memory flat.
WAITING = 2


def usable() -> int:
    """How many processes work may be spread over: `NEWSFOLD_PROCESSES`, else the number of usable CPUs.

    A daemonic process may not have children: it works alone. Raises ValueError where the variable is no number.
    """
    if multiprocessing.current_process().daemon:
        return 1
    named = os.environ.get("NEWSFOLD_PROCESSES", "")
    return max(1, int(named) if named else len(os.sched_getaffinity(0)))


def in_order(function: Callable[[Item], Result], items: Iterable[Item], processes: int) -> Iterator[Result]:
    """Give the function's result for each item, in their order. With one process nothing is started.

    The function and the items are pickled: it must be one of a module. Processes are spawned, not forked, since this one
    may have threads and connections. The items are taken as they are needed. What the function raises is raised here.
    """
    if processes <= 1:
        yield from map(function, items)
        return
    rest = iter(items)
    waiting: deque[Future[Result]] = deque()
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context, initializer=end_with_parent) as pool:
        try:
            waiting.extend(pool.submit(function, item) for item in islice(rest, WAITING * processes))
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(pool.submit(function, item) for item in islice(rest, 1))
                yield result
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def end_with_parent() -> None:
    """End this process as soon as its parent is gone: one of a pool whose parent was killed with -9 would wait for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait_and_end() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_and_end, daemon=True).start()
