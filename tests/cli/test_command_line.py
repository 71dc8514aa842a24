"""The `newsfold` command as a whole: its help, wrong usage, exit codes."""

import importlib
import inspect
import os
import re
import subprocess
import sys

import pytest

from newsfold.cli import command_line, command_options
from newsfold.cli.command_line import main

#: What a command can't do without.
NEEDED = {
    "ingest": ["x"],
    "explain": ["x"],
    "compare": ["a", "b"],
    "dismiss": ["1"],
    "fetch": ["x"],
    "rebuild": ["--from", "x"],
    "sql": ["select 1"],
    "export": ["x"],
    "forget": ["x"],
    "trace": ["x"],
    "event": ["1"],
}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ingest", "/nowhere/at/all"], r"/nowhere/at/all: no such file or folder"),
        (["explain", "/nowhere/at/all"], r"/nowhere/at/all: no such file or folder"),
        (["compare", "/nowhere/a", "/nowhere/b"], r"/nowhere/a: no such file"),
    ],
)
def test_wrong_usage_gives_2_and_names_the_cause(arguments, message, capsys):
    assert main(arguments) == 2
    assert re.search(message, capsys.readouterr().err)


@pytest.mark.parametrize(
    "arguments",
    [
        ["ingest", ""],
        ["ingest", "x", " "],
        ["explain", ""],
        ["compare", "x", ""],
        ["trace", ""],
        ["export", ""],
        ["rebuild", "--from", ""],
    ],
    ids=" ".join,
)
def test_an_empty_name_is_no_folder(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "it is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("way", "said"),
    [("", "r\\xe9sum\\xe9"), ("import os; os.close(1)", ""), ("import os; os.close(1); os.close(2)", "")],
    ids=["ascii", "no output", "no streams"],
)
def test_no_command_fails_by_the_letters_or_the_lack_of_its_output(tmp_path, way, said):
    text = tmp_path / "résumé.txt"
    text.write_text(
        "Résumé\n\nLINDOW, Sept 26, 2025 (MNA) The harbour of Lindow opened on Friday.\n", encoding="utf-8"
    )
    program = f"{way}\nimport os, sys; os.execv(sys.executable, [sys.executable, '-m', 'newsfold.cli', *sys.argv[1:]])"
    done = subprocess.run(
        [sys.executable, "-c", program, "explain", str(text)],
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict", "LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert said in done.stdout.lower()


def test_an_unknown_option_gives_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["ingest", "--no-such-option", "x"])
    assert ended.value.code == 2


def test_a_database_out_of_reach_gives_1_without_its_password(inbox, capsys):
    url = "postgresql://someone:very-secret@127.0.0.1:1/nothing"
    assert main(["ingest", str(inbox), "--database-url", url]) == 1
    shown = capsys.readouterr().err
    assert "cannot connect to 127.0.0.1:1/nothing" in shown
    assert "very-secret" not in shown


def help_of(*command: str) -> str:
    """What `--help` prints, in a process of its own; on its last line what it imported."""
    script = "import sys; from newsfold import cli\ntry: cli.main(sys.argv[1:])\n"
    script += "finally: print('\\n' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script, *command, "--help"], capture_output=True, text=True, check=True
    )
    return done.stdout


def test_help_names_every_command_and_imports_none():
    text, _, modules = help_of().rstrip().rpartition("\n")
    for command in command_line.COMMANDS:
        assert re.search(rf"^    {command.name}\b", text, re.MULTILINE)
    foreign = {name.partition(".")[0] for name in modules.split()} - sys.stdlib_module_names
    # Site-packages may have a module that every Python starts with.
    assert foreign <= {"newsfold", "__main__", "_distutils_hack", "sitecustomize", "usercustomize"}
    ours = {name for name in modules.split() if name.startswith("newsfold.")}
    assert ours == {"newsfold.cli", "newsfold.cli.command_line"}


def test_a_command_imports_its_own_module_only():
    modules = help_of("fetch").rstrip().rpartition("\n")[2]
    used = {name.rpartition(".")[2] for name in modules.split() if name.startswith("newsfold.cli.")}
    assert {name for name in used if name.endswith("_commands")} == {"source_commands", "ingest_commands"}


@pytest.mark.parametrize("command", command_line.COMMANDS, ids=lambda command: command.name)
def test_every_command_has_its_options_and_its_action(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command.name, "--help"])
    assert ended.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert shown.startswith(f"usage: newsfold {command.name} ")
    assert command.text in shown.replace("- ", "-")
    assert callable(
        command_line.parser(command.name).parse_args([command.name, *NEEDED.get(command.name, [])]).action
    )


@pytest.mark.parametrize("command", sorted({each.module for each in command_line.COMMANDS}))
def test_a_module_of_commands_has_none_that_nobody_can_call(command):
    module = importlib.import_module(f"newsfold.cli.{command}")
    own = {
        name
        for name, each in inspect.getmembers(module, inspect.isfunction)
        if each.__module__ == module.__name__
    }
    known = {each.name.replace("-", "_") for each in command_line.COMMANDS if each.module == command}
    assert {name.removesuffix("_options") for name in own if name.endswith("_options")} == known


def test_a_command_of_no_name_is_wrong_usage(capsys):
    for given in ([], ["ingset", "x"], ["--json", "status"]):
        with pytest.raises(SystemExit) as ended:
            main(given)
        assert ended.value.code == 2
        assert "COMMAND" in capsys.readouterr().err


def test_a_fault_of_ours_is_not_taken_for_a_problem_of_the_data(monkeypatch):
    def fault(arguments):
        raise ZeroDivisionError

    monkeypatch.setattr("newsfold.cli.explain_commands.explain", fault)
    with pytest.raises(ZeroDivisionError):
        main(["explain", "x"])


def test_a_user_without_a_name_is_known_by_its_number(monkeypatch, capsys):
    def nameless():
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(command_options.getpass, "getuser", nameless)
    monkeypatch.setattr(command_options.os, "getuid", lambda: 1234)
    with pytest.raises(SystemExit) as ended:
        main(["silence", "--help"])
    assert ended.value.code == 0
    assert "(default: 1234)" in capsys.readouterr().out
