"""How many examples a property test tries: few in the ordinary suite, many times as many with `make fuzz`.

A plugin of pytest (tests/conftest.py names it), which marks every property test with `fuzz`.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
"""`make fuzz` sets it."""
SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
"""Where the machine is busy, hypothesis would complain of its own slowness."""


def examples(count: int, *more: HealthCheck) -> settings:
    """Return the settings of a property test that tries so many examples; `more` are complaints to leave away."""
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=(*SLOW, *more))


# The ordinary suite tries the same examples on every machine, so that a change lands or fails by what it changed;
# HYPOTHESIS_PROFILE=wide draws new ones each time and is for finding what nobody has tried yet.
settings.register_profile("same", examples(100), derandomize=True, database=None)
settings.register_profile("wide", examples(100), database=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the property tests."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("fuzz")
