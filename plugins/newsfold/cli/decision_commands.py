"""The commands about which articles are one story: `newsfold decide`, `newsfold decisions`, `newsfold refold`."""

import argparse
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from newsfold.cli import command_options, console
from newsfold.cli.console import escape, out, table
from newsfold.cli.database_access import open_connection, open_work, writable_url
from newsfold.cli.usage import UsageError
from newsfold.pipeline import deciding, steps
from newsfold.pipeline.workspace import Workspace
from newsfold.store import decisions as stored
from newsfold.store import reviews
from newsfold.upkeep import refolding

Arguments = argparse.Namespace
VERDICTS = ("same", "different", "unsure", "same_event", "different_event", "day", "hide", "revoke", "apply")


def decide_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold decide`."""
    parser.add_argument(
        "verdict",
        nargs="?",
        choices=VERDICTS,
        help="what is true of two articles, or of one: day, hide; revoke takes a decision back, apply obeys those that wait",
    )
    parser.add_argument(
        "article",
        nargs="*",
        type=int,
        metavar="ID",
        help="two article ids; one for day and hide; for revoke the id of the decision",
    )
    parser.add_argument(
        "--day", type=date.fromisoformat, metavar="YYYY-MM-DD", help="the right day, of verdict day"
    )
    parser.add_argument(
        "--list", action="store_true", help="show the decisions that hold, as `decisions` does"
    )
    command_options.decided_by(parser, "who decides (default: %(default)s)")
    parser.add_argument("--note", metavar="TEXT", help="why; kept with the decision")
    command_options.database(parser)
    command_options.as_json(parser)


def decide(arguments: Arguments) -> int:
    """Keep a decision on articles, take one back, or obey those that wait."""
    if arguments.list:
        return decisions(argparse.Namespace(**vars(arguments), all=False, export=None))
    if arguments.verdict is None:
        raise UsageError(f"decide takes a verdict: {', '.join(VERDICTS)}; or --list")
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
        console.show(arguments, report, print_refold)
    return 0


def arguments_problem(arguments: Arguments) -> str | None:
    """What a verdict lacks or has too much of; None where it is whole."""
    takes = {"revoke": 1, "day": 1, "hide": 1, "apply": 0}.get(arguments.verdict, 2)
    if len(arguments.article) != takes:
        return {
            "revoke": "revoke takes the id of one decision (see `newsfold decisions`)",
            "day": "day takes the id of one article (see analytics.articles)",
            "hide": "hide takes the id of one article (see analytics.articles)",
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
    if arguments.verdict == "hide":
        return deciding.hide(work, ids[0], **said)
    return deciding.decide(work, arguments.verdict, (ids[0], ids[1]), **said)


def decisions_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold decisions`."""
    parser.add_argument("--all", action="store_true", help="those taken back too")
    parser.add_argument(
        "--export",
        metavar="FILE",
        help="write the decided pairs with their texts as JSON lines, for bench.score_fit; - is standard output",
    )
    command_options.database(parser)
    command_options.as_json(parser, "one JSON object a decision and line")


def decisions(arguments: Arguments) -> int:
    """Show what people have decided on articles, or write the decided pairs as labelled data."""
    with open_connection(arguments, "operator") as connection:
        if arguments.export:
            pairs = reviews.labelled_pairs(connection)
            console.write_text(arguments.export, "".join(f"{line}\n" for line in labelled(pairs)))
            return 0
        rows = [row._asdict() for row in stored.listed(connection, include_revoked=arguments.all, limit=1000)]
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


def refold_options(parser: argparse.ArgumentParser) -> None:
    """The options of `newsfold refold`."""
    parser.add_argument(
        "--learn",
        action="store_true",
        help="first learn anew what each source's boilerplate is, and set it aside",
    )
    command_options.dry_run(parser, "change nothing; show what would split and what would merge")
    command_options.database(parser)
    command_options.as_json(parser)


def refold(arguments: Arguments) -> int:
    """Compare all stored texts anew with the method of today, and fold by what comes out."""
    with open_work(writable_url(arguments)) as work, console.progress_bar("comparing") as progress:
        report = refolding.refold(
            work, now=steps.utc_now(), dry_run=arguments.dry_run, learn=arguments.learn, progress=progress
        )
    console.show(arguments, report, print_refold)
    return 0


def print_refold(report: Mapping[str, Any]) -> None:
    """What a refold or a decision changed, or would change."""
    links = report["links"]
    verb = "would" if report.get("dry_run") else "did"
    out.rule(f"[bold]Refold, run {report['run_id']}[/bold]  method {escape(report['method'])}")
    out.print(f"{report['stories']} stories looked at; {report['moved_articles']} articles {verb} move")
    out.print(table(["links", "number"], list(links.items())))
    out.print(f"{report['splits']} stories {verb} split, {report['merges']} {verb} merge into another")
    if report.get("redated"):
        out.print(f"{report['redated']} articles {verb} get another day")
    learned = report.get("boilerplate")
    if learned:
        out.print(
            f"boilerplate: {learned['new']} new sentences, {learned['ended']} no more, in {learned['texts']} texts"
        )
        for sentence in learned["examples"]:
            out.print(f"  [dim]{escape(sentence[:160])}[/dim]")
    for split in report["split_stories"]:
        out.print(f"\n[bold]story {split['story_id']} splits[/bold]")
        print_titles("stay", split["stay"])
        print_titles("leave", split["leave"])
    for merged in report["merged_stories"]:
        out.print(f"\n[bold]story {merged['story_id']} merges into {merged['into_story_id']}[/bold]")
        print_titles("these", merged["articles"])
        print_titles("join", merged["into"])


def print_titles(what: str, articles: Sequence[Mapping[str, Any]]) -> None:
    """Articles by source and title, a line each."""
    for article in articles:
        out.print(
            f"  {what:<6} {article['article_id']:>6}  {escape(article['source'])}: {escape(article['title'])}"
        )
