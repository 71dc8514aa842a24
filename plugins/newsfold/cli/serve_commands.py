"""`newsfold api` and `newsfold mcp`: the views for analysts, for programs and agents. Neither runs unless it is started."""

import argparse
from pathlib import Path

from newsfold.cli import command_options
from newsfold.cli.database_access import migrated_url, named_url
from newsfold.cli.usage import UsageError
from newsfold.config.home import newsfold_home
from newsfold.local import postgres


def api_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold api`."""
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8787, help="port (default: 8787)")
    parser.add_argument("--new-token", metavar="NAME", help="print a token for a program, and end")
    parser.add_argument("--revoke-token", metavar="NAME", help="take a program's token away, and end")
    command_options.database(parser)


def api(arguments: argparse.Namespace) -> int:
    """Serve the HTTP API until it is stopped. Needs a token: without one nobody could ask."""
    from newsfold.serve import tokens

    if arguments.new_token:
        try:
            print(tokens.make(token_file(), arguments.new_token))
        except tokens.TokenError as error:
            raise UsageError(str(error)) from error
        return 0
    if arguments.revoke_token:
        if not tokens.revoke(token_file(), arguments.revoke_token):
            raise UsageError(f"no program is called {arguments.revoke_token}")
        return 0
    if not tokens.held(token_file()):
        raise UsageError("nobody has a token yet: newsfold api --new-token NAME")
    import uvicorn

    from newsfold.serve.asking import reading
    from newsfold.serve.web_api import create_api

    url = migrated_url(arguments, "analyst")
    with reading(url):
        pass  # a login that does not fit is said at once
    uvicorn.run(
        create_api(lambda: url_now(arguments), token_file()),
        host=arguments.host,
        port=arguments.port,
        limit_concurrency=20,
        server_header=False,
    )
    return 0


def mcp_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold mcp`."""
    command_options.database(parser)


def mcp(arguments: argparse.Namespace) -> int:
    """Answer an agent on standard input and output until it hangs up."""
    from newsfold.serve.agents import create_server
    from newsfold.serve.asking import reading

    url = migrated_url(arguments, "analyst")
    with reading(url):
        pass
    create_server(lambda: url_now(arguments)).run("stdio")
    return 0


def url_now(arguments: argparse.Namespace) -> str:
    """The URL for one question: the embedded server may have another port since it was started again."""
    return named_url(arguments) or postgres.database_url(newsfold_home(), "analyst")


def token_file() -> Path:
    """Where the hashes of the tokens are kept."""
    return newsfold_home() / "api_tokens.json"
