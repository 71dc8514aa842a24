"""The S3 servers of tests/fetch."""

import importlib.util
import sys
from pathlib import Path

SPEC = importlib.util.spec_from_file_location(
    "servers_of_raw_store_tests", Path(__file__).parents[1] / "fetch" / "conftest.py"
)
assert SPEC is not None
assert SPEC.loader is not None
module = importlib.util.module_from_spec(SPEC)
sys.modules[SPEC.name] = module
SPEC.loader.exec_module(module)
s3_server, guarded_s3_server, bucket = module.s3_server, module.guarded_s3_server, module.bucket
