"""An operator's own evidence bands: DATA_DIR/calibration.json, which `bot evaluate --calibrate` writes; imports layout.

Whoever decides whether passages are an answer reads it: the front desk, and a gate over an ingestion. Without the
file the shipped bands hold.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Mapping
from typing import Any

from vectorstore.errors import IndexMismatch, StoreError
from vectorstore.layout import Layout, check_schema, read_json, refuse_newer, write_json
from vectorstore.retrieval.evidence import Bands

CALIBRATION_SCHEMA = 1
"""Raised when the file's shape changes, and when a score is measured otherwise: a fit to the old one means nothing."""
MEND = "delete it, or fit again with python -m bot evaluate FILE --calibrate"

_log = logging.getLogger(__name__)


def read_bands(layout: Layout) -> Bands:
    """Return the bands in force; StoreError or IndexMismatch when the file cannot be used."""
    value = read_json(layout.calibration)
    return Bands() if value is None else _bands_of(value, layout)


def write_bands(layout: Layout, bands: Bands, about: Mapping[str, Any]) -> None:
    """Put these bands in force, with what is to be remembered of their fit; NewerVersion for a newer version's file."""
    check_schema(layout.calibration, CALIBRATION_SCHEMA, MEND)
    value = {"schema": CALIBRATION_SCHEMA, "answered": bands.answered, "uncertain": bands.uncertain, **about}
    write_json(layout.calibration, value)


def _bands_of(value: Any, layout: Layout) -> Bands:
    """Return the bands in a JSON value that was read from the file."""
    mend = f"{MEND[0].upper()}{MEND[1:]}."
    if not isinstance(value, dict) or not isinstance(value.get("schema"), int):
        raise StoreError(f"{layout.calibration} is no calibration. {mend}")
    refuse_newer(layout.calibration, value["schema"], CALIBRATION_SCHEMA, MEND)
    if value["schema"] != CALIBRATION_SCHEMA:
        raise IndexMismatch(
            f"{layout.calibration} was fitted by an older version (schema {value['schema']}, this one reads "
            f"{CALIBRATION_SCHEMA}). {mend}"
        )
    answered, uncertain = value.get("answered"), value.get("uncertain")
    if not (_finite(answered) and _finite(uncertain)) or value["uncertain"] > value["answered"]:
        raise StoreError(f"{layout.calibration} states no two bands. {mend}")
    return Bands(float(value["answered"]), float(value["uncertain"]))


def _finite(value: Any) -> bool:
    """Return whether a value is a number that a score can be compared with."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


class BandsInForce:
    """Gives the bands in force, following the file; safe for many threads.

    A file that cannot be used is told once in the log and passed over, because an answer by the last good bands is
    better than none.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._guard = threading.Lock()
        self._seen: tuple[int, int, int] | None = None
        self._bands = Bands()

    def __call__(self) -> Bands:
        """Return the bands, read again when the file has changed (else microseconds)."""
        with self._guard:
            seen = self._signature()
            if seen != self._seen:
                self._seen = seen
                self._follow()
            return self._bands

    def _signature(self) -> tuple[int, int, int] | None:
        """Return what changes when the file is replaced, None while there is none."""
        try:
            found = self._layout.calibration.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def _follow(self) -> None:
        try:
            self._bands = read_bands(self._layout)
        except StoreError as error:
            _log.warning("%s Until then other bands hold.", error)
