"""`newsfold search`: articles by words, by meaning, or like another one, as analysts see them."""

import argparse
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.database_access import open_connection
from newsfold.cli.usage import UsageError, day_of
from newsfold.serve import answers


def search_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold search`."""
    parser.add_argument("words", nargs="*", metavar="WORD", help='words, "a phrase", or, -without, begin*')
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--meaning", action="store_true", help="what means most the same, in whatever language and words"
    )
    how.add_argument(
        "--like", type=int, metavar="ARTICLE_ID", help="what is most like this article in meaning"
    )
    parser.add_argument("--language", metavar="CODE", help="only articles in this language: en, fr")
    parser.add_argument("--source", metavar="SLUG", help="only articles of this source")
    parser.add_argument("--from", dest="from_day", metavar="DAY", help="published on this day or later")
    parser.add_argument("--to", dest="to_day", metavar="DAY", help="published on this day or before")
    parser.add_argument(
        "--limit", type=int, default=20, metavar="N", help="at most so many (default: %(default)s)"
    )
    command_options.database(parser)
    command_options.as_json(parser)


def search(arguments: argparse.Namespace) -> int:
    """Show what is found. Exit code 1 where nothing is."""
    words = " ".join(arguments.words)
    by_meaning = arguments.meaning or arguments.like is not None
    if bool(words.strip()) == (arguments.like is not None):
        raise UsageError("say what is searched: words, or --like with the id of an article")
    if by_meaning and arguments.source:
        raise UsageError("--source narrows a search by words only")
    if arguments.like is not None and (arguments.from_day or arguments.to_day):
        raise UsageError(
            "--like finds what was published within 45 days before or after: --from and --to are for words"
        )
    from_day = day_of(arguments.from_day) if arguments.from_day else None
    to_day = day_of(arguments.to_day) if arguments.to_day else None
    language, limit = arguments.language, arguments.limit
    with open_connection(arguments, "analyst") as connection, connection:
        try:
            if arguments.like is not None:
                found = answers.more_like(connection, arguments.like, language=language, limit=limit)
            elif arguments.meaning:
                found = answers.search_by_meaning(
                    connection, words, language=language, from_day=from_day, to_day=to_day, limit=limit
                )
            else:
                found = answers.search(
                    connection, words, language=language, source=arguments.source, from_day=from_day,
                    to_day=to_day, limit=limit,
                )  # fmt: skip
        except (answers.NotAskable, answers.NotHeld) as error:
            raise UsageError(str(error)) from error
    console.show(arguments, found, print_found)
    return 0 if found["rows"] else 1


def print_found(found: dict[str, Any]) -> None:
    """What is found, for a person."""
    if found.get("searched_also"):
        console.out.print(
            f"no or few articles have that as it was typed; searched also: {', '.join(found['searched_also'])}",
            markup=False,
        )
    if not found["rows"]:
        console.out.print(found.get("note") or "nothing is found", markup=False)
    for row in found["rows"]:
        likeness = f"{row['similarity']:.2f}  " if "similarity" in row else ""
        console.out.print(
            f"{row['article_id']:>9}  {likeness}{row['published_on'] or 'not dated '}  {row['source']}  "
            f"{row['headline'] or '(without a headline)'}",
            markup=False,
        )
    if found["is_cut"]:
        console.out.print("there are more: --limit", markup=False)
