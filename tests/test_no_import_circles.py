"""No module of the package needs itself, over however many others: each can be read, tested and moved alone."""

from collections.abc import Iterable, Mapping

import grimp
import pytest


def circles(imports: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """The strongly connected components of more than one module, or of one that imports itself (Tarjan 1972, as a loop)."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_modules: list[str] = []
    found = []
    for start in imports:
        if start in number:
            continue
        number[start] = lowest[start] = len(number)
        open_modules.append(start)
        path = [(start, iter(imports[start]))]
        while path:
            module, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                if path:
                    lowest[path[-1][0]] = min(lowest[path[-1][0]], lowest[module])
                if lowest[module] == number[module]:
                    at = open_modules.index(module)
                    component = open_modules[at:]
                    del open_modules[at:]
                    if len(component) > 1 or module in imports[module]:
                        found.append(sorted(component))
            elif following not in number:
                number[following] = lowest[following] = len(number)
                open_modules.append(following)
                path.append((following, iter(imports[following])))
            elif following in open_modules:
                lowest[module] = min(lowest[module], number[following])
    return found


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "bc", "b": "d", "c": "d", "d": ""}, []),
        ({"a": "a"}, [["a"]]),
        ({"a": "b", "b": "c", "c": "bd", "d": ""}, [["b", "c"]]),
        ({"a": "b", "b": "c", "c": "a", "d": "ae", "e": "d"}, [["a", "b", "c"], ["d", "e"]]),
    ],
)
def test_circles_are_found_where_there_are_some(imports, expected):
    assert circles(imports) == expected


def test_no_module_of_the_package_is_in_a_circle():
    graph = grimp.build_graph("newsfold", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in sorted(graph.modules)}
    assert len(imports) > 200
    assert circles(imports) == []
