"""How properties are tested: `conftest.py` says why."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

seen: list[int] = []


@given(st.integers())
def collect(number: int) -> None:
    seen.append(number)


def test_no_property_has_a_time_limit_and_each_run_but_a_gate_sees_new_examples():
    assert settings.default is not None
    assert settings.default.deadline is None
    assert settings.default.print_blob
    assert HealthCheck.too_slow in settings.default.suppress_health_check
    collect()
    first = seen.copy()
    seen.clear()
    collect()
    assert (seen == first) is ("CI" in os.environ)
