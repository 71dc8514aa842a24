"""The HTTP API for programs, which only reads: `newsfold api`. Its description is at `/openapi.json`."""

import logging
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import psycopg2
from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, Query, Request
from fastapi import Path as FromPath
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.responses import Response

from newsfold import __version__
from newsfold.serve import answers, hanging_up, tokens
from newsfold.serve.answers import MOST_ROWS, USUAL_ROWS, Answer, NotAskable, NotHeld
from newsfold.serve.asking import reading
from newsfold.store.connection import Connection, DatabaseError

log = logging.getLogger(__name__)

ABOUT = """What Newsfold holds, for programs: the views of `analytics`, with an analyst's rights. Each row that comes from an
article has a `citation`: the file and the record in it that it was read from. Texts are third parties' property: see `licence`,
`usage_terms` and `opt_out`."""
#: Ids of Postgres.
Id = Annotated[int, FromPath(ge=1, le=2**63 - 1)]
Rows = Annotated[int, Query(ge=1, le=MOST_ROWS, description="At most so many rows.")]


def create_api(database_url: Callable[[], str], token_file: Path) -> FastAPI:
    """The application. `database_url` gives an analyst's URL; who asks needs a token of the file."""
    application = FastAPI(
        title="Newsfold",
        description=ABOUT,
        version=__version__,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    application.state.database_url = database_url
    application.state.token_file = token_file
    router = APIRouter(prefix="/v1", dependencies=[Depends(known)])
    for path, asks in ROUTES.items():
        method = "POST" if asks is sql else "GET"
        router.add_api_route(path, asks, methods=[method], name=asks.__name__)
    application.include_router(router)
    application.add_middleware(hanging_up.HangingUp)
    for kind, answer in PROBLEMS.items():
        application.add_exception_handler(kind, answer)
    return application


def known(
    request: Request,
    given: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
) -> str:
    """The name of the program that asks."""
    name = tokens.whose(request.app.state.token_file, given.credentials) if given else None
    if name is None:
        said_so = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(401, "a token is needed: Authorization: Bearer …", said_so)
    return name


def connection(request: Request) -> Iterator[Connection]:
    """The connection of one question."""
    with reading(request.app.state.database_url()) as opened:
        hanging_up.note(request.scope, opened)
        yield opened


Asked = Annotated[Connection, Depends(connection)]


# --- what may be asked -------------------------------------------------------------------------------------------


def search(
    asked: Asked,
    query: Annotated[str, Query(max_length=1000, description='Words, "a phrase", or, -without, begin*.')],
    language: str | None = None,
    source: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    one_per_story: bool = False,
    one_per_event: bool = False,
    limit: Rows = USUAL_ROWS,
) -> Answer:
    """Articles by words, best and newest first."""
    return answers.search(
        asked,
        query,
        language=language,
        source=source,
        from_day=from_day,
        to_day=to_day,
        one_per_story=one_per_story,
        one_per_event=one_per_event,
        limit=limit,
    )


def search_by_meaning(
    asked: Asked,
    words: Annotated[
        str, Query(max_length=1000, description="A sentence, in any of the languages with vectors.")
    ],
    language: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
    limit: Rows = USUAL_ROWS,
) -> Answer:
    """Articles that mean most what the words do, in whatever language; of the last 366 days unless `from_day` says more."""
    return answers.search_by_meaning(
        asked, words, language=language, from_day=from_day, to_day=to_day, limit=limit
    )


def more_like(
    asked: Asked,
    article_id: Id,
    days: Annotated[int, Query(ge=0, le=3660)] = 45,
    language: str | None = None,
    limit: Rows = USUAL_ROWS,
) -> Answer:
    """Articles of other stories that are most like one in meaning; `note` says why where none can be told."""
    return answers.more_like(asked, article_id, days=days, language=language, limit=limit)


def article(asked: Asked, article_id: Id) -> Answer:
    """One article with its text."""
    return answers.article(asked, article_id)


def explain(asked: Asked, article_id: Id) -> Answer:
    """Why an article has its headers, and why it is in its story."""
    return answers.explain(asked, article_id)


def story(asked: Asked, story_id: Id, limit: Rows = MOST_ROWS) -> Answer:
    """The story that an id leads to now, with its articles."""
    return answers.story(asked, story_id, limit=limit)


def event(asked: Asked, event_id: Id, limit: Rows = MOST_ROWS) -> Answer:
    """The event that an id leads to now, with its stories."""
    return answers.event(asked, event_id, limit=limit)


def sources(asked: Asked) -> Answer:
    """What each source is, and how it does."""
    return answers.sources(asked)


def changes(asked: Asked, since: str | None = None, limit: Rows = MOST_ROWS) -> Answer:
    """What changed since a token; the token of the last row is what to go on from."""
    return answers.changes(asked, since, limit=limit)


def all_questions() -> Answer:
    """The questions of the cookbook."""
    return answers.all_questions()


def question(asked: Asked, name: str, limit: Rows = MOST_ROWS) -> Answer:
    """One question of the cookbook with its statement and its answer."""
    return answers.question(asked, name, limit=limit)


def sql(
    asked: Asked, statement: Annotated[str, Body(embed=True, max_length=20_000)], limit: Rows = MOST_ROWS
) -> Answer:
    """The rows of one statement over the views of `analytics`."""
    return answers.rows_of(asked, statement, limit=limit)


ROUTES: dict[str, Callable[..., Answer]] = {
    "/search": search,
    "/search_by_meaning": search_by_meaning,
    "/articles/{article_id}": article,
    "/articles/{article_id}/more_like": more_like,
    "/articles/{article_id}/explanation": explain,
    "/stories/{story_id}": story,
    "/events/{event_id}": event,
    "/sources": sources,
    "/changes": changes,
    "/questions": all_questions,
    "/questions/{name}": question,
    "/sql": sql,
}


# --- what goes wrong ---------------------------------------------------------------------------------------------


def not_held(request: Request, error: Exception) -> Response:
    """Nothing that analysts may see."""
    return said(404, str(error))


def malformed(request: Request, error: Exception) -> Response:
    """A question of the wrong form. What was sent is not said again: it may be what no answer can hold."""
    assert isinstance(error, RequestValidationError)
    faults = (f"{' '.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())
    return said(422, "; ".join(faults))


def not_askable(request: Request, error: Exception) -> Response:
    """A text that can't be asked."""
    return said(400, str(error))


def too_long(request: Request, error: Exception) -> Response:
    """A question that was ended."""
    return said(504, "this takes too long: ask for less, or with your own connection")


def refused(request: Request, error: Exception) -> Response:
    """A statement or a value that Postgres refuses."""
    assert isinstance(error, psycopg2.Error)
    return said(400, str(error.diag.message_primary or error).strip())


def down(request: Request, error: Exception) -> Response:
    """The database does not answer, or the login does not fit."""
    log.warning("the news database can't be asked: %s", error)
    return said(503, "the news database can't be asked now")


def said(status: int, text: str) -> Response:
    """One sentence."""
    return JSONResponse({"detail": text}, status)


# The most particular kind wins, whatever the order.
PROBLEMS: dict[type[Exception], Callable[[Request, Exception], Any]] = {
    RequestValidationError: malformed,
    NotHeld: not_held,
    NotAskable: not_askable,
    psycopg2.errors.QueryCanceled: too_long,
    psycopg2.Error: refused,
    psycopg2.OperationalError: down,
    psycopg2.InterfaceError: down,
    DatabaseError: down,
}
