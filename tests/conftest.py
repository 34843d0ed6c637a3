"""Fixtures that all rooms share."""

import os
from pathlib import Path

# Before numpy is imported: two BLAS threads cost ten times the CPU on our small products.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pytest  # noqa: E402
from hypothesis import settings as hypothesis_settings  # noqa: E402

# The ordinary suite tries the same examples on every machine, so that a change lands or fails by what it
# changed; HYPOTHESIS_PROFILE=wide draws new ones each time and is for finding what nobody has tried yet.
hypothesis_settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis_settings.register_profile("wide", deadline=None, database=None, print_blob=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, a folder of real documents that is not part of the project")
    return SHARED
