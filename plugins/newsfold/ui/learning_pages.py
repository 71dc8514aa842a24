"""Learning a source from the page: what an entry of sources.toml for it would say, why, and the diff to commit.

Nothing is written. Only administrators get here, and only folders under `learn_folders` and the locations of declared sources are
looked at: a page must not make this machine ask for whatever somebody types. The readers work in a process of their own,
one at a time.
"""

import difflib
import json
import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from newsfold.config.kept_settings import as_diff
from newsfold.config.source_entries import with_entries
from newsfold.config.source_lists import place_of
from newsfold.config.sources import Settings, Source, SourceError
from newsfold.config.sources_file import known_sources
from newsfold.ui.host import Host
from newsfold.ui.source_listing import without_secrets
from newsfold.ui.templating import page

log = logging.getLogger(__name__)

LONGEST = 500
#: A page waits no longer; the command does.
MAX_SECONDS = 120.0
PLUGINS = Path(__file__).resolve().parents[2]
NAME = "dags/sources.toml"
BUSY = threading.Lock()


class NotAllowed(Exception):
    """The page does not look there. The message says why, and what does."""


def page_routes(host: Host) -> APIRouter:
    """The form."""
    router = APIRouter(dependencies=list(host.may_configure))

    @router.get("/sources/learn", name="learn_form")
    def form(request: Request) -> Response:
        """Where to look."""
        return learning_page(request, host)

    return router


def action_routes(host: Host) -> APIRouter:
    """What is found there."""
    router = APIRouter(dependencies=list(host.may_configure))

    @router.post("/sources/learn", name="learn_source")
    def learn(request: Request, location: Annotated[str, Form(max_length=LONGEST)] = "") -> Response:
        """The proposal, or why there is none."""
        location = location.strip()
        try:
            settings, declared = known_sources(host.project / NAME)
            asked = allowed(host.project, settings, declared, location)
            found = learned(host.project, asked)
            diff = diff_of(host.project, found, declared.get(asked.get("again", "")))
        except (NotAllowed, SourceError) as error:
            return learning_page(request, host, location=location, problem=str(error))
        return learning_page(request, host, location=location, found=found, diff=diff)

    return router


def learning_page(
    request: Request,
    host: Host,
    *,
    location: str = "",
    found: dict[str, Any] | None = None,
    diff: str | None = None,
    problem: str = "",
) -> Response:
    """The form, with what it has found."""
    try:
        settings, declared = known_sources(host.project / NAME)
    except SourceError as error:
        settings, declared, problem = Settings(), {}, str(error)
    counts = []
    if found is not None:
        before, after = found["before"], found["after"]
        counts = [
            {"what": name, "before": before[name], "after": after[name]}
            for name in before
            if name != "refusals"
        ]
    return page(
        request,
        "learn.html",
        location=location,
        folders=settings.learn_folders,
        addresses=sorted(
            without_secrets(each.location)
            for each in declared.values()
            if "://" in each.location and each.connection is None
        )[:200],
        found=found,
        counts=counts,
        diff=diff,
        problem=problem,
    )


def allowed(project: Path, settings: Settings, declared: dict[str, Source], location: str) -> dict[str, str]:
    """What is asked of the readers: a source that is declared, again, or a folder. Raises NotAllowed."""
    if not location or not location.isprintable():
        raise NotAllowed("Say where its files are.")
    known = next((each for each in declared.values() if place_of(each.location) == place_of(location)), None)
    if known is not None:
        if known.connection is not None:
            raise NotAllowed(
                f"{known.slug} is fetched with the connection {known.connection}, whose credentials a page does not use:"
                " `newsfold sources learn` does."
            )
        return {"again": known.slug}
    if "://" in location:
        raise NotAllowed(
            "Only addresses of declared sources are asked from here. Declare it first (`enabled = false` until it is reviewed),"
            " or use `newsfold sources learn`."
        )
    if ".." in Path(location).parts or location.startswith("~"):
        raise NotAllowed("A folder without `..` and `~`, please.")
    if any(set(part) & set("*?[") for part in Path(location).parts[:-1]):
        raise NotAllowed("Only the last part of a location may have wildcards here.")
    roots = [(project / folder).resolve() for folder in settings.learn_folders]
    # What a glob or a day stands for is below the part in front of it.
    plain = location.partition("{")[0].partition("*")[0].partition("?")[0].partition("[")[0]
    is_folder = plain == location or plain.endswith("/")
    folder = (
        (project / plain).resolve() if is_folder else (project / plain).parent.resolve() / Path(plain).name
    )
    if not any(folder.is_relative_to(root) for root in roots):
        where = ", ".join(settings.learn_folders) or "none"
        raise NotAllowed(f"The page looks only below the folders that `learn_folders` names: {where}.")
    return {"location": location}


def learned(project: Path, asked: dict[str, str]) -> dict[str, Any]:
    """What the readers say, in a process of their own. Raises NotAllowed where they are at work, SourceError where they fail."""
    if not BUSY.acquire(blocking=False):
        raise NotAllowed("Another source is being learned: try again in a moment.")
    try:
        answer = asked_process(json.dumps({"project": str(project), **asked}))
    finally:
        BUSY.release()
    try:
        found: dict[str, Any] = json.loads(answer)
    except ValueError as error:
        raise SourceError(
            "the process that read its files died; `newsfold sources learn` says why"
        ) from error
    if "problem" in found:
        raise SourceError(found["problem"])
    return found


def asked_process(question: str) -> bytes:
    """What the process answers. Raises SourceError where it takes too long; it and what it has started end then."""
    environment = {**os.environ, "PYTHONPATH": str(PLUGINS)}
    process = subprocess.Popen(
        [sys.executable, "-m", "newsfold.upkeep.source_asking"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        start_new_session=True,
    )
    try:
        return process.communicate(question.encode(), timeout=MAX_SECONDS)[0]
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"its files were not read within {MAX_SECONDS:g} seconds; `newsfold sources learn` has more patience"
        ) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


def diff_of(project: Path, found: dict[str, Any], declared: Source | None) -> str | None:
    """What is to be committed, as a unified diff; empty where the file says so already, None where a person has to write it."""
    try:
        text = (project / NAME).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    if declared is not None:
        news = {name: value for name, value in found["learned"].items() if value != getattr(declared, name)}
        return as_diff(text, declared.slug, news)
    new = with_entries(text, [found["entry"]])
    lines = difflib.unified_diff(
        text.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{NAME}", f"b/{NAME}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
