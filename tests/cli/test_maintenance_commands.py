"""`newsfold maintain` and `newsfold forget`."""

from newsfold.cli.command_line import main
from newsfold.upkeep import maintenance


def test_a_source_is_forgotten_when_that_is_said_twice_and_can_come_again(
    inbox, empty_database_url, capsys, run_json
):
    url = ("--database-url", empty_database_url)
    run_json("ingest", str(inbox), *url)
    assert main(["forget", "adhoc", *url]) == 2
    assert "--yes" in capsys.readouterr().err
    assert main(["forget", "adhoc", "--before", "yesterday", "--yes", *url]) == 2
    capsys.readouterr()
    code, seen = run_json("forget", "adhoc", "--dry-run", *url)
    assert (code, seen["forget"]["articles"]) == (0, 2)
    assert main(["forget", "adhoc", "--dry-run", *url]) == 0
    assert "files" not in capsys.readouterr().out, "a dry run does not count them"
    code, done = run_json("forget", "adhoc", "--yes", *url)
    assert (code, done["forget"]["articles"], done["forget"]["files"]) == (0, 2, 2)
    code, report = run_json("ingest", str(inbox), *url)
    assert (code, report["totals"]["unchanged"]) == (0, 2)
    code, done = run_json("forget", "adhoc", "--lift", "--yes", *url)
    assert (code, done["lifted"]["removals"]) == (0, 2)
    code, report = run_json("ingest", str(inbox), *url)
    assert (code, report["totals"]["original"]) == (0, 2)
    assert main(["forget", "nobody", "--yes", *url]) == 1
    assert "adhoc" in capsys.readouterr().err


def test_the_upkeep_says_what_each_task_did(inbox, empty_database_url, capsys, run_json):
    url = ("--database-url", empty_database_url)
    run_json("ingest", str(inbox), *url)
    code, done = run_json("maintain", *url)
    assert code == 0
    assert list(done) == list(maintenance.TASKS)
    assert main(["maintain", "--dry-run", "--task", "retention", *url]) == 0
    assert "retention" in capsys.readouterr().out
    assert main(["maintain", "--task", "retension", *url]) == 2
    assert "statistics" in capsys.readouterr().err
