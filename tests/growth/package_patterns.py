"""Every regular expression of the package, and how it is used.

Patterns are taken where they are made: `re.compile` is listened to while all modules are imported and all samples are read, so
that those made from word lists and those made at use are seen too. What stands as a constant in a call (`re.sub(r"…", …)`) is
read from the source.
"""

import ast
import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import newsfold
from tests.samples.expectations import FORMATS, Expected, is_sample, read_sample

PACKAGE = Path(newsfold.__file__).parent
#: The ways of use, the costliest last: what goes through all matches also searches, what searches also tries each place.
WAYS = {"match": "match", "fullmatch": "fullmatch", "search": "search"} | dict.fromkeys(
    ("finditer", "findall", "sub", "subn", "split"), "finditer"
)
WIDEST = {"search", "finditer"}
#: Functions that make a part of another pattern of the one that they are given.
EMBEDDING = {"unnamed"}


@dataclass(frozen=True, slots=True)
class Found:
    """A regular expression, where it is made (module and line, or module and name), and the ways in which the package uses it."""

    pattern: re.Pattern[str] | re.Pattern[bytes]
    where: str
    ways: frozenset[str]


def package_patterns() -> list[Found]:
    """Each pattern once, in the order of its place.

    Raises:
        AssertionError: nothing was found in the source.
    """
    made = listen()
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    places: dict[re.Pattern[str] | re.Pattern[bytes], str] = {}
    ways: dict[re.Pattern[str] | re.Pattern[bytes], set[str]] = defaultdict(set)
    named = uses_of_names(trees)
    for module, name, pattern in patterns_of_modules():
        places.setdefault(pattern, f"{module.__name__}.{name}")
        ways[pattern] |= named.get((module.__name__, name), set())
    for path, tree in trees.items():
        for line, method, pattern in constant_calls(tree):
            places.setdefault(pattern, f"{module_name(path)}:{line}")
            if method != "compile":
                ways[pattern].add(WAYS[method])
    for pattern, place in made:
        places.setdefault(pattern, place)
    assert len(places) > 300
    return [
        Found(pattern, place, frozenset(ways[pattern] or WIDEST))
        for pattern, place in sorted(places.items(), key=lambda pair: pair[1])
    ]


def modules() -> Iterator[ModuleType]:
    """All modules of the package."""
    for each in pkgutil.walk_packages(newsfold.__path__, "newsfold."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def listen() -> list[tuple[re.Pattern[str] | re.Pattern[bytes], str]]:
    """What the package compiles while its modules are imported and the samples are read, with the line that asked for it."""
    made: list[tuple[re.Pattern[str] | re.Pattern[bytes], str]] = []
    compile_ = re._compile  # type: ignore[attr-defined]

    def heard(pattern: object, flags: int) -> re.Pattern[str]:
        done: re.Pattern[str] = compile_(pattern, flags)
        frame = sys._getframe(2)
        file = Path(frame.f_code.co_filename)
        if file.is_relative_to(PACKAGE):
            made.append((done, f"{module_name(file)}:{frame.f_lineno}"))
        return done

    re._compile = heard  # type: ignore[attr-defined]
    try:
        for _ in modules():
            pass
        read_samples()
    finally:
        re._compile = compile_  # type: ignore[attr-defined]
    return made


def read_samples() -> None:
    """Go through the readers and the rules of headers with the samples of all formats."""
    for path in sorted(each for each in FORMATS.rglob("*") if is_sample(each)):
        read_sample(path, Expected([]))


def module_name(path: Path) -> str:
    return ".".join(("newsfold", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")


def patterns_of_modules() -> Iterator[tuple[ModuleType, str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Patterns that are values of modules, also within their tuples, mappings and data classes."""
    for module in modules():
        for name, value in vars(module).items():
            if getattr(value, "__module__", module.__name__) == module.__name__ or isinstance(
                value, re.Pattern
            ):
                for pattern in within(value, 3):
                    yield module, name, pattern


def within(value: object, depth: int) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for each in (*value.keys(), *value.values()):
            yield from within(each, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from within(each, depth - 1)
    elif depth and hasattr(type(value), "__slots__") and hasattr(type(value), "__dataclass_fields__"):
        for field in type(value).__dataclass_fields__:
            yield from within(getattr(value, field, None), depth - 1)


def uses_of_names(trees: dict[Path, ast.Module]) -> dict[tuple[str, str], set[str]]:
    """By module and name of a value: the methods that the package calls on it; none where it is handed on."""
    used: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path, tree in trees.items():
        here = module_name(path)
        imported = {
            alias.asname or alias.name: (node.module or "", alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        called = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        # `EACH[kind].match` is a use of EACH.
        called |= {
            id(node.value.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Subscript)
            and isinstance(node.value.value, ast.Name)
        }
        each_of = names_that_stand_for_others(tree, called)
        embedded = {
            id(argument)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in EMBEDDING
            for argument in node.args
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in embedded:
                methods = each_of.get(id(node)) or [called.get(id(node))]
                for method in methods:
                    if method not in ("pattern", "flags"):
                        ways = {WAYS[method]} if method in WAYS else WIDEST
                        used[imported.get(node.id, (here, node.id))] |= ways
    return used


def names_that_stand_for_others(tree: ast.Module, called: dict[int, str]) -> dict[int, list[str]]:
    """By the names in `for each in (A, B)`, `for each in ALL` and `for _, each in ALL.items()`: the methods that are called on
    `each`.
    """
    found: dict[int, list[str]] = {}
    scopes = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for scope in scopes:
        methods: dict[str, list[str]] = defaultdict(list)
        for node in ast.walk(scope):
            if isinstance(node, ast.Name) and id(node) in called:
                methods[node.id].append(called[id(node)])
        for node in ast.walk(scope):
            if isinstance(node, ast.For | ast.comprehension):
                names = [each.id for each in ast.walk(node.target) if isinstance(each, ast.Name)]
                those = iterated(node.iter)
                called_on_each = [method for name in names for method in methods[name]]
                if called_on_each and all(isinstance(each, ast.Name) for each in those):
                    found |= {id(each): called_on_each for each in those}
    return found


def iterated(node: ast.expr) -> list[ast.expr]:
    """What a loop goes through: the members of a tuple, or a name, also where it goes through the values of a mapping."""
    if isinstance(node, ast.Tuple | ast.List):
        return node.elts
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("items", "values")
    ):
        return [node.func.value]
    return [node]


def constant_calls(tree: ast.Module) -> Iterator[tuple[int, str, re.Pattern[str] | re.Pattern[bytes]]]:
    """Calls of `re` with a constant pattern: line, function, pattern."""
    for node in ast.walk(tree):
        if not (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in {*WAYS, "compile"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
        ):
            continue
        text = node.args[0].value
        yield node.lineno, node.func.attr, re.compile(text, flags_of(node))


def flags_of(call: ast.Call) -> int:
    """The flags of a call of `re`: its names of flags, wherever they stand."""
    flags = 0
    for argument in (*call.args[1:], *(each.value for each in call.keywords)):
        for node in ast.walk(argument):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "re":
                flags |= getattr(re, node.attr) if isinstance(getattr(re, node.attr), re.RegexFlag) else 0
    return flags
