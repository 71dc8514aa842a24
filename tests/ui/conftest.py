"""A small newsroom whose texts are attempts at breaking out of a page, ingested by the steps themselves."""

import html
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from fastapi import Depends, HTTPException
from fastapi.testclient import TestClient

from newsfold.analytics import marts
from newsfold.pipeline import running, steps, workspaces
from newsfold.raw_store.raw_store import RawStore
from newsfold.store.connection import connect
from newsfold.ui.application import create_application
from newsfold.ui.host import Actor, Host, RunNotStarted
from newsfold.ui.templating import TIMES

HOSTILE_HEADLINE = '<script>alert("headline")</script> & <img src=x onerror=alert(4)>'
HOSTILE_SENTENCE = "<b onmouseover=alert(2)>We ground 300 kilos of rye before noon</b>"
HOSTILE_NAME = "<img src=x onerror=alert(1)>.txt"
REPORT = f"""The water mill of Hollenbeck turned again on Friday for the first time in 61 years, said Ada Brinkmann of the
Hollenbeck Mill Society. The wheel, 4.2 metres wide, was rebuilt by Joris Vantongeren from oak of the Erlenwald.

"{HOSTILE_SENTENCE}," Ms Brinkmann told visitors from Aldermoor and
Westfelde. The town of Hollenbeck paid 118,000 euros, and the Lower Erle Water Board another 40,000.

Flour from the mill is sold at the Saturday market in Aldermoor. Mayor Tilo Gerswin expects 9,000 visitors a year, and a
second wheel by 2027 if the Lower Erle Water Board agrees.
"""
COPY = REPORT.replace("for the first time in", "after").replace("visitors from", "guests from")
ELSEWHERE = """Kestrel Bay's lighthouse keeper Imre Halloway retired on Thursday after 44 years. The lamp will be tended from
Port Saranne by Odile Marchetti of the Northern Lights Office, who learned the trade on Skarholm in 1998.

Mr Halloway counted 3,112 storms in his log books, which go to the museum of Port Saranne next week.
"""


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A project root with an inbox, and the database that it is loaded into."""

    root: Path
    role_url: Callable[[str], str]

    def run(self, key: str, *, dry_run: bool = False) -> int:
        """All the steps, as a DAG run would do them; the run's id."""
        now = steps.utc_now()
        with workspaces.open_workspace(self.role_url("loader"), self.root / "raw", self.root) as work:
            report = running.run(
                work,
                key,
                "airflow",
                lambda run_id: steps.fetch(work, run_id, [], [now.date()], now),
                dry_run=dry_run,
                clock=lambda: now,
                processes=0,
                decisions=False,
                counted=False,
            )
        return report["run_id"]

    def count(self) -> None:
        """Bring the marts up to what is loaded, as the DAG news_marts does."""
        with workspaces.open_workspace(self.role_url("loader"), self.root / "raw", self.root) as work:
            marts.refresh(work.connection, now=steps.utc_now())

    def spoil_headlines(self) -> None:
        """Give every article a headline that the readers would have cleaned: the pages must not count on them."""
        with connect(self.role_url("owner")) as connection, connection.cursor() as cursor:
            cursor.execute("update news.version set headline = %s", (HOSTILE_HEADLINE,))
            cursor.execute("update ops.run set report = null")

    def deliver_earlier_page(self) -> None:
        """One more page, of two days before the others."""
        page = as_page("Keeper retires", ELSEWHERE).replace("2025-09-26", "2025-09-24")
        write(self.root / "inbox" / "bote" / "keeper.html", page)

    def client(self) -> TestClient:
        """The pages, for someone who may see all of them, on the operator's connection."""
        application = create_application(Host(lambda: self.role_url("operator")))
        return TestClient(application, raise_server_exceptions=True)


@pytest.fixture
def newsroom(project_folder, role_url) -> Newsroom:
    """Two sources: a report with hostile words and its near copy, another report, and a file that is not text."""
    (project_folder / "dags").mkdir()
    (project_folder / "dags" / "sources.toml").write_text(
        '[source.hollenbeck-bote]\nlocation = "inbox/bote"\nname = "Bote <i>of</i> Hollenbeck"\n'
        '[source.erle-wire]\nlocation = "inbox/wire"\nlanguage = "en"\n'
    )
    write(project_folder / "inbox" / "bote" / "mill.html", as_page("Mill of Hollenbeck turns", REPORT))
    write(project_folder / "inbox" / "wire" / "mill.html", as_page("Mill turns again", COPY))
    write(project_folder / "inbox" / "wire" / "keeper.txt", f"Keeper retires\n\nSept 26, 2025\n\n{ELSEWHERE}")
    write(project_folder / "inbox" / "wire" / HOSTILE_NAME, "\x00\x01\x02\x03" * 200)
    return Newsroom(project_folder, role_url)


def as_page(headline: str, report: str) -> str:
    """An HTML page that shows these words, whatever is in them."""
    paragraphs = "".join(f"<p>{html.escape(each)}</p>" for each in report.split("\n\n"))
    title = html.escape(headline)
    return (
        f'<html lang="en"><head><title>{title}</title>'
        f'<meta property="article:published_time" content="2025-09-26T09:00:00+02:00"></head>'
        f"<body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    )


def write(path: Path, text: str) -> None:
    """A file that was finished an hour ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    an_hour_ago = time.time() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))


def foreign(page: Any, *names: str) -> list[Any]:
    """Elements of these names that are not the one script of all pages."""
    found = page.find_all(list(names))
    return [each for each in found if not (each.name == "script" and each.string == TIMES)]


OWN = {"Sec-Fetch-Site": "same-origin"}


@dataclass
class Desk:
    """The pages of a newsroom, and the runs that they have asked for."""

    newsroom: Any
    may_act: bool = True
    may_configure: bool = True
    is_airflow_up: bool = True
    started: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    async def start_run(self, request: Any, dag_id: str, params: Mapping[str, Any]) -> str:
        """Note what was asked for."""
        if not self.is_airflow_up:
            raise RunNotStarted("no scheduler")
        self.started.append((dag_id, dict(params)))
        return f"manual__{len(self.started)}"

    def allowed(self) -> None:
        """Refuses whoever may not act."""
        if not self.may_act:
            raise HTTPException(403)

    def configuring(self) -> None:
        """Refuses whoever is no administrator."""
        if not self.may_configure:
            raise HTTPException(403)

    def client(self) -> TestClient:
        """Someone's browser."""
        host = Host(
            lambda: self.newsroom.role_url("operator"),
            may_act=[Depends(self.allowed)],
            may_configure=[Depends(self.configuring)],
            actor=lambda: Actor("ada <b>", self.may_act, self.may_configure),
            start_run=self.start_run,
            project=self.newsroom.root,
            raw_store=lambda: RawStore(self.newsroom.root / "raw"),
        )
        return TestClient(create_application(host), headers=OWN, follow_redirects=True)


@pytest.fixture
def first_run(newsroom, once) -> int:
    """The id of a first run over what the newsroom has."""

    def run() -> int:
        return newsroom.run("airflow:news_ingest:first")

    return once(run)


@pytest.fixture
def desk(newsroom, first_run) -> Desk:
    """The pages after a first run, for someone who may act."""
    return Desk(newsroom)
