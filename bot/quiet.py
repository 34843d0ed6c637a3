"""Keeps libraries from phoning home and from spinning threads; imports nothing, and runs before they are imported."""

from __future__ import annotations

import os


def quiet_libraries() -> None:
    """Set what libraries read once, at their import; what the user has set stays.

    OpenBLAS with two threads costs forty times the CPU on our small products (2.4 against 100 ms a question).
    """
    for name, value in (
        ("ANONYMIZED_TELEMETRY", "False"),
        ("LANGSMITH_TRACING", "false"),
        ("OMP_NUM_THREADS", "1"),
        ("OPENBLAS_NUM_THREADS", "1"),
    ):
        os.environ.setdefault(name, value)
