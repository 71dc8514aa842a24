"""The commands about what people decide on articles: `newsfold decide` and `newsfold decisions`."""

import argparse
import json
from collections.abc import Iterable, Iterator
from typing import Any

from newsfold.cli import console
from newsfold.cli.commands import UsageError, open_connection, open_work, show, writable_url, write_text
from newsfold.pipeline import deciding, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import decisions, reviews

Arguments = argparse.Namespace


def decide(arguments: Arguments) -> int:
    """Keep a decision on articles, take one back, or obey those that wait."""
    if arguments.list:
        return list_decisions(argparse.Namespace(**vars(arguments), all=False, export=None))
    if arguments.verdict is None:
        raise UsageError("decide takes a verdict: same, different, unsure, day, revoke or apply; or --list")
    wanted = arguments_problem(arguments)
    if wanted:
        raise UsageError(wanted)
    with open_work(writable_url(arguments)) as work:
        try:
            report = decided(work, arguments)
        except deciding.DecisionError as error:
            raise UsageError(str(error)) from error
    if report is None:
        console.out.print("nothing waits to be obeyed")
    else:
        show(arguments, report, console.print_refold)
    return 0


def arguments_problem(arguments: Arguments) -> str | None:
    """What a verdict lacks or has too much of; None where it is whole."""
    takes = {"revoke": 1, "day": 1, "apply": 0}.get(arguments.verdict, 2)
    if len(arguments.article) != takes:
        return {
            "revoke": "revoke takes the id of one decision (see `newsfold decisions`)",
            "day": "day takes the id of one article (see analytics.articles)",
            "apply": "apply takes no ids: it obeys all decisions that wait",
        }.get(arguments.verdict, "a decision takes the ids of two articles (see analytics.articles)")
    if (arguments.verdict == "day") != (arguments.day is not None):
        return "day needs --day YYYY-MM-DD, and only day does"
    return None


def decided(work: Workspace, arguments: Arguments) -> dict[str, Any] | None:
    """Do it; the report of what changed, None where nothing waited. Raises DecisionError."""
    now, ids = steps.utc_now(), arguments.article
    if arguments.verdict == "apply":
        return deciding.apply_waiting(work, now)
    if arguments.verdict == "revoke":
        return deciding.revoke(work, ids[0], revoked_by=arguments.by, now=now)
    said = {"decided_by": arguments.by, "note": arguments.note, "now": now}
    if arguments.verdict == "day":
        return deciding.decide_day(work, ids[0], arguments.day, **said)
    return deciding.decide(work, arguments.verdict, (ids[0], ids[1]), **said)


def list_decisions(arguments: Arguments) -> int:
    """Show what people have decided on articles, or write the decided pairs as labelled data."""
    with open_connection(arguments, "operator") as connection:
        if arguments.export:
            pairs = reviews.labelled_pairs(connection)
            write_text(arguments.export, "".join(f"{line}\n" for line in labelled(pairs)))
            return 0
        rows = [
            row._asdict() for row in decisions.listed(connection, include_revoked=arguments.all, limit=1000)
        ]
    if getattr(arguments, "json", False):
        for row in rows:
            print(json.dumps(row, default=str, ensure_ascii=False))
        return 0
    columns = ["decision_id", "verdict", "article_id", "other_article_id", "day", "decided_by", "decided_at"]
    columns += ["revoked_at"] if arguments.all else []
    shown = [[row[name] for name in [*columns, "note"]] for row in rows]
    console.out.print(console.table([*columns, "note"], shown) if rows else "nothing is decided")
    return 0


def labelled(pairs: Iterable[Any]) -> Iterator[str]:
    """Decided pairs as JSON lines: `a` and `b` as bench.labelled_news has articles (id, uri, title, date, source, language,
    text), `same` true, false, or null for unsure.
    """
    same = {"same": True, "different": False, "unsure": None}
    for pair in pairs:
        yield json.dumps(
            {
                "pair": pair.decision_id,
                "same": same[pair.verdict],
                "decided_by": pair.decided_by,
                "decided_at": pair.decided_at,
                "note": pair.note,
                "a": pair.one,
                "b": pair.other,
            },
            default=str,
            ensure_ascii=False,
        )
