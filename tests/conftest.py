"""Fixtures that all rooms share."""

import os
from pathlib import Path

# Before numpy is imported: two BLAS threads cost ten times the CPU on our small products.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pytest  # noqa: E402

pytest_plugins = ("tests.canaries", "tests.fuzzing", "tests.chroma_server", "tests.tallies")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, a folder of real documents that is not part of the project")
    return SHARED
