"""The newsroom of tests/end_to_end, for what analysts ask of what it has loaded."""

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from newsfold.store.connection import connect

SPEC = importlib.util.spec_from_file_location(
    "newsroom_of_tests", Path(__file__).parents[1] / "end_to_end" / "conftest.py"
)
assert SPEC is not None
assert SPEC.loader is not None
module = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = module
SPEC.loader.exec_module(module)
newsroom = module.newsroom
sample_newsroom = module.sample_newsroom

Ask = Callable[..., list[Any]]


@pytest.fixture
def ask(role_url) -> Iterator[Ask]:
    """Rows as an analyst gets them."""
    with closing(connect(role_url("analyst"))) as connection:

        def rows(text: str, *parameters: object) -> list[Any]:
            with connection, connection.cursor() as cursor:
                cursor.execute(text, parameters or None)
                return cursor.fetchall()

        yield rows
