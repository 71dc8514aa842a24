"""The database of the cookbook, for what programs ask of it."""

import importlib.util
import sys
from pathlib import Path

SPEC = importlib.util.spec_from_file_location(
    "docs_of_tests", Path(__file__).parents[1] / "docs" / "conftest.py"
)
assert SPEC is not None
assert SPEC.loader is not None
module = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = module
SPEC.loader.exec_module(module)
sample_analyst_url = module.sample_analyst_url
