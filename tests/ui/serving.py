"""The pages on a port of this machine, as a browser asks for them."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from fastapi import FastAPI

from newsfold.ui.application import create_application
from newsfold.ui.host import Host


@contextmanager
def served(host: Host, application: FastAPI | None = None) -> Iterator[str]:
    """The pages under a prefix, as Airflow has them, beside what else an application answers; gives their address."""
    application = application or FastAPI()
    application.mount("/newsfold", create_application(host))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application, log_level="error", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/newsfold"
        finally:
            server.should_exit = True
            thread.join()
